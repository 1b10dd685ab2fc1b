"""How doubtful a word's reading is: 0 (sure) … 1 (probably wrong).

What tells most is the second dictionary (Sudachi): whether it reads the word otherwise there, how many readings it has
for it, and whether it has it at all; then whether the word stands piecemeal in a compound that no dictionary knows. The
figures keep the order of the shares of wrong words on 2,724 sentences with readings (``scripts/readings_risk.py``; 33,444
words, 183 read otherwise than written, variants such as ニッポン among them). There 0.3 and more are 1.9 % of the words and
hold 35 % of the errors; the riskiest tenth holds 73 %.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from toolkit.japanese import words
from toolkit.japanese.normalise import Piece
from toolkit.japanese.reading import Word
from toolkit.japanese.readings import frontend, homographs
from toolkit.japanese.readings import kana as kanas

_KANJI = re.compile(r"[㐀-鿿豈-﫿々]")
_KANA_TAIL = re.compile(r"[ぁ-ゖ]+$")
_UNREAD = 0.9
_UNKNOWN = 0.7
_PIECE = 0.5  # one kanji, a noun, beside another: part of a compound that no dictionary has
_DISPUTED = {1: 0.45, 2: 0.38}  # by the number of kanji
_DISPUTED_LONG = 0.34
_DISPUTED_RULE = 0.36
_ONE_KANJI_NAME = 0.4
_NAME = 0.3
_NOT_THERE = 0.3  # several kanji that the second dictionary does not know as one word
_AMBIGUOUS = 0.25
_SEVERAL = 0.22  # two kanji or more, with several readings
_RULE = 0.16  # what a table read
_ONE_OF_MANY, _ONE_OF_TWO = 0.15, 0.14  # one kanji, with or without okurigana
_NUMBER = 0.17
_ONE_KANJI = 0.1
_SURE = 0.02


def judge(sentence: str, start: int, end: int, token: frontend.Token, pieces: Sequence[Piece], reading: str) -> Word:
    """The word of one token over its pieces, with its source and risk."""
    surface = sentence[start:end]
    deciding = max(pieces, key=lambda piece: (piece.source != "dictionary", piece.risk))
    if deciding.source != "dictionary":
        source = deciding.source if reading else "silent"
        return Word(start, end, surface, reading, source, _told(surface, token, deciding) if reading else 0.0)
    if not reading:
        unread = any(char.isalnum() for char in surface)
        return Word(start, end, surface, "", "silent", _UNREAD if unread else 0.0)
    doubt = _PIECE if _is_piece(sentence, start, end, token) else _doubt(surface, token, reading)
    return Word(start, end, surface, reading, "dictionary", doubt)


def _told(surface: str, token: frontend.Token, piece: Piece) -> float:
    """The doubt of a word that something other than the dictionary read."""
    if piece.source != "rule" or not piece.whole or not _KANJI.search(surface):
        return piece.risk
    return max(piece.risk, _DISPUTED_RULE if token.disputed else _RULE)


def _is_piece(sentence: str, start: int, end: int, token: frontend.Token) -> bool:
    if end - start != 1 or token.pos != "名詞" or token.detail in ("数", "接尾") or not _KANJI.match(sentence, start):
        return False
    return bool(_KANJI.match(sentence[start - 1 : start]) or _KANJI.match(sentence, end))


def _doubt(surface: str, token: frontend.Token, reading: str) -> float:
    """The doubt of a word that a dictionary read."""
    kanji = len(_KANJI.findall(surface))
    if not kanji:
        return 0.0 if token.known or token.phonemes == ("pau",) else 0.1
    if not token.known:
        return _UNKNOWN
    if token.disputed:
        return _DISPUTED.get(kanji, _DISPUTED_LONG)
    if token.detail == "固有名詞":
        return _ONE_KANJI_NAME if kanji == 1 else _NAME if kanji == 2 else _ONE_KANJI
    if token.detail == "数":
        return _NUMBER
    return _by_choice(surface, kanji, reading)


def _by_choice(surface: str, kanji: int, reading: str) -> float:
    """By the readings the second dictionary has for the word."""
    known = _known(surface)
    if len(known) > 1:
        if kanji > 1:
            return _SEVERAL
        ambiguous = _KANA_TAIL.sub("", surface) in homographs.ambiguous()
        return _AMBIGUOUS if ambiguous else _ONE_OF_MANY if len(known) > 2 else _ONE_OF_TWO
    if not known:
        return _NOT_THERE if kanji > 1 else _ONE_KANJI
    return _SURE if reading in known else _ONE_KANJI


@lru_cache(maxsize=20_000)
def _known(surface: str) -> frozenset[str]:
    return frozenset(kanas.of_spelling(kana) for kana in words.readings(surface))
