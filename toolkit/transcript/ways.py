"""Ways of naming who speaks that no form of ``labels`` lists: any signs at all around a short word at the beginning of
line after line, or at their end. What they are made of does not matter; that two or more words take turns in them does.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from toolkit.japanese.lazy import lazy
from toolkit.transcript.chain import Class, Reading, is_sure
from toolkit.transcript.evidence import evidence_of, head_of
from toolkit.transcript.labels import Label
from toolkit.transcript.names import is_generic, is_known, is_role, parse_name, shape
from toolkit.transcript.scheme import sounds
from toolkit.transcript.survey import Lines

# What stands before a word and after it: [12:05] 佐藤 | はい。 «ミナ» はい。
_TIME = r"\d{1,2}:\d{2}(?::\d{2})?"
_PART = r"(?:[=.-][ 　]?|[ 　])[^\W_]{1,12}"
_SIGN = r"(?:[^\w\n]|_)"
_NOTE = r"(?:\([^\W_]{1,12}\))?"
_BEFORE = rf"{_SIGN}{{0,8}}(?:(?:{_TIME}|\d{{1,4}}){_SIGN}{{1,6}})?"
_OUT = r"(?:[^\w\n\x01(]|_)"
_AFTER = rf"(?:{_OUT}{{1,8}}(?:{_TIME}{_OUT}{{0,6}})?)"
# The patterns see lines so: a class with wide signs costs more to compile than all lines to search.
_SEEN = tuple(zip("（）「『・＝", "()\x01\x01==", strict=True))
# A word, a word of two parts, of three: 佐藤〜 ミナ・ロウ〜 話者 1〜
HEADS = tuple(
    lazy(rf"(?P<before>{_BEFORE})(?P<name>[^\W_]{{1,16}}(?:{_PART}){{{n}}}{_NOTE})(?P<after>{_AFTER})")
    for n in range(3)
)
TAILS = tuple(
    lazy(rf"(?P<before>{_SIGN}{{1,4}}(?:by )?)(?P<name>[^\W_]{{1,16}}(?:{_PART}){{{n}}})(?P<after>{_SIGN}{{0,2}})$")
    for n in range(2)
)
_FIRST = 160  # characters at its head that a pattern can reach
_LAST = 40  # characters at a line's end that can hold a name and its signs
PLAIN = frozenset("、。，．！？!?…‥,. 　\t")  # with these sentences go on and end
_CLOSES = "。！？!?…‥」』）)♪〜～ー"
_FEWEST, _NAMES, _TURNS = 4, 2, 0.6  # sights; words; of the sights: before another's
_HEARD = 0.25  # of the lines name somebody, beyond doubt: no other way is looked for
_RECUR, _LIKE, _MOST_WORDS, _COVER, _SAID = 0.75, 0.85, 0.6, 0.4, 0.4


@dataclass(frozen=True, slots=True)
class Way:
    """One way of writing, and the lines (by index) that have it."""

    sign: str
    sights: Mapping[int, Label]

    @property
    def is_plain(self) -> bool:
        """Whether sentences begin so too: はい。 そう、"""
        before, after = self.sign.split("＊")
        return not before.strip("… ") and set(after) <= PLAIN

    @property
    def words(self) -> Counter[str]:
        return Counter(label.key for label in self.sights.values())


def ways_of(lines: Sequence[str], filled: Sequence[int], *, fewest: int = _FEWEST) -> list[Way]:
    """Every way in which words take turns at the head or the end of lines, the most frequent first."""
    found: dict[str, dict[int, Label]] = defaultdict(dict)
    for k in filled:
        for label in words_at(lines[k]):
            found[label.style].setdefault(k, label)
    ways = [Way(sign, sights) for sign, sights in found.items() if len(sights) >= fewest]
    return sorted(filter(_takes_turns, ways), key=lambda way: -len(way.sights))


def is_scheme(
    way: Way,
    lines: Sequence[str],
    filled: Sequence[int],
    *,
    cover: float = _COVER,
    like: float = _LIKE,
    said: float = _SAID,
) -> bool:
    """Whether the way runs through the document, its words look like names, and what they stand by sounds said."""
    places = list(way.sights)
    reach = [k for k in filled if places[0] <= k <= places[-1]]
    wanted = cover * 0.75 if way.sign.endswith("⏎") else cover
    after = dict(zip(filled, (*filled, -1)[1:], strict=True))
    words = [x.body(lines[k]).strip() or (lines[after[k]] if after[k] >= 0 else "") for k, x in way.sights.items()]
    return (
        len(places) >= wanted * len(reach)
        and len(reach) * 2 >= len(filled)
        and sum(_is_like(x.name, plain=way.is_plain) for x in way.sights.values()) >= like * len(places)
        and sum(map(sounds, words)) >= said * len(places)
    )


def _is_like(name: str, *, plain: bool) -> bool:
    if plain:
        return is_generic(name) or is_known(parse_name(name).bare)
    return shape(name).points > -9 or is_role(name)


def _takes_turns(way: Way) -> bool:
    words, order = way.words, [label.key for label in way.sights.values()]
    recurring = sum(count for count in words.values() if count > 1)
    handed = sum(a != b for a, b in pairwise(order))
    return (
        _NAMES <= len(words) <= _MOST_WORDS * len(order)
        and recurring >= _RECUR * len(order)
        and handed >= _TURNS * (len(order) - 1)
    )


def words_at(line: str) -> Iterator[Label]:
    """Every word between signs at the head and the end of a line."""
    yield from _heads(line)
    yield from _tails(line)


def _seen(text: str) -> str:
    """The text as the patterns see it: a few signs are replaced sooner than every character is looked up."""
    for sign, narrow in _SEEN:
        text = text.replace(sign, narrow)
    return text


def _heads(line: str) -> Iterator[Label]:
    seen = _seen(line[:_FIRST])
    for pattern in HEADS:
        if match := pattern.match(seen):
            before, name, signs = (line[slice(*match.span(part))] for part in ("before", "name", "after"))
            signs = signs.rstrip("…‥.") or signs  # 佐藤〜……はい。
            before, after = _abstract(before), _abstract(signs)
            end = match.end("name") + len(signs)
            body = line[end:].strip()
            if body or not set(after) <= PLAIN:
                cut = end if body else len(line)
                yield Label("sign", f"{before}＊{after}{'' if body else '⏎'}", name, cut)


def _tails(line: str) -> Iterator[Label]:
    text = line.rstrip()
    base = max(0, len(text) - _LAST)
    text = text[base:]
    seen = _seen(text)
    for pattern in TAILS:
        match = pattern.search(seen)
        if not match or not base + match.start():
            continue
        before, name, after = (text[slice(*match.span(part))] for part in ("before", "name", "after"))
        sign = before.lstrip(_CLOSES)
        if sign and not set(sign + after) <= PLAIN - {" ", "　"}:
            stop = base + match.start() + len(before) - len(sign)
            style = f"…{_abstract(sign)}＊{_abstract(after)}"
            yield Label("sign", style, name, len(line) - len(line.lstrip()), stop)


@lru_cache(maxsize=4096)
def _abstract(signs: str) -> str:
    """Signs as one way has them in common: times are all alike, and numbers; blanks go where anything else stands; a
    sign counts once however often it is set.
    """
    text = re.sub(r"[0-9０-９]+", "1", re.sub(_TIME, "T", signs))
    return re.sub(r"(.)\1+", r"\1", re.sub(r"[\s　]+", "", text)) or " "


def unlisted_way(lines: Lines, reading: Reading) -> Lines | None:
    """The lines with the labels of a way that runs through the document, if ``reading`` finds nobody there; else
    nothing.
    """
    if lines.sheet.spoken:
        return None
    taken = {k: lines.labels(n)[j].key for n, k in enumerate(lines.filled) if (j := reading.picked[n]) >= 0}
    asked = sum(reading.class_at(n) in ("question", "answer") for n in range(len(lines.filled)))
    if len(taken) >= _HEARD * len(lines.filled) and is_sure(reading):
        return None
    for way in ways_of(lines.sheet.lines, lines.filled):
        seen = sum(label.key in taken.get(k, "") for k, label in way.sights.items())
        if max(len(taken), asked) * 2 <= len(way.sights) > seen * 2 and is_scheme(way, lines.sheet.lines, lines.filled):
            sights = {**lines.sights, **{k: (label,) for k, label in way.sights.items()}}
            head = head_of(lines.sheet.lines, lines.filled)
            found = evidence_of(lines.sheet.lines, sights, lines.filled, head, lines.sheet.title)
            return Lines(lines.sheet, lines.filled, sights, found)
    return None


def unlisted_labels(lines: Lines) -> dict[int, tuple[Class, ...]]:
    """The places of lines that bear a label of no listed form."""
    return {n: ("named",) for n in range(len(lines.filled)) if any(label.form == "sign" for label in lines.labels(n))}
