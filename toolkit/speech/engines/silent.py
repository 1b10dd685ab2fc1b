"""An engine that makes no sound: real times by morae, zero samples. For tests, dry runs and planning."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from toolkit.model import Clip, Voice
from toolkit.speech.morae import morae, morae_of, pauses_before
from toolkit.speech.protocol import choose
from toolkit.speech.sound import empty_clip
from toolkit.speech.verify import verify

if TYPE_CHECKING:
    from toolkit.japanese.reading import Reading

MORAE_A_SECOND = 7.5  # between conversation (6.3) and news (8): RATE-CONV of the sources in narration.PAUSES
PAUSE_S = 0.4


class Silent:
    """See ``protocol.Engine``."""

    name = "silent"
    rate = 48_000
    version = "silent 1"
    tempo = (MORAE_A_SECOND * 0.6, MORAE_A_SECOND * 1.6)
    audible = False

    def voices(self) -> tuple[Voice, ...]:
        return tuple(
            Voice(f"quiet-{n}", self.name, "neutral", "no sound, times by morae", "none needed") for n in range(1, 9)
        )

    def voice(self, name: str) -> Voice:
        return choose(self.voices(), name)

    def speak(self, reading: Reading, voice: str, *, pace: float = 1.0) -> Clip:
        self.voice(voice)
        if not morae_of(reading):
            return empty_clip(self.rate)
        at, marks, pauses = 0, [], []
        broken = pauses_before(reading)
        for word in reading.words:
            if word.start in broken and at:
                pauses.append((at, at + self._samples(PAUSE_S, pace)))
                at = pauses[-1][1]
            marks.append((word.start, at))
            at += self._samples(morae(word.reading) / MORAE_A_SECOND, pace)
        clip = Clip(np.zeros(at, np.float32), self.rate, tuple(marks), tuple(pauses))
        return verify(clip, reading, self, pace)

    def _samples(self, seconds: float, pace: float) -> int:
        return round(seconds * self.rate / pace)
