"""When each record of a track is said: which of its keys tell it, in what unit, and which times are none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Literal

from toolkit.inputs.records.amounts import Amount, Kind, amount
from toolkit.inputs.records.fields import plain
from toolkit.inputs.records.unit import CLOCK_UNITS, SAMPLE, UNITS, Evidence, likeliest
from toolkit.timecode import MAX_MS

Role = Literal["start", "end", "duration"]
Item = Mapping[str, Any]
Times = list[float | None]

_MS = {
    unit: ms
    for names, ms in (
        ("s sec secs second seconds 秒", 1000.0),
        ("ms msec msecs millis millisecond milliseconds", 1.0),
        ("us micros microsecond microseconds", 1e-3),
        ("ns nanos nanosecond nanoseconds", 1e-6),
        ("ticks", 1e-4),
    )
    for unit in names.split()
}
_UNIT = rf"(?P<unit>{'|'.join(_MS)})?"
_BEFORE = r"(?:t|tc|time|data|adjusted|display|segment|offset)?"
_AFTER = r"(?:time|timestamp|timecode|offset|ts|at|pos|position)*(?:in)?"
# by rank: of two keys that tell as much, the first is taken
_FORMS: tuple[tuple[Role, re.Pattern[str]], ...] = (
    ("start", re.compile(rf"(?:{_BEFORE}(?:start|begin|from){_AFTER}|t0|(?:開始|始点)(?:時間|時刻)?){_UNIT}")),
    ("start", re.compile(rf"offset(?:in)?{_UNIT}")),
    ("start", re.compile(rf"(?:(?:date)?time(?:stamp|code)?|ts|tc(?:in)?|時間|時刻|タイム(?:コード)?){_UNIT}")),
    ("start", re.compile(r"in|at|date|dateunixtime|created(?:at)?|sent(?:at)?|posted(?:at)?|日時")),
    (
        "end",
        re.compile(rf"(?:{_BEFORE}(?:end|stop|finish|to){_AFTER}|t1|out|tcout|(?:終了|終点)(?:時間|時刻)?){_UNIT}"),
    ),
    ("duration", re.compile(rf"d?(?:duration|dur)(?:in)?{_UNIT}|長さ")),
)
_MOMENT = 2  # from this rank on a key may tell when something was written
_TOTAL = re.compile(rf"(?:audio|total|media|video|file)?(?:duration|length)(?:in)?{_UNIT}")
_LATE = 3 * 3_600_000  # ms: a talk without ends that begins later tells the time of day


@dataclass(frozen=True, slots=True)
class Clock:
    """When each record starts and ends in ms, None where the file does not say; ``warnings``: what was not used."""

    starts: list[int | None]
    ends: list[int | None]
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Column:
    """The times under one key. ``values``: of the records that have the key, by index; ``amounts``: of all."""

    key: str
    rank: int
    unit: float | None
    values: Mapping[int, Any]
    amounts: Sequence[Amount | None]

    @property
    def trust(self) -> tuple[int, bool, bool, int]:
        """More is better: tenths of the records that it tells, its unit is named, it is a number, its name says so."""
        told = [a for a in self.amounts if a is not None]
        return len(told) * 10 // len(self.amounts), self.unit is not None, told[0].kind == "bare", -self.rank

    def of_kind(self, kind: Kind) -> Times:
        return [a.number if a is not None and a.kind == kind else None for a in self.amounts]

    def in_ms(self, units: Mapping[Kind, float]) -> Times:
        return [None if told is None else told.number * units[told.kind] for told in self.amounts]


@dataclass(slots=True)
class _Notices:
    """The first of each kind of fault in words, and how many there are."""

    first: dict[str, str] = field(default_factory=dict)
    count: dict[str, int] = field(default_factory=dict)

    def add(self, kind: str, number: int, fault: str) -> None:
        self.first.setdefault(kind, f"segment {number}{fault}")
        self.count[kind] = self.count.get(kind, 0) + 1

    def lines(self) -> Iterable[str]:
        for kind, fault in self.first.items():
            yield f"{fault}: {self.count[kind]} such time{'s were' if self.count[kind] > 1 else ' was'} not used"


@lru_cache(maxsize=4096)
def _form(key: str) -> tuple[Role, int, float | None] | None:
    name = plain(key.rpartition(".")[2])
    for rank, (role, form) in enumerate(_FORMS):
        if match := form.fullmatch(name):
            unit = match.groupdict().get("unit")
            return role, rank, _MS[unit] if unit else None
    return None


def is_timed(item: Item, *, spoken: bool = False) -> bool:
    """Whether a record says when it starts; ``spoken``: by a key that tells of speech, not of when it was written."""
    return any(
        (form := _form(key)) is not None
        and form[0] == "start"
        and (form[1] < _MOMENT or not spoken)
        and amount(value) is not None
        for key, value in item.items()
    )


def is_time_key(key: str) -> bool:
    """Whether a key may hold a time."""
    return _form(key) is not None


def totals_of(items: Iterable[Item]) -> list[float]:
    """What the length of the recording may be, in ms, as objects around the records give it."""
    found: list[float] = []
    for key, value in ((key, value) for item in items for key, value in item.items()):
        if (match := _TOTAL.fullmatch(plain(key))) and (told := amount(value, _MS.get(match["unit"] or ""))):
            found.extend([told.number] if told.kind == "ms" else [told.number * 1000, told.number])
    return [total for total in found if total > 0]


def clock_of(items: Sequence[Item], letters: Sequence[int], totals: Sequence[float] = ()) -> Clock:
    """The times of the records. ``letters``: how many each says, which the unit must fit."""
    columns = _columns(items, "start")
    if not columns:
        return Clock([None] * len(items), [None] * len(items), tuple(_untold(items)))
    start, *others = columns
    end, length = (next(iter(_columns(items, role)), None) for role in ("end", "duration"))
    units = _units(start, end, length, others, letters, totals)
    starts = start.in_ms(units)
    ends = end.in_ms(units) if end else _sums(starts, length.in_ms(units) if length else [None] * len(items))
    zero = _zero(start, starts, ends)
    notices = _Notices()
    for column in filter(None, (start, end or length)):
        _unread(column, notices)
    warnings = ["its times are those of a day; they were counted from the first"] if zero else []
    sound = [_sound(*times, zero, number, notices) for number, times in enumerate(zip(starts, ends, strict=True), 1)]
    return Clock([s for s, _ in sound], [e for _, e in sound], (*warnings, *notices.lines()))


def _untold(items: Sequence[Item]) -> Iterable[str]:
    """Why there is no time at all, where the records try to tell one."""
    for number, item in enumerate(items, start=1):
        for key, value in item.items():
            form = _form(key)
            if form and form[0] == "start" and form[1] <= _MOMENT and plain(key) != "from" and value is not None:
                return [f"segment {number}: {key!r} is {repr(value)[:30]}, no time: no time is used"]
    return ["no segment says when it starts; the times of the ends were not used"] if _columns(items, "end") else []


def _columns(items: Sequence[Item], role: Role) -> list[_Column]:
    """The keys of a role that hold times, the most trusted first."""
    forms = {key: form for item in items for key in item if (form := _form(key)) and form[0] == role}
    columns = []
    for key, (_, rank, unit) in forms.items():
        amounts = [amount(item.get(key), unit) for item in items]
        if any(amounts):
            values = {k: item[key] for k, item in enumerate(items) if key in item}
            columns.append(_Column(key, rank, unit, values, amounts))
    return sorted(columns, key=lambda column: column.trust, reverse=True)


def _units(
    start: _Column,
    end: _Column | None,
    length: _Column | None,
    others: Sequence[_Column],
    letters: Sequence[int],
    totals: Sequence[float],
) -> dict[Kind, float]:
    """What a bare number counts in this file, and the lower field of ``05:31``, in ms."""
    clocks = [
        (number, told.number * (1000 if told.kind == "two" else 1))
        for other in others
        for number, told in zip(start.of_kind("bare"), other.amounts, strict=True)
        if number is not None and told is not None and told.kind in ("ms", "two")
    ]
    bare = Evidence(*_spans(start, end, length, "bare"), letters, clocks, totals)
    two = Evidence(*_spans(start, end, length, "two"), letters)
    of_day = all(n is None or n < 24 * 60 for n in two.starts) and not any(n is not None for n in start.of_kind("ms"))
    lower = likeliest(CLOCK_UNITS if of_day else CLOCK_UNITS[:1], two)
    numbers = (*UNITS, SAMPLE) if "offset" in plain(start.key) else UNITS
    return {"bare": likeliest(numbers, bare), "two": lower, "ms": 1.0, "day": 1.0}


def _spans(start: _Column, end: _Column | None, length: _Column | None, kind: Kind) -> tuple[Times, Times]:
    """Numbers of one kind as starts and ends; lengths beside starts of another kind count from 0."""
    starts = start.of_kind(kind)
    if end or not length:
        return starts, end.of_kind(kind) if end else [None] * len(starts)
    lasts = length.of_kind(kind)
    if not any(n is not None for n in starts):
        starts = [None if last is None else 0.0 for last in lasts]
    return starts, _sums(starts, lasts)


def _sums(starts: Times, lasts: Times) -> Times:
    return [None if s is None or last is None else s + last for s, last in zip(starts, lasts, strict=True)]


def _zero(start: _Column, starts: Times, ends: Times) -> float:
    """What counts as 0: the first start where the file tells days or the time of day."""
    known = sorted(s for s in starts if s is not None)
    days = any(told is not None and told.kind == "day" for told in start.amounts) or known[len(known) // 2] > MAX_MS
    clock = start.rank >= _MOMENT and not any(t is not None for t in (*ends, *start.of_kind("bare")))
    return known[0] if days or (clock and known[0] >= _LATE) else 0.0


def _unread(column: _Column, notices: _Notices) -> None:
    """Note what stands under a key of times and is none. An end may be left open."""
    for k, value in column.values.items():
        if column.amounts[k] is None and not (value is None and _form(column.key)[0] != "start"):  # type: ignore[index]
            shown = "null" if value is None else repr(value)[:30]
            notices.add("none", k + 1, f": {column.key!r} is {shown}, no time")


def _sound(
    start: float | None, end: float | None, zero: float, number: int, notices: _Notices
) -> tuple[int | None, int | None]:
    """Whole ms from 0 to 99 hours, no end before its start."""
    first, last = (_within(time, zero, number, notices) for time in (start, end))
    if first is not None and last is not None and last < first:
        notices.add("backwards", number, " ends before it starts")
        last = None
    return first, last if last != first else None


def _within(time: float | None, zero: float, number: int, notices: _Notices) -> int | None:
    if time is None or 0 <= time - zero <= MAX_MS:
        return None if time is None else round(time - zero)
    notices.add("outside", number, f" has a time outside 0 to 99 hours ({time / 1000:.3f} s)")
    return None
