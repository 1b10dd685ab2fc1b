"""What was written is known again, wherever it was moved to; nothing of it ever fails a run."""

from __future__ import annotations

from pathlib import Path

import pytest

from toolkit.system import written
from toolkit.system.written import Written, known, last, noted


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("JIMAKU_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(place: str, now: Written) -> None:
    with noted(place, now):
        Path(place).write_bytes(now.content)


def test_it_is_known_by_its_place_and_by_what_it_holds(folder: Path) -> None:
    now = Written("字幕\n".encode(), ((0, 1, "海"), (3, 3, "山")), "ted")
    write("a.srt", now)
    assert known(now.content) == last("a.srt") == last(folder / "a.srt") == now
    (folder / "link").symlink_to(folder)
    assert last("link/a.srt") == now
    assert (known(b"other"), last("b.srt")) == (None, None)


def test_the_last_counts(folder: Path) -> None:
    write("a.srt", Written(b"1"))
    write("a.srt", Written(b"2"))
    assert last("a.srt") == Written(b"2")
    assert known(b"1") == Written(b"1")


def test_a_run_that_is_broken_off_leaves_no_file_that_is_nobodys() -> None:
    with pytest.raises(OSError, match="full"), noted("a.srt", Written(b"1")):
        raise OSError("full")
    assert known(b"1") == Written(b"1")
    assert last("a.srt") is None


@pytest.mark.parametrize("damage", [b"", b"x", b"\x78\x9c\x4b\x04\x00\x00\x62\x00\x62"])
def test_what_is_damaged_is_not_known(damage: bytes, folder: Path) -> None:
    write("a.srt", Written(b"1"))
    for path in (folder / "cache").rglob("*"):
        if path.is_file():
            path.write_bytes(damage)
    assert (known(b"1"), last("a.srt")) == (None, None)


def test_not_too_many(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(written, "_MOST", 1)
    for k in range(300):
        write("a.srt", Written(str(k).encode()))
    drawers = list((folder / "cache" / "written" / "contents").iterdir())
    assert max(len(list(drawer.iterdir())) for drawer in drawers) == 1
    assert last("a.srt") == Written(b"299")
