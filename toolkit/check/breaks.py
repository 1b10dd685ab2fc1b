"""Where lines are divided: kinsoku, numbers, Latin words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from toolkit.check.findings import Hit, Subject
from toolkit.japanese import kinsoku

_WORD = re.compile(r"[A-Za-z][A-Za-z'’]*")
_LAST_WORD = re.compile(r"[A-Za-z'’]{1,40}\Z")
_FIRST_WORD = re.compile(r"[A-Za-z'’]{1,40}")
_LONE_SIGNS = re.compile(r"[！？!?‼⁇⁈⁉…―—・～〜♪ \u3000]*")
# At the head of a subtitle these are no leftovers of a break: a reaction (！？), a bullet, a dash, a
# melody (～♪)
_HEADS = frozenset("！？‼⁇⁈⁉!?・：；:;･‐〜゠–～－")
# .NET, ./run and a comma that is spoken of (", の意味") begin with a sign that belongs to them
_NAMED_SIGN = re.compile(r"\.[!-~]|[.,] ")


def latin_words(texts: Iterable[tuple[str, ...]]) -> frozenset[str]:
    """Every Latin word that no line break touches: the evidence that two halves are one word."""
    words: set[str] = set()
    for lines in texts:
        for row, line in enumerate(lines):
            met_above = row > 0 and _LAST_WORD.search(lines[row - 1][-40:])
            met_below = row + 1 < len(lines) and _FIRST_WORD.match(lines[row + 1])
            found = _WORD.findall(line)
            start = 1 if met_above and _FIRST_WORD.match(line) else 0
            end = len(found) - 1 if met_below and _LAST_WORD.search(line[-40:]) else len(found)
            words.update(found[start:end])
    return frozenset(words)


def absolute_start(subject: Subject) -> Iterator[Hit]:
    for row, line in enumerate(subject.lines):
        if line and line[0] in kinsoku.NEVER_START and not _NAMED_SIGN.match(line):
            yield Hit(f"the line begins with {line[0]}: {line}", row)


def absolute_end(subject: Subject) -> Iterator[Hit]:
    for row, line in enumerate(subject.lines):
        if line and line[-1] in kinsoku.NEVER_END:
            yield Hit(f"the line ends with {line[-1]}: {line}", row)


def strict_start(subject: Subject) -> Iterator[Hit]:
    for row, line in enumerate(subject.lines):
        first = line[:1]
        if not first or first in kinsoku.NEVER_START or kinsoku.may_start(first):
            continue
        if first in _HEADS and (row == 0 or _LONE_SIGNS.fullmatch(line) or _all_begin_alike(subject.lines, first)):
            continue
        yield Hit(f"the line begins with {first}: {line}", row)


def _all_begin_alike(lines: tuple[str, ...], first: str) -> bool:
    """Bullets, dashes of two speakers: the mark heads every line."""
    return all(line.startswith(first) for line in lines)


def inseparable(subject: Subject) -> Iterator[Hit]:
    for row, (one, other) in enumerate(pairwise(subject.lines), 1):
        sign = one[-1:]
        if sign and sign in "—―…‥" and other.startswith(sign) and _halved(one, other, sign):
            yield Hit(f"{sign}{sign} is divided", row)


def _halved(one: str, other: str, sign: str) -> bool:
    """Whole pairs on both sides are two ellipses, one at the end and one at the beginning."""
    return (len(one) - len(one.rstrip(sign))) % 2 == 1 == (len(other) - len(other.lstrip(sign))) % 2


def number(subject: Subject) -> Iterator[Hit]:
    """3.|5, 1,|000, ￥|100, 50|％. Two numbers one below the other may be a list, and are left alone unless
    they meet in a separator; a question may end before a number.
    """
    for row, (one, other) in enumerate(pairwise(subject.lines), 1):
        joined, at = one[-4:] + other[:4], len(one[-4:])
        if one and other and _separated(one, other) and not kinsoku.breakable(joined, at, strict=False):
            yield Hit(f"a number is divided: {one[-4:]}|{other[:4]}", row)


def _separated(one: str, other: str) -> bool:
    """Whether a digit meets something other than a digit or a letter."""
    digits = one[-1].isdecimal(), other[0].isdecimal()
    if digits == (True, True):
        return False
    joint = other[0] if digits[0] else one[-1]
    return any(digits) and not joint.isalpha() and joint not in "+-−±＋－・･!?"


def latin(subject: Subject) -> Iterator[Hit]:
    """Two Latin words may stand one below the other; they are halves of one if the file holds the whole and
    not both halves.
    """
    for row, (one, other) in enumerate(pairwise(subject.lines), 1):
        left, right = _LAST_WORD.search(one[-40:]), _FIRST_WORD.match(other)
        if left and right and left[0] + right[0] in subject.words and not {left[0], right[0]} <= subject.words:
            yield Hit(f"the word {left[0] + right[0]} is divided", row)
