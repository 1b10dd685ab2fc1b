"""One shift, and one of the usual rates, for subtitles whose true times are known for some of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import median

# What happens to subtitles of a film: its frames shown faster or slower (PAL 25, NTSC 24000/1001 and 30000/1001)
_RATES = (Fraction(24), Fraction(24_000, 1001), Fraction(25))
FACTORS = (Fraction(1), *(a / b for a in _RATES for b in _RATES if a != b))
FEW = 3  # cues do not tell a shift from chance
# Product default: subtitlers set in-times up to half a second off the sound; what is further off was not moved alike.
APART_MS = 500.0


@dataclass(frozen=True, slots=True)
class Shift:
    """Times are multiplied by ``factor``, then ``offset_ms`` is added. ``apart_ms``: how far half of the cues are from
    their sound then, at the most.
    """

    factor: Fraction
    offset_ms: int
    apart_ms: float


def shift_of(pairs: Sequence[tuple[float, float]]) -> Shift | None:
    """``pairs``: (time in the subtitles, time in the recording) in ms. None where they are not of one shift and rate.

    Medians throughout: lines that are placed wrongly, up to half of all, move nothing.
    """
    if len(pairs) < FEW:
        return None
    found = [_fitted(pairs, factor) for factor in FACTORS]
    best = min(found, key=lambda shift: (shift.apart_ms, shift.factor != 1))
    same = found[0]
    # another rate only where it explains what a shift alone does not: of a short clip all rates are as good
    if same.apart_ms <= max(1.5 * best.apart_ms, best.apart_ms + 20):
        best = same
    return best if best.apart_ms <= APART_MS else None


def _fitted(pairs: Sequence[tuple[float, float]], factor: Fraction) -> Shift:
    moves = [new - float(factor) * old for old, new in pairs]
    offset = median(moves)
    return Shift(factor, round(offset), median(abs(move - offset) for move in moves))
