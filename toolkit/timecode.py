"""Times as integer milliseconds, and their text forms ``HH:MM:SS,mmm`` and ``HH:MM:SS.mmm``; frames at a
frame rate.

Hours end at 99: some readers take 100:00:00,000 for 0 (pysubs2), so a longer time is an error and never
written.
"""

from __future__ import annotations

import re

from toolkit.errors import InputError

MAX_MS = 100 * 3_600_000 - 1

# Bounded repeats only: linear on any input. ASCII digits only, because \d also takes ０ and ٣.
_FORM = re.compile(r"([0-9]{1,3}):([0-9]{1,2}):([0-9]{1,2})(?:[,.]([0-9]{1,3})[0-9]{0,6})?")
_EXAMPLE = "write it as 01:02:03,456"


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
