"""An engine for `drift.py`: every sentence is a square wave that begins and ends at a known sample."""

from __future__ import annotations

import numpy as np

from toolkit.japanese.reading import Reading
from toolkit.model import Clip, Voice
from toolkit.speech.morae import morae, morae_of
from toolkit.speech.protocol import choose

MORA_S = 0.1337  # no whole number of milliseconds, nor of samples


class Square:
    """See ``toolkit.speech.protocol.Engine``."""

    name = "square"
    version = "square 1"
    tempo = (1.0, 20.0)
    audible = True

    def __init__(self, rate: str = "8000") -> None:
        self.rate = int(rate)

    def voices(self) -> tuple[Voice, ...]:
        return tuple(Voice(f"square-{n}", self.name, "neutral") for n in range(1, 5))

    def voice(self, name: str) -> Voice:
        return choose(self.voices(), name)

    def speak(self, reading: Reading, voice: str, *, pace: float = 1.0) -> Clip:
        edge = self.rate // 100
        count = round(morae_of(reading) * MORA_S / pace * self.rate)
        samples = np.zeros(count + 2 * edge, np.float32)
        samples[edge : edge + count] = np.where(np.arange(count) // (self.rate // 400) % 2, 0.2, -0.2)
        marks, at = [], 0.0
        for word in reading.words:
            marks.append((word.start, edge + round(at * self.rate / pace)))
            at += morae(word.reading) * MORA_S
        return Clip(samples, self.rate, tuple(marks), (), edge, edge)
