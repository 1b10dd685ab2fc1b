"""JSON that somebody may have changed, read by the types it should have."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from types import NoneType
from typing import Any, Literal, TypeVar, get_args, get_origin, get_type_hints

T = TypeVar("T")


class Damage(ValueError):
    """What is not as it should be, and where: ``cues[3].start_ms is no whole number``."""


class Fields:
    """An object of JSON; ``place`` is where it stands. Every method raises Damage if its key is missing or of another
    type.
    """

    __slots__ = ("_data", "_place")

    def __init__(self, data: Any, place: str = "") -> None:
        if not isinstance(data, dict):
            raise Damage(f"{place or 'all of it'} is no object")
        self._data: dict[str, Any] = data
        self._place = f"{place}." if place else ""

    def damage(self, key: str, what: str) -> Damage:
        """The error that ``key`` is no ``what``."""
        return Damage(f"{self._place}{key} is no {what}")

    def integer(self, key: str) -> int:
        value: int = self._get(key, "whole number", int)
        return value

    def positive(self, key: str) -> int:
        value = self.integer(key)
        if value <= 0:
            raise self.damage(key, "number above 0")
        return value

    def number(self, key: str) -> float:
        value = float(self._get(key, "number", int, float))
        if not math.isfinite(value):
            raise self.damage(key, "number")
        return value

    def factor(self, key: str) -> float:
        """A number above 0; 1 where the key is left out."""
        if not self.has(key):
            return 1.0
        value = self.number(key)
        if value <= 0:
            raise self.damage(key, "number above 0")
        return value

    def boolean(self, key: str) -> bool:
        value: bool = self._get(key, "true or false", bool)
        return value

    def text(self, key: str) -> str:
        value: str = self._get(key, "text", str)
        return value

    def text_or_none(self, key: str) -> str | None:
        value: str | None = self._get(key, "text", str, NoneType)
        return value

    def choice(self, key: str, words: Any) -> Any:
        """One of the words of a Literal type."""
        value = self.text(key)
        if value not in get_args(words):
            raise self.damage(key, f"one of {', '.join(get_args(words))}")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        values = self._get(key, "list of texts", list)
        if not all(type(value) is str for value in values):
            raise self.damage(key, "list of texts")
        return tuple(values)

    def text_by_text(self, key: str) -> dict[str, str]:
        """An object whose values are texts."""
        values: dict[str, str] = self._get(key, "object of texts", dict)
        if not all(type(value) is str for value in values.values()):
            raise self.damage(key, "object of texts")
        return dict(values)

    def pairs(self, key: str) -> tuple[tuple[int, int], ...]:
        """A list of pairs of whole numbers."""
        values = self._get(key, what := "list of pairs of whole numbers", list)
        if not all(type(pair) is list and len(pair) == 2 and type(pair[0]) is type(pair[1]) is int for pair in values):
            raise self.damage(key, what)
        return tuple((a, b) for a, b in values)

    def part(self, key: str) -> Fields:
        """The object under the key."""
        return Fields(self._get(key, "object", dict), f"{self._place}{key}")

    def part_or_none(self, key: str) -> Fields | None:
        return None if self._get(key, "object", dict, NoneType) is None else self.part(key)

    def has(self, key: str) -> bool:
        """Whether there is anything under a key that may be left out."""
        return key in self._data

    def rows(self, key: str) -> Iterator[Fields]:
        """The objects of the list under the key."""
        for n, row in enumerate(self._get(key, "list", list)):
            yield Fields(row, f"{self._place}{key}[{n}]")

    def noun(self, kind: Callable[..., T]) -> T:
        """A dataclass, each field under its own name: plain ones, words of a Literal, or dataclasses again."""
        return kind(**{name: self._read(name, hint) for name, hint in _hints(kind).items()})

    def nouns(self, key: str, kind: Callable[..., T]) -> tuple[T, ...]:
        """One for each object of the list under the key."""
        return tuple(row.noun(kind) for row in self.rows(key))

    def _read(self, key: str, hint: Any) -> Any:
        if get_origin(hint) is Literal:
            return self.choice(key, hint)
        if isinstance(hint, type) and is_dataclass(hint):
            return self.part(key).noun(hint)
        if hint == tuple[str, ...]:
            return self.texts(key)
        if hint is float:
            return self.number(key)
        types = get_args(hint) or (hint,)
        return self._get(key, "text" if str in types else "whole number", *types)

    def _get(self, key: str, what: str, *types: type) -> Any:
        if key not in self._data:
            raise Damage(f"{self._place}{key} is missing")
        value = self._data[key]
        if type(value) not in types:  # a bool is no int
            raise self.damage(key, what)
        return value


@cache
def _hints(kind: Any) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(kind)}
