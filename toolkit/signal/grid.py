"""Samples as 16-bit integers on a grid as fine as their own peak allows: half the room of float32, its rounding 90 dB
and more below them.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Samples = NDArray[np.float32]


def scale_of(samples: Samples) -> float:
    """A power of two: the peak times it is at most 32767."""
    peak = float(np.abs(samples).max(initial=0.0))
    if not peak or not math.isfinite(peak):
        return 32768.0
    mantissa, exponent = math.frexp(max(peak, 2.0**-60))
    return float(2.0 ** (15 - exponent - (mantissa * 32768 > 32767)))


def sound_of(samples: NDArray[np.int16], scale: float) -> Samples:
    """The sound of ``integers``."""
    return np.asarray(samples / np.float32(scale), np.float32)


def integers(samples: Samples, scale: float) -> NDArray[np.int16]:
    """``samples`` times their scale, rounded."""
    grid: Samples = samples * np.float32(scale)
    whole: NDArray[np.int16] = np.rint(grid, out=grid).astype(np.int16)
    return whole
