"""The way through the states against every other way."""

from __future__ import annotations

import hearings
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from toolkit.align.net import GAP, Net
from toolkit.align.phones import PHONES, Spoken, Word
from toolkit.align.viterbi import Band, Costs, best_path, with_gap
from toolkit.model.narration import Sentence

COSTS = Costs(filler=1.5, unit=5.0, word=2.0, phone=0.5)


def net_of(*units: tuple[tuple[int, ...], ...]) -> Net:
    sentence = Sentence(0, None, "", 0, 0)
    return Net.of([Spoken(sentence, tuple(Word(k, phones) for k, phones in enumerate(unit))) for unit in units])


def wide(net: Net, frames: int) -> Band:
    return Band(np.zeros(frames, np.int64), np.full(frames, net.size, np.int64))


def best_score(net: Net, scores: NDArray[np.float32], costs: Costs) -> float:
    """By going through all pairs of states in every frame."""
    steps = np.full((net.size, net.size), -np.inf)
    for state in range(net.size):
        steps[state, state] = 0
        if state + 1 < net.size:
            steps[state, state + 1] = 0
        if state + 2 < net.size and net.columns[state + 1] == GAP:
            steps[state, state + 2] = 0
    for one, other in zip(net.gaps, net.gaps[1:], strict=False):
        steps[one, other] = max(steps[one, other], -costs.word - costs.phone * (other - one - 1))
    borders = net.gaps[net.units]
    for u, one in enumerate(borders):
        for v in range(u + 1, len(borders)):
            steps[one, borders[v]] = max(steps[one, borders[v]], -costs.unit * (v - u))
    now = np.full(net.size, -np.inf)
    now[0] = 0
    for frame in scores:
        now = (now[:, None] + steps).max(axis=0) + frame[net.columns]
    return float(max(now[-1], now[-2]))


def score_of(net: Net, scores: NDArray[np.float32], path: NDArray[np.int64], costs: Costs) -> float:
    total, before = 0.0, 0
    borders = net.gaps[net.units].tolist()
    for frame, state in zip(scores, path.tolist(), strict=True):
        offers = []
        if state in (before, before + 1) or (state == before + 2 and net.columns[before + 1] == GAP):
            offers.append(0.0)
        k = int(np.searchsorted(net.gaps, state))
        if k < len(net.gaps) and net.gaps[k] == state and k and net.gaps[k - 1] == before:
            offers.append(-costs.word - costs.phone * (state - before - 1))
        if state in borders and before in borders and state > before:
            offers.append(-costs.unit * (borders.index(state) - borders.index(before)))
        total += max(offers) + float(frame[net.columns[state]])
        before = state
    return total


phone = st.integers(1, len(PHONES) - 1)
word = st.lists(phone, min_size=1, max_size=3).map(tuple)
sentence = st.lists(word, min_size=1, max_size=3).map(tuple)


@settings(max_examples=60, deadline=None)
@given(st.lists(sentence, min_size=1, max_size=4), st.integers(1, 25), st.integers(0, 2**32 - 1))
def test_no_way_is_better(units: list[tuple[tuple[int, ...], ...]], frames: int, seed: int) -> None:
    net = net_of(*units)
    scores = with_gap(np.random.default_rng(seed).normal(0, 3, (frames, len(PHONES))).astype(np.float32), COSTS.filler)
    best = best_score(net, scores, COSTS)
    if best == -np.inf:  # too short to reach the end
        return
    path = best_path(net, scores, wide(net, frames), COSTS, widest=10_000)
    assert path[-1] >= net.size - 2
    assert np.isclose(score_of(net, scores, path, COSTS), best, atol=1e-2)


def test_a_band_that_leaves_states_out_still_comes_to_the_end() -> None:
    unit = hearings.unit("島の灯台に明かりがともりました。")
    net = Net.of([unit] * 30)
    phones = hearings.said(unit) * 2
    scores = with_gap(hearings.probe().scores(hearings.packed(phones)), 1.5)
    frames = np.arange(len(phones))
    low = np.where(frames < len(phones) // 2, 0, net.size - 60)
    path = best_path(net, scores, Band(low, np.minimum(low + 60, net.size)), Costs(), widest=60)
    assert path[-1] >= net.size - 2
    assert (np.diff(path) >= 0).all()
