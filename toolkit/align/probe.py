"""The phoneme probe: which phone a frame of Whisper's encoder sounds like. One linear layer and a softmax.

Its figures (``data/probe.npz``) come from ``scripts/train_probe.py``.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Self

import numpy as np

from toolkit.align.phones import PHONES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Packed = NDArray[np.int8]
    Phones = NDArray[np.int64]

DATA = Path(__file__).parent / "data" / "probe.npz"
STEP = 1 / 16  # of a standard deviation: frames are kept in one byte a figure, up to 8 standard deviations
# Found by trial on narrations: what is common is not expected everywhere, and no frame speaks against a phone without
# limit.
PRIOR_SHARE, FLOOR = 0.6, -9.0
_BLOCK = 1 << 13
_BATCH, _RATE = 512, 2e-3


@dataclass(frozen=True, slots=True, eq=False)
class Probe:
    """``mean``, ``spread`` (512,): of the frames trained on. ``weights`` (512, phones), ``bias`` and ``prior``
    (phones,).
    """

    mean: Floats
    spread: Floats
    weights: Floats
    bias: Floats
    prior: Floats

    @classmethod
    def fitted(cls, frames: Floats, phones: Phones, seed: int = 0) -> Self:
        """Trained from nothing on frames (n, 512) and the index in ``PHONES`` of each."""
        counts = np.bincount(phones, minlength=len(PHONES)) + 1.0
        blank = cls(
            frames.mean(axis=0),
            frames.std(axis=0) + 1e-6,
            np.zeros((frames.shape[1], len(PHONES)), np.float32),
            np.zeros(len(PHONES), np.float32),
            (counts / counts.sum()).astype(np.float32),
        )
        return blank.refitted(blank.packed(frames), phones, pull=3e-5, rounds=12, seed=seed)

    def refitted(self, packed: Packed, phones: Phones, *, pull: float, rounds: int, seed: int = 0) -> Self:
        """The same probe moved towards what these frames were; ``pull`` holds it back to where it was (per frame, half
        the square of the distance). Adam (Kingma and Ba, 2015) in ``rounds`` rounds over the frames, its rate falling
        to nothing.
        """
        start = np.vstack([self.weights, self.bias[None]])
        now, first, second = start.copy(), np.zeros_like(start), np.zeros_like(start)
        dice = np.random.default_rng(seed)
        batches = [
            b for _ in range(rounds) for b in np.array_split(dice.permutation(len(packed)), -(-len(packed) // _BATCH))
        ]
        for n, batch in enumerate(batches, 1):
            x = np.hstack([packed[batch].astype(np.float32) * np.float32(STEP), np.ones((len(batch), 1), np.float32)])
            error = np.exp(_log_softmax(x @ now))
            error[np.arange(len(batch)), phones[batch]] -= 1
            slope = x.T @ error / len(batch) + pull * (now - start)
            first += 0.1 * (slope - first)
            second += 0.001 * (slope**2 - second)
            rate = _RATE * (1 - n / len(batches))
            now -= rate * (first / (1 - 0.9**n)) / (np.sqrt(second / (1 - 0.999**n)) + 1e-8)
        return replace(self, weights=now[:-1], bias=now[-1])

    def packed(self, frames: Floats) -> Packed:
        """Frames in one byte a figure: as they are kept, and as everything else here takes them."""
        steps = np.rint((frames - self.mean) / (self.spread * STEP))
        return np.asarray(np.clip(steps, -127, 127), np.int8)

    def scores(self, packed: Packed) -> Floats:
        """(n, phones): the log of how well each frame goes with each phone."""
        found = np.empty((len(packed), len(PHONES)), np.float32)
        shift = np.float32(PRIOR_SHARE) * np.log(self.prior)
        for at in range(0, len(packed), _BLOCK):
            logs = self._logs(packed[at : at + _BLOCK])
            found[at : at + _BLOCK] = np.maximum(logs - shift, FLOOR)
        return found

    def posteriors(self, frames: Floats) -> Floats:
        """(n, phones): how probable each phone is, for frames as the encoder gives them."""
        return np.exp(self._logs(self.packed(frames)))

    def _logs(self, packed: Packed) -> Floats:
        frames = np.asarray(packed.astype(np.float32) * np.float32(STEP), np.float32)
        return _log_softmax(np.asarray(frames @ self.weights + self.bias, np.float32))

    def save(self, path: Path) -> None:
        """Half precision is enough."""
        names = ("mean", "spread", "weights", "bias", "prior")
        np.savez_compressed(path, **{name: getattr(self, name).astype(np.float16) for name in names})


def _log_softmax(values: Floats) -> Floats:
    values = values - values.max(axis=1, keepdims=True)
    return np.asarray(values - np.log(np.exp(values).sum(axis=1, keepdims=True)), np.float32)


@lru_cache(maxsize=1)
def default() -> Probe:
    """The project's own."""
    with np.load(DATA) as data:
        return Probe(**{name: data[name].astype(np.float32) for name in data.files})


@lru_cache(maxsize=1)
def version() -> str:
    """Changes when the probe does."""
    return hashlib.sha256(DATA.read_bytes()).hexdigest()[:12]
