"""What levelling and limiting need to know of a sound, in steps of 2.5 ms: its true peaks and its energies.

Measured once, where the sound is made, and kept with it: a programme is then brought to its loudness and held below its ceiling without
its samples being filtered again.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from toolkit.model import Profile
from toolkit.signal.peaks import step_peaks

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Samples = NDArray[np.float32]

STEPS_A_SECOND = 400


def step_of(rate: int) -> int:
    """Samples in a step: 120 at 48 kHz."""
    return max(8, rate // STEPS_A_SECOND)


def profile(samples: Samples, rate: int) -> Profile:
    """The profile of a sound with silence before and after it."""
    from scipy.signal import sosfilt

    step = step_of(rate)
    heard = sosfilt(k_weighting(rate), samples)
    return Profile(step_peaks(samples, step), _energies(heard, step), _energies(samples.astype(np.float64), step))


def _energies(samples: NDArray[np.float64], step: int) -> Samples:
    steps = np.pad(samples, (0, -len(samples) % step)).reshape(-1, step)
    return np.asarray(np.einsum("ij,ij->i", steps, steps), np.float32)


@lru_cache(maxsize=8)
def k_weighting(rate: int) -> NDArray[np.float64]:
    """The two sections of the K filter at ``rate``, shape (2, 6).

    BS.1770-4 tabulates them for 48 kHz; these analogue figures (B. Mansbridge et al. 2012, as in libebur128)
    give that table at 48 kHz and the same curve at every other rate.
    """
    k, q, gain = math.tan(math.pi * 1681.974450955533 / rate), 0.7071752369554196, 10 ** (3.999843853973347 / 20)
    band, norm = gain**0.4996667741545416, 1 + k / q + k * k
    shelf = [gain + band * k / q + k * k, 2 * (k * k - gain), gain - band * k / q + k * k]
    first = [b / norm for b in shelf] + [1, 2 * (k * k - 1) / norm, (1 - k / q + k * k) / norm]
    k, q = math.tan(math.pi * 38.13547087602444 / rate), 0.5003270373238773
    norm = 1 + k / q + k * k
    second = [1, -2, 1, 1, 2 * (k * k - 1) / norm, (1 - k / q + k * k) / norm]
    return np.array([first, second])
