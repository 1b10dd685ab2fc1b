"""True peaks (BS.1770-4 annex 2: four-fold oversampling), computed only where a peak can be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Samples = NDArray[np.float32]

PHASES = 4
# samples on either side that shape a value between two samples: 12 taps a phase, as in the Recommendation
REACH = 6
_PLACES = (
    (0,),
    (1,),
    (0, 1),
    (0,),
)  # where a phase's values around a sample lie: from half way before it to half way after
_BLOCK = 256
_ROWS = 256  # steps taken together: as many as the processor's own memory holds
_EXACT = 0.35  # of a sound's greatest sample: steps that cannot reach it (9 dB below) are given their bound


@lru_cache(maxsize=1)
def _filter() -> tuple[tuple[tuple[np.float32, ...], ...], float]:
    """The interpolation filter, a tuple of taps for each phase, and the most it can make of a signal within ±1 (the
    greatest sum of a phase's absolute taps).
    """
    at = np.arange(-REACH * PHASES, REACH * PHASES + 1)
    taps = np.sinc(0.92 / PHASES * at) * np.kaiser(len(at), 5.0)
    taps *= PHASES / taps.sum()
    most = max(float(np.abs(taps[phase::PHASES]).sum()) for phase in range(PHASES))
    return tuple(tuple(taps[phase::PHASES].astype(np.float32)) for phase in range(PHASES)), most


def true_peak(samples: Samples, floor: float = 0.0) -> float:
    """The greatest magnitude on or between the samples, or ``floor`` if that is greater. The signal is silent
    around them.
    """
    if not len(samples):
        return floor
    floor = max(floor, float(np.abs(samples).max()))
    return max([floor, *(float(peaks.max()) for _, peaks in hot_spots(samples, floor))])


def hot_spots(samples: Samples, ceiling: float) -> Iterator[tuple[int, Samples]]:
    """(start, true peak around each sample) of every stretch in which a true peak above ``ceiling`` is
    possible.
    """
    padded = _padded(samples, _BLOCK)
    within, hot = _windows(padded, _BLOCK), _bounds(padded, _BLOCK) > ceiling
    edges = np.flatnonzero(np.diff(np.concatenate(([0], hot.view(np.int8), [0]))))
    for first, last in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        yield first * _BLOCK, _peaks(within[first:last]).reshape(-1)[: len(samples) - first * _BLOCK]


def step_peaks(samples: Samples, step: int) -> Samples:
    """The true peak of every ``step`` samples (at least ``REACH``), the last ones filled up with silence: shape
    (steps,).

    Exact in the loud steps; in the others no less than the true peak.
    """
    padded = _padded(samples, step)
    peaks = _bounds(padded, step)
    hot = np.flatnonzero(peaks > _EXACT * float(np.abs(samples).max(initial=0.0)))
    within = _windows(padded, step)
    for some in np.array_split(hot, -(-len(hot) // _ROWS) or 1):
        peaks[some] = _peaks(within[some]).max(axis=1)
    return peaks


def _padded(samples: Samples, block: int) -> Samples:
    """Whole blocks, with silence of ``REACH`` on either side."""
    return np.pad(samples, (REACH, -len(samples) % block + REACH))


def _bounds(padded: Samples, block: int) -> Samples:
    """For each block what its true peak cannot pass."""
    level = np.abs(padded[REACH:-REACH]).reshape(-1, block).max(axis=1)
    around = np.maximum(level, np.maximum(np.append(level[1:], 0), np.append(0, level[:-1])))
    return np.asarray(around * np.float32(_filter()[1]), np.float32)


def _windows(padded: Samples, block: int) -> Samples:
    """Every block with what is around it, a row each."""
    if len(padded) == 2 * REACH:
        return np.empty((0, block + 2 * REACH), padded.dtype)
    return np.lib.stride_tricks.sliding_window_view(padded, block + 2 * REACH)[::block]


def _peaks(within: Samples) -> Samples:
    """The true peak around each sample of every row but the ``REACH`` at either end: half way to both neighbours and
    more. The rows are taken together, one tap of the filter after the other: no library has to be loaded for that.
    """
    count = within.shape[1] - 2 * REACH
    # the filter falls off towards half the rate: a sample itself may stand above what it makes of it
    around = np.abs(within[:, REACH : REACH + count])
    for taps, places in zip(_filter()[0], _PLACES, strict=True):
        fine = _filtered(within, taps)
        for place in places:
            np.maximum(around, fine[:, place : place + count], out=around)
    return around


def _filtered(within: Samples, taps: Sequence[np.float32]) -> Samples:
    """The magnitude of each row through the filter, where it covers all taps."""
    count = within.shape[1] - len(taps) + 1
    heard = within[:, len(taps) - 1 :] * taps[0]
    part = np.empty_like(heard)
    for first, tap in zip(range(len(taps) - 2, -1, -1), taps[1:], strict=True):
        heard += np.multiply(within[:, first : first + count], tap, out=part)
    return np.asarray(np.abs(heard, out=heard))
