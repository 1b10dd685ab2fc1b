"""One shift and one rate, whatever a part of the cues says."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.timing.shift import FACTORS, shift_of


def pairs(factor: Fraction, offset: float, count: int = 200, wrong: float = 0.0) -> list[tuple[float, float]]:
    """Cues of an hour; their in-times are a little off the sound, and some are nowhere near."""
    dice = random.Random(1)
    olds = sorted(dice.uniform(0, 3_600_000) for _ in range(count))
    return [
        (old, dice.uniform(0, 3_600_000) if dice.random() < wrong else float(factor) * old + offset + dice.gauss(0, 60))
        for old in olds
    ]


@pytest.mark.parametrize("factor", FACTORS)
@pytest.mark.parametrize("wrong", [0.0, 0.3])
@pytest.mark.parametrize("offset", [-61_500.0, 0.0, 2_345.0])
def test_rate_and_offset_are_found(factor: Fraction, wrong: float, offset: float) -> None:
    shift = shift_of(pairs(factor, offset, wrong=wrong))
    assert shift is not None
    assert shift.factor == factor
    assert abs(shift.offset_ms - offset) <= 50


def test_what_was_not_moved_alike_is_no_shift() -> None:
    dice = random.Random(2)
    assert shift_of([(n * 5000.0, dice.uniform(0, 1_000_000)) for n in range(200)]) is None


def test_two_cues_tell_nothing() -> None:
    assert shift_of([(0.0, 100.0), (1000.0, 1100.0)]) is None


@given(st.integers(-10_000_000, 10_000_000), st.integers(3, 40))
def test_a_plain_shift_keeps_the_rate(offset: int, count: int) -> None:
    shift = shift_of([(k * 2500.0, k * 2500.0 + offset) for k in range(count)])
    assert shift is not None
    assert (shift.factor, shift.offset_ms) == (1, offset)
