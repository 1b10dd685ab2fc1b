"""Two texts compared by sound: whatever they are written in, both are read aloud on paper and held against each other
in kana.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from toolkit.japanese.readings import Reader

_ROWS = {
    "ア": "アカサタナハマヤラワガザダバパァャヮ",
    "イ": "イキシチニヒミリギジビピィ",
    "ウ": "ウクスツヌフムユルグズブプゥュ",
    "エ": "エケセテネヘメレゲゼデベペェ",
    "オ": "オコソトノホモヨロゴゾドボポォョ",
}
_VOWELS = {sign: vowel for vowel, signs in _ROWS.items() for sign in signs}
_ALIKE = str.maketrans({"ヂ": "ジ", "ヅ": "ズ", "ヲ": "オ", "ヰ": "イ", "ヱ": "エ"})
# a v is said and heard as a b, a lengthened vowel as two
_LOANS = (("ヴァ", "バ"), ("ヴィ", "ビ"), ("ヴェ", "ベ"), ("ヴォ", "ボ"), ("ヴュ", "ビュ"), ("ヴ", "ブ"))


@dataclass(frozen=True, slots=True)
class Comparison:
    """``errors``: kana wrong, missing or too many, of ``count`` that are due."""

    due: str
    heard: str
    errors: int

    @property
    def count(self) -> int:
        return len(self.due)

    @property
    def share(self) -> float:
        return self.errors / max(1, self.count)


def compared(reader: Reader, due: str, heard: str) -> Comparison:
    """``due`` in kana as spoken, ``heard`` as it was written down: its digits, kanji and Latin letters are read
    first.
    """
    there = plain(reader.read(heard).kana) if heard.strip() else ""
    wanted = plain(due)
    return Comparison(wanted, there, distance(wanted, there))


def plain(kana: str) -> str:
    """Kana with one sign for one sound and nothing but sound: オウ, オオ and オー are alike.

    >>> plain("キョーワ、ヴィラ。")
    'キョオワビラ'
    """
    kana = kana.translate(_ALIKE)
    for loan, sound in _LOANS:
        kana = kana.replace(loan, sound)
    out: list[str] = []
    for sign in kana:
        vowel = _VOWELS.get(out[-1], "") if out else ""
        long = sign == "ー" or (sign, vowel) in (("ウ", "オ"), ("イ", "エ"))
        if "ァ" <= sign <= "ヶ" or sign == "ー":
            out.append((vowel or "ー") if long else sign)
    return "".join(out)


def distance(one: str, other: str) -> int:
    """The least number of signs put in, left out or replaced."""
    row = np.arange(len(other) + 1)
    steps = np.arange(len(other) + 1)
    signs = np.array([ord(sign) for sign in other])
    for k, sign in enumerate(one, 1):
        kept = np.minimum(row[:-1] + (signs != ord(sign)), row[1:] + 1)
        row = np.minimum.accumulate(np.concatenate(([k], kept)) - steps) + steps
    return int(row[-1])
