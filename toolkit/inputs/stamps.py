"""Times in the cells of a table: ``00:01:02``, ``1:02.5``, ``01:02:03:15``, ``00分03秒``, ``0:00～``, bare numbers.

What a cell shows is one thing, what it means another: ``12:34`` may be minutes or hours, ``1500`` seconds or
milliseconds, and how many frames a second has stands nowhere. That is settled for a whole column by ``scale_of``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from toolkit.japanese.lazy import lazy
from toolkit.timecode import MAX_MS

_DATE = r"(?:[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}[ T])?"
_CLOCK = r"[0-9]{1,3}(?::[0-9]{2}){1,2}(?:[:;][0-9]{2}|[.,][0-9]{1,6})?"
_UNITS = r"(?:[0-9]{1,3}(?:時間|h))?(?:[0-9]{1,4}(?:分|m))?(?:[0-9]{1,5}(?:\.[0-9]{1,3})?(?:秒|s))?"
_NUMBER = r"[0-9]{1,10}(?:\.[0-9]{1,6})?"
_TO = r"\s{0,3}(?:-{1,2}>|[-–—―~〜→]|から)\s{0,3}"
_ONE = rf"{_DATE}(?:{_CLOCK}|(?=[0-9]{{1,5}}(?:時間|分|秒|h|m|s)){_UNITS})"
_OPEN, _CLOSE = r"[\[(<【〔「]?", r"[\])>】〕」]?"
_CELL = lazy(rf"{_OPEN}\s{{0,3}}({_ONE}|{_NUMBER})(?:{_TO}({_ONE}|{_NUMBER})?(?:まで)?)?\s{{0,3}}{_CLOSE}")
_INSIDE = lazy(rf"{_OPEN}\s?(?<![0-9:])({_ONE})(?:{_TO}({_ONE})?)?(?![0-9:])\s?{_CLOSE}")
_PLAIN = lazy("[0-9]{1,3}(?::[0-9]{2}){1,2}")
_UNIT_MS = {"時間": 3_600_000, "h": 3_600_000, "分": 60_000, "m": 60_000, "秒": 1000, "s": 1000}
# One character for one: a name beside a time stays as it is written
_NARROW = str.maketrans("０１２３４５６７８９：；．，～－（）［］＜＞　", "0123456789:;.,~-()[]<> ")
_LONGEST = 60
_FASTEST = 25  # characters a second that nobody speaks: readers of Japanese news reach 8, the fastest talkers 12
_SLOWEST = 10  # seconds a character: slower than any recording, so that numbers so large are milliseconds
_CRAWLING, _FEW = 2, 4  # seconds a character; times that are enough to tell
_RATES = (24, 25, 30, 60)  # frames a second; time codes of Japanese broadcasting count 30
_ENOUGH_FRAMES = 40  # time codes of 30 frames without one above 24: seven in ten thousand


@dataclass(frozen=True, slots=True)
class Stamp:
    """A time as written. ``fields`` stand between colons; ``ms`` is what stands after the decimal sign, or all of a
    time written with units; ``frames`` are of a time code; ``bare``: a number without any sign of time.
    """

    fields: tuple[int, ...]
    ms: int = 0
    frames: int = 0
    coded: bool = False
    bare: bool = False


@dataclass(frozen=True, slots=True)
class Scale:
    """What the times of a column mean: ms of a bare 1, ms of the last field of two, frames a second. ``typed``:
    three fields from that first one on and with a last of 00 are minutes and seconds, as Excel shows a 24:30 that
    somebody typed (24:30:00).
    """

    bare: int = 1000
    last_of_two: int = 1000
    rate: int = 30
    typed: int = 1000

    def ms(self, stamp: Stamp) -> int | None:
        """Milliseconds; None above 99 hours."""
        if stamp.bare:
            ms = stamp.fields[0] * self.bare + stamp.ms * self.bare // 1000
        else:
            fields = stamp.fields[:2] if _is_round(stamp) and stamp.fields[0] >= self.typed else stamp.fields
            unit = self.last_of_two if len(fields) == 2 else 1000
            ms = stamp.ms + stamp.frames * 1000 // self.rate
            for field in reversed(fields):
                ms, unit = ms + field * unit, unit * 60
        return ms if ms <= MAX_MS else None


def stamps_in(text: str) -> tuple[Stamp, Stamp | None] | None:
    """The start (and end) that a whole cell is; None if it is anything else."""
    if not text or len(text) > _LONGEST:
        return None
    match = _CELL.fullmatch(text.translate(_NARROW).strip())
    return (_stamp(match[1]), _stamp(match[2]) if match[2] else None) if match else None


def stamps_beside(text: str) -> tuple[str, tuple[Stamp, Stamp | None]] | None:
    """The words of a short cell, and the one time that stands beside them."""
    if len(text) > _LONGEST or ":" not in (shown := text.translate(_NARROW)):
        return None
    found = list(_INSIDE.finditer(shown))
    if len(found) != 1:
        return None
    match = found[0]
    words = " ".join(f"{text[: match.start()]} {text[match.end() :]}".split())
    return (words, (_stamp(match[1]), _stamp(match[2]) if match[2] else None)) if words else None


def _stamp(text: str) -> Stamp:
    if _PLAIN.fullmatch(text):
        return Stamp(tuple(map(int, text.split(":"))))
    text = re.sub(rf"^{_DATE}", "", text)
    if units := re.findall(r"([0-9.]+)(時間|分|秒|h|m|s)", text):
        return Stamp((), round(sum(float(number) * _UNIT_MS[unit] for number, unit in units)))
    clock, _, part = text.replace(",", ".").partition(".")
    fields = tuple(int(field) for field in re.split("[:;]", clock))
    ms = int((part + "000")[:3])
    if len(fields) == 4:
        return Stamp(fields[:3], frames=fields[3], coded=True)
    return Stamp(fields, ms, bare=len(fields) == 1)


def scale_of(stamps: Sequence[Stamp], characters: int) -> Scale:
    """What a column's times mean, by their order and by how many characters are said between the first and last."""
    frames = [stamp.frames for stamp in stamps if stamp.coded]
    rates = _RATES if len(frames) >= _ENOUGH_FRAMES else _RATES[-2:]
    rate = next((rate for rate in rates if max(frames, default=0) < rate), _RATES[-1])
    bare = [stamp.fields[0] for stamp in stamps if stamp.bare]
    whole = not any(stamp.ms for stamp in stamps if stamp.bare)
    in_ms = bool(bare) and whole and max(bare) - min(bare) > characters * _SLOWEST
    two = [stamp for stamp in stamps if not stamp.bare and len(stamp.fields) == 2]
    three = [stamp for stamp in stamps if len(stamp.fields) == 3]
    last_of_two = 60_000 if not three and _are_hours(two, characters) else 1000
    return Scale(1 if in_ms else 1000, last_of_two, rate, _typed_from(two, three, characters))


def _typed_from(two: Sequence[Stamp], three: Sequence[Stamp], characters: int) -> int:
    """From which first field on Excel made hours of the minutes that somebody typed: from 24 hours on it shows seconds
    too, and everywhere where the cells are formatted so. Then hardly a time has seconds, and speech crawls.
    """
    round_ones = [stamp.fields[0] * 3600 + stamp.fields[1] * 60 for stamp in three if _is_round(stamp)]
    if not two and len(round_ones) >= _FEW and 5 * len(round_ones) >= 4 * len(three):
        return 0 if (max(round_ones) - min(round_ones)) > characters * _CRAWLING else 1000
    return 24 if two else 1000


def _is_round(stamp: Stamp) -> bool:
    return len(stamp.fields) == 3 and not (stamp.fields[2] or stamp.ms or stamp.coded)


def _are_hours(stamps: Sequence[Stamp], characters: int) -> bool:
    """Whether times of two fields are times of the day: as minutes and seconds they leave nobody the time to speak."""
    if len(stamps) < 3 or any(stamp.fields[0] > 23 or stamp.fields[1] > 59 or stamp.ms for stamp in stamps):
        return False
    seconds = [stamp.fields[0] * 60 + stamp.fields[1] for stamp in stamps]
    return characters > (max(seconds) - min(seconds)) * _FASTEST


def rising(times: Sequence[int]) -> float:
    """The share of neighbours that do not go back; 1.0 for fewer than two."""
    steps = [one <= other for one, other in pairwise(times)]
    return sum(steps) / len(steps) if steps else 1.0
