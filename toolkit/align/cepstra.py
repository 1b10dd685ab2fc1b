"""What a sound is like every 20 ms, with no model: cepstra, how they move, and whether it sounds.

As in aeneas and in speech recognition before neural networks: mel cepstra (Davis and Mermelstein, 1980), brought to
mean 0 and spread 1 over all that sounds, so that one voice and one microphone can be compared with another.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from toolkit.align.encoder import CONTEXT, CORE, FRAME
from toolkit.align.frames import Windows
from toolkit.align.mel import log_power

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Samples = NDArray[np.float32]

COUNT = 13  # cepstra, as is usual
_HOPS = 2  # frames of ``log_power`` in one of ours
_REACH = 2  # frames on either side that say how a cepstrum moves
_LOUD = 0.35  # of the way from the softest to the loudest, in decibels: what sounds


@dataclass(frozen=True, slots=True, eq=False)
class Sounding:
    """``features`` (frames, 26); ``loud`` (frames,): which of them sound. ``samples`` at 16 kHz."""

    features: Floats
    loud: NDArray[np.bool_]
    samples: int


def sounding(blocks: Iterable[Samples]) -> Sounding:
    """Of mono sound at 16 kHz."""
    windows = Windows(blocks)
    edge, core = CONTEXT // FRAME, CORE // FRAME
    pictures = [_picture(window)[edge : edge + core] for window in windows]
    count = -(-windows.count // FRAME)
    if not count:
        return Sounding(np.zeros((0, 2 * COUNT), np.float32), np.zeros(0, bool), 0)
    picture = np.concatenate(pictures)[:count]
    return _normal(picture[:, 1:], picture[:, 0], windows.count)


def _picture(window: Samples) -> Floats:
    """(frames, 1 + COUNT): decibels, then cepstra."""
    log = log_power(window)
    bands = log[:, : log.shape[1] // _HOPS * _HOPS].reshape(len(log), -1, _HOPS).mean(axis=2)
    decibels = 10 * np.log10(np.sum(10.0**bands, axis=0))
    return np.vstack([decibels[None], _cosines(len(log)) @ bands]).T.astype(np.float32)


@lru_cache(maxsize=1)
def _cosines(bands: int) -> Floats:
    """(COUNT, bands): the cosine transform without its constant part."""
    k, n = np.arange(1, COUNT + 1)[:, None], np.arange(bands)[None]
    return np.asarray(np.cos(np.pi * k * (n + 0.5) / bands) * np.sqrt(2 / bands), np.float32)


def _normal(cepstra: Floats, decibels: Floats, samples: int) -> Sounding:
    low, high = np.percentile(decibels, (5, 95))
    level = np.clip((decibels - low) / max(float(high - low), 6.0), 0.0, 1.0)
    loud = level > _LOUD
    own = cepstra[loud] if loud.any() else cepstra
    steady = (cepstra - own.mean(axis=0)) / (own.std(axis=0) + 1e-6)
    padded = np.pad(steady, ((_REACH, _REACH), (0, 0)), mode="edge")
    weights = np.arange(-_REACH, _REACH + 1)
    moving = np.sum([w * padded[_REACH + w : len(padded) - _REACH + w] for w in weights], axis=0)
    moving = moving / (moving[loud].std(axis=0) + 1e-6 if loud.any() else 1.0)
    features = np.hstack([steady, moving])
    return Sounding(features.astype(np.float32), np.asarray(loud), samples)
