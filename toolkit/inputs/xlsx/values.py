"""Values of cells as Excel shows them: dates and times by their number format, numbers without rounding noise.

Source of the signs of a format: ECMA-376 part 1, 18.8.31. What a format hides of a time (seconds under ``h:mm``, hours
under ``mm:ss``, decimals) is shown all the same: a time cut short would put speech at the wrong place.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

# What a Japanese Excel shows for the two built-in formats that follow the system's language.
_BY_SYSTEM = {"mm-dd-yy": "yyyy/m/d", "m/d/yy h:mm": "yyyy/m/d h:mm"}
_SIGN = re.compile(
    r"\[(?P<elapsed>h+|m+|s+)\]|(?P<dropped>\[[^\]]*\]|_.|\*.|g+(?!eneral)|@|General)|(?P<unit>y+|e+|m+|d+|a{3,4}|h+|s+)|\.(?P<fraction>0+)"
    r'|"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|(?P<half>AM/PM|A/P)|(?P<plain>.)',
    re.IGNORECASE | re.DOTALL,
)
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")  # ECMA-376 part 1, 22.9.2.19: characters that XML cannot hold
_WEEKDAYS = "月火水木金土日"


def text_of(value: object, number_format: str) -> str:
    """A cell's value as text; '' for None."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return f"{value:.12g}" if abs(value) < 1e15 else str(value)
    if isinstance(value, datetime | date | time | timedelta):
        return _Moment.of(value).text(number_format)
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), str(value))


@dataclass(frozen=True, slots=True)
class _Moment:
    """``ms`` since midnight, or since the start of a recording. ``day``: None for a time without one."""

    day: date | None
    ms: int

    @classmethod
    def of(cls, value: datetime | date | time | timedelta) -> _Moment:
        if isinstance(value, timedelta):
            return cls(None, abs(value) // timedelta(milliseconds=1))
        if isinstance(value, time):
            return cls(None, _since_midnight(value))
        if not isinstance(value, datetime):
            return cls(value, 0)
        ms = _since_midnight(value.time())
        if value.year <= 1900:  # more than 24 hours: Excel counts days from here, and nobody means the year
            return cls(None, ms + (value.date() - date(1899, 12, 31)).days * 86_400_000)
        return cls(value.date(), ms)

    def text(self, number_format: str) -> str:
        signs = list(_SIGN.finditer(_BY_SYSTEM.get(number_format, number_format).partition(";")[0]))
        units = [(match["elapsed"] or match["unit"] or " ")[0].lower() for match in signs]
        if self.day is None and self._is_cut(signs, units):
            return self.clock
        half = any(match["half"] for match in signs)
        parts = [self._part(match, _is_minute(units, nth), half) for nth, match in enumerate(signs)]
        return "".join(parts).strip() or self.clock

    def _is_cut(self, signs: list[re.Match[str]], units: list[str]) -> bool:
        """Whether the format hides something of the time."""
        elapsed = any(match["elapsed"] for match in signs)
        no_hours = "h" not in units and not elapsed and self.ms >= 3_600_000
        no_days = not elapsed and self.ms >= 86_400_000
        no_seconds = "s" not in units and bool(self.ms % 60_000)
        no_decimals = bool(self.ms % 1000) and not any(match["fraction"] for match in signs)
        return no_hours or no_days or no_seconds or no_decimals

    @property
    def clock(self) -> str:
        seconds, ms = divmod(self.ms, 1000)
        day = f"{self.day:%Y-%m-%d} " if self.day else ""
        return f"{day}{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}" + (f".{ms:03}" if ms else "")

    def _part(self, match: re.Match[str], minute: bool, half: bool) -> str:
        seconds = self.ms // 1000
        if match["elapsed"]:
            unit = match["elapsed"]
            return f"{seconds // {'h': 3600, 'm': 60, 's': 1}[unit[0].lower()]:0{len(unit)}}"
        if match["fraction"]:
            return "." + f"{self.ms % 1000:03}".ljust(len(match["fraction"]), "0")[: len(match["fraction"])]
        if match["half"]:
            return "午後" if seconds // 3600 % 24 >= 12 else "午前"
        if match["unit"]:
            return self._unit(match["unit"].lower(), minute, half)
        return "" if match["dropped"] else match["quoted"] or match["escaped"] or match["plain"] or ""

    def _unit(self, unit: str, minute: bool, half: bool) -> str:
        seconds, width = self.ms // 1000, min(len(unit), 2)
        if unit[0] == "h":
            hours = seconds // 3600 % 24
            return f"{(hours % 12 if half else hours):0{width}}"
        if unit[0] == "s":
            return f"{seconds % 60:0{width}}"
        if minute:
            return f"{seconds // 60 % 60:0{width}}"
        if self.day is None:
            return ""
        if unit[0] == "a" or (len(unit) > 2 and unit[0] == "d"):
            return _WEEKDAYS[self.day.weekday()] + ("曜日" if len(unit) > 3 else "")
        if unit[0] in "ye":
            return f"{self.day.year % 100:02}" if unit == "yy" else str(self.day.year)
        return f"{(self.day.month if unit[0] == 'm' else self.day.day):0{width}}"


def _since_midnight(value: time) -> int:
    return ((value.hour * 60 + value.minute) * 60 + value.second) * 1000 + value.microsecond // 1000


def _is_minute(units: list[str], nth: int) -> bool:
    """``m`` is a minute after an hour or before a second, else a month."""
    before = next((unit for unit in reversed(units[:nth]) if unit != " "), "")
    after = next((unit for unit in units[nth + 1 :] if unit != " "), "")
    return units[nth] == "m" and (before == "h" or after == "s")
