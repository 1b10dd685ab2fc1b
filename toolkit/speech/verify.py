"""Silence and failure told apart: what an engine gives must be as much speech as the sentence has morae."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from toolkit.errors import EngineError
from toolkit.speech.morae import morae_of, named

if TYPE_CHECKING:
    from toolkit.japanese.reading import Reading
    from toolkit.model import Clip
    from toolkit.speech.protocol import Engine

_SLACK_S = 0.25  # one word has no average tempo: はい is as long as a nod
# geometric over arithmetic mean of the mean power below 8 kHz: white noise is near 1, speech measured below
# 0.08
_NOISE_FLATNESS = 0.3


def verify(clip: Clip, reading: Reading, engine: Engine, pace: float = 1.0) -> Clip:
    """The clip itself, or EngineError naming the sentence if it is not speech of that sentence's length."""
    count = morae_of(reading)
    if count == 0:
        return clip
    fault = _broken(clip, engine) or _off_length(clip, count, engine, pace) or _marks_astray(clip)
    if fault:
        raise EngineError(
            f"the engine {engine.name!r} {fault}",
            where=named(reading.text),
            mend="try another voice or engine",
        )
    return clip


def _broken(clip: Clip, engine: Engine) -> str:
    if clip.rate != engine.rate:
        return f"gave {clip.rate} Hz instead of {engine.rate}"
    if not len(clip.samples):
        return "gave no sound"
    if not np.isfinite(clip.samples).all():
        return "gave samples that are no numbers"
    if engine.audible and float(np.abs(clip.samples).max()) < 1e-4:
        return "gave silence"
    if engine.audible and _flatness(clip) > _NOISE_FLATNESS:
        return "gave noise"
    return ""


def _off_length(clip: Clip, count: int, engine: Engine, pace: float) -> str:
    silent = clip.lead + clip.tail + sum(end - start for start, end in clip.pauses)
    seconds = (len(clip.samples) - silent) / clip.rate * pace
    slowest, fastest = engine.tempo
    if seconds < count / fastest - _SLACK_S * (count <= 3):
        return f"gave {seconds:.2f} s of sound for {count} morae: part of the sentence is missing"
    if seconds > count / slowest + _SLACK_S:
        return f"gave {seconds:.2f} s of sound for {count} morae: too much"
    return ""


def _marks_astray(clip: Clip) -> str:
    places = [at for _, at in clip.marks]
    if not places or places != sorted(places) or places[0] < 0 or places[-1] > len(clip.samples):
        return "gave time marks out of order"
    return ""


def _flatness(clip: Clip) -> float:
    """Spectral flatness of the loudest second, 100 Hz … 8 kHz."""
    size = 1 << (clip.rate // 50).bit_length()
    if len(clip.samples) < 4 * size:
        return 0.0
    frames = clip.samples[: len(clip.samples) // size * size].reshape(-1, size)[:64]
    power = (np.abs(np.fft.rfft(frames * np.hanning(size), axis=1)) ** 2).mean(axis=0)
    band = power[size * 100 // clip.rate : size * 8000 // clip.rate] + 1e-20
    return float(np.exp(np.log(band).mean()) / band.mean())
