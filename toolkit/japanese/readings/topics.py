"""Words that are written alike and read by what the sentence is about, from the table ``topics``: 金 beside 銀メダル is
キン.

A row is (word, form, reading, cues). ``form`` is a regular expression for what follows the word (its okurigana), empty
for anything; the rows of one word and form compete. A cue is a string that speaks for the reading wherever it stands in
the sentence, the nearer the more; ``>x`` has to stand directly behind the word; ``<x`` counts most directly before it,
and like any other a little farther before it (雨をよく弾く). The reading with clearly more evidence is taken; where
there is none, or too little, the dictionary decides.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from toolkit.japanese import tables
from toolkit.japanese.normalise import Piece
from toolkit.japanese.readings import kana as kanas

# What evidence counts (product defaults, chosen on sentences written for the purpose): a string beside the word, a
# topic right beside it, how far away a topic counts half, and by how much a reading has to lead.
_BESIDE = 2.5
_HALF = 12
_LEAD = 0.3
_REACH = 5  # how far before the word, in characters, what should stand beside it still counts
SURE = 1.0  # a lead that wins over what stands beside the word in the table ``homographs``
_RISK, _SURE_RISK = 0.2, 0.1
_KANJI = re.compile(r"[一-鿿々]")
_JOINED = re.compile(r"[一-鿿々ァ-ヺーA-Za-z]")  # before a single kanji: it ends a compound
_NUMBER = re.compile(r"[0-9一二三四五六七八九十百千万億数]")


class _Sense(NamedTuple):
    """One reading of a word in one form, and what speaks for it."""

    word: str
    form: re.Pattern[str]
    reading: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    topics: tuple[str, ...]

    def evidence(self, text: str, at: int, end: int) -> float:
        """How much of ``text`` speaks for this reading of ``text[at:end]``."""
        before, after = text[:at], text[end:]
        found = _BESIDE * (before.endswith(self.before) + after.startswith(self.after))
        for topic in self.topics:
            found += _near(topic, before, after)
        apart = (string for string in self.before if len(string) > 1 and not before.endswith(string))
        return found + sum(_near(string, before[-_REACH:], "") for string in apart)


def _near(topic: str, before: str, after: str) -> float:
    """What a topic counts at the end of ``before`` or the beginning of ``after``, by how near it stands."""
    left, right = before.rfind(topic), after.find(topic)
    away = min([len(before) - left - len(topic)] * (left >= 0) + [right] * (right >= 0), default=-1)
    return _weight(topic) / (1 + away / _HALF) if away >= 0 else 0.0


def _weight(topic: str) -> float:
    """The longer a topic, the surer it is the word meant."""
    return (0.5, 1.0, 1.2)[min(len(topic), 3) - 1]


@cache
def _senses() -> dict[str, dict[str, list[_Sense]]]:
    """Senses by word, by the word's first character; longer words first."""
    words: dict[str, list[_Sense]] = {}
    for word, form, reading, cues in tables.rows("topics"):
        listed = cues.split()
        before, after = (tuple(cue[1:] for cue in listed if cue[0] == sign) for sign in "<>")
        topics = tuple(cue for cue in listed if cue[0] not in "<>")
        words.setdefault(word, []).append(_Sense(word, re.compile(form), kanas.spoken(reading), before, after, topics))
    by_first: dict[str, dict[str, list[_Sense]]] = {}
    for word in sorted(words, key=len, reverse=True):
        by_first.setdefault(word[0], {})[word] = words[word]
    return by_first


def rule(text: str, at: int, lead: float = _LEAD) -> list[Piece] | None:
    """The reading of the word that begins here, if the sentence tells: if one reading leads by ``lead``."""
    if _NUMBER.match(text[at - 1 : at]):
        return None  # a counter, the number reader's business
    for word, senses in _senses().get(text[at], {}).items():
        end = at + len(word)
        if text.startswith(word, at):
            inside = len(word) == 1 and _in_compound(
                text, at
            )  # then it is no noun of its own, but 昨年行った is a verb
            sense = _decided(text, at, end, [sense for sense in senses if sense.form.pattern or not inside], lead)
            if sense:
                told = sense.form.match(text, end)
                exact = told is None or told.end() == end  # 代 in 代わり is no noun
                return [
                    Piece(
                        at,
                        end,
                        sense.reading,
                        "rule",
                        _SURE_RISK if lead >= SURE else _RISK,
                        kana=True,
                        whole=True,
                        weak=True,
                        exact=exact,
                    )
                ]
    return None


def _in_compound(text: str, at: int) -> bool:
    return bool(_JOINED.match(text[at - 1 : at]) or _KANJI.match(text, at + 1))


def _decided(text: str, at: int, end: int, senses: list[_Sense], lead: float) -> _Sense | None:
    """The sense that leads, None if none does."""
    fitting = [(sense.evidence(text, at, end), sense) for sense in senses if sense.form.match(text, end)]
    first, second = *sorted((evidence for evidence, _ in fitting), reverse=True)[:2], *(0.0, 0.0)[len(fitting) :]
    return next((sense for evidence, sense in fitting if evidence == first), None) if first - second >= lead else None
