"""True peaks (BS.1770-4 annex 2: four-fold oversampling), computed only where a peak can be."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Samples = NDArray[np.float32]

PHASES = 4
# samples on either side that shape a value between two samples: 12 taps a phase, as in the Recommendation
REACH = 6
_BLOCK = 256
_EXACT = 0.35  # of a sound's greatest sample: steps that cannot reach it (9 dB below) are given their bound


@lru_cache(maxsize=1)
def _filter() -> tuple[Samples, float]:
    """The interpolation filter, and the most it can make of a signal within ±1 (the greatest sum of a phase's
    absolute taps).
    """
    from scipy.signal import firwin

    taps = firwin(2 * REACH * PHASES + 1, 0.92 / PHASES, window=("kaiser", 5.0)) * PHASES
    most = max(float(np.abs(taps[phase::PHASES]).sum()) for phase in range(PHASES))
    return taps.astype(np.float32), most


def true_peak(samples: Samples, floor: float = 0.0) -> float:
    """The greatest magnitude on or between the samples, or ``floor`` if that is greater. The signal is silent
    around them.
    """
    if not len(samples):
        return floor
    floor = max(floor, float(np.abs(samples).max()))
    return max((float(peaks.max()) for _, peaks in hot_spots(samples, floor)), default=floor)


def hot_spots(samples: Samples, ceiling: float) -> Iterator[tuple[int, Samples]]:
    """(start, true peak around each sample) of every stretch in which a true peak above ``ceiling`` is
    possible.
    """
    padded = _padded(samples, _BLOCK)
    for first, _, peaks in _hot(padded, _bounds(padded, _BLOCK) > ceiling, _BLOCK):
        yield first * _BLOCK, peaks[: len(samples) - first * _BLOCK]


def step_peaks(samples: Samples, step: int) -> Samples:
    """The true peak of every ``step`` samples (at least ``REACH``), the last ones filled up with silence: shape (steps,).

    Exact in the loud steps; in the others no less than the true peak.
    """
    padded = _padded(samples, step)
    peaks = _bounds(padded, step)
    hot = peaks > _EXACT * float(np.abs(samples).max(initial=0.0))
    for first, last, around in _hot(padded, hot, step):
        peaks[first:last] = around.reshape(-1, step).max(axis=1)
    return peaks


def _padded(samples: Samples, block: int) -> Samples:
    """Whole blocks, with silence of ``REACH`` on either side."""
    return np.pad(samples, (REACH, -len(samples) % block + REACH))


def _bounds(padded: Samples, block: int) -> Samples:
    """For each block what its true peak cannot pass."""
    level = np.abs(padded[REACH:-REACH]).reshape(-1, block).max(axis=1)
    around = np.maximum(level, np.maximum(np.append(level[1:], 0), np.append(0, level[:-1])))
    return np.asarray(around * np.float32(_filter()[1]), np.float32)


def _hot(padded: Samples, hot: NDArray[np.bool_], block: int) -> Iterator[tuple[int, int, Samples]]:
    """(first, last, true peak around each sample) of every run of hot blocks."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], hot.view(np.int8), [0]))))
    for first, last in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        yield first, last, _peaks(padded[first * block : last * block + 2 * REACH])


def _peaks(context: Samples) -> Samples:
    """The true peak around each sample of ``context`` but the ``REACH`` on either side: half way to both
    neighbours and more.
    """
    from scipy.signal import upfirdn

    first = 2 * REACH * PHASES - 2  # the filter's delay and the context, less half a step before the first sample
    count = len(context) - 2 * REACH
    fine = np.abs(upfirdn(_filter()[0], context, up=PHASES)[first : first + PHASES * count + 1])
    # the filter falls off towards half the rate: a sample itself may stand above what it makes of it
    around = np.maximum(np.abs(context[REACH:-REACH]), fine[:-1:PHASES])
    np.maximum(around, fine[PHASES::PHASES], out=around)
    for phase in range(1, PHASES):
        np.maximum(around, fine[phase::PHASES], out=around)
    return np.asarray(around, np.float32)
