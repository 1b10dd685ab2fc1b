"""Times of TTML: clock times, offsets, frames and ticks, each within the time of what it stands in. Source: TTML2 10.3
and 12.3.1."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

_CLOCK = re.compile(r"([0-9]{2,3}):([0-9]{2}):([0-9]{2})(?:(\.[0-9]{1,9})|:([0-9]{2,4})(?:\.([0-9]{1,4}))?)?")
_OFFSET = re.compile(r"([0-9]{1,12}(?:\.[0-9]{1,9})?)(h|m|s|ms|f|t)")
_MULTIPLIER = re.compile(r"([0-9]{1,6})[ \t]+([0-9]{1,6})")
_SECONDS = {"h": Fraction(3600), "m": Fraction(60), "s": Fraction(1), "ms": Fraction(1, 1000)}


@dataclass(frozen=True, slots=True)
class Rates:
    """How many frames, parts of a frame and ticks a second has."""

    frames: Fraction = Fraction(30)
    parts: int = 1
    ticks: Fraction = Fraction(1)

    def ms(self, written: str) -> int | None:
        """A time expression in ms, rounded; None if it is none."""
        written = written.strip()
        if clock := _CLOCK.fullmatch(written):
            hours, minutes, seconds = (int(clock[k]) for k in (1, 2, 3))
            frames = Fraction(clock[5] or 0) + Fraction(clock[6] or 0) / self.parts
            return round(
                ((hours * 60 + minutes) * 60 + seconds + Fraction(clock[4] or 0) + frames / self.frames) * 1000
            )
        if offset := _OFFSET.fullmatch(written):
            units = {**_SECONDS, "f": 1 / self.frames, "t": 1 / self.ticks}
            return round(Fraction(offset[1]) * units[offset[2]] * 1000)
        return None


def rates_of(root: Mapping[str, str]) -> Rates:
    """What the root element's attributes say, by local name."""
    frames = _positive(root.get("frameRate", ""), Fraction(30))
    multiplier = _MULTIPLIER.fullmatch(root.get("frameRateMultiplier", "").strip())
    if multiplier and int(multiplier[1]) and int(multiplier[2]):
        frames *= Fraction(int(multiplier[1]), int(multiplier[2]))
    parts = int(_positive(root.get("subFrameRate", ""), Fraction(1)))
    ticks = _positive(root.get("tickRate", ""), frames * parts if "frameRate" in root else Fraction(1))
    return Rates(frames, parts, ticks)


def _positive(written: str, default: Fraction) -> Fraction:
    return Fraction(int(written)) if re.fullmatch("[0-9]{1,9}", written) and int(written) else default


@dataclass(frozen=True, slots=True)
class Interval:
    """From ``start`` to ``end`` in ms; ``end`` None: as long as what it stands in, or not told at all."""

    start: int = 0
    end: int | None = None

    def inner(self, attributes: Mapping[str, str], rates: Rates) -> Interval | None:
        """That of an element inside, whose times count from this one's start. None if a time cannot be read."""
        times = {name: rates.ms(attributes[name]) for name in ("begin", "end", "dur") if name in attributes}
        if None in times.values():
            return None
        start = self.start + (times.get("begin") or 0)
        ends = [self.end] if self.end is not None else []
        if times.get("end") is not None:
            ends.append(self.start + (times["end"] or 0))
        if times.get("dur") is not None:
            ends.append(start + (times["dur"] or 0))
        return Interval(start, min(ends, default=None))
