"""Times as integer milliseconds, and their text forms ``HH:MM:SS,mmm`` and ``HH:MM:SS.mmm``; frames at a
frame rate.

Hours end at 99: some readers take 100:00:00,000 for 0 (pysubs2), so a longer time is an error and never
written.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING

from toolkit.errors import InputError

if TYPE_CHECKING:
    from fractions import Fraction

MAX_MS = 100 * 3_600_000 - 1

# Bounded repeats only: linear on any input. ASCII digits only, because \d also takes ０ and ٣.
_FORM = re.compile(r"([0-9]{1,3}):([0-9]{1,2}):([0-9]{1,2})(?:[,.]([0-9]{1,3})[0-9]{0,6})?")
_EXAMPLE = "write it as 01:02:03,456"
_SECONDS = re.compile(r"([0-9]{1,6})(?:[.,]([0-9]{1,3}))?s?")
_MINUTES = re.compile(r"([0-9]{1,4}):([0-5][0-9])(?:[.,]([0-9]{1,3}))?")
_IN_WORDS = re.compile(r"(?=.)(?:([0-9]{1,2})時間)?(?:([0-9]{1,4})分)?(?:([0-9]{1,5})(?:\.([0-9]{1,3}))?秒)?")


def parse(text: str, *, loose: bool = False) -> int:
    """``text`` as ms. Takes one-digit fields, a comma or a dot, and one to three decimals (``1:02:03.5`` is
    3 s and a half).

    ``loose``: minutes and seconds of 60 and more count as written (00:61:00 is an hour and a minute), as
    players do. Raises InputError for everything else, and for hours above 99.
    """
    match = _FORM.fullmatch(text.strip())
    if match is None:
        raise InputError(f"{_shortened(text)} is no time", mend=_EXAMPLE)
    hours, minutes, seconds = (int(match[k]) for k in (1, 2, 3))
    if not loose and (minutes >= 60 or seconds >= 60):
        raise InputError(f"{text.strip()} has minutes or seconds of 60 or more", mend=_EXAMPLE)
    ms = ((hours * 60 + minutes) * 60 + seconds) * 1000 + int((match[4] or "0").ljust(3, "0"))
    return _within(ms)


def text_of(ms: int, point: str = ",") -> str:
    """``ms`` as ``HH:MM:SS,mmm``; ``point`` is the decimal sign. Raises InputError below 0 and above
    99:59:59,999.

    >>> text_of(3_723_456)
    '01:02:03,456'
    """
    seconds, rest = divmod(_within(ms), 1000)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}{point}{rest:03d}"


def span(text: str) -> int:
    """A length or a moment as people write it, in ms, with its sign: ``90``, ``90s``, ``-2.5``, ``52:10``,
    ``00:01:30.5``, ``52分10秒``. InputError for everything else.

    >>> span("52:10"), span("-2.5"), span("1分30秒")
    (3130000, -2500, 90000)
    """
    plain = "".join(unicodedata.normalize("NFKC", text).split()).replace("−", "-")
    sign, digits = (-1, plain[1:]) if plain[:1] == "-" else (1, plain.removeprefix("+"))
    if match := _SECONDS.fullmatch(digits):
        return sign * _ms(0, 0, match[1], match[2])
    if match := _MINUTES.fullmatch(digits):
        return sign * _ms(0, match[1], match[2], match[3])
    if match := _IN_WORDS.fullmatch(digits):
        return sign * _ms(match[1], match[2], match[3], match[4])
    try:
        return sign * parse(digits)
    except InputError as error:
        raise InputError(f"{_shortened(text)} is no time", mend="write 90s, 52:10 or 00:01:30.5") from error


def _ms(hours: str | int | None, minutes: str | int | None, seconds: str | None, part: str | None) -> int:
    whole = (int(hours or 0) * 60 + int(minutes or 0)) * 60 + int(seconds or 0)
    return whole * 1000 + int((part or "0").ljust(3, "0"))


def warped(ms: int, knots: Sequence[tuple[int, int]]) -> Fraction:
    """Where ``ms`` comes to lie if each (from, to) of ``knots`` does as it says: in proportion between two of them, as
    far from the nearest as before outside. ``knots`` rise in both.

    >>> warped(5_000, [(0, 0), (10_000, 12_000)]), warped(11_000, [(0, 0), (10_000, 12_000)])
    (Fraction(6000, 1), Fraction(13000, 1))
    """
    from fractions import Fraction

    behind = next((k for k, (here, _) in enumerate(knots) if ms < here), len(knots))
    if not knots or behind in (0, len(knots)):
        here, there = knots[min(behind, len(knots) - 1)] if knots else (0, 0)
        return Fraction(ms - here + there)
    (first, to_first), (last, to_last) = knots[behind - 1 : behind + 1]
    return to_first + Fraction((ms - first) * (to_last - to_first), last - first)


def to_frames(ms: int, fps: float) -> float:
    """How many frames ``ms`` last, not rounded."""
    return ms * fps / 1000


def from_frames(frames: float, fps: float) -> int:
    """Frames as ms, rounded up, so that a span is never a fraction short."""
    return -int(-frames * 1000 // fps)


def _within(ms: int) -> int:
    if not 0 <= ms <= MAX_MS:
        raise InputError(
            f"a time of {ms} ms is outside 00:00:00,000 … 99:59:59,999", mend="split the programme into parts"
        )
    return ms


def _shortened(text: str) -> str:
    return repr(text if len(text) <= 40 else text[:39] + "…")
