"""Editions that share a folder leave each other whole, and nothing that is not ours is written over unasked."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from toolkit.cli import cli
from toolkit.edition.forms import forms_named
from toolkit.system.leftovers import temporary_prefix

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


FORMS = "epub,epub-text,daisy,html,podcast,stems"
ALL = {form.name: form for form in forms_named(FORMS.split(","))}
FOLDERS = [form.name for form in ALL.values() if form.folder]


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every form of an edition, in 棚/巻 beside the edition in 版."""
    home = tmp_path_factory.mktemp("shelf")
    (home / "朝.txt").write_text(ONE, encoding="utf-8")
    run = CliRunner().invoke
    told = run(cli, ["narrate", str(home / "朝.txt"), "-o", str(home / "版"), "--engine", "silent", "--jobs", "1"])
    assert told.exit_code == 0, told.output
    made = run(cli, ["edition", str(home / "版"), "--as", FORMS, "--pan", "-o", str(home / "棚" / "巻")])
    assert made.exit_code == 0, made.output
    return home


@pytest.mark.parametrize("name", ALL)
def test_a_form_knows_all_its_files(shelf: Path, name: str) -> None:
    place = ALL[name].place("朝", shelf / "棚" / "巻")
    assert ALL[name].ours(place)
    assert ALL[name].not_made_here(place) == ""


@pytest.mark.parametrize("name", FOLDERS)
def test_what_somebody_put_into_a_form_is_not_lost(shelf: Path, tmp_path: Path, name: str) -> None:
    shutil.copytree(shelf / "棚", tmp_path / "棚")
    place = ALL[name].place("朝", tmp_path / "棚" / "巻")
    for by_itself in (".DS_Store", "Thumbs.db", "mix.wav.reapeaks"):
        (place / by_itself).write_bytes(b"")
    again = ["edition", str(shelf / "版"), "--as", name, "-o", str(tmp_path / "棚" / "巻")]
    assert CliRunner().invoke(cli, again).exit_code == 0
    note = place / "録音" / "メモ.txt"
    note.parent.mkdir()
    note.write_text("mine", encoding="utf-8")
    refused = CliRunner().invoke(cli, again)
    assert (refused.exit_code, refused.stderr.count("\n")) == (4, 1)
    assert "holds 録音/メモ.txt, which was not made here" in refused.stderr
    assert note.read_text("utf-8") == "mine"
    assert CliRunner().invoke(cli, [*again, "--force"]).exit_code == 0
    assert not note.exists()


@pytest.mark.parametrize(
    ("words", "says", "code"),
    [
        (("--as", ","), "--as names no form", 2),
        (("--as", ""), "--as names no form", 2),
        (("--as", "pdf"), "'pdf' is no form", 2),
        (("--date", "2026-02-30"), "is no date", 2),
        (("-o", "朝.txt"), "朝.txt: is a file — name another folder", 4),
    ],
)
def test_what_no_edition_can_be_made_of(shelf: Path, words: tuple[str, ...], says: str, code: int) -> None:
    refused = CliRunner().invoke(cli, ["edition", str(shelf / "版"), *words])
    assert (refused.exit_code, says in refused.stderr, refused.stderr.count("\n")) == (code, True, 1), refused.stderr


def test_a_date_may_be_written_in_any_way_of_the_standard(shelf: Path, tmp_path: Path) -> None:
    for folder, date in (("一", "2026-03-02"), ("二", "20260302")):
        made = ["edition", str(shelf / "版"), "--as", "epub-text", "--date", date, "-o", str(tmp_path / folder)]
        assert CliRunner().invoke(cli, made).exit_code == 0
    assert (tmp_path / "一" / "朝-text.epub").read_bytes() == (tmp_path / "二" / "朝-text.epub").read_bytes()


def test_an_output_that_is_a_file_is_called_so() -> None:
    refused = CliRunner().invoke(cli, ["narrate", "朝.txt", "-o", "夜.txt", "--engine", "silent", "--jobs", "1"])
    assert refused.exit_code == 4
    assert refused.stderr == "jimaku: 夜.txt: is a file — name another folder with -o\n"


def test_a_manifest_stands_for_its_edition_alone() -> None:
    assert [narrate(name).exit_code for name in ("朝.txt", "夜.txt")] == [0, 0]
    made = CliRunner().invoke(cli, ["edition", str(Path("版", "夜.json")), "--as", "epub-text,html"])
    assert (made.exit_code, sorted(made.stdout.split())) == (
        0,
        sorted(map(str, (Path("版/夜-text.epub"), Path("版/夜-html")))),
    )
    verified = CliRunner().invoke(cli, ["verify", str(Path("版", "夜.json"))])
    assert (verified.exit_code, verified.output.count("nothing found"), "朝" in verified.output) == (0, 1, False)
    assert not Path("版/朝-html").exists()


def test_a_manifest_of_another_version_is_no_transcript() -> None:
    assert narrate("朝.txt").exit_code == 0
    manifest = Path("版/朝.json")
    manifest.write_text(manifest.read_text("utf-8").replace('"edition": 1', '"edition": 999', 1), encoding="utf-8")
    refused = CliRunner().invoke(cli, ["edition", str(manifest)])
    assert (refused.exit_code, refused.stderr.count("\n"), Path("版/朝-narration").exists()) == (2, 1, False)


def test_a_transcript_in_json_is_one() -> None:
    told = '[{"speaker": "佐藤", "text": "今日は晴れです。"}, {"speaker": "田中", "text": "ええ。"}]'
    Path("昼.json").write_text(told, encoding="utf-8")
    Path("jimaku.toml").write_text('engine = "silent"\n', encoding="utf-8")
    made = CliRunner().invoke(cli, ["edition", "昼.json", "--as", "epub-text"])
    assert made.exit_code == 0, made.output
    assert Path("昼-narration/昼-text.epub").is_file()


def test_what_a_killed_run_left_on_the_shelf_goes_with_the_next(shelf: Path, tmp_path: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    left = tmp_path / temporary_prefix().replace(str(os.getpid()), str(ended.pid))
    left.mkdir()
    (left / "section.mp3").write_bytes(b"half")
    made = CliRunner().invoke(cli, ["edition", str(shelf / "版"), "--as", "epub-text", "-o", str(tmp_path)])
    assert made.exit_code == 0
    assert not left.exists()
