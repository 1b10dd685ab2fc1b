"""The way through the states against every other way."""

from __future__ import annotations

import hearings
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from toolkit.align import abreast, pieces, viterbi
from toolkit.align.anchors import anchors, band_of
from toolkit.align.net import GAP, Net
from toolkit.align.phones import PHONES, Spoken, Word
from toolkit.align.pieces import Search, cuts
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


def in_pieces(
    net: Net, scores: NDArray[np.float32], places: list[tuple[int, int]], **limits: float
) -> NDArray[np.int64]:
    """``limits``: of the modules, by their names."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in limits.items():
            for module in (pieces, viterbi, abreast):
                if hasattr(module, name):
                    patch.setattr(module, name, value)
        return Search(net, scores, wide(net, len(scores)), places, COSTS, 10_000).path()


ALONE = {"all at once": {}, "some at once": {"CELLS": 400}, "each alone": {"LONG": 0}}


@pytest.mark.parametrize("how", ALONE)
@settings(max_examples=40, deadline=None)
@given(
    units=st.lists(sentence, min_size=1, max_size=6),
    held=st.lists(st.integers(1, 6), min_size=8, max_size=50),
    where=st.lists(st.tuples(st.integers(0, 200), st.sampled_from((0, 0, 0, -2, 1, 5))), max_size=5),
    beyond=st.sampled_from((3, 12, 25)),
    seed=st.integers(0, 2**32 - 1),
)
def test_wherever_it_is_cut_the_way_is_as_good(
    how: str,
    units: list[tuple[tuple[int, ...], ...]],
    held: list[int],
    where: list[tuple[int, int]],
    beyond: int,
    seed: int,
) -> None:
    """At places that the way comes by, and at others. Nobody is given up who is far behind."""
    net, dice = net_of(*units), np.random.default_rng(seed)
    count = sum(held)
    scores = dice.normal(0, 2, (count, len(PHONES))).astype(np.float32)
    said = net.columns[np.repeat(np.arange(len(held)) % net.size, held)]
    scores[np.arange(count), said % len(PHONES)] += 4
    scores = with_gap(scores, COSTS.filler)
    if best_score(net, scores, COSTS) == -np.inf:
        return
    whole = best_path(net, scores, wide(net, count), COSTS, widest=10_000)
    places = {frame: off for frame, off in where if 0 < frame < count - beyond}
    states = sorted(min(max(int(whole[f]) + off, 0), net.size - 1) for f, off in places.items())
    path = in_pieces(net, scores, list(zip(sorted(places), states, strict=True)), BEYOND=beyond, BEAM=1e9, **ALONE[how])
    assert np.isclose(score_of(net, scores, path, COSTS), score_of(net, scores, whole, COSTS), atol=1e-2)


LINES = ("島の灯台に明かりがともりました。", "漁師の人たちは朝の三時に船を出します。", "楽しみにしています。")


@settings(max_examples=10, deadline=None)
@given(
    text=st.lists(st.integers(0, 2), min_size=4, max_size=8),
    unsaid=st.sets(st.integers(0, 7), max_size=2),
    tunes=st.dictionaries(st.integers(0, 7), st.integers(10, 200), max_size=2),
)
def test_a_recording_cut_at_its_anchors_is_found_as_in_one_go(
    text: list[int], unsaid: set[int], tunes: dict[int, int]
) -> None:
    units = [hearings.unit(LINES[k]) for k in text]
    phones: list[int] = []
    for at, unit in enumerate(units):
        phones += [*hearings.quiet(15), *hearings.tune(tunes.get(at, 0), at)]
        phones += [] if at in unsaid else hearings.said(unit)
    net, scores = Net.of(units), hearings.probe().scores(hearings.packed([*phones, *hearings.quiet(15)]))
    met = anchors(net, scores)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pieces, "APART", 60)
        places = cuts(net, scores, met)
        gapped, band = with_gap(scores, 1.5), band_of(met, net, len(scores))
        path = Search(net, gapped, band, places, Costs(), 1200).path()
    whole = best_path(net, gapped, band, Costs(), 1200)
    assert score_of(net, gapped, path, Costs()) >= score_of(net, gapped, whole, Costs()) - 1e-2
