"""``jimaku batch --media``: each transcript with the recording of its name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import hearings
import pytest
from click.testing import CliRunner
from hearings import quiet, said

from toolkit.align import frames, probe
from toolkit.align.frames import Heard
from toolkit.batch.order import Order, Outcome, Task
from toolkit.batch.work import perform
from toolkit.cli import cli
from toolkit.cli.options import settings_of
from toolkit.formats import read

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
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Outcome]:
    """The outcome of ``a/港.txt`` with recordings in ``videos``; a recording says what its name says."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(probe, "default", hearings.probe)
    other = "昨日の会議では予算の話が長く続いたんです。"
    sounds = {"港": heard(*LINES), "short": heard(*LINES[:2], LINES[3]), "other": heard(*[other] * 5)}
    monkeypatch.setattr(frames, "hear", lambda path, *_: sounds[path.read_text("utf-8")])
    for folder in ("a", "videos/a"):
        Path(folder).mkdir(parents=True)
    Path("a/港.txt").write_text(TALK, encoding="utf-8")
    task = Task(0, "a/港.txt", str(tmp_path / "a" / "港.txt"), ("a",), "港")
    order = Order("out", settings_of(), subtitle=True, narrate=False, home=str(tmp_path), media="videos")
    before: list[Outcome] = []

    def once(_: str = "") -> Outcome:
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
    "another one": ({"videos/港.mp4": "other"}, "does not say this text"),
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
