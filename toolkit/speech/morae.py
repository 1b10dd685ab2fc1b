"""Counting what a sentence says: phonemes of its labels, morae, and where it pauses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from toolkit.japanese.reading import Reading

_PHONEME = re.compile(r"-(.*?)\+")
_ENDS_A_MORA = frozenset("aiueoAIUEON") | {"cl"}
_SMALL = frozenset("ァィゥェォャュョヮ")
_KANA = re.compile(r"[ァ-ヴー]")
SILENCES = frozenset({"sil", "pau"})


def phoneme(label: str) -> str:
    """The phoneme a full-context label is about ('' if it is no label)."""
    found = _PHONEME.search(label)
    return found.group(1) if found else ""


def morae(kana: str) -> int:
    """Morae of katakana: every sign but the small vowels and glides; ッ ン ー count.

    >>> morae("キョーワ、ッテ")
    5
    """
    return sum(1 for sign in kana if _KANA.match(sign) and sign not in _SMALL)


def morae_of(reading: Reading) -> int:
    """Morae of a whole sentence, from its labels where it has them."""
    if reading.labels:
        return sum(phoneme(label) in _ENDS_A_MORA for label in reading.labels)
    return sum(morae(word.reading) for word in reading.words)


def pauses_before(reading: Reading) -> tuple[int, ...]:
    """Offsets of the words before which the reading's labels pause, in order."""
    found: list[int] = []
    waiting = False
    for label, start in zip(reading.labels, reading.starts, strict=True):
        if phoneme(label) in SILENCES:
            waiting = waiting or label != reading.labels[0]
        elif waiting and start >= 0:
            waiting = False
            found.append(start)
    return tuple(found)


def named(text: str) -> str:
    """A sentence as an error names it: whole if short, else its beginning."""
    text = " ".join(text.split())
    return f"「{text}」" if len(text) <= 40 else f"「{text[:38]}……」"
