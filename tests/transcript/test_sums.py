"""Sums over a chain are the same whichever way they are done."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.transcript import sums

STATES = 4
shares = st.lists(st.sampled_from([0.0, 1e-6, 0.2, 0.5, 1.0]), min_size=STATES, max_size=STATES)
tables = st.lists(shares, min_size=STATES, max_size=STATES)


@settings(deadline=None)  # the first run loads numpy
@given(st.lists(st.tuples(shares, st.sampled_from(["", "b"])), min_size=1, max_size=12), tables, tables)
def test_by_numpy_as_by_hand(
    lines: list[tuple[list[float], str]], usual: list[list[float]], blank: list[list[float]]
) -> None:
    potentials, modes = [row for row, _ in lines], [mode for _, mode in lines]
    chain = potentials, modes, {"": usual, "b": blank}, [1.0] * STATES
    by_hand, by_numpy = sums.marginals(*chain), sums._by_numpy(*chain)
    for one, other in zip(by_hand, by_numpy, strict=True):
        assert one == pytest.approx(other, abs=1e-9)
        assert sum(one) == pytest.approx(1)
