"""The log-mel picture of a window of sound that Whisper's encoder looks at.

The figures are those of its authors (openai/whisper, ``audio.py``): 16 kHz, windows of 25 ms every 10 ms, 80 bands on
Slaney's mel scale with equal area, log10 of the power, 8 (80 dB) below the window's loudest at the least.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

RATE = 16_000
_SIZE, _HOP, _BANDS = 400, 160, 80
_LINEAR_HZ, _LOG_HZ, _LOG_STEP = 200 / 3, 1000.0, float(np.log(6.4)) / 27  # Slaney: linear to 1 kHz, then logarithmic


def log_mel(samples: Floats) -> Floats:
    """(80, len(samples) // 160) of mono sound at 16 kHz, as the encoder was trained on it."""
    log = log_power(samples)
    return np.asarray((np.maximum(log, log.max() - 8.0) + 4.0) / 4.0, np.float32)


def log_power(samples: Floats) -> Floats:
    """(80, len(samples) // 160): log10 of the power in each band."""
    count = len(samples) // _HOP
    padded = np.pad(samples, _SIZE // 2, mode="reflect")
    frames = np.lib.stride_tricks.sliding_window_view(padded, _SIZE)[::_HOP][:count]
    window = np.hanning(_SIZE + 1)[:-1].astype(np.float32)
    power = np.abs(np.fft.rfft(frames * window, axis=1)).astype(np.float32) ** 2
    return np.asarray(np.log10(np.maximum(_bands() @ power.T, 1e-10)), np.float32)


@lru_cache(maxsize=1)
def _bands() -> Floats:
    """(80, 201): what each band takes of each bin."""
    bins = np.fft.rfftfreq(_SIZE, 1 / RATE)
    edges = _hertz(np.linspace(0.0, _mel(RATE / 2), _BANDS + 2))
    widths = np.diff(edges)
    slopes = edges[:, None] - bins[None, :]
    rising, falling = -slopes[:-2] / widths[:-1, None], slopes[2:] / widths[1:, None]
    areas = 2.0 / (edges[2:] - edges[:-2])
    return np.asarray(np.maximum(0.0, np.minimum(rising, falling)) * areas[:, None], np.float32)


def _mel(hertz: float) -> float:
    return _LOG_HZ / _LINEAR_HZ + float(np.log(hertz / _LOG_HZ)) / _LOG_STEP


def _hertz(mels: NDArray[np.float64]) -> NDArray[np.float64]:
    first = _LOG_HZ / _LINEAR_HZ
    return np.where(mels < first, mels * _LINEAR_HZ, _LOG_HZ * np.exp(_LOG_STEP * (mels - first)))
