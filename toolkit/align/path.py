"""What a way through the states says of words and sentences: when each is heard, how well it fits the sound."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from toolkit.align.net import GAP, Net

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from toolkit.align.phones import Spoken

    Floats = NDArray[np.float32]
    Indices = NDArray[np.int64]

WORST = -6.0  # what a phone that was jumped over counts


@dataclass(frozen=True, slots=True, eq=False)
class Way:
    """``path`` (frames,): the state of each. ``first``, ``after`` (words,): the frames a word is heard in, equal where
    it was jumped over. ``losses`` (words,): the mean over its phones of what each loses a frame against the phone that
    goes best with that frame.
    """

    net: Net
    path: Indices
    first: Indices
    after: Indices
    losses: Floats

    @classmethod
    def of(cls, net: Net, path: Indices, scores: Floats) -> Way:
        """``scores``: (frames, phones), as the path was found with."""
        phones = net.columns[path]
        frames = np.flatnonzero(phones != GAP)
        states = path[frames]
        loss = scores[frames, phones[frames]] - scores[frames].max(axis=1)
        counts = np.bincount(states, minlength=net.size)
        means = np.where(counts, np.bincount(states, loss, net.size) / np.maximum(counts, 1), WORST)
        means = np.maximum(np.where(net.columns == GAP, 0.0, means), WORST)
        begin, end = net.gaps[:-1] + 1, net.gaps[1:]
        first, after = np.searchsorted(path, begin), np.searchsorted(path, end)
        sums = np.concatenate(([0.0], np.cumsum(means)))
        return cls(net, path, first, after, np.asarray((sums[end] - sums[begin]) / (end - begin), np.float32))

    @property
    def sizes(self) -> Indices:
        """Phones of each word."""
        return np.diff(self.net.gaps) - 1

    def of_units(self, units: Sequence[Spoken]) -> Floats:
        """The mean loss of every sentence over its phones; ``WORST`` for one without."""
        sums = np.concatenate(([0.0], np.cumsum(self.losses * self.sizes)))
        sizes = np.concatenate(([0], np.cumsum(self.sizes)))
        a, b = self.net.units[:-1], self.net.units[1:]
        counts = sizes[b] - sizes[a]
        return np.asarray(np.where(counts, (sums[b] - sums[a]) / np.maximum(counts, 1), WORST), np.float32)

    def span(self, unit: int) -> tuple[int, int] | None:
        """(first frame, after the last) of what is heard of a sentence."""
        a, b = int(self.net.units[unit]), int(self.net.units[unit + 1])
        heard = np.flatnonzero(self.after[a:b] > self.first[a:b]) + a
        return (int(self.first[heard[0]]), int(self.after[heard[-1]])) if len(heard) else None
