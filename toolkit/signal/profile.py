"""What levelling and limiting need to know of a sound, in steps of 2.5 ms: its true peaks and its energies.

Measured once, where the sound is made, and kept with it: a programme is then brought to its loudness and held below its
ceiling without its samples being filtered again.
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
_RINGS = 16  # of a second: the K filter's response has then fallen by 150 dB


def step_of(rate: int) -> int:
    """Samples in a step: 120 at 48 kHz."""
    return max(8, rate // STEPS_A_SECOND)


def profile(samples: Samples, rate: int) -> Profile:
    """The profile of a sound with silence before and after it."""
    step, exact = step_of(rate), samples.astype(np.float64)
    return Profile(step_peaks(samples, step), _energies(_weighted(exact, rate), step), _energies(exact, step))


def _weighted(samples: NDArray[np.float64], rate: int) -> NDArray[np.float64]:
    """What the K filter makes of a sound with silence before it: block by block through its frequency response, each
    with what rings on of the one before. As fast as the recursion in scipy, which takes longer to load than a worker
    takes to speak its first sentence.
    """
    response, size = _response(rate)
    step = size - rate // _RINGS
    blocks = np.zeros((-(-len(samples) // step), size))
    blocks[:, :step] = np.pad(samples, (0, -len(samples) % step)).reshape(-1, step)
    heard = np.fft.irfft(np.fft.rfft(blocks) * response, size)
    heard[1:, : size - step] += heard[:-1, step:]
    return np.asarray(heard[:, :step].reshape(-1)[: len(samples)])


@lru_cache(maxsize=8)
def _response(rate: int) -> tuple[NDArray[np.complex128], int]:
    """The K filter's response at the frequencies of blocks of so many samples."""
    size = 1 << (max(rate, 48) // 3).bit_length()
    delay = np.exp(-2j * np.pi * np.arange(size // 2 + 1) / size)
    powers = np.stack((np.ones_like(delay), delay, delay**2))
    sections = k_weighting(rate)
    return np.prod(sections[:, :3] @ powers, axis=0) / np.prod(sections[:, 3:] @ powers, axis=0), size


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
