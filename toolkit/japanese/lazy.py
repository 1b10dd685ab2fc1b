"""Regular expressions that are compiled when they are first needed.

A class that holds kanji, kana and signs costs 1 to 5 ms to compile, and most documents need few of them. A pattern of
which every match holds one of a few signs says so: a text without any is answered without the pattern.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, cast

_Search = Callable[..., "re.Match[str] | None"]
_SEARCHES = ("match", "fullmatch", "search")
_FEW = 12
_EDGE = 8  # characters: a beginning of nothing but blanks longer than that is left to the pattern itself


def _missing(needs: str) -> Callable[[str], bool]:
    """Whether a text holds none of the characters; few are each found faster than a set is asked of every character."""
    if len(needs) > _FEW:
        return frozenset(needs).isdisjoint
    return lambda text: not any(map(text.__contains__, needs))


class _Lazy:
    """Stands for a compiled pattern; each of its methods is fetched once."""

    def __init__(self, source: str, flags: int) -> None:
        self._source, self._flags = source, flags

    def __getattr__(self, name: str) -> Any:
        found = getattr(re.compile(self._source, self._flags), name)
        setattr(self, name, found)
        return found


class _Needing(_Lazy):
    """``match``, ``fullmatch`` and ``search`` look for the needed characters first."""

    def __init__(self, source: str, flags: int, needs: str, begins: str) -> None:
        super().__init__(source, flags)
        if needs:
            self.match, self.fullmatch, self.search = (self._anywhere(name, needs) for name in _SEARCHES)
        else:
            self.match, self.fullmatch = (self._at_the_head(name, begins) for name in _SEARCHES[:2])

    def _anywhere(self, name: str, needs: str) -> _Search:
        missing, found = _missing(needs), None

        def method(text: str, *places: int) -> re.Match[str] | None:
            nonlocal found
            first, last = (*places, None, None)[:2]
            if missing(text[first:last]):
                return None
            found = found or getattr(re.compile(self._source, self._flags), name)
            made: re.Match[str] | None = found(text, *places)
            return made

        return method

    def _at_the_head(self, name: str, begins: str) -> _Search:
        signs, found = frozenset(begins), None

        def method(text: str, *places: int) -> re.Match[str] | None:
            nonlocal found
            at = places[0] if places else 0
            head = text[at : at + _EDGE].lstrip()
            if head and head[0] not in signs:
                return None
            found = found or getattr(re.compile(self._source, self._flags), name)
            made: re.Match[str] | None = found(text, *places)
            return made

        return method


# The wide signs of labels and lists as signs below U+0100, of which a class costs next to nothing. One for one: what a
# pattern finds in ``text.translate(NARROW)`` stands at the same place in the text. ・…→⇒「」 become \x01 to \x06.
NARROW = str.maketrans("、，／：＝；（）・…→⇒「」", ",,/:=;()\x01\x02\x03\x04\x05\x06")


def lazy(source: str, flags: int = 0, *, needs: str = "", begins: str = "") -> re.Pattern[str]:
    """``re.compile``, put off until the pattern is used. An error in it is raised then.

    ``needs``: every match holds one of these characters. ``begins``: every match begins with one of them, blanks aside.
    Both are promises of the writer, held by ``tests/japanese/test_lazy.py``.
    """
    made = _Needing(source, flags, needs, begins) if needs or begins else _Lazy(source, flags)
    return cast("re.Pattern[str]", made)
