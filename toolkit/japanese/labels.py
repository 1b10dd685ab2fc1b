"""Full-context labels (HTS_TTS_JPN) as what they stand for: breath groups of accent phrases of phonemes; and written anew
after a pause went or came, with every count in them right again.

The format is that of Open JTalk's ``lab_format.pdf``: P phonemes, A the mora in its accent phrase, B C D the words, E F G
the accent phrases, H I J the breath groups (before, here, behind), K the utterance. Its counts are capped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

_LABEL = re.compile(r"[^-]*-(?P<sign>[^+]*)\+.*(?P<words>/B:[^/]*/C:[^/]*/D:[^/]*)/E:[^/]*/F:(?P<phrase>[^/]*)/")
_PHRASE = re.compile(r"(\d+)_(\d+)#(\d+_\d+)@")
_WORD = re.compile(r"/C:(\w+)_(\w+)\+(\w+)")
_PAUSE, _EDGE, _NONE = "pau", "sil", "xx"
_ENDS_A_MORA = frozenset("aiueoAIUEON") | {"cl"}
_FEW, _SOME, _MANY, _MOST = 19, 49, 99, 199  # caps of breath groups; of phrases and morae; of a group; of an utterance


@dataclass(frozen=True, slots=True)
class Phone:
    """A phoneme. ``words``: the grammar of its word and the two beside it, as fields B, C and D have it; ``start``: the
    word's offset in the text.
    """

    sign: str
    words: str
    start: int

    @property
    def ends_mora(self) -> bool:
        """Whether a mora ends with it."""
        return self.sign in _ENDS_A_MORA


@dataclass(frozen=True, slots=True)
class AccentPhrase:
    """``accent``: the mora after which the pitch falls, from 1; the last one where it does not. ``tone``: whether it
    asks and whether it calls out, as field F has them.
    """

    phones: tuple[Phone, ...]
    accent: int
    tone: str = "0_0"

    @property
    def morae(self) -> int:
        """How many."""
        return sum(phone.ends_mora for phone in self.phones)

    @property
    def start(self) -> int:
        """The offset of its first word."""
        return self.phones[0].start


Group = tuple[AccentPhrase, ...]  # between two silences


def parsed(labels: Sequence[str], starts: Sequence[int]) -> list[Group]:
    """The breath groups of labels with ``sil`` at both ends. ``starts``: for each label its word's offset."""
    found = [_LABEL.match(label) for label in labels]
    if not all(found):
        raise ValueError("no full-context label")
    rows = [
        (match["sign"], match["words"], match["phrase"], start)
        for match, start in zip(found, starts, strict=True)
        if match
    ]
    return [
        tuple(_phrase(field, list(some)) for field, some in groupby(group, key=lambda row: row[2]))
        for silent, group in groupby(rows, key=lambda row: row[0] in (_PAUSE, _EDGE))
        if not silent
    ]


def _phrase(field: str, rows: Sequence[tuple[str, str, str, int]]) -> AccentPhrase:
    match = _PHRASE.match(field)
    if not match:
        raise ValueError(f"not an accent phrase: {field}")
    phrase = AccentPhrase(tuple(Phone(sign, words, start) for sign, words, _, start in rows), int(match[2]), match[3])
    # the library may let a phrase run on over a bracket, its accent beyond the part that is here
    return replace(phrase, accent=min(phrase.accent, phrase.morae))


def joined(first: AccentPhrase, second: AccentPhrase) -> AccentPhrase:
    """A phrase and the particle that leans on it: the fall of the first, or none where it has none."""
    flat = first.accent == first.morae
    accent = first.morae + second.accent if flat else first.accent
    return AccentPhrase(first.phones + second.phones, accent, second.tone)


def written(groups: Sequence[Group]) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """The labels of breath groups, and for each the offset of its word (−1 for silences)."""
    places = _placed(groups)
    signs = [_NONE, _NONE, *(place.sign for place in places), _NONE, _NONE]
    made = []
    for k, place in enumerate(places):
        p = signs[k : k + 5]
        made.append(f"{p[0]}^{p[1]}-{p[2]}+{p[3]}={p[4]}{place.rest}")
    return tuple(made), tuple(place.start for place in places)


@dataclass(frozen=True, slots=True)
class _Place:
    """One label: its phoneme, the offset of its word, the fields from A on."""

    sign: str
    start: int
    rest: str


def _placed(groups: Sequence[Group]) -> list[_Place]:
    places = [_silence(_EDGE, groups, 0)]
    for index, group in enumerate(groups):
        if index:
            places.append(_silence(_PAUSE, groups, index))
        for k in range(len(group)):
            places.extend(_sounds(groups, index, k))
    return [*places, _silence(_EDGE, groups, len(groups))]


def _silence(sign: str, groups: Sequence[Group], index: int) -> _Place:
    """The silence before the group ``index``."""
    before, behind = groups[index - 1] if index else None, groups[index] if index < len(groups) else None
    rest = (
        f"/A:xx+xx+xx{_between(before, behind)}"
        f"/E:{_beside(before[-1], '!', '-', _NONE) if before else 'xx_xx!xx_xx-xx'}/F:xx_xx#xx_xx@xx_xx|xx_xx"
        f"/G:{_beside(behind[0], '%', '_', _NONE) if behind else 'xx_xx%xx_xx_xx'}"
        f"/H:{_size(before)}/I:xx-xx@xx+xx&xx-xx|xx+xx/J:{_size(behind)}/K:{_total(groups)}"
    )
    return _Place(sign, -1, rest)


def _between(before: Group | None, behind: Group | None) -> str:
    """Fields B, C and D of a silence."""
    last, first = (
        _WORD.search(phone.words) if phone else None
        for phone in (before[-1].phones[-1] if before else None, behind[0].phones[0] if behind else None)
    )
    left = f"{last[1]}-{last[2]}_{last[3]}" if last else "xx-xx_xx"
    return f"/B:{left}/C:xx_xx+xx/D:{f'{first[1]}+{first[2]}_{first[3]}' if first else 'xx+xx_xx'}"


def _sounds(groups: Sequence[Group], index: int, k: int) -> Iterator[_Place]:
    """The phonemes of the phrase ``k`` of the group ``index``."""
    group = groups[index]
    phrase, mora = group[k], 1
    context = f"{_phrases(groups, index, k)}{_breaths(groups, index)}/K:{_total(groups)}"
    for phone in phrase.phones:
        fall = max(-_SOME, min(mora - phrase.accent, _SOME))
        position = f"/A:{fall}+{min(mora, _SOME)}+{min(phrase.morae - mora + 1, _SOME)}"
        yield _Place(phone.sign, phone.start, f"{position}{phone.words}{context}")
        mora += phone.ends_mora


def _phrases(groups: Sequence[Group], index: int, k: int) -> str:
    """Fields E, F and G."""
    group = groups[index]
    phrase = group[k]
    before = group[k - 1] if k else groups[index - 1][-1] if index else None
    behind = group[k + 1] if k + 1 < len(group) else groups[index + 1][0] if index + 1 < len(groups) else None
    first = sum(one.morae for one in group[:k]) + 1
    return (
        f"/E:{_beside(before, '!', '-', str(int(k > 0))) if before else 'xx_xx!xx_xx-xx'}"
        f"/F:{min(phrase.morae, _SOME)}_{min(phrase.accent, _SOME)}#{phrase.tone}@{min(k + 1, _SOME)}"
        f"_{min(len(group) - k, _SOME)}|{min(first, _MANY)}_{min(_morae(group) - first + 1, _MANY)}"
        f"/G:{_beside(behind, '%', '_', str(int(k + 1 < len(group)))) if behind else 'xx_xx%xx_xx_xx'}"
    )


def _beside(phrase: AccentPhrase, mark: str, dash: str, touches: str) -> str:
    """A neighbouring phrase. ``touches``: "1" where no silence lies between."""
    return f"{min(phrase.morae, _SOME)}_{min(phrase.accent, _SOME)}{mark}{phrase.tone}{dash}{touches}"


def _breaths(groups: Sequence[Group], index: int) -> str:
    """Fields H, I and J."""
    group, before, behind = groups[index], groups[:index], groups[index:]
    phrases, morae = sum(map(len, before)) + 1, sum(map(_morae, before)) + 1
    return (
        f"/H:{_size(groups[index - 1] if index else None)}"
        f"/I:{min(len(group), _SOME)}-{min(_morae(group), _MANY)}@{min(index + 1, _FEW)}+{min(len(behind), _FEW)}"
        f"&{min(phrases, _SOME)}-{min(sum(map(len, behind)), _SOME)}|{min(morae, _MOST)}+{min(sum(map(_morae, behind)), _MOST)}"
        f"/J:{_size(groups[index + 1] if index + 1 < len(groups) else None)}"
    )


def _size(group: Group | None) -> str:
    return f"{min(len(group), _SOME)}_{min(_morae(group), _MANY)}" if group else "xx_xx"


def _total(groups: Sequence[Group]) -> str:
    return f"{min(len(groups), _FEW)}+{min(sum(map(len, groups)), _SOME)}-{min(sum(map(_morae, groups)), _MOST)}"


def _morae(group: Group) -> int:
    return sum(phrase.morae for phrase in group)
