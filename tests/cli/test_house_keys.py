"""What a series keeps of a style in ``jimaku.toml``: the same for ``subtitle``, ``batch`` and ``check``; flags win."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from toolkit.cli import cli

ROOT = Path(__file__).parents[2]
HOUSE = """\
style = "barrier-free"
cps = 5
min_duration = 1.5
max-duration = 6
gap = 3
punctuation = "spaces"
names = "always"
breaks = "house.json"
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    shutil.copy(ROOT / "media" / "mijikai.txt", "in/talk.txt")
    shutil.copy(ROOT / "toolkit" / "japanese" / "data" / "breaks.json", "in/house.json")
    Path("in/jimaku.toml").write_text(HOUSE, encoding="utf-8")
    return tmp_path


def jimaku(line: str) -> Result:
    return CliRunner().invoke(cli, line.split())


def test_subtitles_are_as_the_house_writes_and_check_reads_it_there() -> None:
    assert jimaku("subtitle in/talk.txt -o in/talk.srt").exit_code == 0
    written = Path("in/talk.srt").read_text(encoding="utf-8")
    assert "。" not in written
    assert written.count("（") >= written.count("-->")
    result = jimaku("check in/talk.srt --json")
    assert (result.exit_code, '"style": "barrier-free"' in result.stdout) == (0, True), result.stdout
    strict = jimaku("check in/talk.srt --cps 3 --min-duration 2")
    assert strict.exit_code == 1
    assert "3 is the limit" in strict.stdout
    assert "2 s is the shortest" in strict.stdout


def test_the_flags_say_the_same_and_win() -> None:
    same = (
        "--style barrier-free --cps 5 --min-duration 1.5 --max-duration 6 --gap 3 --punctuation spaces --names always "
        "--breaks in/house.json"
    )
    by_house = jimaku("subtitle in/talk.txt -o -").stdout
    assert jimaku("subtitle in/talk.txt -o - --cps 4").stdout != by_house
    Path("in/jimaku.toml").unlink()
    assert jimaku(f"subtitle in/talk.txt -o - {same}").stdout == by_house


def test_a_batch_keeps_them_too() -> None:
    by_house = jimaku("subtitle in/talk.txt -o -").stdout
    assert jimaku("batch in/talk.txt -o out --subtitle --jobs 1").exit_code == 0
    assert Path("out/talk.srt").read_text(encoding="utf-8") == by_house


def test_what_is_wrong_is_told_with_its_line() -> None:
    Path("in/jimaku.toml").write_text('style = "ted"\nbreaks = "none.json"\n', encoding="utf-8")
    result = jimaku("subtitle in/talk.txt -o -")
    assert result.exit_code == 2
    assert "jimaku.toml:2: " in result.stderr
    assert "none.json: cannot be read" in result.stderr


def test_the_files_that_a_project_behind_a_url_names_come_with_it() -> None:
    fsspec = pytest.importorskip("fsspec")
    store = fsspec.filesystem("memory")
    for name in ("talk.txt", "jimaku.toml", "house.json"):
        store.pipe(f"/house/{name}", Path("in", name).read_bytes())
    by_house = jimaku("subtitle in/talk.txt -o -").stdout
    try:
        result = jimaku("batch memory://house/talk.txt -o out --subtitle --jobs 1")
        again = jimaku("batch memory://house/talk.txt -o out --subtitle --jobs 1")
    finally:
        store.rm("/house", recursive=True)
    assert result.exit_code == 0, result.stderr
    assert "1 unchanged" in again.stderr
    assert Path("out/talk.srt").read_text(encoding="utf-8") == by_house
