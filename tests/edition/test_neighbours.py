"""Editions that share a folder leave each other whole, and nothing that is not ours is written over unasked."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from toolkit.cli import cli

ONE = "佐藤：今日は晴れです。\n田中：ええ、いい天気です。\n"
OTHER = "佐藤：次の駅はどこですか。\n田中：港の前です。\n佐藤：近いですね。\n"


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, text in (("朝.txt", ONE), ("夜.txt", OTHER)):
        Path(name).write_text(text, encoding="utf-8")


def narrate(name: str, *flags: str) -> Result:
    return CliRunner().invoke(cli, ["narrate", name, "-o", "版", "--engine", "silent", "--jobs", "1", *flags])


def bytes_of(folder: str) -> dict[str, str]:
    files = (path for path in Path(folder).rglob("*") if path.is_file())
    return {path.as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_a_second_transcript_takes_no_file_of_the_first() -> None:
    assert narrate("朝.txt").exit_code == 0
    first = bytes_of("版")
    assert narrate("夜.txt").exit_code == 0
    assert narrate("夜.txt", "--no-cache").exit_code == 0
    both = bytes_of("版")
    assert first.items() <= both.items()
    assert "版/夜-CREDITS.txt" in both
    assert "版/tracks/夜/01-佐藤.wav" in both
    verified = CliRunner().invoke(cli, ["verify", "版"])
    assert (verified.exit_code, verified.output.count("nothing found")) == (0, 2), verified.output


@pytest.mark.parametrize(("was", "becomes"), [('"edition": 1', '"edition": 999'), ('"name": "朝"', '"name": 7')])
def test_a_neighbour_of_another_version_or_damaged_keeps_its_files(was: str, becomes: str) -> None:
    assert narrate("朝.txt").exit_code == 0
    manifest = Path("版/朝.json")
    text = manifest.read_text("utf-8")
    assert was in text
    manifest.write_text(text.replace(was, becomes, 1), encoding="utf-8")
    first = bytes_of("版")
    assert narrate("夜.txt").exit_code == 0
    assert narrate("夜.txt", "--no-cache").exit_code == 0
    both = bytes_of("版")
    assert first.items() <= both.items()
    assert "版/tracks/夜/01-佐藤.wav" in both


def test_what_narrate_did_not_write_is_not_written_over() -> None:
    Path("版").mkdir()
    for name, text in (("朝.json", '{"segments": []}'), ("CREDITS.txt", "Music: nobody\n")):
        foreign = Path("版", name)
        foreign.write_text(text, encoding="utf-8")
        refused = narrate("朝.txt")
        assert (refused.exit_code, refused.stderr.count("\n")) == (4, 1)
        assert f"版/{name}".replace("/", "") in refused.stderr.replace("/", "").replace("\\", "")
        assert bytes_of("版") == {f"版/{name}": hashlib.sha256(text.encode()).hexdigest()}
        foreign.unlink()
    Path("版/CREDITS.txt").write_text("Music: nobody\n", encoding="utf-8")
    assert narrate("朝.txt", "--force").exit_code == 0
