"""What a gap looks like: the words, characters and marks around it, as features a break model has weights for.

A feature is a whole number made of up to three parts of sixteen bits: numbers of grammar tags and written forms in the
model's vocabulary, characters, distances. Features that are made of the same things share a *key*. A text has few
different keys, so the weights of what is made of one need be summed but once. Keys come in columns, one a group with
its key at every gap: that way the loops over the gaps of a paragraph run inside ``map`` and ``zip``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise, repeat
from operator import or_
from typing import NamedTuple

from toolkit.japanese.phrases import cumulative_width
from toolkit.japanese.tags import FOURTH, PAD, PART, SECOND, TAGS, THIRD, Numbers, Phrases
from toolkit.japanese.words import Token

_B, _C, _D, _PART = SECOND, THIRD, FOURTH, PART
MOST_WORDS = PART  # a vocabulary holds no more
COMMA_USES = "nlh"
PROSE = "h"


def comma_use(text: str) -> str:
    """How a whole text uses 、: ``n`` not at all, ``l`` lightly (a lecture's subtitles), ``h`` as running prose does
    (3–5 in a hundred).
    """
    share = text.count("、") / max(1, len(text))
    return "n" if share < 0.0015 else "l" if share < 0.02 else PROSE


def names(words: Sequence[Token]) -> Iterator[str]:
    """All that a vocabulary may number in a text."""
    for word in words:
        yield from dict.fromkeys((word.surface, word.tag.lexical, word.tag.fine))
    yield from Phrases(words, Numbers({})).marked


def keys(
    text: str, words: Sequence[Token], gaps: Sequence[int], cue_width: float, numbers: Numbers
) -> list[Sequence[int]]:
    """The keys of the gaps before the words with the indices ``gaps``, a column for each of ``GROUPS``.

    ``cue_width``: full-width characters a cue holds.
    """
    if not gaps:
        return [()] * len(GROUPS)
    at = [words[n].start for n in gaps]
    phrases = Phrases(words, numbers)
    tags = [tag & TAGS for tag in phrases.tags]
    widths = cumulative_width(text)
    left, right = _column(tags, gaps, -1), _column(tags, gaps, 0)
    return [
        *_grammar(tags, gaps, left, right, numbers[PAD] & _PART),
        [numbers.word(words[n - 1].surface, 0) for n in gaps],
        [numbers.word(words[n].surface, 0) for n in gaps],
        *_tails(phrases, gaps),
        *_letters(text, at),
        *_marks(text, at, widths, left),
        _sentences(text, at, widths, cue_width),
    ]


def features(
    text: str, words: Sequence[Token], gaps: Sequence[int], comma: str, cue_width: float, numbers: Numbers
) -> Iterator[tuple[int, ...]]:
    """The features of each gap, those of all ``GROUPS`` in one tuple. ``comma``: ``comma_use`` of the whole text that
    ``text`` is a part of.
    """
    for key in zip(*keys(text, words, gaps, cue_width, numbers), strict=True):
        yield tuple(
            feature for group, part in zip(GROUPS, key, strict=True) for feature in group.made(part, use_number(comma))
        )


def use_number(comma: str) -> int:
    return COMMA_USES.index(comma)


def _column(numbers: Sequence[int], gaps: Sequence[int], away: int, pad: int = 0) -> list[int]:
    """The number of the word ``away`` from each gap (0: right of it), ``pad`` beyond the ends."""
    padded = [pad] * 2 + list(numbers) + [pad] * 2
    shift = 2 + away
    return [padded[n + shift] for n in gaps]


def _up(column: Sequence[int], bits: int) -> list[int]:
    return [number << bits for number in column]


def _grammar(
    tags: Sequence[int], gaps: Sequence[int], left: Sequence[int], right: Sequence[int], pad: int
) -> list[list[int]]:
    """Tags of the words around a gap: of the two beside it both kinds, of those further away the lexical one."""
    lexical = [tag & _PART for tag in tags]
    a2, a1, b1, b2 = (_column(lexical, gaps, away, pad) for away in (-2, -1, 0, 1))
    before = list(map(or_, a2, _up(a1, _B)))
    return [
        list(map(or_, left, _up(right, _C))),
        before,
        list(map(or_, before, _up(b1, _C))),
        list(map(or_, b1, _up(b2, _B))),
        list(map(or_, a1, map(or_, _up(b1, _B), _up(b2, _C)))),
    ]


def _of_pair(key: int, use: int) -> tuple[int, ...]:
    a, f, b, g = key & _PART, key >> _B & _PART, key >> _C & _PART, key >> _D
    return use, a, b, a | b << _B, a | use << _B, f | g << _B


_WIDEST = 12  # phrases are told apart up to here


def _tails(phrases: Phrases, gaps: Sequence[int]) -> list[list[int]]:
    """The tails of the phrases that end or go on at a gap; the fourth part says whether two phrases meet there."""
    tails, widths, of = phrases.tails, phrases.widths, phrases.of
    columns: list[list[int]] = [[], [], [], []]
    both, before, behind, wide = (column.append for column in columns)
    for n in gaps:
        p, q = of[n - 1], of[n]
        here, following = tails[p], tails[q] << _B
        apart = _APART if p != q else 0
        both(here | following | apart)
        before(tails[p - 1] | here << _B | tails[q] << _C | apart)
        behind(here | following | tails[q + 1] << _C | apart)
        wide(here | min(widths[q], _WIDEST) << _B | apart)
    return columns


_APART = 1 << _D


def _letters(text: str, at: Sequence[int]) -> list[list[int]]:
    """The characters beside a gap, the two before it, and the two behind it."""
    codes = [0, *(ord(char) & _PART for char in text), 0]
    pairs = [one | other << _B for one, other in pairwise(codes)]
    return [[pairs[k] for k in at], [pairs[k - 1] for k in at], [pairs[k + 1] for k in at]]


def _of_letters(key: int, _: int) -> tuple[int, ...]:
    return key, _char_type(key & _PART) | _char_type(key >> _B) << _B


_SIGNS = {mark: n for n, mark in enumerate("^$、。，．,.？！?!…‥「」『』（）()・")}
_SIGN = re.compile("[、。，．,.？！?!…‥「」『』（）()・]")
_DEPTH = dict.fromkeys("「『（(", 1) | dict.fromkeys("」』）)", -1)
_BUCKETS = [*range(8), *(min(8 + n // 3, 18) for n in range(31))]  # of a distance, in full-width characters
_LAST = len(_BUCKETS) - 1


def _marks(text: str, at: Sequence[int], widths: Sequence[float], left: Sequence[int]) -> list[list[int]]:
    """The last mark before a gap and the next one behind it, each as 32 × which + its distance as a bucket; above that
    of the first how deep in brackets the gap is; above that, the tags of the word before the gap."""
    marks = [(-1, 0, 0.0, 0)]  # where, which, the width up to where it ends, the depth behind it
    depth = 0
    for match in _SIGN.finditer(text):
        char = match[0]
        depth = max(0, depth + _DEPTH.get(char, 0))
        marks.append((match.start(), _SIGNS[char] << 5, widths[match.end()], min(depth, 2) << 10))
    marks.append((len(text), 1 << 5, 0.0, 0))
    last, following, n = [], [], 1
    place = marks[1][0]
    for k, tag in zip(at, left, strict=True):
        while place < k:
            n += 1
            place = marks[n][0]
        _, which, end, depth = marks[n - 1]
        wide = widths[k]
        last.append(which | _BUCKETS[min(int(wide - end), _LAST)] | depth | tag >> _B << _B)
        following.append(marks[n][1] | _BUCKETS[min(int(widths[place] - wide), _LAST)] | tag << _B)
    return [last, following]


def _of_last(key: int, _: int) -> tuple[int, ...]:
    mark, depth, fine = key & 0x3FF, key >> 10 & 3, key >> _B << _B
    return mark, mark | fine, depth | fine


def _of_following(key: int, use: int) -> tuple[int, ...]:
    mark, tag, fine = key & _PART, key >> _B & _PART, key >> _C
    return mark, mark | fine << _B, tag | use << _B | mark << _C


_SENTENCE_END = re.compile(
    r"[。？！?!](?![。？！?!」』）)])\s*"
)  # not 「…。」, which stands inside a sentence more often than not
_FAR, _FAR_BOTH = 24, 10  # distances above two cues, in twelfths of one and in sixths
_AT_END = 1 << 6


def _sentences(text: str, at: Sequence[int], widths: Sequence[float], cue_width: float) -> list[int]:
    """How far into its sentence a gap is and how much of it is to come, in twelfths of a cue: what is left may fit one,
    or not.
    """
    ends = [0, *(match.end() for match in _SENTENCE_END.finditer(text)), len(text)]
    twelfths = 12 / cue_width
    edges = [widths[end] for end in ends] + [widths[-1]]
    out = []
    n, end = 1, ends[1]
    for k in at:
        while end < k:
            n += 1
            end = ends[n]
        wide = widths[k]
        done = int((wide - edges[n - 1]) * twelfths)
        if end == k:
            out.append(min(done, _FAR) | min(int((edges[n + 1] - wide) * twelfths), _FAR) << _B | _AT_END)
        else:
            out.append(min(done, _FAR) | min(int((edges[n] - wide) * twelfths), _FAR) << _B)
    return out


def _of_sentence(key: int, use: int) -> tuple[int, ...]:
    done, left, mark = key & 63, key >> _B, key & _AT_END | use << _B
    return done | mark, left | mark, min(done >> 1, _FAR_BOTH) | min(left >> 1, _FAR_BOTH) << 8 | mark


def _char_type(code: int) -> int:
    char = chr(code)
    if "ぁ" <= char <= "ゟ":
        return 1
    if "ァ" <= char <= "ヿ":
        return 2
    if "一" <= char <= "鿿" or char == "々":
        return 3
    if char.isdigit():
        return 4
    if char.isascii() and char.isalpha():
        return 5
    return 6 if char.isspace() else code


def _itself(key: int, _: int) -> tuple[int, ...]:
    return (key,)


class Group(NamedTuple):
    """Features that have their key in common: how many there are, and ``made(key, use_number)``, which says which."""

    kinds: int
    made: Callable[[int, int], tuple[int, ...]]


GROUPS = (
    Group(6, _of_pair),
    *repeat(Group(1, _itself), 10),
    Group(2, _of_letters),
    *repeat(Group(1, _itself), 2),
    Group(3, _of_last),
    Group(3, _of_following),
    Group(3, _of_sentence),
)
KINDS = sum(group.kinds for group in GROUPS)
