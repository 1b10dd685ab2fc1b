"""How far apart voices are, and how good: pitch and formants from the sound, DNSMOS."""

from __future__ import annotations

import argparse
from itertools import combinations, islice

import numpy as np
from numpy.typing import NDArray
from voices_sample import readings

from toolkit.speech import Engine, engine_named
from toolkit.speech.sound import resampled

Samples = NDArray[np.float32]
RATE, FRAME, HOP = 16_000, 640, 320  # Hz; 40 ms, 20 ms
_STEPS = 200  # points of the grid for a factor of e: half a per cent each
_GRID = np.exp(np.arange(round(np.log(500) * _STEPS), round(np.log(6_500) * _STEPS)) / _STEPS)
SENTENCES = 8
# what listeners hear as another person: 3 semitones of pitch (a fifth of the octave of one speaker's own range) or 5 %
# of vocal-tract length (the least that is noticed; Smith & Patterson 2005)
PITCH_ST, TRACT_PERCENT = 3.0, 5.0


def distance(options: argparse.Namespace) -> None:
    """A table of voices, then of every pair: semitones of pitch, per cent of formants, and both in units of what can be
    heard.
    """
    engine = engine_named(options.engine)
    found = {voice.name: _of(engine, voice.name) for voice in engine.voices()}
    first = next(iter(found))
    print(f"{'voice':16}{'pitch':>8}   formants against {first}")
    for name, (pitch, envelope) in found.items():
        print(f"{name:16}{pitch:6.0f}Hz{100 * _moved(found[first][1], envelope):+9.1f}%")
    rows = [(one, other, *_apart(found[one], found[other])) for one, other in combinations(found, 2)]
    print(f"\n{'pair':34}{'semitones':>10}{'formants':>10}{'distance':>10}")
    for one, other, semitones, percent, both in sorted(rows, key=lambda row: row[-1]):
        print(f"{one + ' / ' + other:34}{semitones:10.1f}{percent:9.1f}%{both:10.2f}")
    cast = list(islice(found, 4))
    least = min(row[-1] for row in rows if {row[0], row[1]} <= set(cast))
    print(f"\na cast of four ({', '.join(cast)}): least distance {least:.2f}; above 1 can be heard")


def _apart(one: tuple[float, Samples], other: tuple[float, Samples]) -> tuple[float, float, float]:
    semitones = 12 * abs(np.log2(one[0] / other[0]))
    percent = 100 * abs(_moved(one[1], other[1]))
    return semitones, percent, float(np.hypot(semitones / PITCH_ST, percent / TRACT_PERCENT))


def _of(engine: Engine, name: str) -> tuple[float, Samples]:
    """Median pitch in Hz, and the spectral envelope of the voiced frames in dB over ``_GRID``."""
    sound = np.concatenate([_sound(engine, name, reading) for reading in islice(readings("mijikai.txt"), SENTENCES)])
    frames = np.lib.stride_tricks.sliding_window_view(sound, FRAME)[::HOP]
    loud = frames[np.sqrt((frames**2).mean(axis=1)) > 0.1 * np.abs(sound).max()]
    voiced = np.array([(frame, pitch) for frame in loud if (pitch := _pitch(frame))], dtype=object)
    power = np.mean([np.abs(np.fft.rfft(frame * np.hanning(FRAME), 4 * FRAME)) ** 2 for frame in voiced[:, 0]], axis=0)
    pitch = float(np.median(voiced[:, 1].astype(float)))
    return pitch, _envelope(power, pitch)


def _envelope(power: Samples, pitch: float) -> Samples:
    """dB on a logarithmic grid, smoothed over one harmonic."""
    step = RATE / (4 * FRAME)
    width = max(3, round(1.2 * pitch / step)) | 1
    smooth = np.convolve(power, np.hanning(width + 2)[1:-1], "same")
    return np.interp(_GRID, np.arange(len(power)) * step, 10 * np.log10(smooth + 1e-12))


def _moved(one: Samples, other: Samples) -> float:
    """By which factor (less 1) the other envelope lies higher: the shift on the logarithmic grid at which both agree
    best.
    """
    reach = round(np.log(1.5) * _STEPS)
    best = max(range(-reach, reach + 1), key=lambda shift: _likeness(one, other, shift))
    return float(np.exp(best / _STEPS) - 1)


def _likeness(one: Samples, other: Samples, shift: int) -> float:
    a, b = (one[: len(one) - shift], other[shift:]) if shift >= 0 else (one[-shift:], other[:shift])
    return float(np.corrcoef(a, b)[0, 1])


def _sound(engine: Engine, name: str, reading: object) -> Samples:
    clip = engine.speak(reading, name)  # type: ignore[arg-type]
    return resampled(clip.samples, clip.rate, RATE)


def _pitch(frame: Samples) -> float:
    """Hz of a voiced frame by autocorrelation, 0 for another."""
    centred = frame - frame.mean()
    spectrum = np.fft.rfft(centred, 2 * FRAME)
    correlation = np.fft.irfft(np.abs(spectrum) ** 2)[:FRAME] / np.arange(FRAME, 0, -1)
    low, high = RATE // 500, RATE // 70
    lag = low + int(np.argmax(correlation[low:high]))
    return RATE / lag if correlation[lag] > 0.5 * correlation[0] else 0.0


def quality(options: argparse.Namespace) -> None:
    """DNSMOS (P.835: overall, 1 … 5) of every voice over sentences of the sample."""
    from speechmos import dnsmos

    engine = engine_named(options.engine)
    for voice in engine.voices():
        sound = np.concatenate(
            [_wide(engine, voice.name, reading) for reading in islice(readings("mijikai.txt"), SENTENCES)]
        )
        score = dnsmos.run(np.clip(sound, -1, 1), sr=16_000)
        print(
            f"{voice.name:16} overall {score['ovrl_mos']:.2f}  signal {score['sig_mos']:.2f}  background {score['bak_mos']:.2f}  P.808 {score['p808_mos']:.2f}",  # noqa: E501
            flush=True,
        )


def _wide(engine: Engine, name: str, reading: object) -> Samples:
    clip = engine.speak(reading, name)  # type: ignore[arg-type]
    return np.append(resampled(clip.samples, clip.rate, 16_000), np.zeros(6_400, np.float32))
