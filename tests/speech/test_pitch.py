"""Voices raised and lowered: as long as before, every time where it was."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from toolkit.japanese.reading import Reading
from toolkit.japanese.readings import Reader
from toolkit.model import Clip
from toolkit.speech.engines.openjtalk import OpenJTalk
from toolkit.speech.engines.silent import Silent
from toolkit.speech.pitch import raised
from toolkit.speech.protocol import Request
from toolkit.speech.worker import spoken

pytestmark = pytest.mark.filterwarnings("ignore:Dictionary.create:DeprecationWarning")  # pyopenjtalk's own
RATE = 24_000
TEXT = "祖母は、工場の裏で猫と暮らしていました。"


def tone(hertz: float, seconds: float) -> np.ndarray:
    time = np.arange(round(seconds * RATE)) / RATE
    return (0.3 * sum(np.sin(2 * np.pi * hertz * k * time) / k for k in range(1, 8))).astype(np.float32)


def fundamental(samples: np.ndarray, rate: int) -> float:
    """The median of autocorrelation peaks, 60 to 600 Hz, over the loud parts."""
    size, found = round(0.06 * rate), []
    for at in range(0, len(samples) - size, size):
        frame = samples[at : at + size] - samples[at : at + size].mean()
        if np.abs(frame).max() < 0.3 * np.abs(samples).max():
            continue
        likeness = np.correlate(frame, frame, "full")[size - 1 :]
        low, high = rate // 600, rate // 60
        found.append(rate / (low + int(np.argmax(likeness[low:high]))))
    return float(np.median(found))


@pytest.mark.parametrize("half_tones", [-6.0, -2.0, 1.5, 6.0])
def test_a_clip_is_raised_and_stays_in_its_place(half_tones: float) -> None:
    silence = np.zeros(RATE // 2, np.float32)
    samples = np.concatenate([tone(180, 0.8), silence, tone(180, 0.6)])
    pause = (round(0.8 * RATE), round(1.3 * RATE))
    made = raised(Clip(samples, RATE, ((0, 0), (3, pause[1])), (pause,)), half_tones)
    assert len(made.samples) == len(samples)
    assert (made.marks, made.pauses) == (((0, 0), (3, pause[1])), (pause,))
    assert fundamental(made.samples, RATE) == pytest.approx(180 * 2 ** (half_tones / 12), rel=0.02)
    reach = round(0.02 * RATE)
    assert np.abs(made.samples[pause[0] + reach : pause[1] - reach]).max() < 0.02
    assert np.abs(made.samples[pause[1] + reach : pause[1] + 2 * reach]).max() > 0.1


def test_nothing_is_done_where_nothing_is_asked() -> None:
    clip = Clip(tone(200, 0.2), RATE, ())
    assert raised(clip, 0.0) is clip
    empty = Clip(np.zeros(0, np.float32), RATE, ())
    assert raised(empty, 3.0) is empty


@cache
def reading() -> Reading:
    return Reader().read(TEXT)


def test_the_default_engine_raises_the_voice_itself_and_keeps_every_time() -> None:
    engine = OpenJTalk()
    usual, high = (spoken(engine, Request(TEXT, "takumi", reading=reading(), pitch=pitch)) for pitch in (0.0, 3.0))
    assert fundamental(high.samples, engine.rate) / fundamental(usual.samples, engine.rate) == pytest.approx(
        2 ** (3 / 12), rel=0.04
    )
    # how soon a voice falls silent hangs on its pitch, by a few hops of its edges
    assert len(high.samples) == pytest.approx(len(usual.samples), abs=engine.rate * 20 // 1000)
    assert [offset for offset, _ in high.marks] == [offset for offset, _ in usual.marks]


def test_an_engine_that_cannot_is_helped() -> None:
    engine = Silent()
    usual, high = (spoken(engine, Request(TEXT, "quiet-1", reading=reading(), pitch=pitch)) for pitch in (0.0, 3.0))
    assert (high.marks, len(high.samples)) == (usual.marks, len(usual.samples))
