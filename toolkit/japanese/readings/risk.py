"""How doubtful a word's reading is: 0 (sure) … 1 (probably wrong), by what decided it.

The figures are the shares of wrong readings among hard words of each kind, rounded, so that a producer who checks
everything above 0.3 hears little that this list did not offer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from toolkit.japanese.normalise import Piece
from toolkit.japanese.reading import Word
from toolkit.japanese.readings import frontend, homographs

_KANJI = re.compile(r"[㐀-鿿豈-﫿々]")
_KANA_TAIL = re.compile(r"[ぁ-ゖ]+$")
_UNKNOWN = 0.7
_AMBIGUOUS = 0.3
_NAME = 0.25
_ONE_KANJI = 0.15
_UNREAD = 0.9


def judge(sentence: str, start: int, end: int, token: frontend.Token, pieces: Sequence[Piece], reading: str) -> Word:
    """The word of one token over its pieces, with its source and risk."""
    surface = sentence[start:end]
    deciding = max(pieces, key=lambda piece: (piece.source != "dictionary", piece.risk))
    if deciding.source != "dictionary":
        source = deciding.source if reading else "silent"
        return Word(start, end, surface, reading, source, deciding.risk if reading else 0.0)
    if not reading:
        unread = any(char.isalnum() for char in surface)
        return Word(start, end, surface, "", "silent", _UNREAD if unread else 0.0)
    return Word(start, end, surface, reading, "dictionary", _doubt(surface, token))


def _doubt(surface: str, token: frontend.Token) -> float:
    if not _KANJI.search(surface):
        return 0.0 if token.known or token.phonemes == ("pau",) else 0.1
    if not token.known:
        return _UNKNOWN
    if _KANA_TAIL.sub("", surface) in homographs.ambiguous():
        return _AMBIGUOUS
    if token.detail == "固有名詞":
        return _NAME
    return _ONE_KANJI if len(surface) == 1 and token.pos == "名詞" and token.detail != "数" else 0.02
