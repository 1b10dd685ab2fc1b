"""Where text and recording surely meet: runs of phones that both have, chained in the order of both.

As genomes are laid side by side (seeds, neighbours that speak for each other, the longest chain): it finds its way
past minutes that only one of the two has, which no narrow band does.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from toolkit.align.net import GAP, Net
from toolkit.align.phones import INDEX, PHONES, SILENCE
from toolkit.align.viterbi import Band

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from toolkit.align.window import Window

    Floats = NDArray[np.float32]
    Indices = NDArray[np.int64]

# Found by trial: of a passage that is spoken, every second or third phone begins a seed of six that is heard, in noise
# every third; by chance hardly any has neighbours.
SEED = 6
COMMON = 12  # a run that the text or the recording has more often says nothing
NEAR, SLACK = 60, 0.2  # neighbours: so many phones away, and so much of the distance off the line
SUPPORT = 6
MARGIN = 150  # states on either side of an anchor: some 12 s of speech
_UNHEARD = (INDEX[SILENCE], INDEX["cl"])


@dataclass(frozen=True, slots=True, eq=False)
class Anchors:
    """``frames`` and ``states`` of places where both meet, both rising. ``strays``: the same of places that are as sure
    and stand in another order.
    """

    frames: Indices
    states: Indices
    strays: tuple[Indices, Indices]


def anchors(net: Net, scores: Floats, windows: Sequence[Window] = ()) -> Anchors:
    """``scores``: (frames, phones). ``windows``: where alone they may be, those of another order aside."""
    heard, frames = _heard(scores)
    said, states = _said(net)
    i, j = _seeds(heard, said)
    sure = _supported(i, j)
    i, j = i[sure], j[sure]
    inside = np.flatnonzero(np.all([np.ones(len(i), bool), *(w.holds(frames[i], states[j]) for w in windows)], axis=0))
    chain = inside[_chain(i[inside], j[inside])]
    off = np.setdiff1d(np.arange(len(i)), chain)
    return Anchors(frames[i[chain]], states[j[chain]], (frames[i[off]], states[j[off]]))


def chained(found: Anchors, window: Window) -> Indices:
    """As many of the places as can stand in one order inside a window, by index."""
    frames, states = (np.concatenate(both) for both in zip((found.frames, found.states), found.strays, strict=True))
    inside = np.flatnonzero(window.holds(frames, states))
    return np.asarray(inside[_chain(frames[inside], states[inside])])


def _heard(scores: Floats) -> tuple[Indices, Indices]:
    """The phones of a recording as each frame alone would have them, each run once, and the frames they begin at."""
    return _runs(scores.argmax(axis=1), np.arange(len(scores)))


def _said(net: Net) -> tuple[Indices, Indices]:
    states = np.flatnonzero(net.columns != GAP)
    return _runs(net.columns[states], states)


def _runs(phones: Indices, places: Indices) -> tuple[Indices, Indices]:
    sounding = ~np.isin(phones, _UNHEARD)
    phones, places = phones[sounding], places[sounding]
    first = np.flatnonzero(np.diff(phones, prepend=-1))
    return phones[first], places[first]


def _seeds(heard: Indices, said: Indices) -> tuple[Indices, Indices]:
    """All (place in the recording, place in the text) at which the same ``SEED`` phones begin."""
    ours, theirs = _codes(said), _codes(heard)
    order = np.argsort(ours, kind="stable")
    ranked = ours[order]
    low, high = np.searchsorted(ranked, theirs, "left"), np.searchsorted(ranked, theirs, "right")
    often = np.bincount(np.searchsorted(np.unique(theirs), theirs)) if len(theirs) else np.zeros(0, int)
    rare = (often[np.searchsorted(np.unique(theirs), theirs)] <= COMMON) & (high - low <= COMMON)
    counts = np.where(rare, high - low, 0)
    i = np.repeat(np.arange(len(theirs)), counts)
    within = np.arange(len(i)) - np.repeat(np.cumsum(counts) - counts, counts)
    return i, order[np.repeat(low, counts) + within]


def _codes(phones: Indices) -> Indices:
    """Every run of ``SEED`` phones as one number."""
    if len(phones) < SEED:
        return np.zeros(0, np.int64)
    windows = np.lib.stride_tricks.sliding_window_view(phones, SEED)
    return np.asarray(windows @ (len(PHONES) ** np.arange(SEED)), np.int64)


def _supported(i: Indices, j: Indices) -> NDArray[np.bool_]:
    """Which seeds have ``SUPPORT`` others near by, on the same line."""
    found = np.zeros(len(i), np.int64)
    # seeds come in the order of ``i``: each is compared with the k-th after it, for as long as any is near
    for k in range(1, len(i)):
        away, along = i[k:] - i[:-k], j[k:] - j[:-k]
        if away.min() > NEAR:
            break
        near = (away <= NEAR) & (away > 0) & (along > 0) & (np.abs(along - away) <= 3 + SLACK * away)
        found[k:] += near
        found[:-k] += near
    return found >= SUPPORT


def _chain(i: Indices, j: Indices) -> Indices:
    """The longest run of seeds in which both places rise (patience sorting)."""
    order = np.lexsort((-j, i))
    tails: list[int] = []
    tops: list[int] = []
    before = np.full(len(i), -1, np.int64)
    for k in order.tolist():
        place = int(j[k])
        at = bisect_left(tails, place)
        before[k] = tops[at - 1] if at else -1
        tails[at : at + 1] = [place]
        tops[at : at + 1] = [k]
    chain = []
    k = tops[-1] if tops else -1
    while k >= 0:
        chain.append(k)
        k = int(before[k])
    return np.array(chain[::-1], np.int64)


def band_of(found: Anchors, net: Net, frames: int, windows: Sequence[Window] = ()) -> Band:
    """In every frame the states between the anchor before and the one after, and ``MARGIN`` more on either side; of
    them those that the windows leave, where they leave any.
    """
    time = np.arange(frames)
    k = np.searchsorted(found.frames, time, side="right")
    low = np.concatenate(([0], found.states))[k] - MARGIN
    high = np.concatenate((found.states, [net.size]))[np.searchsorted(found.frames, time, side="left")] + MARGIN
    for window in windows:
        first, after = np.searchsorted(window.latest, time), np.searchsorted(window.earliest, time, side="right")
        some = np.maximum(low, first) < np.minimum(high, after)
        low, high = np.where(some, np.maximum(low, first), low), np.where(some, np.minimum(high, after), high)
    low = np.maximum.accumulate(np.clip(low, 0, net.size - 1))
    low[0] = 0
    high[-1] = net.size
    return Band(low, np.minimum(np.maximum.accumulate(high), net.size))
