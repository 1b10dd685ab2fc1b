"""The timing line that SubRip and WebVTT share, as files of the wild spell it."""

from __future__ import annotations

import re
from typing import NamedTuple

# Bounded repeats only: linear on any input. ASCII digits only, because \d also takes ０ and ٣.
_STAMP = r"-?(?:[0-9]{1,3}:)?[0-9]{1,3}:[0-9]{1,2}(?:[,.][0-9]{1,9})?"
_TIMING = re.compile(rf"({_STAMP})[ \t]{{0,9}}(-{{1,2}}>)[ \t]{{0,9}}({_STAMP})(?![0-9:])")
_ALMOST = re.compile(r"-?[0-9:,.]{5,30}[ \t]{0,9}-{1,2}>")
# The common case, without a second parse
_STRICT = re.compile(r"[0-9]{2}:[0-5][0-9]:[0-5][0-9][,.][0-9]{3}")


class Timing(NamedTuple):
    """``written`` as it stands in the line, ``rest`` what stands behind it; times in ms, below 0 where they are
    negative.
    """

    start: int
    end: int
    written: str
    rest: str


def timing_of(line: str) -> Timing | None:
    """The timing with which a line begins. Hours may be missing, minutes and seconds of 60 and more count as written.

    ``10:30 -> 11:00`` is none: people write times of day like that, so a short arrow needs hours or decimals.
    """
    if ">" not in line or (match := _TIMING.match(line)) is None:
        return None
    start, arrow, end = match.groups()
    if arrow == "->" and not (_is_exact(start) and _is_exact(end)):
        return None
    return Timing(ms_of(start), ms_of(end), match[0], line[match.end() :])


def _is_exact(stamp: str) -> bool:
    return stamp.count(":") == 2 or "," in stamp or "." in stamp


def is_almost_timing(line: str) -> bool:
    """Whether a line begins like a timing."""
    return ">" in line and bool(_ALMOST.match(line))


def ms_of(stamp: str) -> int:
    """``[-][H:]M:S[.fraction]`` as ms, the fraction cut off after three digits."""
    if _STRICT.fullmatch(stamp):
        return ((int(stamp[:2]) * 60 + int(stamp[3:5])) * 60 + int(stamp[6:8])) * 1000 + int(stamp[9:])
    clock, _, fraction = stamp.lstrip("-").replace(",", ".").partition(".")
    seconds = 0
    for number in clock.split(":"):
        seconds = seconds * 60 + int(number)
    ms = seconds * 1000 + int((fraction or "0").ljust(3, "0")[:3])
    return -ms if stamp.startswith("-") else ms
