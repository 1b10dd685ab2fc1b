"""``jimaku batch --media``: each transcript with the recording of its name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import hearings
import pytest
import soundfile
from click.testing import CliRunner
from hearings import quiet, said

from toolkit.align import frames, probe
from toolkit.align.frames import Heard
from toolkit.batch.order import Order, Outcome, Task
from toolkit.batch.work import perform
from toolkit.cli import cli
from toolkit.cli.options import settings_of
from toolkit.edition.folder import load
from toolkit.formats import read

RATE = 24_000
LINES = (
    "島の灯台に明かりがともりました。",
    "漁師の人たちは朝の三時に船を出します。",
    "子どものころは毎日泳いでいましたね。",
    "楽しみにしています。",
)
TALK = "".join(f"{who}\n{line}\n" for who, line in zip(("聞き手", "磯村") * 2, LINES, strict=True))


def heard(*lines: str) -> Heard:
    return hearings.heard([phone for line in lines for phone in quiet(50) + said(hearings.unit(line))])


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], Outcome]:
    """The outcome of ``a/港.txt`` with recordings in ``videos``; a recording says what its name says."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(probe, "default", hearings.probe)
    other = "昨日の会議では予算の話が長く続いたんです。"
    sounds = {"港": heard(*LINES), "short": heard(*LINES[:2], LINES[3]), "other": heard(*[other] * 5)}
    monkeypatch.setattr(frames, "hear", lambda path, *_: sounds[path.read_text("utf-8")])
    for folder in ("a", "videos/a"):
        Path(folder).mkdir(parents=True)
    Path("a/港.txt").write_text(TALK, encoding="utf-8")
    return repeated(Order("out", settings_of(), subtitle=True, narrate=False, home=str(tmp_path), media="videos"))


def repeated(order: Order) -> Callable[[], Outcome]:
    task = Task(0, "a/港.txt", str(Path("a", "港.txt").absolute()), ("a",), "港")
    before: list[Outcome] = []

    def once() -> Outcome:
        before.append(perform(task, order, before[-1].row if before else None, lambda *_: None))
        return before[-1]

    return once


@pytest.mark.parametrize("place", ["videos/a/港.mp4", "videos/港.MP4", "videos/a/港.wav"])
def test_the_recording_of_the_same_name_gives_the_times(run: Callable[[], Outcome], place: str) -> None:
    Path(place).write_text("港", encoding="utf-8")
    Path("videos/a/港.txt").write_text("notes", encoding="utf-8")
    row = run().row
    assert not row.failure
    cues = read(Path("out/a/港.srt").read_text(encoding="utf-8")).cues
    assert abs(cues[0].start_ms - 1000) <= 60
    assert row.warnings == ()


def test_what_does_not_fit_is_in_the_report(run: Callable[[], Outcome]) -> None:
    Path("videos/港.mp4").write_text("short", encoding="utf-8")
    assert run().row.warnings == (f"line 6: not spoken: 「{LINES[2]}」",)


FAILED = {
    "no recording": ({}, "has no recording of its name"),
    "two": ({"videos/港.mp4": "港", "videos/港.wav": "港"}, "more than one recording"),
    "another one": ({"videos/港.mp4": "other"}, "a/港.txt, videos/港.mp4: does not say this text"),
}


@pytest.mark.parametrize("name", FAILED)
def test_a_wrong_pair_fails_and_writes_nothing(run: Callable[[], Outcome], name: str) -> None:
    files, words = FAILED[name]
    for path, content in files.items():
        Path(path).write_text(content, encoding="utf-8")
    assert words in run().row.failure
    assert not list(Path("out").rglob("*.srt"))


def test_a_second_run_does_nothing_unless_the_recording_changed(run: Callable[[], Outcome]) -> None:
    Path("videos/港.mp4").write_text("港", encoding="utf-8")
    assert [run().unchanged, run().unchanged] == [False, True]
    Path("videos/港.mp4").write_text("short", encoding="utf-8")
    assert not run().unchanged


def test_a_folder_that_is_not_there_is_told_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("港.txt").write_text(TALK, encoding="utf-8")
    result = CliRunner().invoke(cli, ["batch", "港.txt", "-o", "out", "--media", "videos"])
    assert (result.exit_code, "videos: is no folder" in result.stderr) == (2, True)


def test_an_edition_has_the_recording_of_its_name_for_a_voice(
    run: Callable[[], Outcome], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With books of it; a second run does nothing, another recording makes it anew, a wrong one leaves it as it was."""
    said_by = {"港": heard(*LINES), "other": heard(*["昨日の会議では予算の話が長く続いたんです。"] * 5)}
    now = "港"
    monkeypatch.setattr(frames, "hear", lambda *_: said_by[now])
    sound = hearings.sound([phone for line in LINES for phone in quiet(50) + said(hearings.unit(line))], RATE)
    soundfile.write("videos/a/港.wav", sound, RATE, subtype="PCM_16")
    once = repeated(Order("out", settings_of(), home=".", recordings="videos", forms=("epub",)))
    first = once()
    assert not first.row.failure
    assert [product.kind for product in first.row.products] == ["narrate"]
    edition = load(Path("out/a/港/港.json"))
    assert edition.recorded
    assert abs(edition.timeline.cues[0].start_ms - 1000) <= 60
    assert list(Path("out/a/港").glob("*.epub"))
    assert once().unchanged
    kept = {path: path.read_bytes() for path in Path("out").rglob("*") if path.is_file()}
    soundfile.write("videos/a/港.wav", 0.9 * sound, RATE, subtype="PCM_16")
    now = "other"
    assert "does not say this text" in once().row.failure
    assert {path: path.read_bytes() for path in Path("out").rglob("*") if path.is_file()} == kept


REFUSED = {
    "no folder": (["--recording", "videos"], "videos: is no folder"),
    "a voice besides": (["--recording", ".", "--voice", "磯村=takumi"], "--voice and --recording cannot go together"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_go_with_recordings_is_told_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("港.txt").write_text(TALK, encoding="utf-8")
    flags, words = REFUSED[name]
    result = CliRunner().invoke(cli, ["batch", "港.txt", "-o", "out", *flags])
    assert (result.exit_code, words in result.stderr) == (2, True)
    assert not Path("out").exists()
