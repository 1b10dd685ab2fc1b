"""A clip faster or slower than its voice, in the samples: where that is known only after it was spoken."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from toolkit.signal.grid import sound_of
from toolkit.signal.tempo import stretch

if TYPE_CHECKING:
    from toolkit.model import Clip


def at_tempo(clip: Clip, tempo: float) -> Clip:
    """The clip ``tempo`` times as fast, at the same pitch; marks move along."""
    if tempo == 1:
        return clip
    sound = sound_of(clip.samples, clip.scale) if clip.samples.dtype == np.int16 else clip.samples
    samples = stretch(sound, clip.rate, tempo)

    def moved(at: int) -> int:
        return min(round(at / tempo), len(samples))

    lead, end = moved(clip.lead), moved(len(clip.samples) - clip.tail)
    return replace(
        clip,
        samples=samples,
        marks=tuple((offset, moved(at)) for offset, at in clip.marks),
        pauses=tuple((moved(a), moved(b)) for a, b in clip.pauses),
        lead=lead,
        tail=len(samples) - end,
        profile=None,
        scale=1.0,
    )
