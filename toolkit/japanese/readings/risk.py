"""How doubtful a word's reading is: 0 (sure) … 1 (probably wrong).

What tells most is the second dictionary (Sudachi): whether it reads the word otherwise there (but not where only the first
sound is voiced, or a number is counted), how many common readings it has for it, and whether it has it at all; then how much
rarer the first dictionary holds its other readings to be; then whether the word stands piecemeal in a compound that no dictionary
knows. The figures keep the order of the shares of wrong words on 2,724 sentences with readings (``scripts/readings_risk.py``;
33,443 words, 179 read otherwise than written, variants such as ニッポン among them). There 0.3 and more are 1.8 % of the words
and hold 36 % of the errors, the riskiest tenth 77 %; without the tables of readings (and variants not counted) 2 % hold 55 %, a
tenth 85 %: so much where no table was made for the text.
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
_UNVOICED = str.maketrans(
    "ガギグゲゴザジズゼゾダヂヅデドバビブベボパピプペポ", "カキクケコサシスセソタチツテトハヒフヘホハヒフヘホ"
)
_UNREAD = 0.9
_UNKNOWN = 0.7
_PIECE = 0.5  # one kanji, a noun, beside another: part of a compound that no dictionary has
_DISPUTED, _DISPUTED_FAR = 0.45, 0.38  # where the first dictionary has another reading that is not much rarer, or none
_DISPUTED_RULE = 0.36
_ONE_KANJI_NAME = 0.4
_AMBIGUOUS_CLOSE, _SEVERAL_CLOSE, _ONE_CLOSE = 0.34, 0.33, 0.31  # several readings, and none is much rarer than ours
_AMBIGUOUS = 0.25
_NAME, _NAME_CLOSE = 0.24, 0.32
_SEVERAL = 0.22  # two kanji or more, with several readings
_NOT_THERE = 0.21  # several kanji that the second dictionary does not know as one word
_NUMBER = 0.17
_RULE = 0.16  # what a table read
_ONE_OF_MANY, _ONE_OF_TWO = 0.15, 0.12  # one kanji, with or without okurigana
_ONE_KANJI = 0.1
_SURE = 0.02
_NEAR, _FAR = 500, 3000  # what a reading may cost more than ours in the dictionary, to be likely and to be possible


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
        return _DISPUTED if _margin(surface, reading) < _FAR else _DISPUTED_FAR
    if token.detail == "固有名詞":
        return _of_name(surface, kanji, reading)
    if token.detail == "数":
        return _NUMBER
    return _by_choice(surface, kanji, reading)


def _of_name(surface: str, kanji: int, reading: str) -> float:
    if kanji != 2:
        return _ONE_KANJI_NAME if kanji == 1 else _ONE_KANJI
    return _NAME_CLOSE if _margin(surface, reading) < _FAR else _NAME


def _by_choice(surface: str, kanji: int, reading: str) -> float:
    """By the readings the second dictionary has for the word, and how rare the first one's others are."""
    known = _known(surface)
    if not known:
        return _NOT_THERE if kanji > 1 else _ONE_KANJI
    if len(known) == 1:
        return _SURE if _softened(reading) in known else _ONE_KANJI
    margin = _margin(surface, reading)
    if kanji > 1:
        return _SEVERAL_CLOSE if margin < _FAR else _SEVERAL
    if _KANA_TAIL.sub("", surface) in homographs.ambiguous():
        return _AMBIGUOUS_CLOSE if 0 <= margin < _FAR else _AMBIGUOUS
    if 0 <= margin < _NEAR:
        return _ONE_CLOSE
    return _ONE_OF_MANY if margin < _FAR or len(known) > 2 else _ONE_OF_TWO


@lru_cache(maxsize=20_000)
def _known(surface: str) -> frozenset[str]:
    """The readings of ``surface`` in the second dictionary that are no name's (or all), the first sound unvoiced."""
    found = words.entries(surface)
    common = [kana for kana, is_name in found if not is_name] or [kana for kana, _ in found]
    return frozenset(_softened(kanas.of_spelling(kana)) for kana in common)


@lru_cache(maxsize=20_000)
def _margin(surface: str, reading: str) -> int:
    """How much more the nearest other reading costs in the first dictionary than this one; ``_FAR`` where it has none."""
    costs, ours = frontend.costs(surface), _softened(reading)
    mine = [cost for other, cost in costs.items() if _softened(other) == ours]
    others = [cost for other, cost in costs.items() if _softened(other) != ours]
    return min(others) - min(mine) if mine and others else _FAR


def _softened(reading: str) -> str:
    """``reading`` as it is when no word before it voices its first sound."""
    return reading[:1].translate(_UNVOICED) + reading[1:]
