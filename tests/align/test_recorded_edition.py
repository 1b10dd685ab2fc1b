"""``jimaku narrate --recording``: an edition whose sound is the recording."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import hearings
import numpy as np
import pytest
import soundfile
from click.testing import CliRunner, Result
from hearings import quiet, said, tune

from toolkit.align import frames, probe
from toolkit.cli import cli
from toolkit.edition.book import book_of
from toolkit.edition.folder import load
from toolkit.model.edition import Edition
from toolkit.system.locks import alone

TALK = """浜の市場

聞き手
市場は何時に開くのですか。
店主 小林
夜明け前の四時に開きます。魚は船から直接届くんです（笑）。
聞き手
お客さんは多いですか。
小林
ええ、雪の日でも並んでくれます。ありがたいことです。
"""
LINES = (
    "市場は何時に開くのですか。",
    "夜明け前の四時に開きます。",
    "魚は船から直接届くんです。",
    "お客さんは多いですか。",
    "ええ、雪の日でも並んでくれます。",
    "ありがたいことです。",
)
RATE = 24_000
Say = Callable[..., None]


@pytest.fixture
def say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Say:
    """Makes 市場.wav say sentences and other frames, 0.6 s of silence before each."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(probe, "default", hearings.probe)
    Path("市場.txt").write_text(TALK, encoding="utf-8")

    def make(*parts: str | list[int], rate: int = RATE, channels: int = 1) -> None:
        phones: list[int] = []
        for part in parts:
            phones += quiet(30) + (said(hearings.unit(part)) if isinstance(part, str) else part)
        phones += quiet(40)
        sound = hearings.sound(phones, rate)
        soundfile.write("市場.wav", np.stack([sound] * channels, axis=1), rate, subtype="PCM_16")
        heard = hearings.heard(phones)
        monkeypatch.setattr(frames, "hear", lambda *_: heard)

    make(*LINES)
    return make


def jimaku(*args: str) -> Result:
    return CliRunner().invoke(cli, list(args))


def narrated(*args: str) -> Edition:
    result = jimaku("narrate", "市場.txt", "--recording", "市場.wav", "-o", "out", *args)
    assert result.exit_code == 0, result.stderr
    return load(Path("out/市場.json"))


def samples(name: str) -> np.ndarray:
    found: np.ndarray = soundfile.read(Path("out", name), dtype="int16")[0]
    return found


def verified() -> None:
    result = jimaku("verify", "out")
    assert (result.exit_code, result.stdout + result.stderr) == (0, result.stdout + result.stderr)
    assert "nothing found" in result.stdout + result.stderr


def test_words_have_the_times_at_which_they_are_heard(say: Say) -> None:
    edition = narrated()
    lines = json.loads(jimaku("align", "市場.txt", "市場.wav", "--json").stdout)
    assert edition.recorded
    assert edition.narration.rate == RATE
    for one, line in zip(edition.narration.sentences, lines["lines"], strict=True):
        assert abs(one.start * 1000 / RATE - line["start_ms"]) <= 1
        assert abs(one.end * 1000 / RATE - line["end_ms"]) <= 1
    for timed, cue in zip(edition.timeline.cues, lines["cues"], strict=True):
        assert timed.clock == "recording"
        assert list(timed.cue.lines) == cue["lines"]
        assert abs(timed.start_ms - cue["start_ms"]) <= 1
        assert abs(timed.end_ms - cue["end_ms"]) <= 1
    assert edition.timeline.duration_ms == lines["duration_ms"]
    verified()


def test_tracks_are_of_whoever_speaks_and_sum_to_the_recording(say: Say) -> None:
    edition = narrated("--target", "as-is")
    mix, *tracks = (samples(name) for name in edition.files_as("mix", "track"))
    own, _ = soundfile.read("市場.wav", dtype="int16")
    assert np.array_equal(mix, own)
    assert np.array_equal(np.sum(tracks, axis=0), mix)
    assert [track.speaker for track in edition.tracks] == ["聞き手", "小林"]
    for one in edition.narration.sentences:
        k = edition.narration.tracks.index(one.sentence.speaker)
        assert np.array_equal(tracks[k][one.start : one.end], mix[one.start : one.end])
        assert not tracks[1 - k][one.start : one.end].any()
    assert edition.loudness.target == "as-is"
    verified()


@pytest.mark.parametrize("flags", [(), ("--target", "acx", "--format", "flac"), ("--format", "flac", "--bits", "24")])
def test_it_is_brought_to_the_target(say: Say, flags: tuple[str, ...]) -> None:
    say(*LINES, rate=8000, channels=2)
    edition = narrated(*flags)
    assert edition.narration.rate == 22_050  # the next that every format knows
    verified()


def test_what_is_not_said_is_shown_without_a_time_and_told(say: Say) -> None:
    """And what nobody of the text says stays with whoever spoke before."""
    say(tune(200), *LINES[:3], tune(150, 2), *LINES[4:])
    edition = narrated()
    told = [doubt.message for doubt in edition.doubts]
    assert sum(message.startswith("not spoken: 「お客さんは多いですか。」") for message in told) == 1
    assert sum("sound that is not in the text" in message for message in told) == 2
    book = book_of(edition)
    assert [phrase.text for phrase in book.phrases if phrase.clip is None] == [LINES[3]]
    assert [part.speaker for part in book.parts] == ["聞き手", "小林", "聞き手", "小林"]
    assert not any("お客さん" in timed.cue.text for timed in edition.timeline.cues)
    verified()


def test_somebody_who_is_never_heard_has_no_track(say: Say) -> None:
    say(*LINES[1:3], *LINES[4:])
    edition = narrated()
    assert [track.speaker for track in edition.tracks] == ["小林"]
    assert [role.voice for role in edition.cast] == ["市場.wav"]
    verified()


def test_every_form_is_made_of_it(say: Say) -> None:
    edition = narrated("--as", "epub,html")
    result = jimaku("edition", "out", "--as", "daisy,podcast,stems", "-o", "forms")
    assert result.exit_code == 0, result.stderr
    first = edition.narration.sentences[0]
    begin = round(first.start * 1000 / RATE)
    stems = json.loads(Path("forms/市場-stems/stems.json").read_text(encoding="utf-8"))
    assert stems["clips"][0]["start_ms"] == begin
    assert f"{begin / 1000:.3f}" in Path("forms/市場-daisy/s0001.smil").read_text(encoding="utf-8")
    assert Path("out/市場.epub").stat().st_size
    assert "市場.wav" in Path("out/市場-html/index.html").read_text(encoding="utf-8")


def test_the_same_again_is_left_as_it_is(say: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    narrated("--cache", "kept")
    before = {path: path.stat().st_mtime_ns for path in Path("out").rglob("*")}
    monkeypatch.setattr(frames, "hear", lambda *_: pytest.fail("it was heard again"))
    narrated("--cache", "kept")
    assert {path: path.stat().st_mtime_ns for path in Path("out").rglob("*")} == before


REFUSED = {
    "another text": ([*["昨日の会議では予算の話が長く続いたんです。"] * 6], "does not say this text"),
    "no speech": ([quiet(500)], "holds no speech"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_does_not_say_this_text_is_refused_and_leaves_nothing(say: Say, name: str) -> None:
    parts, words = REFUSED[name]
    say(*parts)
    before = sorted(Path().rglob("*"))
    result = jimaku("narrate", "市場.txt", "--recording", "市場.wav", "-o", "out")
    assert (result.exit_code, words in result.stderr) == (2, True), result.stderr
    assert sorted(Path().rglob("*")) == before


WRONG = {
    "a voice": (("--voice", "小林=takumi"), "--voice and --recording cannot go together"),
    "an engine": (("--engine", "silent"), "--engine and --recording"),
    "a rate": (("--rate", "1.2"), "--rate and --recording"),
    "announcements": (("--announce", "change"), "--announce and --recording"),
    "spoken credits": (("--credits", "spoken"), "--credits and --recording"),
    "spoken directions": (("--directions", "speak"), "--directions speak and --recording"),
    "a sample": (("--sample", "3"), "--sample and --recording"),
    "over itself": (("-o", "."), "市場.wav: is the recording itself"),
    "not there": (("--recording", "無.wav"), "無.wav: is not there"),
    "no such target": (("--target", "loud"), "unknown loudness target"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_cannot_be_is_said_in_one_line(say: Say, name: str) -> None:
    flags, words = WRONG[name]
    before = {path: path.read_bytes() for path in Path().rglob("*") if path.is_file()}
    result = jimaku("narrate", "市場.txt", "--recording", "市場.wav", *flags)
    assert (result.exit_code, words in result.stderr) == (2, True), result.stderr
    assert result.stderr.count("\n") == 1
    assert {path: path.read_bytes() for path in Path().rglob("*") if path.is_file()} == before


def test_a_voice_of_ours_has_no_loudness_to_be_left_at(say: Say) -> None:
    result = jimaku("narrate", "市場.txt", "--engine", "silent", "--target", "as-is", "-o", "out")
    assert (result.exit_code, "as-is" in result.stderr) == (2, True)
    assert not Path("out").exists()


def test_a_second_writer_is_told(say: Say) -> None:
    Path("out").mkdir()
    with alone(Path("out")):
        result = jimaku("narrate", "市場.txt", "--recording", "市場.wav", "-o", "out")
    assert (result.exit_code, "being written by another run" in result.stderr) == (4, True), result.stderr
    assert list(Path("out").iterdir()) == []
