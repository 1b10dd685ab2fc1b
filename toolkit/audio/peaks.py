"""True peaks (BS.1770-4 annex 2: four-fold oversampling) and a limiter that holds them, both only where a
peak can be.
"""

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
# the gain falls over this time before a peak and recovers over it after: about the period of a deep voice
LOOK_MS = 10.0
_BLOCK = 256


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
    blocks = -(-len(samples) // _BLOCK)
    padded = np.pad(samples, (REACH, blocks * _BLOCK - len(samples) + REACH))
    level = np.abs(padded[REACH:-REACH]).reshape(blocks, _BLOCK).max(axis=1)
    around = np.maximum(level, np.maximum(np.append(level[1:], 0), np.append(0, level[:-1])))
    hot = around * _filter()[1] > ceiling
    edges = np.flatnonzero(np.diff(np.concatenate(([0], hot.view(np.int8), [0])))) * _BLOCK
    for start, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        peaks = _peaks(padded[start : end + 2 * REACH])
        yield start, peaks[: len(samples) - start]


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


def limit(samples: Samples, ceiling: float, rate: int) -> list[tuple[int, Samples]]:
    """(start, gain for each sample) of every stretch that must be lowered so that no true peak is above
    ``ceiling``; elsewhere it is 1.

    The gain has neither a step nor a corner: the needed gain is spread by a minimum over ±10 ms, then
    averaged over a triangle of ±10 ms, so it arrives in time and, an average of values that are all low
    enough, is low enough at the peak.
    """
    look = round(rate * LOOK_MS / 1000)
    return [(start, _envelope(need, look)) for start, need in _needs(samples, ceiling, look)]


def _needs(samples: Samples, ceiling: float, look: int) -> Iterator[tuple[int, NDArray[np.float64]]]:
    """The gains that the peaks themselves ask for, in stretches with room around them for the smoothing."""
    at, gains = _excess(samples, ceiling)
    if not len(at):
        return
    breaks = np.flatnonzero(np.diff(at) > 4 * look) + 1
    for places, values in zip(np.split(at, breaks), np.split(gains, breaks), strict=True):
        start, end = max(0, int(places[0]) - 2 * look), min(len(samples), int(places[-1]) + 2 * look + 1)
        need = np.ones(end - start)
        need[places - start] = values
        yield start, need


def _excess(samples: Samples, ceiling: float) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """Where the true peak is above ``ceiling``, and the gain that would bring it there."""
    places, values = [np.zeros(0, np.intp)], [np.zeros(0)]
    for start, peaks in hot_spots(samples, ceiling):
        over = np.flatnonzero(peaks > ceiling)
        places.append(over + start)
        values.append(ceiling / peaks[over].astype(np.float64))
    return np.concatenate(places), np.concatenate(values)


def _envelope(need: NDArray[np.float64], look: int) -> Samples:
    from scipy.ndimage import minimum_filter1d, uniform_filter1d

    low = minimum_filter1d(need, 2 * look + 1, mode="nearest")
    half = look // 2 * 2 + 1  # odd, so that both averages are centred; twice half of it reaches no further than ±look
    smooth = uniform_filter1d(uniform_filter1d(low, half, mode="nearest"), half, mode="nearest")
    return np.asarray(np.minimum(smooth, 1.0), dtype=np.float32)
