"""Files whole or not at all, and names safe on every system."""

from __future__ import annotations

import os
import stat
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.errors import InputError, OutputError
from toolkit.system.files import safe_name, whole, write_text


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
