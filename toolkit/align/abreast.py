"""Many pieces of a way looked for at once, frame by frame of all of them: a step costs hardly more than one piece's.

The states of all pieces lie in one row, two barriers before each piece that nothing comes past.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from toolkit.align.net import GAP, Net
from toolkit.align.viterbi import BEAM, NEVER, NEXT, OVER_GAP, OVER_UNITS, OVER_WORD, Costs, Piece

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Indices = NDArray[np.int64]

_BARRIERS = 2  # no step but a jump between gaps goes further


def best_ways(net: Net, scores: Floats, costs: Costs, pieces: Sequence[Piece]) -> list[Indices | None]:
    """For each piece what ``viterbi.best_way`` gives with all of its states in the band."""
    walk = _Abreast(net, scores, costs, pieces)
    for t in range(max(piece.frames for piece in pieces)):
        walk.step(t)
    return walk.ways()


class _Abreast:
    """``choices`` (frames, row): how each state was reached; ``froms`` (frames, rank, pieces): for each gap before a
    sentence, from which such gap of the piece it was jumped to, by rank.
    """

    def __init__(self, net: Net, scores: Floats, costs: Costs, pieces: Sequence[Piece]) -> None:
        self._pieces = pieces
        low, high = (np.array([getattr(p, name) for p in pieces], np.int64) for name in ("low", "high"))
        self._frames = np.array([piece.frames for piece in pieces], np.int64)
        self._starts = np.cumsum(high - low + _BARRIERS) - (high - low)
        self._size = int(self._starts[-1] + (high - low)[-1])
        self._ends = self._starts + high - low
        self._shift = low - self._starts  # from a place in the row to a state
        inside = np.zeros(self._size + 1, np.int64)
        np.add.at(inside, self._starts, 1)
        np.add.at(inside, self._ends, -1)
        self._barriers = np.flatnonzero(np.cumsum(inside)[:-1] == 0)
        self._piece = np.repeat(np.arange(len(pieces)), high - low + _BARRIERS)
        states = np.arange(self._size) + self._shift[self._piece]
        states[self._barriers] = 0
        self._net, self._costs = net, costs
        self._scores = scores.ravel()
        first = np.array([piece.first + 1 for piece in pieces], np.int64)
        self._look = first[self._piece] * scores.shape[1] + net.columns[states]
        self._wide = scores.shape[1]
        self._over = np.where(net.columns[states - 1] == GAP, np.float32(0), NEVER)
        self._over[states == 0] = NEVER
        self._words(low, high)
        self._units(low, high)
        self._now = np.full(self._size, NEVER, np.float32)
        self._now[self._starts] = 0
        self._new = np.empty(self._size, np.float32)
        most = int(self._frames.max())
        self._choices = np.zeros((most, self._size), np.uint8)
        self._froms = np.zeros((most, *self._gaps[1:].shape), np.int16)
        self._last = np.empty(self._size, np.float32)  # each piece in its own last frame
        self._ending = {t: np.flatnonzero(self._frames == t + 1) for t in set((self._frames - 1).tolist())}

    def _words(self, low: Indices, high: Indices) -> None:
        """Every word whose two gaps are in a piece: the places of both, what it costs to jump over it."""
        gaps = self._net.gaps
        first, after = np.searchsorted(gaps, low), np.searchsorted(gaps, high)
        counts = np.maximum(after - first - 1, 0)
        words = np.repeat(first - np.cumsum(counts) + counts, counts) + np.arange(counts.sum())
        shift = np.repeat(self._shift, counts)
        self._word_from, self._word_to = gaps[words] - shift, gaps[words + 1] - shift
        sizes = gaps[words + 1] - gaps[words] - 1
        self._word_costs = np.asarray(self._costs.word + self._costs.phone * sizes, np.float32)

    def _units(self, low: Indices, high: Indices) -> None:
        """The places of the gaps before sentences, (rank, pieces); where a piece has no more, a barrier."""
        gaps = self._net.gaps[self._net.units]
        first, after = np.searchsorted(gaps, low), np.searchsorted(gaps, high)
        ranks = np.arange(max(1, int((after - first).max())))[:, None]
        there = first + ranks < after
        self._gaps = np.where(there, gaps[np.minimum(first + ranks, len(gaps) - 1)] - self._shift, 0)
        self._climb = np.float32(self._costs.unit) * ranks.astype(np.float32)
        self._ranks = ranks.astype(np.int16)

    def step(self, t: int) -> None:
        before, new, choices = self._now, self._new, self._choices[t]
        np.copyto(new, before)
        self._take(new[1:], choices[1:], before[:-1], NEXT)
        self._take(new[2:], choices[2:], before[:-2] + self._over[2:], OVER_GAP)
        self._over_words(new, choices, before)
        self._over_units(t, new, choices, before)
        new += self._scores.take(self._look, mode="clip")  # a piece that is over goes on for nothing
        self._look += self._wide
        new[self._barriers] = NEVER
        for k in self._ending.get(t, ()):
            part = slice(self._starts[k], self._ends[k])
            self._last[part] = new[part]
        self._now, self._new = new, before

    @staticmethod
    def _take(new: Floats, choices: NDArray[np.uint8], other: Floats, how: int) -> None:
        np.putmask(choices, other > new, how)
        np.maximum(new, other, out=new)

    def _over_words(self, new: Floats, choices: NDArray[np.uint8], before: Floats) -> None:
        offer = before[self._word_from] - self._word_costs
        better = np.flatnonzero(offer > new[self._word_to])
        target = self._word_to[better]
        new[target] = offer[better]
        choices[target] = OVER_WORD

    def _over_units(self, t: int, new: Floats, choices: NDArray[np.uint8], before: Floats) -> None:
        level = before[self._gaps] + self._climb
        highest = np.maximum.accumulate(level, axis=0)
        offer = highest[:-1] - self._climb[1:]
        better = offer > new[self._gaps[1:]]
        if better.any():
            target = self._gaps[1:][better]
            new[target] = offer[better]
            choices[target] = OVER_UNITS
            source = np.maximum.accumulate(np.where(level == highest, self._ranks, 0), axis=0)
            self._froms[t] = source[:-1]

    def ways(self) -> list[Indices | None]:
        """Of ``best_ways``."""
        goals = np.array([p.goal or (p.after - 1, self._end_of(k)) for k, p in enumerate(self._pieces)], np.int64)
        firsts = np.array([piece.first + 1 for piece in self._pieces], np.int64)
        frames, places = goals[:, 0] - firsts, goals[:, 1] - self._shift
        settled = self._settled(frames, places)
        path = np.zeros((len(self._pieces), int(frames.max()) + 1), np.int64)
        at, t = places.copy(), frames.copy()
        while len(going := np.flatnonzero(t >= 0)):
            path[going, t[going]] = at[going] + self._shift[going]
            at[going] = self._earlier(t[going], at[going])
            t -= 1
        return [path[k, : frames[k] + 1] if sure else None for k, sure in enumerate(settled)]

    def _end_of(self, piece: int) -> int:
        """The end of the text: its last gap, or the phone before it."""
        last = int(self._ends[piece]) - 1
        before = last - 1 if self._last[last - 1] > self._last[last] else last
        return before + int(self._shift[piece])

    def _settled(self, frames: Indices, places: Indices) -> list[bool]:
        """Whether whoever may still win at the end of a piece came by its goal."""
        best = np.array([self._last[a:b].max() for a, b in zip(self._starts, self._ends, strict=True)], np.float32)
        self._last[self._barriers] = NEVER
        alive = np.flatnonzero(self._last >= (best - np.float32(BEAM))[self._piece])
        of, at = self._piece[alive], alive.copy()
        t = self._frames[of] - 1
        while len(going := np.flatnonzero(t > frames[of])):
            at[going] = self._earlier(t[going], at[going])
            t[going] -= 1
        strayed = set(of[at != places[of]].tolist())
        return [piece.goal is None or k not in strayed for k, piece in enumerate(self._pieces)]

    def _earlier(self, t: Indices, at: Indices) -> Indices:
        """Where each was a frame before."""
        how = self._choices[t, at]
        found = at - np.where(how == OVER_GAP, 2, how == NEXT)
        for k in np.flatnonzero(how >= OVER_WORD):
            place = int(at[k])
            if how[k] == OVER_WORD:
                found[k] = self._word_from[np.searchsorted(self._word_to, place)]
            else:
                piece = int(self._piece[place])
                rank = int(self._rank_of[place])
                found[k] = self._gaps[self._froms[t[k], rank - 1, piece], piece]
        return found

    @cached_property
    def _rank_of(self) -> Indices:
        """The rank of each gap before a sentence, by its place."""
        ranks = np.zeros(self._size, np.int64)
        ranks[self._gaps] = self._ranks
        return ranks
