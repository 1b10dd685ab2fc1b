"""The second half of a compound, read by the first, from the table ``compounds``: 蓮根畑 is バタケ, 骨格筋 キン.

A row is (word, what must not follow, reading, first halves). A first half of one kanji counts only where no kanji
stands before it, for it may be the end of any word there (日本|人 is no 本人). ``<katakana>`` and ``<place>`` stand for any word
in katakana and for the names of countries and regions in the table ``places``.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from toolkit.japanese import tables
from toolkit.japanese.normalise import Piece
from toolkit.japanese.readings import kana as kanas

_RISK = 0.05
_KANJI = re.compile(r"[㐀-鿿々]")
_KATAKANA = re.compile(r"[ァ-ヺー]{2}$")


class _Half(NamedTuple):
    """A second half; ``words`` and ``letters`` are first halves of several characters and of one."""

    word: str
    not_after: str
    reading: str
    words: tuple[str, ...]
    letters: frozenset[str]
    katakana: bool

    def follows(self, text: str, at: int) -> bool:
        """Whether one of the first halves ends at ``at``."""
        if text.endswith(self.words, 0, at):
            return True
        if text[at - 1 : at] in self.letters:
            return not _KANJI.match(text[at - 2 : at - 1])
        return self.katakana and bool(_KATAKANA.search(text[max(0, at - 2) : at]))


@cache
def _halves() -> dict[str, list[_Half]]:
    by_first: dict[str, list[_Half]] = {}
    for word, not_after, reading, listed in tables.rows("compounds"):
        firsts = listed.replace("<place>", _places()).split()
        many = tuple(first for first in firsts if len(first) > 1 and first[0] != "<")
        single = frozenset(first for first in firsts if len(first) == 1)
        half = _Half(word, not_after, kanas.spoken(reading), many, single, "<katakana>" in firsts)
        by_first.setdefault(word[0], []).append(half)
    return {first: sorted(halves, key=lambda half: -len(half.word)) for first, halves in by_first.items()}


def _places() -> str:
    return " ".join(tables.mapping("places"))


@cache
def _pattern(source: str) -> re.Pattern[str]:
    return re.compile(source)


def rule(text: str, at: int) -> list[Piece] | None:
    """The reading of the second half that begins here."""
    if not at or text[at] not in _halves():
        return None
    for half in _halves()[text[at]]:
        end = at + len(half.word)
        if not text.startswith(half.word, at) or not half.follows(text, at):
            continue
        if half.not_after and _pattern(half.not_after).match(text, end):
            continue
        return [Piece(at, end, half.reading, "rule", _RISK, kana=True, whole=True, weak=True, firm=True)]
    return None
