"""What the bare numbers of a file count: chosen once for all of them, by how fast people would be speaking."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from toolkit.timecode import MAX_MS

UNITS = (1000.0, 1.0, 1e-4)  # in ms: seconds, ms, ticks of 100 ns (Azure)
SAMPLE = 1 / 16  # a sample at 16 kHz, which Otter's offsets count
CLOCK_UNITS = (1000.0, 60_000.0)  # 05:31 is minutes and seconds, or hours and minutes

# Letters a second. Japanese is spoken at 4 to 9, English at 12 to 18; silence slows, tight cutting speeds up. Where
# only starts are told, what stands between them is speech and silence, or a note of what came then.
_SLOWEST, _FASTEST, _SLOWEST_WITH_PAUSES = 2.0, 25.0, 0.05
_SHORT = 10_000  # ms: hardly a talk is shorter
_WHOLE_SECOND = 1500  # ms: a clock beside the number may be cut to whole seconds


@dataclass(frozen=True, slots=True)
class Evidence:
    """``starts`` and ``ends``: bare numbers, None where there is none; ``letters``: of each record; ``clocks``: pairs
    of a number and the ms of a clock beside it; ``totals``: in ms, what the length of the recording may be.
    """

    starts: Sequence[float | None]
    ends: Sequence[float | None]
    letters: Sequence[int]
    clocks: Sequence[tuple[float, float]] = ()
    totals: Sequence[float] = ()


def likeliest(units: Sequence[float], known: Evidence) -> float:
    """The unit that the evidence speaks for, the first where it says nothing."""
    numbers = [n for column in (known.starts, known.ends) for n in column if n is not None]
    if not numbers:
        return units[0]
    pace, slowest = _pace(known)
    return min(units, key=lambda unit: _too_fast_or_slow(pace * 1000 / unit, slowest) + _doubt(unit, numbers, known))


def _pace(known: Evidence) -> tuple[float, float]:
    """Letters for each that a number counts, in the middle of the records, and how slow that may be; 0 if unknown."""
    rows = zip(known.letters, known.starts, known.ends, strict=True)
    spoken = [
        n / (end - start) for n, start, end in rows if n and start is not None and end is not None and end > start
    ]
    if spoken:
        return median(spoken), _SLOWEST
    timed = [(n, start) for n, start in zip(known.letters, known.starts, strict=True) if n and start is not None]
    gaps = [n / (after - start) for (n, start), (_, after) in pairwise(timed) if after > start]
    return (median(gaps), _SLOWEST_WITH_PAUSES) if gaps else (0.0, 0.0)


def _too_fast_or_slow(pace: float, slowest: float) -> float:
    """How far, as a logarithm, from what people do."""
    return max(0.0, math.log(slowest / pace), math.log(pace / _FASTEST)) if 0 < pace < math.inf else 0.0


def _doubt(unit: float, numbers: Sequence[float], known: Evidence) -> float:
    """What else speaks against a unit."""
    last, length = max(numbers) * unit, (max(numbers) - min(numbers)) * unit
    doubts = (
        (10, bool(known.clocks) and median(abs(n * unit - ms) for n, ms in known.clocks) > _WHOLE_SECOND),
        (10, median(numbers) * unit > MAX_MS),
        (5, bool(known.totals) and not any(0.3 * total <= last <= 1.1 * total + 2000 for total in known.totals)),
        (4, unit < UNITS[0] and sum(n % 1 > 0 for n in numbers) * 10 > len(numbers)),  # ms are whole
        (math.log(_SHORT / min(max(length, 1), _SHORT)), unit < UNITS[0]),
    )
    return sum(weight for weight, holds in doubts if holds)
