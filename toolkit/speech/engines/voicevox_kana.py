"""A reading in the notation in which VOICEVOX and its kin take readings and accents: katakana, ``'`` behind the
accented mora of every accent phrase, ``_`` before a voiceless one, ``/`` and (with a pause) ``、`` between phrases,
``？`` at the end of a question.

Their own dictionary is never asked, so the user's lexicon need not be sent to them: it has shaped the reading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

from toolkit.japanese.readings.kana import katakana
from toolkit.speech.morae import SILENCES, phoneme

if TYPE_CHECKING:
    from toolkit.japanese.reading import Reading

LONGEST_PHRASE = 47  # morae: the engines cut an accent phrase of 48
LONGEST_RUN = 150  # morae asked for at once (some 20 s): long requests crash older engines (voicevox_engine#384)
_ACCENT = re.compile(r"/F:(\d+)_(\d+)#(\d)[^/]*")
_VOWELS = frozenset("aiueoAIUEON") | {"cl"}


@dataclass(frozen=True, slots=True)
class Run:
    """What is asked for at once. ``start``/``end``: what of the sentence it covers."""

    notation: str
    morae: int
    start: int
    end: int


@dataclass(slots=True)
class _Phrase:
    """An accent phrase. ``accent``: the mora after which the pitch falls, from 1."""

    accent: int
    asks: bool
    start: int
    morae: list[str] = field(default_factory=list)


def runs(reading: Reading) -> Iterator[Run]:
    """The sentence in pieces of at most ``LONGEST_RUN`` morae (more where nothing pauses), parted at its pauses."""
    groups = [group for group in _groups(reading) if group]
    held: list[list[_Phrase]] = []
    for group in groups:
        if held and _size(held) + _size([group]) > LONGEST_RUN:
            yield _run(held, group[0].start)
            held = []
        held.append(group)
    if held:
        yield _run(held, len(reading.text))


def _size(groups: list[list[_Phrase]]) -> int:
    return sum(len(phrase.morae) for group in groups for phrase in group)


def _run(groups: list[list[_Phrase]], end: int) -> Run:
    notation = "、".join("/".join(map(_notation, group)) for group in groups)
    return Run(notation, _size(groups), groups[0][0].start, end)


def _groups(reading: Reading) -> Iterator[list[_Phrase]]:
    """The accent phrases between two silences."""
    rows = zip(reading.labels, reading.starts, strict=True)
    for silent, group in groupby(rows, key=lambda row: phoneme(row[0]) in SILENCES):
        if not silent:
            yield [part for phrase in _phrases(list(group)) for part in _short(phrase)]


def _phrases(rows: list[tuple[str, int]]) -> Iterator[_Phrase]:
    """The accent phrases of labels without a silence: those of one phrase agree in field F."""
    for _, group in groupby(rows, key=lambda row: _ACCENT.search(row[0])[0]):  # type: ignore[index]
        labels = list(group)
        _, accent, asks = _ACCENT.search(labels[0][0]).groups()  # type: ignore[union-attr]
        phrase, consonant = _Phrase(int(accent), asks == "1", labels[0][1]), ""
        for label, _ in labels:
            sign = phoneme(label)
            if sign in _VOWELS:
                phrase.morae.append(("_" if sign in "AIUEO" else "") + katakana(filter(None, (consonant, sign))))
            consonant = "" if sign in _VOWELS else sign
        if phrase.morae:
            yield phrase


def _short(phrase: _Phrase) -> Iterator[_Phrase]:
    """The phrase in parts that the engines do not cut."""
    for at in range(0, len(phrase.morae), LONGEST_PHRASE):
        morae = phrase.morae[at : at + LONGEST_PHRASE]
        last = at + LONGEST_PHRASE >= len(phrase.morae)
        yield _Phrase(phrase.accent - at, phrase.asks and last, phrase.start, morae)


def _notation(phrase: _Phrase) -> str:
    """Every phrase has one accent mark; without an accent it stands at the end."""
    count = len(phrase.morae)
    accent = phrase.accent if 1 <= phrase.accent <= count else count
    return "".join(phrase.morae[:accent]) + "'" + "".join(phrase.morae[accent:]) + "？" * phrase.asks
