"""An engine that can be heard and takes no time: the silent one's times, filled with babble."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from sounds import babble

from toolkit.japanese.reading import Reading
from toolkit.model import Clip
from toolkit.speech.engines.silent import Silent


class Babbler(Silent):
    """See ``Silent``."""

    version = "babbler 1"

    def speak(self, reading: Reading, voice: str, *, pace: float = 1.0) -> Clip:
        clip = super().speak(reading, voice, pace=pace)
        if not len(clip.samples):
            return clip
        sound = babble(len(clip.samples) / self.rate, len(reading.text), 0.1, self.rate)[: len(clip.samples)]
        return replace(clip, samples=np.pad(sound, (0, len(clip.samples) - len(sound))))


class Slow(Babbler):
    """The same at half the rate."""

    rate = 24_000
    version = "slow babbler 1"
