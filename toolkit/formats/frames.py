"""Frame rates, and times as SMPTE time codes: ``HH:MM:SS:FF``, ``;FF`` where frame numbers are dropped.

Source: SMPTE ST 12-1 for what a time code counts, and for the numbers that 29.97 and 59.94 drop.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction

from toolkit.errors import InputError
from toolkit.model import TimedCue
from toolkit.timecode import MAX_MS

# What people call 24000/1001 and its kin
_NTSC = {"23.976": 24, "23.98": 24, "29.97": 30, "47.95": 48, "47.952": 48, "59.94": 60, "119.88": 120}
_RATE = re.compile(r"([0-9]{1,6}(?:\.[0-9]{1,6}|/[1-9][0-9]{0,5})?) ?(df|ndf)?", re.IGNORECASE)
_FRAMES = re.compile(r"([0-9]{1,2}):([0-9]{2}):([0-9]{2})[:;.]([0-9]{2,3})")
_DROPPED = {Fraction(30_000, 1001): 2, Fraction(60_000, 1001): 4}  # frame numbers a minute


@dataclass(frozen=True, slots=True)
class FrameRate:
    """``fps``: frames a second, exactly. ``drop``: the first frame numbers of each minute but every tenth are left out,
    so that a time code at 29.97 or 59.94 keeps step with the clock (SMPTE ST 12-1).
    """

    fps: Fraction
    drop: bool = False

    @property
    def counted(self) -> int:
        """How many frames a second of the time code has: 24 at 23.976."""
        return -int(-self.fps // 1)

    @property
    def dropped(self) -> int:
        """Frame numbers left out a minute."""
        return _DROPPED[self.fps] if self.drop else 0

    def frame(self, ms: int) -> int:
        """The number, from 0, of the frame that begins nearest to ``ms``."""
        return round(ms * self.fps / 1000)

    def ms(self, frame: int) -> int:
        """Where a frame begins, rounded."""
        return round(frame * 1000 / self.fps)


def frame_rate(text: str) -> FrameRate:
    """``25``, ``23.976``, ``24000/1001``, ``29.97df``. InputError for what is none, and for what drops no frames."""
    match = _RATE.fullmatch(text.strip())
    if match is None or not 1 <= Fraction(match[1]) <= 480:
        raise InputError(f"{text[:40]!r} is no frame rate", mend="write 24, 25, 23.976, 29.97df or 24000/1001")
    fps = Fraction(_NTSC[match[1]] * 1000, 1001) if match[1] in _NTSC else Fraction(match[1])
    drop = (match[2] or "").lower() == "df"
    if drop and fps not in _DROPPED:
        raise InputError(f"no frames are dropped at {match[1]}", mend="write 29.97df or 59.94df")
    return FrameRate(fps, drop)


DROP = FrameRate(Fraction(30_000, 1001), drop=True)  # Japanese television


def rate_of(text: str, *, drops: bool) -> FrameRate:
    """The rate of a file of time codes that does not tell it: 29.97 or 59.94 where it ``drops`` frame numbers.

    InputError where it does not: nobody can tell.
    """
    most = max((int(match[4]) for match in _FRAMES.finditer(text.replace(";", ":"))), default=0)
    if not drops:
        what = "counts frames, and how many a second has is not told"
        raise InputError(what, mend="tell it, as in --fps 25")
    return DROP if most < DROP.counted else FrameRate(Fraction(60_000, 1001), drop=True)


def smpte(ms: int, rate: FrameRate) -> str:
    """``ms`` as a time code, to the nearest frame. InputError below 0 and above 99 hours.

    >>> smpte(60_060, FrameRate(Fraction(30_000, 1001), drop=True))
    '00:01:00;02'
    """
    frame, dropped = rate.frame(_within(ms)), rate.dropped
    if dropped:
        tens, rest = divmod(frame, rate.counted * 600 - 9 * dropped)
        minutes = max(0, rest - dropped) // (rate.counted * 60 - dropped)
        frame += dropped * (9 * tens + minutes)
    seconds, frames = divmod(frame, rate.counted)
    clock = f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    return f"{clock}{';' if dropped else ':'}{frames:0{len(str(rate.counted - 1))}d}"


def ms_of_smpte(text: str, rate: FrameRate) -> int:
    """A time code as ms. InputError for what is none, or counts more frames than a second has."""
    match = _FRAMES.fullmatch(text.strip())
    if match is None or int(match[4]) >= rate.counted:
        raise InputError(
            f"{text[:40]!r} is no time code of {rate.counted} frames a second", mend="write it as 01:02:03:04"
        )
    hours, minutes, seconds, frames = map(int, match.groups())
    past = hours * 60 + minutes
    dropped = rate.dropped * (past - past // 10)
    return _within(rate.ms((past * 60 + seconds) * rate.counted + frames - dropped))


def on_frames(timed: TimedCue, rate: FrameRate) -> TimedCue:
    """The cue with its times on frames, one long at least; one that ends before it begins is left as it is."""
    if timed.end_ms <= timed.start_ms:
        return timed
    first = rate.frame(timed.start_ms)
    return replace(timed, start_ms=rate.ms(first), end_ms=rate.ms(max(first + 1, rate.frame(timed.end_ms))))


def _within(ms: int) -> int:
    if not 0 <= ms <= MAX_MS:
        raise InputError(f"a time of {ms} ms is outside of a time code", mend="split the programme into parts")
    return ms
