"""The default engine: times exact to a frame, voices from one model, user's voice files."""

from __future__ import annotations

import math
import sys
from functools import cache
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.errors import EngineError, InputError
from toolkit.japanese.reading import Reading
from toolkit.japanese.readings import Reader
from toolkit.model import Speaker
from toolkit.narration.casting import cast_voices
from toolkit.speech.engines import openjtalk
from toolkit.speech.engines.htsvoice import HtsVoice, read_htsvoice
from toolkit.speech.engines.openjtalk import RATE, OpenJTalk
from toolkit.speech.engines.openjtalk_voices import BODIES, Body

pytestmark = pytest.mark.filterwarnings("ignore:Dictionary.create:DeprecationWarning")  # pyopenjtalk's own

SENTENCES = [
    "はい。",
    "ええ、そうです。",
    "祖母は、工場の裏で、12匹の猫と暮らしていたんです。",
    "それから、駅前の喫茶店が変わったのは、2019年の春、つまり地震のすぐ後のことでした。",
    "ちょっと待ってください、もう一度言ってもらえますか？",
]


@cache
def engine() -> OpenJTalk:
    return OpenJTalk()


@cache
def reading(text: str) -> Reading:
    return Reader().read(text)


@cache
def model() -> HtsVoice:
    return read_htsvoice(openjtalk._package() / "htsvoice" / "mei_normal.htsvoice")


def frames(labels: tuple[str, ...]) -> int:
    return sum(map(model().durations.frames, labels))


@cache
def _mei() -> openjtalk._Throat:
    return engine()._load("mei", 1.0)


@pytest.mark.parametrize("text", SENTENCES)
def test_halves_synthesized_alone_last_what_the_model_says(text: str) -> None:
    labels = reading(text).labels
    for cut in (len(labels) // 3, len(labels) // 2, len(labels) - 1):
        for part in (labels[:cut], labels[cut:]):
            assert len(_mei().sound(part)) == frames(part) * model().period


@settings(max_examples=15, deadline=None)
@given(st.sampled_from(SENTENCES), st.data())
def test_any_phoneme_alone_lasts_what_the_model_says(text: str, data: st.DataObject) -> None:
    label = data.draw(st.sampled_from(reading(text).labels))
    assert len(_mei().sound((label,))) == frames((label,)) * model().period


@pytest.mark.parametrize("voice", [voice.name for voice in OpenJTalk().voices()])
def test_marks_inside_phrases_are_the_frames_of_the_labels(voice: str) -> None:
    """Distances between words of one phrase, but for those at its edges: exact in every voice."""
    said = reading(SENTENCES[2])
    clip = engine().speak(said, voice)
    throat = engine()._load(voice, 1.0)
    at, due = 0, {}
    for label, start in zip(said.labels, said.starts, strict=True):
        if start >= 0:
            due.setdefault(start, throat.time(at))
        at += throat.voice.durations.frames(label)
    edges = {clip.lead, len(clip.samples) - clip.tail, *(end for _, end in clip.pauses)}
    inner = [(offset, place) for offset, place in clip.marks if place not in edges and offset in due]
    assert len({place - due[offset] for offset, place in inner}) == 1
    assert len(inner) >= 5


@pytest.mark.parametrize("voice", ["sora", "takumi", "mei"])
def test_pauses_are_silent_and_words_are_not(voice: str) -> None:
    clip = engine().speak(reading(SENTENCES[3]), voice)
    loudest = np.abs(clip.samples).max()
    for start, end in clip.pauses:
        assert np.abs(clip.samples[start + 480 : end - 480]).max() < loudest / 50
        assert 0.2 < (end - start) / RATE < 0.7
    for _, place in clip.marks[:-1]:
        assert np.abs(clip.samples[place : place + 9600]).max() > loudest / 50


def heard_silences(samples: np.ndarray) -> list[tuple[int, int]]:
    """Silences of 90 ms and more by the envelope in steps of 1 ms, 38 dB below the loud parts (the engine's own are
    found otherwise).
    """
    frames = samples[: len(samples) // 48 * 48].reshape(-1, 48).astype(float)
    level = np.sqrt(np.convolve((frames**2).mean(axis=1), np.ones(5) / 5, "same"))
    quiet = level < np.percentile(level, 95) * 10 ** (-38 / 20)
    edges = np.flatnonzero(np.diff(np.concatenate(([0], quiet.astype(int), [0])))) * 48
    return [(a, b) for a, b in edges.reshape(-1, 2).tolist() if b - a >= RATE * 0.09]


@pytest.mark.parametrize(
    ("voice", "pace", "pitch"),
    [("sora", 0.8, 0.0), ("takumi", 1.3, 0.0), ("mei", 1.0, 0.0), ("ren", 0.8, 2.0), ("hina", 1.3, -2.0)],
)
def test_pauses_are_told_where_they_are_heard(voice: str, pace: float, pitch: float) -> None:
    off = []
    for text in SENTENCES[2:]:
        clip = engine().speak(reading(text), voice, pace=pace, pitch=pitch)
        silences = heard_silences(clip.samples)
        for pause in clip.pauses:
            near = min(silences, key=lambda silence: abs(silence[0] - pause[0]))
            off += [abs(told - there) * 1000 / RATE for told, there in zip(pause, near, strict=True)]
    assert len(off) >= 8
    assert np.percentile(off, 95) <= 15


@pytest.mark.parametrize("pace", [0.7, 1.3])
def test_pace_scales_every_mark_alike(pace: float) -> None:
    said = reading(SENTENCES[2])
    usual, other = (engine().speak(said, "takumi", pace=p) for p in (1.0, pace))
    (first, a), (last, b) = usual.marks[4], usual.marks[-4]
    places = dict(other.marks)
    assert (places[last] - places[first]) / (b - a) == pytest.approx(1 / pace, rel=0.03)


def test_edges_do_not_click() -> None:
    samples = engine().speak(reading(SENTENCES[0]), "ren").samples
    assert samples[0] == 0
    assert abs(samples[-1]) < 1e-4


def test_every_voice_but_mei_is_credited_as_modified() -> None:
    for voice in engine().voices():
        assert "Nagoya Institute of Technology" in voice.credit
        assert "CC BY 3.0" in voice.credit
        assert ("modified" in voice.credit) == (voice.name != "mei")


def test_there_are_men_and_women_far_apart() -> None:
    voices = engine().voices()
    assert [voice.gender for voice in voices].count("male") >= 3
    assert [voice.gender for voice in voices].count("female") >= 3
    assert voices[0].gender != voices[1].gender


def _apart(one: Body, other: Body) -> float:
    """In units of what can be heard as another person: 3 semitones of pitch, 5 % of vocal-tract length."""
    tract = math.log(one.tract[0] * other.tract[1] / (one.tract[1] * other.tract[0]))
    return math.hypot((one.half_tone - other.half_tone) / 3, tract / math.log(1.05))


def test_a_cast_of_four_and_their_narrator_are_far_apart() -> None:
    """``half_tone`` and ``tract`` are what scripts/voices.py measures in the sound, within a semitone and a per
    cent.
    """
    chosen = cast_voices([Speaker(name) for name in "甲乙丙丁"], engine(), {})
    bodies = [BODIES[voice.name] for voice in chosen.values()]
    assert len(bodies) == 5
    assert min(_apart(one, other) for one, other in combinations(bodies, 2)) > 1.8
    assert min(_apart(one, other) for one, other in combinations(BODIES.values(), 2)) > 1.0


def test_a_very_long_sentence_is_cut_at_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    said = reading(SENTENCES[3])
    whole = engine().speak(said, "sora")
    monkeypatch.setattr(openjtalk, "LONGEST", 60)
    pieces = openjtalk._pieces(said.labels)
    assert len(pieces) > 1
    assert "".join(label for a, b in pieces for label in said.labels[a:b]) == "".join(said.labels)
    cut = engine().speak(said, "sora")
    # the frames are the same; only where the sound of a phrase fades out may differ a little
    assert abs(len(cut.samples) - len(whole.samples)) < RATE // 25
    assert [offset for offset, _ in cut.marks] == [offset for offset, _ in whole.marks]


def test_a_voice_file_of_ones_own(tmp_path: Path) -> None:
    path = tmp_path / "mine.htsvoice"
    path.write_bytes(model().content)
    mine = engine().speak(reading(SENTENCES[0]), str(path))
    assert np.array_equal(mine.samples, engine().speak(reading(SENTENCES[0]), "mei").samples)
    assert engine().voice(str(path)).licence == "see the file's own"


@pytest.mark.parametrize("content", [b"", b"[GLOBAL]\n[DATA]\n", b"RIFF....WAVE", bytes(range(256)) * 40])
def test_a_file_that_is_no_voice_is_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "broken.htsvoice"
    path.write_bytes(content)
    with pytest.raises(EngineError, match=r"broken\.htsvoice: is no HTS voice"):
        engine().speak(reading(SENTENCES[0]), str(path))


def test_a_voice_file_that_is_not_there() -> None:
    with pytest.raises(InputError, match="nowhere"):
        engine().voice("nowhere.htsvoice")


def test_an_engine_that_loses_samples_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    engine_ = OpenJTalk()
    monkeypatch.setattr(openjtalk._Throat, "sound", lambda _, labels: np.ones(len(labels) * 100))
    with pytest.raises(EngineError, match="はい"):
        engine_.speak(reading(SENTENCES[0]), "mei")


def test_nothing_is_printed(capfd: pytest.CaptureFixture[str]) -> None:
    OpenJTalk().speak(reading(SENTENCES[0]), "jun")
    assert capfd.readouterr().out == ""
    assert "toolkit.speech.engines.openjtalk" in sys.modules
