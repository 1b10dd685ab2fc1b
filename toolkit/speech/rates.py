"""Clips at another sampling rate."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np

from toolkit.model import Clip
from toolkit.signal.grid import sound_of
from toolkit.speech.sound import resampled


def at_rate(clips: Iterable[Clip], rate: int) -> Iterator[Clip]:
    """The same clips at ``rate`` Hz: every mark at its time, to the nearest sample."""
    return (clip if clip.rate == rate or not len(clip.samples) else _changed(clip, rate) for clip in clips)


def _changed(clip: Clip, rate: int) -> Clip:
    def at(sample: int) -> int:
        return min(round(sample * rate / clip.rate), len(samples))

    sound = sound_of(clip.samples, clip.scale) if clip.samples.dtype == np.int16 else clip.samples
    samples = resampled(sound, clip.rate, rate)
    return replace(
        clip,
        samples=samples,
        rate=rate,
        marks=tuple((offset, at(sample)) for offset, sample in clip.marks),
        pauses=tuple((at(start), at(end)) for start, end in clip.pauses),
        lead=at(clip.lead),
        tail=at(clip.tail),
        profile=None,
        scale=1.0,
    )
