"""From text as displayed to text as a dictionary can read it, without losing where each character came from.

A rule looks at one place of the text and says what is spoken for the characters from there on. Rules are tried in order
at every place, in one pass from left to right, and what a rule has written is never looked at again: no rule can feed
another.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from toolkit.japanese import tables
from toolkit.japanese.reading import ReadingSource


@dataclass(frozen=True, slots=True)
class Piece:
    """What is spoken for ``text[start:end]``.

    ``spoken``: Japanese for the dictionary to read, or with ``kana`` a reading in katakana as sound, taken as it is; ''
    is silence.
    ``whole``: with ``kana``, the characters themselves are Japanese and stay in the analysis around them (a homograph).
    ``weak``: the piece gives way where its characters are part of a longer word of the dictionary; ``exact``: even
    where what is longer is its kana (代 in 代わり).
    """

    start: int
    end: int
    spoken: str
    source: ReadingSource = "rule"
    risk: float = 0.0
    kana: bool = False
    whole: bool = False
    weak: bool = False
    accent: int | None = None
    exact: bool = False
    firm: bool = False


NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"  # thousands separated or not, and a decimal fraction

Rule = Callable[[str, int], Sequence[Piece] | None]

_MINUS = "−‐‑–－﹣"
_TILDES = "～〜∼˜"
_FOLDS = {ord(c): "-" for c in _MINUS} | {ord(c): "~" for c in _TILDES} | {0x2019: "'", 0x2018: "'"}


def fold(text: str) -> str:
    """The same text, character for character: full-width Latin, digits and signs as ASCII, one minus, one tilde.

    Length never changes, so offsets into the result are offsets into ``text``.
    """
    return "".join(_folded(char) for char in text)


def _folded(char: str) -> str:
    code = ord(char)
    if code in _FOLDS:
        return _FOLDS[code]
    if 0xFF01 <= code <= 0xFF5E:
        return chr(code - 0xFEE0)
    return _variants().get(char, char)


@cache
def _variants() -> dict[str, str]:
    """Old and variant kanji as today's, and the wide money signs."""
    pairs = "".join(row[0] for row in tables.rows("variants"))
    kanji = dict(zip(pairs[::2], pairs[1::2], strict=True))
    return kanji | {"￥": "¥", "￡": "£", "￠": "¢", "￦": "₩"}


def pieces(text: str, rules: Sequence[Rule], native: Sequence[Rule]) -> list[Piece]:
    """Every piece some rule gave, in order and without overlap; the characters between them stand for themselves.

    ``text`` has been folded. ``native`` are the rules that can begin at kana or kanji, ``rules`` those for every other
    character: most of a Japanese text is asked only the few. The work is linear in the length times the number of
    rules.
    """
    found: list[Piece] = []
    at = 0
    while at < len(text):
        given = _first(text, at, native if is_native(text[at]) else rules)
        if given and given[-1].end > at:
            found.extend(given)
            at = given[-1].end
        else:
            at += 1
    return found


def is_native(char: str) -> bool:
    """Whether a character is kana, kanji or the long mark."""
    return "\u3041" <= char <= "\u3096" or "\u30a1" <= char <= "\u30fc" or "\u3400" <= char <= "\u9fff" or char == "々"


def _first(text: str, at: int, rules: Sequence[Rule]) -> Sequence[Piece] | None:
    for rule in rules:
        given = rule(text, at)
        if given:
            return given
    return None


def pattern_rule(pattern: str, make: Callable[[re.Match[str]], Sequence[Piece] | None], flags: int = 0) -> Rule:
    """A rule from a regular expression matched at the place, and a function from its match to pieces (None: does not
    apply).
    """
    compiled = re.compile(pattern, flags)

    def rule(text: str, at: int) -> Sequence[Piece] | None:
        match = compiled.match(text, at)
        return make(match) if match else None

    return rule


def said(match: re.Match[str], spoken: str, *, kana: bool = False, risk: float = 0.0) -> list[Piece]:
    """One piece over the whole match."""
    return [Piece(match.start(), match.end(), spoken, "rule" if spoken else "silent", risk, kana)]


def without_commas(number: str) -> str:
    """1,234.5 as 1234.5."""
    return number.replace(",", "")
