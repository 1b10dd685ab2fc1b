"""Pure changes of a sampled sound: another rate, another tempo. Arrays are float32 mono, shape (n,), in −1…1;
no text, no files.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Samples = NDArray[np.float32]

HOP_MS = 16.0  # half a window: a little more than one period of the deepest voice (62 Hz)
REACH_MS = 8.0  # how far a window may move to fall in step with the one before: half a period of that voice
COARSE_HZ = 8000  # the search runs at this rate first, then to the sample
# what a window pays for moving its whole reach, in correlation: in noise and silence it stays where it is
PULL = 0.15


def resample(samples: Samples, source: int, target: int) -> Samples:
    """The same sound at another rate, ``ceil(n × target / source)`` samples; a time t stays the time t."""
    if source == target or not len(samples):
        return samples.astype(np.float32)
    from scipy.signal import resample_poly

    divisor = math.gcd(source, target)
    sound = resample_poly(samples.astype(np.float32), target // divisor, source // divisor)
    return np.asarray(sound, np.float32)


def stretch(samples: Samples, rate: int, tempo: float) -> Samples:
    """The same sound ``tempo`` times as fast at the same pitch, ``round(n / tempo)`` samples.

    WSOLA (Verhelst and Roelands 1993): windows of the source, each moved by up to 8 ms to continue the one
    before it, are faded into each other. The map of times is linear: what was at sample m is at ``m /
    tempo``, on average exactly, at most ``REACH_MS`` astray.
    """
    if tempo <= 0:
        raise ValueError(f"tempo {tempo} is not positive")
    length = round(len(samples) / tempo)
    if tempo == 1 or not length:
        return samples[:length].astype(np.float32)
    hop = round(rate * HOP_MS / 1000)
    reach = round(rate * REACH_MS / 1000)
    count = -(-length // hop) + 1
    margin = 2 * hop + reach
    sound = np.pad(samples.astype(np.float32, copy=False), (margin, margin + math.ceil(count * hop * tempo)))
    centres = margin + np.rint(np.arange(count) * hop * tempo).astype(np.int64)
    return _overlapped(sound, _in_step(sound, centres, hop, reach, rate), hop)[:length]


def _overlapped(sound: Samples, centres: NDArray[np.int64], hop: int) -> Samples:
    """The windows around ``centres`` laid ``hop`` apart, each faded out while the next is faded in (a Hann
    window of 2 × hop).
    """
    spans = sliding_window_view(sound, hop)
    rise = (0.5 - 0.5 * np.cos(np.pi * (np.arange(hop) + 0.5) / hop)).astype(np.float32)
    following = spans[centres[:-1]] * (1 - rise)
    following += spans[centres[1:] - hop] * rise
    return following.reshape(-1)


def _in_step(sound: Samples, centres: NDArray[np.int64], hop: int, reach: int, rate: int) -> NDArray[np.int64]:
    """``centres``, each moved to where the sound before it best continues the window before: the coarse
    search, then the fine one.
    """
    step = max(1, rate // COARSE_HZ)
    blurred = sound[: len(sound) // step * step].reshape(-1, step).mean(axis=1)
    floor = float(np.mean(sound**2)) * 1e-3 + 1e-12
    coarse = _Search(blurred, hop // step, reach // step, PULL, floor)
    fine = _Search(sound, hop, step, 0.0, floor)
    moved = centres.copy()
    for index in range(1, len(centres)):
        natural, aim = int(moved[index - 1]), int(centres[index]) - hop
        near = aim + coarse.best(natural // step, aim // step) * step
        near = min(max(near, aim - reach + step), aim + reach - step)
        moved[index] = near + fine.best(natural, near) + hop
    return moved


@dataclass(frozen=True, slots=True)
class _Search:
    """Looks in ``sound`` for what is most like a stretch of ``length`` samples, up to ``reach`` around a
    place.

    Moving the whole reach costs ``pull`` in correlation; ``floor`` is a mean square that keeps noise from
    looking alike.
    """

    sound: Samples
    length: int
    reach: int
    pull: float
    floor: float

    def best(self, natural: int, aim: int) -> int:
        """The shift from ``aim`` at which the sound is most like that from ``natural`` on."""
        template = self.sound[natural : natural + self.length]
        field = self.sound[aim - self.reach : aim + self.reach + self.length]
        energy = np.cumsum(np.concatenate(([0.0], field.astype(np.float64) ** 2)))
        quiet = self.floor * self.length
        energies = (energy[self.length :] - energy[: -self.length] + quiet) * (float(template @ template) + quiet)
        score = np.correlate(field, template, "valid") / np.sqrt(energies)
        score -= self.pull * (np.arange(-self.reach, self.reach + 1) / self.reach) ** 2
        return int(np.argmax(score)) - self.reach
