"""A print tells the levels it was made from, and another sound from it."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from toolkit.audio.prints import as_integers, levels_in, levels_of, print_of, readable

RATE = 16_000


def _sound(seed: int, size: int, level: float) -> np.ndarray:
    return as_integers((np.random.default_rng(seed).standard_normal(size) * level).astype(np.float32))


@given(st.integers(0, 99), st.integers(0, 20_000), st.floats(0, 0.5))
def test_a_print_holds_whole_decibels(seed: int, size: int, level: float) -> None:
    sound = _sound(seed, size, level)
    made = print_of(sound, RATE, exact=True)
    levels = levels_of(sound.astype(np.float32) / np.float32(32_768), RATE)
    assert readable(made.levels)
    assert len(made.levels) == len(levels) == -(-size // 800)
    assert np.abs(levels_in(made) - levels).max(initial=0) <= 0.5


@given(st.integers(0, 99), st.integers(1, 5_000))
def test_one_changed_sample_is_another_print(seed: int, size: int) -> None:
    sound = _sound(seed, size, 0.1)
    other = sound.copy()
    other[size // 2] ^= 1
    assert print_of(sound, RATE, exact=True).crc32 != print_of(other, RATE, exact=True).crc32
    assert print_of(sound, RATE, exact=False).crc32 == ""
