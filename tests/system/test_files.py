"""Files whole or not at all, and names safe on every system."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
import tempfile
import unicodedata
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.edition.folder import ours_alone
from toolkit.errors import InputError, OutputError
from toolkit.system import leftovers
from toolkit.system.files import safe_name, whole, write_text
from toolkit.system.leftovers import temporary_place


def left_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_is_there_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "new" / "deep" / "a.srt"
    with whole(path) as partial:
        partial.write_text("字幕", encoding="utf-8")
        assert not path.exists()
        assert partial.parent == path.parent
        assert partial.suffix == ".srt"
    assert path.read_text(encoding="utf-8") == "字幕"
    assert left_in(path.parent) == ["a.srt"]


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, SystemExit, InputError])
def test_a_failure_leaves_the_old_file_and_nothing_else(tmp_path: Path, error: type[BaseException]) -> None:
    path = tmp_path / "a.srt"
    path.write_text("old")

    def interrupted() -> None:
        with whole(path) as partial:
            partial.write_text("half")
            raise error("stop")

    with pytest.raises(error):
        interrupted()
    assert path.read_text() == "old"
    assert left_in(tmp_path) == ["a.srt"]


def test_an_existing_file_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "a.srt"
    write_text(path, "old, and much longer")
    write_text(path, "new\r\n")
    assert path.read_bytes() == b"new\r\n"


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX")
def test_an_output_has_the_mode_of_any_new_file(tmp_path: Path) -> None:
    plain, ours = tmp_path / "plain", tmp_path / "ours"
    plain.touch()
    write_text(ours, "x")
    assert stat.S_IMODE(ours.stat().st_mode) == stat.S_IMODE(plain.stat().st_mode)


def test_a_folder_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "a.srt").mkdir()
    with pytest.raises(OutputError, match="is a folder"):
        write_text(tmp_path / "a.srt", "x")
    assert left_in(tmp_path) == ["a.srt"]


def test_a_file_where_a_folder_should_be(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("x")
    with pytest.raises(OutputError, match="cannot be written"):
        write_text(tmp_path / "a" / "b.srt", "x")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="/dev/full is a device of Linux")
def test_a_full_disk_while_writing(tmp_path: Path) -> None:
    def fill() -> None:
        with whole(tmp_path / "a.srt"), Path("/dev/full").open("w") as full:
            full.write("x")

    with pytest.raises(OutputError, match=r"No space left.*free some space"):
        fill()
    assert left_in(tmp_path) == []


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("佐藤太郎", "佐藤太郎"),
        ("聞き手", "聞き手"),
        ("か\u3099ん", "がん"),  # decomposed
        ("it's", "it's"),
        ("a/b\\c", "a_b_c"),
        ("../../etc/passwd", "_.._etc_passwd"),
        (".hidden", "hidden"),
        ("-v", "v"),
        ("name.", "name"),
        ("CON", "_CON"),
        ("nul.txt", "_nul.txt"),
        ("com1", "_com1"),
        ("company", "company"),
        ('a:b*c?"<>|', "a_b_c_____"),
        ("a\x00b\nc\u200e", "abc"),
        ("", "unnamed"),
        ("...", "unnamed"),
        ("――", "――"),
    ],
)
def test_safe_name(name: str, safe: str) -> None:
    assert safe_name(name) == safe


def test_two_long_names_stay_two() -> None:
    one, other = safe_name("長" * 85 + "一"), safe_name("長" * 85 + "二")
    assert one != other
    assert one.startswith("長長長")
    assert max(len(one.encode()), len(other.encode())) <= 120


@given(st.text(max_size=120))
def test_every_name_is_safe(name: str) -> None:
    safe = safe_name(name)
    assert safe
    assert len(safe.encode("utf-8")) <= 121
    assert not set(safe) & set('<>:"/\\|?*')
    assert safe[0] not in ".- "
    assert all(unicodedata.category(char) not in ("Cc", "Cf", "Cs") for char in safe)
    assert safe_name(safe) == safe


def test_no_room_for_temporary_files_is_told_by_the_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert temporary_place() == tmp_path
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=70_000))
    with pytest.raises(OutputError, match=r"has 68 kB free for temporary files.*TMPDIR") as told:
        temporary_place()
    assert told.value.where == str(tmp_path)


@pytest.mark.skipif(os.name != "posix", reason="links need rights on Windows")
def test_a_link_to_nowhere_is_called_so(tmp_path: Path) -> None:
    (tmp_path / "out").symlink_to("gone")
    with pytest.raises(OutputError, match="is a link to gone, which is not there"), ours_alone(tmp_path / "out"):
        pass


FORK = """
import os, sys
from pathlib import Path
from toolkit.system import leftovers
leftovers._alive = lambda *_: False  # as a process of another container is seen
with leftovers.temporary_folder(Path(sys.argv[1])) as made:
    print(made.name, flush=True)
    sys.stdin.readline()
    os._exit(9)
"""


@pytest.mark.skipif(os.name != "posix", reason="no locks of folders on Windows")
def test_what_a_process_of_another_container_uses_is_not_swept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leftovers, "_alive", lambda *_: False)
    command = [sys.executable, "-c", FORK, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdin
        assert other.stdout
        name = other.stdout.readline().strip()
        leftovers.sweep(tmp_path)
        assert left_in(tmp_path) == [name]
        assert leftovers.leftovers(tmp_path) == []
        other.stdin.write("end\n")
        other.stdin.flush()
        other.wait(60)
    assert leftovers.leftovers(tmp_path) == [tmp_path / name]
    leftovers.sweep(tmp_path)
    assert left_in(tmp_path) == []
