"""Sounds for the tests of the audio room."""

from __future__ import annotations

import numpy as np

RATE = 16_000


def babble(seconds: float, seed: int = 0, level: float = 0.2, rate: int = RATE) -> np.ndarray:
    """Something with the loudness and the peaks of speech: syllables of noise and tone, four a second."""
    rng = np.random.default_rng(seed)
    time = np.arange(round(seconds * rate)) / rate
    tone = sum(np.sin(2 * np.pi * 120 * k * time + k) / k for k in range(1, 12))
    sound = (tone + rng.standard_normal(len(time)) * 0.05) * np.sin(np.pi * 4 * time) ** 2
    return (sound * level).astype(np.float32)
