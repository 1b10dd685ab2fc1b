"""How a stretch of sound is known again: its level every 50 ms, and the checksum of its samples.

The levels tell one sentence from another, and survive every format: a lossy codec moves none that is heard by more than
``LOSSY_DB`` (measured over MP3, Opus and AAC). The checksum finds the smallest change of what a lossless format holds.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

import numpy as np

from toolkit.model.narration import Print

if TYPE_CHECKING:
    from numpy.typing import NDArray

STEP_MS = 50
FULL_SCALE = 32_768
# base64's own signs in its own order (RFC 4648, for URLs): one for each decibel
_SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_FLOOR_DB = len(_SIGNS) - 1  # below full scale: A is that or less


def print_of(samples: NDArray[np.int16], rate: int, *, exact: bool) -> Print:
    """The print of 16-bit samples at ``rate``; without a checksum if the format is not ``exact``."""
    return Print(
        _written(levels_of(samples.astype(np.float32) / np.float32(FULL_SCALE), rate)), crc32(samples) if exact else ""
    )


def levels_in(known: Print) -> NDArray[np.float64]:
    """The levels that a print tells, in whole decibels."""
    return np.array([_SIGNS.index(sign) - _FLOOR_DB for sign in known.levels], np.float64)


def readable(levels: str) -> bool:
    """Whether these are levels as a print has them."""
    return set(levels) <= set(_SIGNS)


def crc32(samples: NDArray[np.int16]) -> str:
    """CRC-32 of the samples as little-endian bytes, in eight hexadecimal digits."""
    return f"{zlib.crc32(samples.astype('<i2', copy=False).tobytes()):08x}"


def as_integers(samples: NDArray[np.float32]) -> NDArray[np.int16]:
    """The 16-bit samples that a lossless file held."""
    return np.clip(np.rint(samples * FULL_SCALE), -FULL_SCALE, FULL_SCALE - 1).astype(np.int16)


def levels_of(samples: NDArray[np.float32], rate: int) -> NDArray[np.float64]:
    """dBFS (RMS) of every 50 ms, none below the floor of a print: at another rate and through a codec the same sounds
    give nearly the same.
    """
    if not len(samples):
        return np.zeros(0)
    starts = np.arange(0, len(samples), rate * STEP_MS // 1000)
    energy = np.add.reduceat(np.square(samples, dtype=np.float64), starts)
    counts = np.diff(np.append(starts, len(samples)))
    least = float(10 ** (-_FLOOR_DB / 10))
    levels: NDArray[np.float64] = np.minimum(0.0, 10 * np.log10(np.maximum(energy / counts, least)))
    return levels


def _written(levels: NDArray[np.float64]) -> str:
    return "".join(_SIGNS[round(level) + _FLOOR_DB] for level in levels.tolist())
