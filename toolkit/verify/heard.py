"""When a file sounds and when it is silent."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from toolkit.audio.decode import opened

if TYPE_CHECKING:
    from numpy.typing import NDArray

HOP_MS = 5
# below the loud parts of the programme: the engines' own edges lie 40 dB below those of each sentence
QUIET_DB = -40.0


@dataclass(frozen=True, slots=True, eq=False)
class Heard:
    """``loud``: which hops of ``hop_ms`` are sound. All times are milliseconds from the beginning of the file."""

    loud: NDArray[np.bool_]
    hop_ms: float

    def first(self, start: float, end: float) -> float | None:
        """The first sound between two times, None if there is none."""
        at, found = self._between(start, end)
        return float(at + found[0]) * self.hop_ms if len(found) else None

    def last(self, start: float, end: float) -> float | None:
        """Where the last sound between two times ends."""
        at, found = self._between(start, end)
        return float(at + found[-1] + 1) * self.hop_ms if len(found) else None

    def silences(self, start: float, end: float) -> list[tuple[float, float]]:
        """(start, end) of the silences that lie between two sounds, both in the span."""
        at, found = self._between(start, end)
        breaks = np.flatnonzero(np.diff(found) > 1)
        return [
            ((at + a + 1) * self.hop_ms, (at + b) * self.hop_ms)
            for a, b in zip(found[breaks], found[breaks + 1], strict=True)
        ]

    def _between(self, start: float, end: float) -> tuple[int, NDArray[np.intp]]:
        first = max(0, round(start / self.hop_ms))
        return first, np.flatnonzero(self.loud[first : max(first, round(end / self.hop_ms))])


def listen(path: Path) -> Heard:
    """One pass over a file. Memory: 2 kB a second of sound."""
    kept, levels = np.zeros(0, np.float32), [np.zeros(0)]
    with opened(path) as sound:
        size = round(sound.rate * HOP_MS / 1000)
        for block in sound.blocks:
            kept = np.concatenate((kept, block))
            count = len(kept) // size
            frames = kept[: count * size].reshape(count, size).astype(np.float64)
            levels.append(np.sqrt(np.einsum("ij,ij->i", frames, frames) / size))
            kept = kept[count * size :]
        level = np.concatenate(levels)
        return Heard(level > _threshold(level), size * 1000 / sound.rate)


def _threshold(level: NDArray[np.float64]) -> float:
    """``QUIET_DB`` below what the loudest twentieth of the sounding hops reaches."""
    sounding = level[level > 1e-4]
    return float(np.percentile(sounding, 95)) * float(10 ** (QUIET_DB / 20)) if len(sounding) else 1.0
