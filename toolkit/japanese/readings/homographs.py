"""Words that are written alike and read by what stands beside them, from the tables ``homographs``, ``words`` and
``names``.

A row is (word, what must stand before, what must stand after, reading); both contexts are regular expressions, empty
for anything. The first row that fits decides; where none fits, the dictionary does. A row gives way inside a longer
word of the dictionary, a name does not. What the sentence is about (``topics``) is asked before the rows where it is
sure, and after them where it is not.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from toolkit.japanese import tables
from toolkit.japanese.normalise import Piece
from toolkit.japanese.readings import compounds, topics
from toolkit.japanese.readings import kana as kanas

_LOOK_BACK = 16


class _Row(NamedTuple):
    word: str
    before: str
    after: str
    reading: str
    risk: float
    weak: bool = True


@cache
def _table() -> dict[str, list[_Row]]:
    by_first: dict[str, list[_Row]] = {}
    for name, risk in (("homographs", 0.2), ("words", 0.05)):
        for word, before, after, reading, *_ in (row + ("",) * (4 - len(row)) for row in tables.rows(name)):
            by_first.setdefault(word[0], []).append(
                _Row(word, f"(?:{before})$" if before else "", after, reading, risk)
            )
    for name, reading in tables.mapping("names").items():
        by_first.setdefault(name[0], []).append(_Row(name, "", "", reading, 0.05, weak=False))
    return {first: sorted(rows, key=lambda r: -len(r.word)) for first, rows in by_first.items()}


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """A context, when first met: most of the table is never asked in one run."""
    return re.compile(pattern)


@cache
def ambiguous() -> frozenset[str]:
    """Words the table gives two readings or more: where no context decided and the dictionary chose, the choice is
    doubtful.
    """
    readings: dict[str, set[str]] = {}
    for word, _, _, reading, *_ in tables.rows("homographs"):
        readings.setdefault(word, set()).add(reading)
    return frozenset(word for word, given in readings.items() if len(given) > 1)


def rule(text: str, at: int) -> list[Piece] | None:
    """The reading of the word that begins here, if its neighbours tell."""
    if told := compounds.rule(text, at) or topics.rule(text, at, topics.SURE):
        return told
    for row in _table().get(text[at], ()):
        end = at + len(row.word)
        if not text.startswith(row.word, at):
            continue
        if row.before and not _compiled(row.before).search(text[max(0, at - _LOOK_BACK) : at]):
            continue
        if row.after and not _compiled(row.after).match(text, end):
            continue
        return [Piece(at, end, kanas.spoken(row.reading), "rule", row.risk, kana=True, whole=True, weak=row.weak)]
    return topics.rule(text, at)
