"""What is below every voice goes; nothing else does, and nothing moves."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.signal.rumble import without_rumble

RATE = 24_000


def tone(hz: float, seconds: float = 1.0) -> np.ndarray:
    count = round(seconds * RATE)
    return (0.5 * np.sin(2 * np.pi * hz * np.arange(count) / RATE) * np.hanning(count)).astype(np.float32)


@pytest.mark.parametrize("hz", [5, 20, 35])
def test_rumble_goes(hz: float) -> None:
    assert np.abs(without_rumble(tone(hz), RATE)).max() < 0.5 * 10 ** (-40 / 20)


@pytest.mark.parametrize("hz", [70, 100, 400, 5000])
def test_voices_stay(hz: float) -> None:
    sound = tone(hz)
    assert np.abs(without_rumble(sound, RATE) - sound).max() < 2e-3


def test_an_offset_goes() -> None:
    sound = tone(200) + np.float32(0.01)
    assert abs(float(without_rumble(sound, RATE).mean())) < 10 ** (-70 / 20)


@settings(deadline=None)
@given(st.integers(0, 5000), st.integers(200, 4000))
def test_as_long_as_before_and_in_its_place(at: int, count: int) -> None:
    sound = np.zeros(8000 + count, np.float32)
    sound[at : at + 400] = tone(900, 400 / RATE)
    made = without_rumble(sound, RATE)
    assert made.shape == sound.shape
    assert abs(int(np.argmax(np.abs(made))) - int(np.argmax(np.abs(sound)))) <= 1


def test_nothing_stays_nothing() -> None:
    assert len(without_rumble(np.zeros(0, np.float32), RATE)) == 0
