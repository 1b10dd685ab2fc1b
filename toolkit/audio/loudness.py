"""Loudness after ITU-R BS.1770-4 and plain RMS, gathered in bins of 100 ms so that gains can be chosen when
all is heard.

A gating block is 400 ms and starts every 100 ms: four bins. Because energies scale with the square of a gain,
the loudness of a track at any gain, and of a mix of tracks, follows from its bins alone.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from toolkit.signal.profile import k_weighting, step_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Energies = NDArray[np.float64]

BINS_A_SECOND = 10
BLOCK_BINS = 4
ABSOLUTE_GATE = -70.0  # LUFS, BS.1770-4 annex 1
RELATIVE_GATE = -10.0  # LU below the loudness of what passed the absolute gate
OFFSET = -0.691  # dB: makes a full-scale 997 Hz sine read −3.01 LUFS
SILENCE_DB = -120.0  # stands for "no sound at all", where a logarithm has no value


def decibels(power: float) -> float:
    """10 log10 of a mean square, not below ``SILENCE_DB``."""
    return max(SILENCE_DB, 10 * math.log10(power)) if power > 0 else SILENCE_DB


def factor(db: float) -> float:
    """The amplitude factor of a change in dB."""
    return float(10 ** (db / 20))


class Meter:
    """Energies of one mono signal in bins of 100 ms, K-weighted and plain. Memory: 16 bytes for each."""

    def __init__(self, rate: int) -> None:
        self.rate = rate
        self._weighted, self._plain = np.zeros(1024), np.zeros(1024)
        self._state = np.zeros((2, 2))
        self._fed = 0

    @property
    def weighted(self) -> Energies:
        """The K-weighted energy (sum of squares) of each bin."""
        return self._weighted

    @property
    def plain(self) -> Energies:
        """The energy of each bin as it is."""
        return self._plain

    def add(self, start: int, weighted: NDArray[np.floating], plain: NDArray[np.floating]) -> None:
        """The energies of a sound's steps (``model.Profile``), the first of which begins at sample ``start``; negative
        ones take away.

        A step that lies in two bins is shared between them by time.
        """
        if not len(plain):
            return
        end = start + len(plain) * step_of(self.rate)
        first, last = start * BINS_A_SECOND // self.rate, -(-end * BINS_A_SECOND // self.rate)
        self._reserve(last)
        borders = np.arange(first, last + 1) * (self.rate / BINS_A_SECOND)
        at = np.linspace(start, end, len(plain) + 1)
        for bins, energies in ((self._weighted, weighted), (self._plain, plain)):
            heard = np.concatenate(([0.0], np.cumsum(energies, dtype=np.float64)))
            bins[first:last] += np.diff(np.interp(borders, at, heard))

    def copy(self) -> Meter:
        """A meter that has heard the same and listens on by itself."""
        other = Meter(self.rate)
        other._weighted, other._plain = self._weighted.copy(), self._plain.copy()
        other._state, other._fed = self._state.copy(), self._fed
        return other

    def feed(self, samples: NDArray[np.floating]) -> None:
        """The next samples of a signal measured from its beginning on."""
        from scipy.signal import sosfilt

        heard, self._state = sosfilt(k_weighting(self.rate), samples, zi=self._state)
        self._gather(self._fed, heard, samples)
        self._fed += len(samples)

    def _gather(self, start: int, heard: Energies, samples: NDArray[np.floating]) -> None:
        if not len(samples):
            return
        first = start * BINS_A_SECOND // self.rate
        last = (start + len(samples) - 1) * BINS_A_SECOND // self.rate
        self._reserve(last + 1)
        borders = -(-np.arange(first, last + 1) * self.rate // BINS_A_SECOND) - start
        borders[0] = 0
        self._weighted[first : last + 1] += np.add.reduceat(np.square(heard), borders)
        self._plain[first : last + 1] += np.add.reduceat(np.square(samples, dtype=np.float64), borders)

    def _reserve(self, count: int) -> None:
        more = max(count, 2 * len(self._plain)) - len(self._plain)
        if count > len(self._plain):
            self._weighted, self._plain = np.pad(self._weighted, (0, more)), np.pad(self._plain, (0, more))


def integrated(weighted: Energies, rate: int, length: int) -> float:
    """Integrated loudness in LUFS of ``length`` samples whose K-weighted energies a 100 ms are ``weighted``;
    gated twice.

    ``SILENCE_DB`` if no block of 400 ms passes the absolute gate.
    """
    bins = weighted[: length * BINS_A_SECOND // rate]
    if len(bins) < BLOCK_BINS:
        return SILENCE_DB
    blocks = np.convolve(bins, np.ones(BLOCK_BINS), "valid") / (BLOCK_BINS * rate / BINS_A_SECOND)
    blocks = blocks[blocks > 10 ** ((ABSOLUTE_GATE - OFFSET) / 10)]
    if not len(blocks):
        return SILENCE_DB
    gate = float(blocks.mean()) * 10 ** (RELATIVE_GATE / 10)
    return OFFSET + decibels(float(blocks[blocks > gate].mean()))


def noise_floor(plain: Energies, rate: int, length: int, window_ms: int = 500) -> float:
    """dB RMS of the quietest ``window_ms`` of ``length`` samples (the whole, if it is shorter)."""
    bins = plain[: length * BINS_A_SECOND // rate]
    count = min(len(bins), window_ms * BINS_A_SECOND // 1000)
    if not count:
        return decibels(float(plain.sum()) / max(1, length))
    return decibels(float(np.convolve(bins, np.ones(count), "valid").min()) * BINS_A_SECOND / (count * rate))
