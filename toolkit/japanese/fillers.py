"""Fillers: words that fill a pause and may go where a text is too long to be read (えーと、 あの、 まあ、 その、 なんか、).

The table ``data/fillers.tsv`` says which there are and how they stand; あの人, その本, まあまあ, 猫なんか are none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from toolkit.japanese.tables import rows
from toolkit.japanese.words import Token, tokens

Span = tuple[int, int]

_BEHIND = re.compile("[、，,][ 　\n]*|[…‥]+[、，]?[ 　\n]*|[ 　\n]+")
_BEFORE = frozenset("、。，．,！？!?…‥―—「『（(」』）)[]［］ 　\n")
_LEANING = ("助詞", "接続詞", "感動詞")  # words behind which a filler needs no mark: それはまあ、 でもあの、
_BOUND = ("助詞", "助動詞", "接尾辞")  # words that nothing but what they hang on may stand before
_PIECE = re.compile("[^。．！？!?「」『』（）()]+")
_END = re.compile("[。．！？!?]")


@dataclass(frozen=True, slots=True)
class _Kind:
    pattern: re.Pattern[str]
    free: bool
    calm: bool


@cache
def _kinds() -> tuple[_Kind, ...]:
    return tuple(_Kind(re.compile(row[0]), row[1] == "free", "calm" in row[2:]) for row in rows("fillers"))


@lru_cache(maxsize=4096)
def fillers(text: str) -> tuple[Span, ...]:
    """Where fillers stand, each with the mark behind it, in order. A clause that would be left without a word keeps its
    own. ``text``: a paragraph, or the lines of a subtitle; the end of a line is as good as a mark.

    >>> text = "えーと、あの人は、まあ、親切です。"
    >>> [text[a:b] for a, b in fillers(text)]
    ['えーと、', 'まあ、']
    """
    found = [(m.start(), m.end(), kind) for kind in _kinds() for m in kind.pattern.finditer(text)]
    if not found:
        return ()
    words = _Words(text)
    spans: list[Span] = []
    for start, end, kind in sorted(found, key=lambda one: (one[0], -one[1])):
        after = _taken(text, start, end, kind, words)
        if after is not None and (not spans or start >= spans[-1][1]):
            spans.append((start, after))
    return tuple(span for piece in _PIECE.finditer(text) for span in _spared(text, piece.span(), spans))


class _Words:
    """The words of a text by where they begin and end."""

    def __init__(self, text: str) -> None:
        found = [word for word in tokens(text) if word.surface.strip()]
        self.at = {word.start: word for word in found}
        self.until = {word.end: word for word in found}

    def between(self, start: int, end: int) -> list[Token]:
        """The words that make up a stretch; none where a word runs over its edges."""
        made = []
        while start < end:
            word = self.at.get(start)
            if word is None:
                return []
            made.append(word)
            start = word.end
        return made if start == end else []


def _taken(text: str, start: int, end: int, kind: _Kind, words: _Words) -> int | None:
    """Where a filler and its mark end; None where it is none."""
    own = words.between(start, end)
    if not own or own[0].tag.coarse == "助詞" or not _may_begin(text, start, kind, words):
        return None
    mark = _BEHIND.match(text, end)
    after = mark.end() if mark else end
    following = words.at.get(after)
    if following is None or following.tag.coarse.startswith(_BOUND):
        return None
    if mark is None and not (kind.free and _is_filler(own) and following.tag.coarse != "動詞"):
        return None
    closes = following.tag.coarse == "補助記号" and text[after] not in "「『（("
    return None if closes or (kind.calm and _is_excited(text, after)) else after


def _may_begin(text: str, start: int, kind: _Kind, words: _Words) -> bool:
    if start == 0 or text[start - 1] in _BEFORE:
        return True
    before = words.until.get(start)
    return before is not None and (kind.free or before.tag.coarse.startswith(_LEANING))


def _is_filler(own: Sequence[Token]) -> bool:
    return len(own) == 1 and own[0].tag.fine.startswith("感動詞-フィラー")


def _is_excited(text: str, at: int) -> bool:
    end = _END.search(text, at)
    return end is not None and end[0] in "！？!?"


def _spared(text: str, piece: Span, spans: Sequence[Span]) -> list[Span]:
    """The fillers of a clause, none if it says nothing else."""
    inside = [span for span in spans if piece[0] <= span[0] < piece[1]]
    said = sum(char.isalnum() for char in text[slice(*piece)])
    filled = sum(char.isalnum() for a, b in inside for char in text[a:b])
    return inside if said > filled else []
