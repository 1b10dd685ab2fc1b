"""Which morae rise where the labels say nothing of it: the last of a question, and the last of every item of a list but the
last item. By tables of how a text ends.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from toolkit.japanese.prosody.lists import item_ends

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from toolkit.japanese.labels import Group, Phone
    from toolkit.japanese.reading import ToneName

_MARK = re.compile(r"[？?⁇⁈⁉]")
_SIGNS = "」』）)】〕》〉”’！!？?⁇⁈⁉…‥。 　ー〜～"


@dataclass(frozen=True, slots=True)
class Ending:
    """``words``: what stands before ？, the end of a text; ``tone``: how its last mora is said."""

    words: str
    tone: ToneName
    example: str


# The final rise is the boundary tone H% of X-JToBI (Maekawa, Kikuchi, Igarashi and Venditti 2002). Without a particle it
# alone makes the question; か asks already. A sentence that ends with 。 never rises: 「そうですか。」 is an answer,
# 「誰が行くものか。」 asks nobody.
ENDINGS = (
    Ending(r"か|かい", "question-ka", "行きますか？"),
    Ending(r"", "question", "明日は行く？"),
)
_ENDINGS = tuple((re.compile(rf"(?:{row.words})\Z"), row.tone) for row in ENDINGS)
_VOICED = {"U": "u", "I": "i", "A": "a", "E": "e", "O": "o"}


def tone_of(text: str) -> ToneName:
    """How the last mora of ``text`` is said, which stands before ？.

    >>> tone_of("行きますか"), tone_of("行く")
    ('question-ka', 'question')
    """
    return next(tone for pattern, tone in _ENDINGS if pattern.search(text))


def toned(groups: Sequence[Group], text: str) -> tuple[list[Group], tuple[tuple[int, int, ToneName], ...]]:
    """The groups, the vowels that rise voiced, and the tones by their labels (``reading.Reading.tones``)."""
    phones = [(at, phone) for at, phone in _numbered(groups)]
    tones = sorted(_asked(phones, text) + _items(phones, text))
    voiced = {last - 1 for _, last, name in tones if name != "item"}
    return _voiced(groups, voiced), tuple(dict.fromkeys(tones))


def _numbered(groups: Sequence[Group]) -> Iterator[tuple[int, Phone]]:
    """Every phoneme with the index of its label."""
    at = 1  # behind the first silence
    for group in groups:
        for phrase in group:
            for phone in phrase.phones:
                yield at, phone
                at += 1
        at += 1


def _asked(phones: Sequence[tuple[int, Phone]], text: str) -> list[tuple[int, int, ToneName]]:
    """The last mora before every ？."""
    found: list[tuple[int, int, ToneName]] = []
    for mark in _MARK.finditer(text):
        mora = _last_mora(phones, mark.start())
        if mora:
            found.append((*mora, tone_of(text[: mark.start()].rstrip(_SIGNS))))
    return list(dict.fromkeys(found))


def _items(phones: Sequence[tuple[int, Phone]], text: str) -> list[tuple[int, int, ToneName]]:
    """The last mora of every item of a list but the last one."""
    moras = [_last_mora(phones, at) for at in item_ends(text)]
    return [(*mora, "item") for mora in moras if mora]


def _last_mora(phones: Sequence[tuple[int, Phone]], before: int) -> tuple[int, int] | None:
    """(first label, after the last label) of the last mora of the words that begin before an offset."""
    end = bisect_left([phone.start for _, phone in phones], before)
    while end and (phones[end - 1][1].sign == "cl" or not phones[end - 1][1].ends_mora):  # えっ？ rises on え
        end -= 1
    if not end:
        return None
    first = end - 1
    while first and phones[first - 1][0] == phones[first][0] - 1 and not phones[first - 1][1].ends_mora:
        first -= 1
    return phones[first][0], phones[end - 1][0] + 1


def _voiced(groups: Sequence[Group], labels: set[int]) -> list[Group]:
    """The groups with the vowels of these labels voiced: a melody needs a voice."""
    made: list[Group] = []
    at = 1
    for group in groups:
        phrases = []
        for phrase in group:
            numbers = range(at, at + len(phrase.phones))
            at += len(phrase.phones)
            if labels.isdisjoint(numbers):
                phrases.append(phrase)
                continue
            phones = tuple(
                replace(phone, sign=_VOICED.get(phone.sign, phone.sign)) if number in labels else phone
                for number, phone in zip(numbers, phrase.phones, strict=True)
            )
            phrases.append(replace(phrase, phones=phones))
        made.append(tuple(phrases))
        at += 1
    return made
