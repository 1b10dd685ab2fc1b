"""What a wish takes. ``takes`` says it in words; ``checked`` turns a value of TOML into ours, or raises ``ValueError``
with what is wanted.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from toolkit import timecode
from toolkit.errors import InputError
from toolkit.japanese.lazy import lazy

_LONGEST = 500  # characters of one string
_CONTROL = lazy("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200b]")


@dataclass(frozen=True, slots=True)
class Text:
    """A string."""

    takes: str = "string"

    def checked(self, value: Any) -> str:
        if not isinstance(value, str) or len(value) > _LONGEST or _CONTROL.search(value):
            raise ValueError(f"a string of at most {_LONGEST} characters, without control characters")
        return value


@dataclass(frozen=True, slots=True)
class File(Text):
    """A path, in a project file relative to it; ``folder``: of a folder."""

    takes: str = "path"
    folder: bool = False


@dataclass(frozen=True, slots=True)
class Time(Text):
    """A length or a moment, as ``timecode.span`` reads it; a bare number counts seconds."""

    takes: str = "time or seconds"

    def checked(self, value: Any) -> str:
        try:
            timecode.span(text := _spelled(value))
        except InputError as error:
            raise ValueError('a time such as "00:01:30" or 90') from error
        return text


@dataclass(frozen=True, slots=True)
class Rate(Text):
    """A frame rate, as ``frame_rate`` reads it."""

    takes: str = "frame rate"

    def checked(self, value: Any) -> str:
        from toolkit.formats.frames import frame_rate

        try:
            frame_rate(text := _spelled(value))
        except InputError as error:
            raise ValueError('a frame rate such as 25, 23.976 or "29.97df"') from error
        return text


def _spelled(value: Any) -> str:
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return f"{value:.10g}" if is_number else Text().checked(value)


@dataclass(frozen=True, slots=True)
class Many:
    """A flag that may be given many times. No project file can say it."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of some words. ``open``: the flag takes any word, and whoever reads it says which there are. ``suffix``: of a
    file that is taken as well, in a project file relative to it.
    """

    words: tuple[str, ...]
    open: bool = False
    suffix: str = ""

    @property
    def takes(self) -> str:
        *first, last = (*self.words, f"a file {self.suffix}") if self.suffix else self.words
        return f"{', '.join(first)} or {last}"

    def checked(self, value: Any) -> str:
        if not isinstance(value, str) or not (value in self.words or self.is_file(value)):
            raise ValueError(f"one of: {', '.join(self.words)}" + (f"; or a file {self.suffix}" if self.suffix else ""))
        return Text().checked(value)

    def is_file(self, value: str) -> bool:
        """Whether a value names a file."""
        return bool(self.suffix) and value not in self.words and value.lower().endswith(self.suffix)


@dataclass(frozen=True, slots=True)
class Number:
    """A number, both ends included; ``whole``: without a fraction."""

    low: float
    high: float
    whole: bool = False

    @property
    def takes(self) -> str:
        return f"{'whole ' if self.whole else ''}number, {self.low:g}–{self.high:g}".replace("-", "−")

    def checked(self, value: Any) -> float:
        numbers = (int,) if self.whole else (int, float)
        if isinstance(value, bool) or not isinstance(value, numbers) or not self.low <= value <= self.high:
            raise ValueError(f"a {'whole ' if self.whole else ''}number from {self.low:g} to {self.high:g}")
        return value


@dataclass(frozen=True, slots=True)
class Switch:
    """A flag without a value. No project file can say it."""


@dataclass(frozen=True, slots=True)
class OnOff:
    """A flag that may be turned round (--bom, --no-bom); true or false in a project file."""

    takes: str = "true or false"

    def checked(self, value: Any) -> bool:
        if value is True or value is False:
            return bool(value)
        raise ValueError("true or false")


@dataclass(frozen=True, slots=True)
class Told:
    """What only a project file can say."""

    takes: str
    checked: Callable[[Any], Any]


def _strings(value: Any) -> tuple[str, ...]:
    if (
        not isinstance(value, list)
        or not all(isinstance(v, str) and v.strip() for v in value)
        or len(set(value)) != len(value)
    ):
        raise ValueError("a list of different strings, none of them empty")
    return tuple(map(Text().checked, value))


def _patterns(value: Any) -> tuple[str, ...]:
    for written in (found := _strings(value)):
        before, name, after = written.partition("NAME")
        if not name or "NAME" in after or "TEXT" in before or after.count("TEXT") > 1 or not after.partition("TEXT")[0]:
            raise ValueError('patterns with NAME, a sign behind it, and TEXT or not, such as "■NAME■" or "NAME＞TEXT"')
    return found


def _table(value: Any) -> dict[str, str]:
    if not isinstance(value, dict) or not all(isinstance(v, str) for v in value.values()):
        raise ValueError("a table of strings")
    text = Text().checked
    return {text(k): text(v) for k, v in value.items()}


def _tables(value: Any) -> tuple[dict[str, Any], ...]:
    if not isinstance(value, list) or not all(isinstance(v, dict) for v in value):
        raise ValueError("a list of tables ([[cast]])")
    return tuple(value)


STRINGS = Told("list of strings", _strings)
PATTERNS = Told("list of patterns", _patterns)
STRING_TABLE = Told("table of strings", _table)
TABLES = Told("[[cast]] tables", _tables)


class ByPerson:
    """A flag that may be given many times, of one person or of everybody."""

    __slots__ = ()

    def parsed(self, texts: Iterable[str], flag: str) -> dict[str, Any]:
        """By written name, '' for everybody. InputError for what cannot be read."""
        return dict(self.pair(text, flag) for text in texts)

    def pair(self, text: str, flag: str) -> tuple[str, Any]:
        """The name, and what is said of it."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class NameByPerson(ByPerson, Text):
    """A word for one person: NAME=WORD as a flag."""

    def pair(self, text: str, flag: str) -> tuple[str, str]:
        """InputError for what is no NAME=WORD."""
        name, equals, word = text.partition("=")
        if not (name.strip() and equals and word.strip()):
            raise InputError(f"{flag} {text!r} is not NAME=VOICE", mend=f"write for example {flag} '佐藤=takumi'")
        return name.strip(), word.strip()


@dataclass(frozen=True, slots=True)
class FigureByPerson(ByPerson, Number):
    """A number for everybody or for one person: N or NAME=N as a flag."""

    def pair(self, text: str, flag: str) -> tuple[str, float]:
        """InputError for what is neither, or out of the range."""
        name, equals, number = text.rpartition("=")
        try:
            figure = float(number)
        except ValueError:
            figure = math.nan
        if math.isfinite(figure) and not self.low <= figure <= self.high:
            mend = f"give one from {self.low:g} to {self.high:g}"
            raise InputError(f"{flag} {text!r}: {figure:g} is out of its range", mend=mend)
        if not math.isfinite(figure) or (equals and not name.strip()):
            mend = f"write {flag} N or {flag} '佐藤=N', with N from {self.low:g} to {self.high:g}"
            raise InputError(f"{flag} {text!r} is neither a figure nor NAME=N", mend=mend)
        return name.strip(), figure


Kind = Text | Choice | Number | Switch | OnOff | Many | Told
