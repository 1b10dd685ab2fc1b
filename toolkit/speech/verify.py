"""Silence and failure told apart: what an engine gives must be as much speech as the sentence has morae."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from toolkit.errors import EngineError
from toolkit.speech.morae import morae_of, named
from toolkit.speech.sound import QUIET_DB, levels

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from toolkit.japanese.reading import Reading
    from toolkit.model import Clip
    from toolkit.speech.protocol import Engine

_SLACK_S = 0.25  # one word has no average tempo: はい is as long as a nod
# geometric over arithmetic mean of the mean power below 8 kHz: white noise is near 1, speech measured below
# 0.08
_NOISE_FLATNESS = 0.3
# Measured on 96 sentences of every voice of openjtalk and of espeak: the loud parts lie at −21 to −10 dBFS, the longest
# silence within a sentence is 0.56 s, the mean 31 dB or more below the loud parts, 1 or 2 samples reach the peak, and
# no jump is more than 2.4 times those around it.
_FAINT_DB, _LONGEST_GAP_S, _OFFSET_DB, _FULL_SAMPLES, _FULL_SHARE = -50.0, 1.6, -15.0, 20, 0.005
_JUMP, _CLICK_RATIO, _MOST_JUMPS = 0.3, 5.0, 2000


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
    return _damaged(clip) if engine.audible else ""


def _damaged(clip: Clip) -> str:
    """What is speech but cannot be used as it is: faint, interrupted, off its middle, cut at the top, or clicking."""
    sound = clip.samples.astype(np.float32)
    if clip.samples.dtype == np.int16:
        sound /= np.float32(32_768 * clip.scale)
    level, hop = levels(sound, clip.rate)
    usual = float(np.percentile(level, 95)) if len(level) else 0.0
    if usual < 10 ** (_FAINT_DB / 20):
        return f"gave sound at only {20 * np.log10(usual + 1e-9):.0f} dBFS"
    heard = np.flatnonzero(level > usual * 10 ** (QUIET_DB / 20))
    gap = float(np.diff(heard).max(initial=1) - 1) * hop / clip.rate
    if gap > _LONGEST_GAP_S:
        return f"gave {gap:.1f} s of silence within the sentence"
    if abs(float(sound.mean())) > usual * 10 ** (_OFFSET_DB / 20):
        return "gave sound with a constant offset (DC)"
    peak = float(np.abs(sound).max())
    if np.count_nonzero(np.abs(sound) > 0.999 * peak) > max(_FULL_SAMPLES, _FULL_SHARE * len(sound)):
        return "gave clipped sound"
    return "gave a click" if _clicks(sound, peak) else ""


def _clicks(sound: NDArray[np.float32], peak: float) -> bool:
    """Whether one sample jumps as none near it does: the loudest jumps held against those within 40 samples."""
    jump = np.abs(sound[1:-1] - (sound[2:] + sound[:-2]) / 2)
    for k in np.flatnonzero(jump > _JUMP * peak)[:_MOST_JUMPS].tolist():
        near = np.concatenate((jump[max(0, k - 40) : max(0, k - 3)], jump[k + 4 : k + 41]))
        if len(near) and jump[k] > _CLICK_RATIO * float(near.max()):
            return True
    return False


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
