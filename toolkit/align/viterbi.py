"""The best way of a recording through its text's states (Viterbi, 1967), inside a band of them that moves along."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from toolkit.align.net import GAP, Net

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Indices = NDArray[np.int64]

NEVER = np.float32(-1e30)
STAY, NEXT, OVER_GAP, OVER_WORD, OVER_UNITS = range(5)
_TELL_EVERY = 5000  # frames
BEAM = 60.0  # who is so far behind the best does not come back: as much as jumping over two sentences costs, and more


@dataclass(frozen=True, slots=True)
class Costs:
    """``filler``: what a frame loses that is taken for sound without text, against the best phone. ``unit``: what it
    costs to jump over a sentence; ``word`` and ``phone``: over a word, and each of its phones.
    """

    filler: float = 1.5
    unit: float = 25.0
    word: float = 6.0
    phone: float = 2.5


@dataclass(frozen=True, slots=True, eq=False)
class Band:
    """``low``, ``high`` (frames,): which states are looked at in each frame, neither ever going back."""

    low: Indices
    high: Indices


def with_gap(scores: Floats, filler: float) -> Floats:
    """The scores of phones, and in one more column what a gap scores: a silence, or the best phone at a loss."""
    gap = np.maximum(scores[:, 0], scores.max(axis=1) - np.float32(filler))
    return np.concatenate([scores, gap[:, None]], axis=1)


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the way. It is in state ``low`` at frame ``first`` (-1: before the recording), and is looked for before
    frame ``after`` and below state ``high``. ``goal``: the (frame, state) that it should come by, and where the next
    one begins; None for the last, which ends with the recording and the text.
    """

    first: int
    low: int
    after: int
    high: int
    goal: tuple[int, int] | None = None

    @property
    def frames(self) -> int:
        """How many are looked at: those behind ``first``."""
        return self.after - self.first - 1


def best_path(
    net: Net,
    scores: Floats,
    band: Band,
    costs: Costs,
    widest: int,
) -> Indices:
    """(frames,): the state of each frame. ``scores``: (frames, phones + 1), of ``with_gap``.

    Where the band is wider than ``widest`` states, those around the best one are looked at.
    """
    way = best_way(net, scores, band, costs, widest, Piece(-1, 0, len(scores), net.size))
    assert way is not None  # a last piece comes to the end
    return way


def best_way(
    net: Net,
    scores: Floats,
    band: Band,
    costs: Costs,
    widest: int,
    piece: Piece,
    progress: Callable[[int], None] = lambda _: None,
) -> Indices | None:
    """The states of a piece's frames, those behind ``first`` up to its goal; None if it is not sure to come by there.
    ``progress``: frames done.
    """
    walk = _Walk(net, scores, band, costs, widest, piece)
    for t in range(piece.frames):
        walk.step(t)
        if t % _TELL_EVERY == 0:
            progress(t)
    return walk.way()


class _Walk:
    """Frame by frame through the net. ``choices``: how each state looked at was reached, all frames in one row;
    ``froms``: for each gap before a sentence, from which such gap it was jumped to.
    """

    def __init__(self, net: Net, scores: Floats, band: Band, costs: Costs, widest: int, piece: Piece) -> None:
        frames = slice(piece.first + 1, piece.after)
        band = Band(band.low[frames], band.high[frames])
        self._net, self._scores, self._band, self._piece = net, scores[frames], band, piece
        self._widths = np.minimum(band.high - band.low, widest)
        self._end = net.size - int(self._widths[-1])  # wherever the best way is before, the last frame sees the end
        self._edges = np.concatenate(([0], np.cumsum(self._widths)))
        self._lows = np.zeros(piece.frames, np.int64)
        self._choices = np.zeros(int(self._edges[-1]), np.uint8)
        self._froms: list[tuple[int, NDArray[np.int32]]] = []
        self._low = self._best = piece.low
        self._now = np.zeros(1, np.float32)
        self._is_gap = net.columns == GAP
        self._over = np.where(np.concatenate(([False], self._is_gap)), np.float32(0), NEVER)
        self._gap_rank = _rank(net.gaps, net.size)
        self._unit_rank = _rank(net.gaps[net.units], net.size)
        sizes = np.diff(net.gaps) - 1
        self._word_costs = np.asarray(costs.word + costs.phone * sizes, np.float32)
        self._unit_gaps = net.gaps[net.units]
        self._numbers = np.arange(len(net.units), dtype=np.int32)
        self._climb = np.float32(costs.unit) * self._numbers.astype(np.float32)

    def step(self, t: int) -> None:
        width = int(self._widths[t])
        low = int(min(max(self._low, self._best - width // 2, self._band.low[t]), self._band.high[t] - width))
        low = max(low, int(self._band.low[t]))
        if self._piece.goal is None and t + 1 == len(self._scores):
            low = self._end
        before = self._before(low, width)
        new = before[2:].copy()
        choices = self._choices[self._edges[t] : self._edges[t + 1]]
        self._take(new, choices, before[1:-1], NEXT)
        self._take(new, choices, before[:-2] + self._over[low : low + width], OVER_GAP)
        self._over_words(new, choices, low, width, before)
        self._over_units(new, choices, low, width)
        new += self._scores[t, self._net.columns[low : low + width]]
        self._lows[t] = self._low = low
        self._now = new
        self._best = low + int(new.argmax())

    def _before(self, low: int, width: int) -> Floats:
        """The scores of the frame before for the states from ``low - 2`` on."""
        found = np.empty(width + 2, np.float32)
        found.fill(NEVER)
        shift = self._low - (low - 2)
        a, b = max(0, shift), min(width + 2, shift + len(self._now))
        if a < b:
            found[a:b] = self._now[a - shift : b - shift]
        return found

    @staticmethod
    def _take(new: Floats, choices: NDArray[np.uint8], other: Floats, how: int) -> None:
        better = other > new
        np.copyto(new, other, where=better)
        choices[better] = how

    def _over_words(self, new: Floats, choices: NDArray[np.uint8], low: int, width: int, before: Floats) -> None:
        """From a gap over one word to the next gap."""
        first, last = self._gap_rank[low], self._gap_rank[low + width]
        if last - first < 2:
            return
        at = self._net.gaps[first:last] - low
        offer = before[at[:-1] + 2] - self._word_costs[first : last - 1]
        better = offer > new[at[1:]]
        target = at[1:][better]
        new[target] = offer[better]
        choices[target] = OVER_WORD

    def _over_units(self, new: Floats, choices: NDArray[np.uint8], low: int, width: int) -> None:
        """From the gap before a sentence to that before any later one, whatever lies between."""
        units = self._unit_gaps
        a0, a1 = self._unit_rank[self._low], self._unit_rank[self._low + len(self._now)]
        b0, b1 = self._unit_rank[low], self._unit_rank[low + width]
        first = max(b0, a0 + 1)  # there must be one before it to come from
        if a0 == a1 or first >= b1:
            self._froms.append((first, np.zeros(0, np.int32)))
            return
        level = self._now[units[a0:a1] - self._low] + self._climb[a0:a1]
        highest = np.maximum.accumulate(level)
        source = np.maximum.accumulate(np.where(level == highest, self._numbers[a0:a1], 0))
        place = np.minimum(self._numbers[first:b1], a1) - (1 + a0)
        at = units[first:b1] - low
        offer = highest[place] - self._climb[first:b1]
        better = offer > new[at]
        target = at[better]
        new[target] = offer[better]
        choices[target] = OVER_UNITS
        self._froms.append((first, source[place]))

    def way(self) -> Indices | None:
        """Of ``best_way``."""
        last = len(self._scores) - 1
        if self._piece.goal is None:
            return self._back(last, 0, self._last())
        at = self._piece.goal[0] - self._piece.first - 1
        alive = np.flatnonzero(self._now >= self._now.max() - BEAM) + self._low
        if any(self._back(last, at, int(state))[0] != self._piece.goal[1] for state in alive):
            return None
        return self._back(at, 0, self._piece.goal[1])

    def _back(self, last: int, first: int, state: int) -> Indices:
        """The states of the frames from ``first`` to ``last``, where it is in ``state``, followed backwards."""
        path = np.zeros(last - first + 1, np.int64)
        for t in range(last, first - 1, -1):
            path[t - first] = state
            state = self._earlier(t, state)
        return path

    def _last(self) -> int:
        """The end of the text: its last gap, or the phone before it."""
        last = self._net.size - 1
        at = last - self._low
        return last - 1 if at > 0 and self._now[at - 1] > self._now[at] else last

    def _earlier(self, t: int, state: int) -> int:
        choice = self._choices[self._edges[t] + state - self._lows[t]]
        if choice == STAY:
            return state
        if choice in (NEXT, OVER_GAP):
            return state - (1 if choice == NEXT else 2)
        if choice == OVER_WORD:
            return int(self._net.gaps[self._gap_rank[state] - 1])
        first, sources = self._froms[t]
        return int(self._unit_gaps[sources[self._unit_rank[state] - first]])


def _rank(places: Indices, size: int) -> list[int]:
    """For every state, and the one behind all, how many of the places come before it."""
    ranks: list[int] = np.searchsorted(places, np.arange(size + 1)).tolist()
    return ranks
