"""Words that are written alike and read by what stands beside them, from the tables ``homographs``, ``words``,
``names`` and ``titled``.

A row is (word, what must stand before, what must stand after, reading); both contexts are regular expressions, empty
for anything. The first row that fits decides; where none fits, the dictionary does. A row gives way inside a longer
word of the dictionary, a name does not. What the sentence is about (``topics``) is asked before the rows where it is
sure (and no longer word has a row), and after them where it is not. A name of ``titled`` (三国) is one where a title or a kind of place stands behind.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from toolkit.japanese import normalise, tables
from toolkit.japanese.normalise import Piece
from toolkit.japanese.readings import compounds, topics
from toolkit.japanese.readings import kana as kanas

_LOOK_BACK = 16
# A name of the table ``titled``: nothing of the same word before it, and what stands behind a person's and a place's.
_ALONE = "(?:^|[^㐀-鿿々])"
_BEHIND = {
    "person": "(?=さん|くん|ちゃん|氏(?!名)|[君様](?:[はがもをのと、。]|$)|先生|選手|監督|[社部課会]長|教授|議員|[投捕]手|先輩"
    "|容疑者|夫妻)",
    "place": "(?=市(?![場況販街])|町(?!人)|駅|港|城(?![主壁])|郡|海岸|温泉|高校|出身|在住|生まれ|育ち"
    "|[にへ](?:住|行[っきくけ]|引っ越|旅行|移住|向か)|で(?:生まれ|育っ|下車|降り|乗り換え))",
}


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
        written = normalise.fold(name)
        by_first.setdefault(written[0], []).append(_Row(written, "", "", reading, 0.05, weak=False))
    for name, reading, what in tables.rows("titled"):
        by_first.setdefault(name[0], []).append(_Row(name, f"{_ALONE}$", _BEHIND[what], reading, 0.1, weak=False))
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
    if told := compounds.rule(text, at):
        return told
    row = _fitting(text, at)
    told = topics.rule(text, at, topics.SURE)
    if told and (row is None or at + len(row.word) <= told[-1].end):
        return told
    if row is None:
        return topics.rule(text, at)
    end, reading = at + len(row.word), kanas.spoken(row.reading)
    return [Piece(at, end, reading, "rule", row.risk, kana=True, whole=True, weak=row.weak)]


def _fitting(text: str, at: int) -> _Row | None:
    """The first row for the word that begins here whose contexts stand there."""
    for row in _table().get(text[at], ()):
        if not text.startswith(row.word, at):
            continue
        if row.before and not _compiled(row.before).search(text[max(0, at - _LOOK_BACK) : at]):
            continue
        if not row.after or _compiled(row.after).match(text, at + len(row.word)):
            return row
    return None
