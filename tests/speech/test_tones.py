"""Tones in a voice's own model, silences brought to their length, and what shapes a whole sentence."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.japanese.prosody import said
from toolkit.japanese.reading import Reading, Word
from toolkit.japanese.readings import Reader
from toolkit.model import Clip
from toolkit.speech.engines import openjtalk
from toolkit.speech.engines.htsmelody import Intonation, _melodies, ranged
from toolkit.speech.engines.htsvoice import parts, read_htsvoice, rewritten
from toolkit.speech.engines.kokoro_melody import Mora, moras_of, more_hz
from toolkit.speech.engines.kokoro_model import FRAME, HZ_STEP, Sung, _adding, _field
from toolkit.speech.engines.openjtalk import OpenJTalk
from toolkit.speech.morae import phoneme
from toolkit.speech.prosody import SILENCES, TONES
from toolkit.speech.protocol import Request
from toolkit.speech.spacing import spaced
from toolkit.speech.worker import spoken

pytestmark = pytest.mark.filterwarnings("ignore:Dictionary.create:DeprecationWarning")  # pyopenjtalk's own


@cache
def engine() -> OpenJTalk:
    return OpenJTalk()


@cache
def reading(text: str) -> Reading:
    return said(Reader().read(text))


def hz(sound: np.ndarray, rate: int) -> float:
    """The fundamental of a voiced stretch: the first strong peak of its autocorrelation, 100 … 700 Hz."""
    part = sound.astype(np.float64) - sound.mean()
    likeness = np.correlate(part, part, "full")[len(part) - 1 :]
    lags = np.arange(rate // 700, rate // 100)
    peaks = [lag for lag in lags if likeness[lag - 1] <= likeness[lag] >= likeness[lag + 1]]
    best = max(likeness[lag] for lag in peaks)
    return rate / next(lag for lag in peaks if likeness[lag] > 0.85 * best)


def rise(text: str, voice: str, *, plain: bool = False) -> float:
    """Half tones of the last vowel over the voiced one before it."""
    read = Reader().read(text) if plain else reading(text)
    sound, times = engine().uncut(read, voice)
    vowels = [k for k, label in enumerate(read.labels) if phoneme(label) in "aiueoN"][-2:]
    # the middle of each, where it is steady
    before, last = (
        hz(sound[(3 * times[k] + times[k + 1]) // 4 : (times[k] + 3 * times[k + 1]) // 4], 48_000) for k in vowels
    )
    return 12 * float(np.log2(last / before))


@pytest.mark.parametrize("voice", ["sora", "jun"])
@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("雨は止んだ？", 3.0, 12.0),
        ("これが橋？", 3.0, 12.0),
        ("雨は止みましたか？", 1.0, 8.0),
        ("雨は止んだ。", -12.0, 1.0),
    ],
)
def test_a_question_rises_and_a_statement_does_not(text: str, least: float, most: float, voice: str) -> None:
    assert least <= rise(text, voice) <= most


@pytest.mark.parametrize("text", ["そうですか。", "誰が行くものか。", "雨は止んだ。"])
def test_what_asks_nobody_sounds_as_before(text: str) -> None:
    plain, said_ = (engine().uncut(each, "sora")[0] for each in (Reader().read(text), reading(text)))
    assert np.array_equal(plain, said_)


@pytest.mark.parametrize("text", ["「行く？」と聞いた。", "りんご、みかん、ぶどうを買った。", "えっ？", "行きます？"])
def test_frames_stay_the_sum_of_their_phonemes(text: str) -> None:
    sound, times = engine().uncut(reading(text), "takumi")
    assert len(times) == len(reading(text).labels) + 1
    assert abs(len(sound) - times[-1]) <= 1


def test_only_the_marked_mora_is_longer() -> None:
    voice = read_htsvoice(openjtalk._package() / "htsvoice" / "mei_normal.htsvoice")
    asked = reading("明日は行く？")
    made = Intonation(voice).of(asked)
    before = [voice.durations.states(label) for label in asked.labels]
    after = [made.voice.durations.states(label) for label in made.labels]
    assert [k for k, pair in enumerate(zip(before, after, strict=True)) if pair[0] != pair[1]] == [len(before) - 2]
    assert after[-2] == tuple(round(n * TONES["question"].longer) for n in before[-2])
    assert Intonation(voice).of(replace(asked, tones=())).voice is voice


def test_a_voice_file_written_again_is_the_same() -> None:
    content = (openjtalk._package() / "htsvoice" / "mei_normal.htsvoice").read_bytes()
    assert rewritten(content, {}) == content
    fields, data = parts(rewritten(content, {"DURATION_TREE": b"QS x"}))
    first, last = map(int, fields["DURATION_TREE"].split("-"))
    assert data[first : last + 1] == b"QS x"
    assert int(fields["GV_TREE[LF0]"].split("-")[1]) == len(data) - 1


def test_a_cry_is_higher_and_louder() -> None:
    calm, cry = (engine().uncut(reading(text), "sora")[0] for text in ("待って。", "待って！"))
    assert np.sqrt((cry**2).mean()) > 1.08 * np.sqrt((calm**2).mean())


WORDS = tuple(Word(k, k + 1, "字", "カ") for k in range(4))


@pytest.mark.parametrize("factor", [0.8, 1.0, 1.25])
def test_a_melody_moves_as_far_as_its_voice_s(factor: float) -> None:
    voice = read_htsvoice(openjtalk._package() / "htsvoice" / "mei_normal.htsvoice")
    label = reading("港へ行く。").labels[0]
    usual, own = (_melodies(each).liveliness(label) for each in (voice, ranged(voice, factor)))
    assert own == pytest.approx(usual * factor**2)


def test_voices_differ_in_how_far_their_melodies_move() -> None:
    moves = [body.range for body in openjtalk.BODIES.values()]
    assert len(set(moves)) == len(moves)


def paused(*silences: tuple[int, str]) -> Reading:
    """Four words, a pause before each but the first."""
    labels, starts = ["xx^xx-sil+k=a"], [-1]
    for k in range(4):
        labels += ["xx^xx-pau+k=a"] * (k > 0) + ["xx^pau-a+sil=xx"]
        starts += [-1] * (k > 0) + [k]
    return Reading("字字字字", WORDS, (*labels, "a^a-sil+xx=xx"), (*starts, -1), silences)  # type: ignore[arg-type]


def clip_with(gaps: list[int], rate: int = 1000) -> Clip:
    """Words of 200 samples with silences between them."""
    at, marks, pauses, parts_ = 0, [(0, 0)], [], [np.ones(200, np.float32)]
    for k, gap in enumerate(gaps, 1):
        at += 200
        pauses.append((at, at + gap))
        at += gap
        marks.append((k, at))
        parts_ += [np.zeros(gap, np.float32), np.full(200, k + 1, np.float32)]
    return Clip(np.concatenate(parts_), rate, tuple(marks), tuple(pauses))


@settings(deadline=None)
@given(st.lists(st.integers(60, 900), min_size=3, max_size=3), st.sampled_from([0.7, 1.0, 1.5]))
def test_silences_are_as_long_as_the_table_says(gaps: list[int], pace: float) -> None:
    clip = clip_with(gaps)
    made = spaced(clip, paused((1, "breath"), (3, "quote")), pace)
    for (start, end), name in zip(made.pauses, ("breath", "comma", "quote"), strict=True):
        silence = SILENCES[name]  # type: ignore[index]
        assert abs(end - start - silence.ms / pace) <= 1
        assert not made.samples[start:end].any()
    for (offset, at), (start, end) in zip(made.marks[1:], made.pauses, strict=True):
        assert at == end
        assert made.samples[at] == offset + 1
        assert made.samples[start - 1] == offset
    assert len(made.samples) == len(clip.samples) + sum(b - a for a, b in made.pauses) - sum(gaps)


def test_a_silence_of_the_engine_s_own_stays() -> None:
    clip = clip_with([300, 200, 900])
    bare = replace(paused(), labels=("xx^xx-sil+a=a", "a^a-a+a=a", "a^a-sil+xx=xx"), starts=(-1, 0, -1))
    assert spaced(clip, bare, 1.0) is clip


def test_what_is_kept_has_no_offset() -> None:
    text = "冬の港は静かで、人もいません。"
    clip = spoken(engine(), Request(text, "takumi", reading=reading(text)))
    sound = clip.samples / (clip.scale * 1.0)
    assert abs(sound.mean()) < 10 ** (-70 / 20)
    [(start, end)] = clip.pauses
    assert abs((end - start) / 48 - SILENCES["comma"].ms) <= 60


SUNG = Sung(
    np.zeros(40 * FRAME, np.float32),
    np.array([4, 8, 12, 16, 20, 24, 28]) * FRAME,
    np.where((np.arange(80) > 6) & (np.arange(80) < 50), 200.0, 5.0).astype(np.float32),
)


def test_the_last_mora_of_a_word_gets_its_tone() -> None:
    more = more_hz(SUNG, [Mora(0, 2, 0), Mora(2, 4, 0), Mora(4, 6, 5)], {5: TONES["question"]})
    assert more is not None
    changed = np.flatnonzero(more)
    assert changed[0] * HZ_STEP >= SUNG.clock[4] - 2 * FRAME - HZ_STEP * 2
    risen = 12 * np.log2((SUNG.hz + more)[changed] / 200)
    assert risen[0] == pytest.approx(TONES["question"].begin, abs=0.1)
    assert risen[-1] == pytest.approx(TONES["question"].end, abs=0.1)
    assert more_hz(SUNG, [Mora(0, 2, 0), Mora(2, 4, 0)], {9: TONES["question"]}) is None


def test_a_mora_without_a_voice_is_given_one() -> None:
    silent = replace(SUNG, hz=np.where(np.arange(80) < 30, SUNG.hz, np.float32(5)))
    more = more_hz(silent, [Mora(0, 2, 0), Mora(4, 6, 5)], {5: TONES["question"]})
    assert more is not None
    assert np.count_nonzero(more) >= 6


def test_morae_of_a_run() -> None:
    read = Reading("行ってきた", (Word(0, 2, "行っ", "イッ"), Word(2, 5, "てきた", "テキタ")))
    moras = moras_of(read, [(0, 0), (2, 3)])
    assert [(mora.first, mora.last, mora.offset) for mora in moras] == [(0, 1, 0), (3, 5, 2), (5, 8, 2), (8, 10, 2)]


def test_the_model_takes_more_hz_than_it_predicts() -> None:
    made = _field(2, b"/encoder/F0_proj/Conv_output_0")
    graph = b"head" + made + b"tail"
    changed = _adding(graph)
    assert made not in changed[: len(graph)]
    assert changed.count(b"more") == 2
    assert changed.endswith(b"steps")
    with pytest.raises(Exception, match="no fundamental"):
        _adding(b"another model")
