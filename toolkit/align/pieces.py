"""The way of a recording through its text, found in pieces: from one place where both surely meet to the next.

A piece is looked for some seconds beyond its end. If by then all that may still win came by the place where the next
begins, no word that follows can change what lies before it (survivors that have merged: Viterbi, 1967), and the way is
the one that would have been found in one go. If not, the place was none: the piece is looked for anew with the next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from toolkit.align.abreast import best_ways
from toolkit.align.viterbi import Band, Costs, Piece, best_way

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from toolkit.align.anchors import Anchors
    from toolkit.align.net import Net

    Floats = NDArray[np.float32]
    Indices = NDArray[np.int64]
    Span = tuple[int, int]

# By trial on an hour: shorter pieces look at more that lies beyond them, longer ones at more states in every frame.
APART, BEYOND = 500, 100  # frames
RUN = 12  # frames: no phone in fluent speech is longer
LONG, WIDE = 2000, 800  # frames, states: such a piece is looked for alone, inside a band
CELLS = 24_000_000  # states times frames looked at at once: their states fit the cache of a core


def cuts(net: Net, scores: Floats, met: Anchors) -> list[tuple[int, int]]:
    """(frame, state) of places that the way probably comes by, some ``APART`` frames from each other: the middle of a
    phone that is heard, and whose neighbour is the next anchor. ``scores``: (frames, phones).
    """
    size, step = np.diff(met.frames), np.diff(met.states)
    middle = met.frames[:-1] + size // 2
    fit = (size <= RUN) & (step <= 2) & (scores[middle].argmax(axis=1) == net.columns[met.states[:-1]])
    found, last = [], 0
    for k in np.flatnonzero(fit).tolist():
        if middle[k] - last >= APART and middle[k] + BEYOND < len(scores):
            found.append((int(middle[k]), int(met.states[k])))
            last = int(middle[k])
    return found


@dataclass(frozen=True, slots=True, eq=False)
class Search:
    """What a way is looked for in. ``scores``: (frames, phones + 1), of ``viterbi.with_gap``. ``cuts``: where it may be
    cut. ``widest``: of ``viterbi.best_path``. ``progress``: frames done.
    """

    net: Net
    scores: Floats
    band: Band
    cuts: Sequence[tuple[int, int]]
    costs: Costs
    widest: int
    progress: Callable[[int], None] = lambda _: None

    def path(self) -> Indices:
        """(frames,): the state of each frame."""
        found: dict[Span, Indices | None] = {}
        spans = [(k, k + 1) for k in range(len(self.cuts) + 1)]
        while new := [span for span in spans if span not in found]:
            for span, way in self._ways(new, lambda more: self._tell(found, more)):
                found[span] = way
                self._tell(found)
            spans = list(_merged(spans, {span for span in spans if found[span] is None}))
        ways = [way for span in spans if (way := found[span]) is not None]
        return np.concatenate(ways)

    def _tell(self, found: Mapping[Span, Indices | None], more: int = 0) -> None:
        settled = sum(len(way) for way in found.values() if way is not None)
        self.progress(min(settled + more, len(self.scores)))

    def _piece(self, span: Span) -> Piece:
        """From one cut to another; 0 is the beginning of all."""
        first, low = self.cuts[span[0] - 1] if span[0] else (-1, 0)
        if span[1] > len(self.cuts):
            return Piece(first, low, len(self.scores), self.net.size)
        goal = self.cuts[span[1] - 1]
        after = goal[0] + BEYOND
        return Piece(first, low, after, int(self.band.high[after - 1]), goal)

    def _ways(self, spans: Sequence[Span], progress: Callable[[int], None]) -> Iterator[tuple[Span, Indices | None]]:
        """Of each, in some order. ``progress``: frames done of the one at hand."""
        pieces = {span: self._piece(span) for span in spans}
        short = [span for span, piece in pieces.items() if piece.frames <= LONG and piece.high - piece.low <= WIDE]
        alone = set(spans) - set(short)
        for row in _rows(sorted(short, key=lambda span: pieces[span].frames), pieces):
            ways = best_ways(self.net, self.scores, self.costs, [pieces[span] for span in row])
            for span, way in zip(row, ways, strict=True):
                if way is None or self._in_band(pieces[span], way):
                    yield span, way
                else:
                    alone.add(span)
        for span in sorted(alone):
            yield span, best_way(self.net, self.scores, self.band, self.costs, self.widest, pieces[span], progress)

    def _in_band(self, piece: Piece, way: Indices) -> bool:
        frames = slice(piece.first + 1, piece.first + 1 + len(way))
        return bool(np.all((self.band.low[frames] <= way) & (way < self.band.high[frames])))


def _merged(spans: Sequence[Span], strayed: set[Span]) -> Iterator[Span]:
    """Those that strayed with the ones behind them, as many again: however long it takes to find the way anew, no frame
    is looked at more often than the length can be doubled.
    """
    first, enough = spans[0][0], 0
    for span in spans:
        if span in strayed:
            enough = max(enough, 2 * span[1] - span[0])
        if span[1] >= enough or span == spans[-1]:
            yield first, span[1]
            first = span[1]


def _rows(spans: Sequence[Span], pieces: Mapping[Span, Piece]) -> Iterator[Sequence[Span]]:
    """As many at once as ``CELLS`` allows, in their order; each has no fewer frames than the one before."""
    first, states = 0, 0
    for k, span in enumerate(spans):
        size = pieces[span].high - pieces[span].low
        if (states + size) * pieces[span].frames > CELLS and k > first:
            yield spans[first:k]
            first, states = k, 0
        states += size
    if first < len(spans):
        yield spans[first:]
