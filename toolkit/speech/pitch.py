"""A clip higher or lower than its voice, for engines that cannot do it themselves."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from toolkit.model import Clip


def raised(clip: Clip, half_tones: float) -> Clip:
    """The clip ``half_tones`` higher, as long as before: played faster, then stretched back. What was at a sample stays
    there, at most 8 ms astray; formants move along with the pitch.
    """
    if not half_tones or not len(clip.samples):
        return clip
    from toolkit.signal.tempo import resample, stretch

    ratio = Fraction(2 ** (half_tones / 12)).limit_denominator(64)  # within a thousandth of a half tone
    sound = resample(clip.samples, ratio.numerator, ratio.denominator)
    return replace(clip, samples=stretch(sound, clip.rate, len(sound) / len(clip.samples)))
