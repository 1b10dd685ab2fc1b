"""How a value writes a time: a number, a clock, an ISO duration, a day and its time."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

# ``bare``: a number whose unit the file must tell; ``two``: ``05:31``, in the lower unit (minutes and seconds, or hours
# and minutes); ``ms``: milliseconds; ``day``: milliseconds since 1970
Kind = Literal["bare", "two", "ms", "day"]

_LONGEST = 40
_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,15}(?:\.[0-9]{0,15})?|\.[0-9]{1,15})(?:[eE][+-]?[0-9]{1,2})?")
_CLOCK = re.compile(r"(-?)(?:([0-9]{1,3}):)?([0-9]{1,4}):([0-9]{1,2})(?:[.,]([0-9]{1,9}))?")
_FRAMES = re.compile(r"([0-9]{1,3}):([0-9]{1,2}):([0-9]{1,2})[:;]([0-9]{1,2})")
_FRAME = (
    1000 / 30
)  # ms: Japanese television counts 30 a second; at 24 or 25 this is wrong by a fifth of a second at most
_ISO = re.compile(r"P(?:([0-9.]{1,9})D)?T?(?:([0-9.]{1,9})H)?(?:([0-9.]{1,9})M)?(?:([0-9.]{1,18})S)?")
_UNITS = re.compile(
    r"(?:([0-9.]{1,12}) ?(?:h|hrs?|hours?|時間) ?)?(?:([0-9.]{1,12}) ?(?:m|mins?|minutes?|分) ?)?"
    r"(?:([0-9.]{1,18}) ?(?:s|secs?|seconds?|秒) ?)?(?:([0-9.]{1,18}) ?(?:ms|msecs?|milliseconds?|ミリ秒))?"
)


@dataclass(frozen=True, slots=True)
class Amount:
    number: float
    kind: Kind


def is_time(value: Any) -> bool:
    """Whether a value could be a time."""
    return amount(value) is not None


def is_clock(value: Any) -> bool:
    """Whether a value is written ``1:02`` or ``01:02:03``."""
    return isinstance(value, str) and len(value) <= _LONGEST and _CLOCK.fullmatch(value.strip()) is not None


def amount(value: Any, unit: float | None = None) -> Amount | None:
    """A value as a time. ``unit``: so many ms are one of a bare number. None for everything that is no time."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return _number(float(value), unit) if abs(value) < 1e18 else None
    if isinstance(value, Mapping):
        return _parts(value)
    return _written(value.strip(), unit) if isinstance(value, str) and len(value) <= _LONGEST else None


def _number(number: float, unit: float | None) -> Amount | None:
    if not math.isfinite(number):
        return None
    return Amount(number, "bare") if unit is None else Amount(number * unit, "ms")


def _parts(value: Mapping[str, Any]) -> Amount | None:
    """Google's ``{"seconds": "1", "nanos": 200000000}``."""
    if not value or not set(value) <= {"seconds", "nanos"}:
        return None
    seconds, nanos = amount(value.get("seconds", 0), 1000), amount(value.get("nanos", 0), 1e-6)
    return Amount(seconds.number + nanos.number, "ms") if seconds and nanos else None


def _written(text: str, unit: float | None) -> Amount | None:
    if _NUMBER.fullmatch(text):
        return _number(float(text), unit)
    if clock := _CLOCK.fullmatch(text):
        return _clock(clock)
    if frames := _FRAMES.fullmatch(text):
        hours, minutes, seconds, count = map(int, frames.groups())
        return Amount(((hours * 60 + minutes) * 60 + seconds) * 1000 + count * _FRAME, "ms")
    if len(text) > 2 and (iso := _ISO.fullmatch(text)):
        return _sum(iso.groups(), (86_400_000, 3_600_000, 60_000, 1000))
    if text[:1].isdigit() and (units := _UNITS.fullmatch(text)):
        return _sum(units.groups(), (3_600_000, 60_000, 1000, 1))
    return _day(text)


def _clock(match: re.Match[str]) -> Amount | None:
    sign, hours, minutes, seconds, part = match.groups()
    number = int(minutes) * 60 + int(seconds)
    if hours is None and part is None:
        return Amount(-number if sign else number, "two")
    ms = (int(hours or 0) * 3600 + number) * 1000 + int((part or "0").ljust(3, "0")[:3])
    return Amount(-ms if sign else ms, "ms")


def _sum(numbers: tuple[str | None, ...], units: tuple[int, ...]) -> Amount | None:
    try:
        return Amount(sum(float(n) * unit for n, unit in zip(numbers, units, strict=True) if n), "ms")
    except ValueError:  # 1.2.3
        return None


def _day(text: str) -> Amount | None:
    if ":" not in text:
        return None
    try:
        moment = datetime.fromisoformat(text.replace("/", "-"))
    except ValueError:
        return None
    return Amount((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() * 1000, "day")
