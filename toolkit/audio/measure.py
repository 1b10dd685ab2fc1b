"""A sound file measured in one pass: loudness, peaks, noise, silences, clicks. Memory does not grow with its
length.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from toolkit.audio.decode import opened
from toolkit.audio.loudness import Meter, decibels, factor, integrated, noise_floor
from toolkit.signal import peaks

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Samples = NDArray[np.float32]

SILENT_DB = -50.0  # dBFS: below this a sample is silence (a synthetic voice at −18 LUFS has its noise at −60)
CLICK_MS = 4.0  # the surroundings a sample is compared with
# a bend so much sharper than its surroundings: plosives of Open JTalk stay below 7, of Kokoro (24 kHz) below 13, cuts
# in a vowel pass 15
CLICK_RATIO = 14.0
# a break is sharp against the millisecond before it and the one after; a plosive's burst goes on: 11 times the median
# of those bends at the most (Kokoro's チ and ク), cuts in vowels pass 13 (146 of 151)
BURST_MS, BURST_RATIO = 1.0, 13.0
CLICK_FLOOR = 0.005  # of full scale: no sharper bend, no audible click


@dataclass(frozen=True, slots=True)
class Measured:
    """What a file sounds like. Levels in dB as named (−120: nothing there); ``clicks`` are the samples where
    it breaks.

    ``noise_floor_db`` is the RMS of its quietest half second. ``longest_silence_ms`` lies between two sounds;
    before the first and after the last there are ``head_ms`` and ``tail_ms``.
    """

    rate: int
    duration_samples: int
    integrated_lufs: float
    true_peak_dbtp: float
    peak: float
    rms_db: float
    noise_floor_db: float
    longest_silence_ms: float
    head_ms: float
    tail_ms: float
    clicks: tuple[int, ...]


def measure(path: Path) -> Measured:
    """Measure a WAV, FLAC, MP3, Opus or M4B. InputError if it is none of these, EngineError if damaged."""
    with opened(path) as sound:
        return measure_blocks(sound.rate, sound.blocks)


def measure_blocks(rate: int, blocks: Iterable[Samples]) -> Measured:
    """The same of float32 mono blocks of any size."""
    meter, silences, edges = Meter(rate), _Silences(), _Edges(rate)
    peak, count = 0.0, 0
    for block in blocks:
        meter.feed(block)
        silences.feed(block)
        edges.feed(block)
        peak = max(peak, float(np.abs(block).max(initial=0.0)))
        count += len(block)
    edges.finish()
    return Measured(
        rate=rate,
        duration_samples=count,
        integrated_lufs=integrated(meter.weighted, rate, count),
        true_peak_dbtp=decibels(max(peak, edges.true_peak) ** 2),
        peak=peak,
        rms_db=decibels(float(meter.plain.sum()) / max(1, count)),
        noise_floor_db=noise_floor(meter.plain, rate, count),
        longest_silence_ms=silences.longest * 1000 / rate,
        head_ms=silences.head * 1000 / rate,
        tail_ms=(count - silences.end) * 1000 / rate,
        clicks=tuple(edges.clicks),
    )


class _Silences:
    """``head``: samples before the first sound; ``end``: where the last one ends; ``longest``: the longest
    silence between two.
    """

    def __init__(self) -> None:
        self.head = self.end = self.longest = 0
        self._count = 0
        self._heard = False

    def feed(self, block: Samples) -> None:
        loud = np.flatnonzero(np.abs(block) > factor(SILENT_DB)) + self._count
        self._count += len(block)
        if not len(loud):
            self.head = self.head if self._heard else self._count
            return
        if self._heard:
            self.longest = max(self.longest, int(loud[0]) - self.end)
        else:
            self.head = int(loud[0])
        self.longest = max(self.longest, int(np.diff(loud).max(initial=1)) - 1)
        self.end = int(loud[-1]) + 1
        self._heard = True


class _Edges:
    """What needs a few samples on either side: true peaks and clicks. Blocks are taken with a margin of the
    one before and after.
    """

    def __init__(self, rate: int) -> None:
        self.true_peak = 0.0
        self.clicks: list[int] = []
        self._margin = max(2 * peaks.REACH, round(rate * CLICK_MS / 1000))
        self._side = round(rate * BURST_MS / 1000)
        self._width = round(rate * CLICK_MS / 1000) | 1
        self._kept = np.zeros(2 * self._margin, np.float32)
        self._start = -2 * self._margin

    def feed(self, block: Samples) -> None:
        chunk = np.concatenate((self._kept, block))
        self._true_peak(chunk)
        self._clicks(chunk)
        self._start += len(block)
        self._kept = chunk[len(block) :]

    def finish(self) -> None:
        self.feed(np.zeros(2 * self._margin, np.float32))

    def _true_peak(self, chunk: Samples) -> None:
        for start, values in peaks.hot_spots(chunk, self.true_peak):
            inner = values[max(0, self._margin - start) : max(0, len(chunk) - self._margin - start)]
            self.true_peak = max(self.true_peak, float(inner.max(initial=0.0)))

    def _clicks(self, chunk: Samples) -> None:
        inner = slice(self._margin, len(chunk) - self._margin)
        for place in np.flatnonzero(_broken(chunk, self._width)[inner]).tolist():
            at = self._start + self._margin + place
            if _goes_on(chunk, self._margin + place, self._side):
                continue
            if not self.clicks or at - self.clicks[-1] > self._width:
                self.clicks.append(at)


def _broken(sound: Samples, width: int) -> NDArray[np.bool_]:
    """Where the second difference stands out from those around it (itself and its neighbours left out)."""
    from scipy.ndimage import uniform_filter1d

    bend = np.zeros(len(sound))
    bend[1:-1] = np.abs(np.diff(sound.astype(np.float64), 2))
    around = uniform_filter1d(bend, width, mode="constant") * width - uniform_filter1d(bend, 5, mode="constant") * 5
    return np.asarray((bend > CLICK_FLOOR) & (bend > CLICK_RATIO * np.maximum(around, 0) / (width - 5)))


def _goes_on(sound: Samples, at: int, side: int) -> bool:
    """Whether the bend at a sample is the front of a noise (a plosive's burst) and not a break."""
    bends = np.abs(np.diff(sound[at - side - 4 : at + side + 5].astype(np.float64), 2))
    middle = side + 3  # the bend at ``at``; two neighbours on either side belong to it
    before, after = bends[middle - 2 - side : middle - 2], bends[middle + 3 : middle + 3 + side]
    return bool(bends[middle] < BURST_RATIO * max(np.median(before), np.median(after)))
