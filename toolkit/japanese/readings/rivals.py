"""The other readings that a word could have: what a wrong reading of it would be."""

from __future__ import annotations

import re
from functools import cache

from toolkit.japanese import tables
from toolkit.japanese.reading import Word
from toolkit.japanese.readings import kana as kanas
from toolkit.japanese.words import entries

_KANJI = re.compile(r"[㐀-鿿豈-﫿々]")
_KANA_TAIL = re.compile(r"[ぁ-ゖ]+$")
_PLAIN = str.maketrans(
    "ガギグゲゴザジズゼゾダヂヅデドバビブベボパピプペポ", "カキクケコサシスセソタチツテトハヒフヘホハヒフヘホ"
)


def rivals(word: Word) -> tuple[str, ...]:
    """Readings in katakana as spoken that the tables of homographs or the dictionary (its common words) give for the
    same letters, but the word's own, and those that only sound softer behind another word (かた, がた).
    """
    if not _KANJI.search(word.surface) or not word.reading:
        return ()
    known = {_alike(word.reading)}
    found = []
    for reading in (*_in_tables(word.surface), *_in_dictionary(word.surface)):
        if (same := _alike(reading)) not in known:
            known.add(same)
            found.append(reading)
    return tuple(found)


def _alike(reading: str) -> str:
    return reading[:1].translate(_PLAIN) + reading[1:]


def _in_tables(surface: str) -> list[str]:
    """The tables give verbs and adjectives without what is written in kana behind them."""
    stem = _KANA_TAIL.sub("", surface)
    return [kanas.spoken(kanas.to_hiragana(reading) + surface[len(stem) :]) for reading in _tables().get(stem, ())]


def _in_dictionary(surface: str) -> list[str]:
    return [kanas.spoken(kanas.to_hiragana(reading)) for reading, names in entries(surface) if not names]


@cache
def _tables() -> dict[str, tuple[str, ...]]:
    readings: dict[str, dict[str, None]] = {}
    for word, _, _, reading, *_ in tables.rows("homographs"):
        readings.setdefault(word, {})[reading] = None
    for word, _, reading, *_ in tables.rows("topics"):
        readings.setdefault(word, {})[reading] = None
    return {word: tuple(found) for word, found in readings.items()}
