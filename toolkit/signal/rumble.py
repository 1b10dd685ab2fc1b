"""What lies below every voice taken away: a constant offset, and rumble that no listener hears and every codec pays
for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Samples = NDArray[np.float32]

STOP_HZ, PASS_HZ = 40.0, 60.0  # nothing below the first is left, all above the second; the deepest voices begin at 65
_ROOM_S = (
    0.25  # the filter's response has then fallen by 80 dB: the end of a sound does not reach round to its beginning
)


def without_rumble(samples: Samples, rate: int) -> Samples:
    """The sound without what is below 40 Hz, as long as before. The filter has no phase: every time stays where it
    is.
    """
    if not len(samples):
        return samples
    size = _fast(len(samples) + round(_ROOM_S * rate))
    spectrum = np.fft.rfft(samples.astype(np.float32, copy=False), size)
    hz = np.arange(1 + int(PASS_HZ * size / rate)) * (rate / size)
    rise = np.clip((hz - STOP_HZ) / (PASS_HZ - STOP_HZ), 0, 1)
    spectrum[: len(hz)] *= (0.5 - 0.5 * np.cos(np.pi * rise)).astype(np.float32)
    return np.asarray(np.fft.irfft(spectrum, size)[: len(samples)], np.float32)


def _fast(count: int) -> int:
    """A length from ``count`` on that a Fourier transform is quick with: 2, 3 or 5 times a power of two."""
    return min(odd << max(0, (-(-count // odd) - 1).bit_length()) for odd in (2, 3, 5))
