"""What a gap looks like: the words, phrases, characters and marks around it, as features a break model has weights for.

A feature has a kind, and is a whole number made of up to three parts of sixteen bits: numbers of grammar tags and written forms in the
model's vocabulary, characters, distances. Features come in columns, one a kind with its feature at every gap: that way the loops over the
gaps of a paragraph run inside ``map`` and ``zip``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import or_

from toolkit.japanese.phrases import cumulative_width
from toolkit.japanese.words import Token

_PAD = "^"
_B, _C, _D = 16, 32, 48  # where a feature's second, third and fourth part begin
MOST_WORDS = (1 << _B) - 1  # a vocabulary holds no more
KINDS = 28  # columns

Columns = list[Iterable[int]]


def comma_use(text: str) -> str:
    """How a whole text uses 、: ``n`` not at all, ``l`` lightly (a lecture's subtitles), ``h`` as running prose does (3–5 in a hundred)."""
    share = text.count("、") / max(1, len(text))
    return "n" if share < 0.0015 else "l" if share < 0.02 else "h"


def columns(
    text: str, words: Sequence[Token], gaps: Sequence[int], comma: str, cue_width: float, vocabulary: Mapping[str, int]
) -> Columns:
    """The features of the gaps before the words with the indices ``gaps``, a column a kind.

    ``comma`` is ``comma_use`` of the whole text that ``text`` is a part of; ``cue_width``: full-width characters a cue holds.
    ``vocabulary`` numbers words from 1, and gives 0 for others.
    """
    if not gaps:
        return []
    at = [words[n].start for n in gaps]
    known = vocabulary.__getitem__
    use = "nlh".index(comma)
    lexical, fine = [known(word.tag.lexical) for word in words], [known(word.tag.fine) for word in words]
    surface = [known(word.surface) for word in words]
    widths = cumulative_width(text)
    return [
        *_grammar(lexical, fine, gaps, use, known(_PAD)),
        _column(surface, gaps, -1),
        _column(surface, gaps, 0),
        *_phrase_columns(words, gaps, known),
        *_letters(text, at),
        *_mark_columns(text, at, widths, _column(fine, gaps, -1), _column(lexical, gaps, -1), use),
        *_sentence_columns(text, at, widths, cue_width, use),
    ]


def _column(numbers: Sequence[int], gaps: Sequence[int], away: int, pad: int = 0) -> list[int]:
    """The number of the word ``away`` from each gap (0: right of it), ``pad`` beyond the ends."""
    padded = [pad] * 3 + list(numbers) + [pad] * 3
    shift = 3 + away
    return [padded[n + shift] for n in gaps]


def _up(column: Iterable[int], bits: int) -> list[int]:
    return [number << bits for number in column]


def _grammar(lexical: Sequence[int], fine: Sequence[int], gaps: Sequence[int], use: int, pad: int) -> Columns:
    """Tags of the words around a gap."""
    a2, a1, b1, b2 = (_column(lexical, gaps, away, pad) for away in (-2, -1, 0, 1))
    f, g = _column(fine, gaps, -1), _column(fine, gaps, 0)
    b1b, b2b, b1c, b2c, a1b = _up(b1, _B), _up(b2, _B), _up(b1, _C), _up(b2, _C), _up(a1, _B)
    pair, left = list(map(or_, a1, b1b)), list(map(or_, a2, a1b))
    return [
        [use] * len(gaps),
        a1,
        b1,
        pair,
        [number | use << _B for number in a1],
        map(or_, f, _up(g, _B)),
        left,
        map(or_, left, b1c),
        map(or_, b1, b2b),
        map(or_, pair, b2c),
    ]


_DEPENDENT = ("助詞", "助動詞", "接尾辞", "補助記号", "空白", "形状詞-助動詞語幹", "動詞-非自立可能", "形容詞-非自立可能")


class _Phrases:
    """A rough phrase (bunsetsu) for each word, and of each phrase the last word's tag and the width, at most 12.

    Two phrases of nothing stand before the first and three behind the last.
    """

    def __init__(self, words: Sequence[Token]) -> None:
        self.of: list[int] = []
        self.tails, self.sizes = [_PAD, _PAD], [0, 0]
        wide, previous = 0, ""
        for word in words:
            fine = word.tag.fine
            if not previous or not (
                fine.startswith(_DEPENDENT) or previous.startswith("接頭辞") or (previous.startswith("名詞") and fine.startswith("名詞"))
            ):
                self.tails.append(word.tag.lexical)
                self.sizes.append(0)
                wide = 0
            wide += len(word.surface)
            self.sizes[-1] = min(wide, 12)
            self.tails[-1] = f"{self.tails[-1]}{word.surface}" if fine.startswith(("補助記号", "空白")) else word.tag.lexical
            previous = fine
            self.of.append(len(self.tails) - 1)
        self.tails += [_PAD] * 3
        self.sizes += [0] * 3


def _phrase_columns(words: Sequence[Token], gaps: Sequence[int], known: Callable[[str], int]) -> Columns:
    """The tails of the phrases that end or go on at a gap; the fourth part says whether two phrases meet there."""
    phrases = _Phrases(words)
    tails, of = list(map(known, phrases.tails)), phrases.of
    p, q = [of[n - 1] for n in gaps], [of[n] for n in gaps]
    apart = [(a != b) << _D for a, b in zip(p, q, strict=True)]
    here = [tails[n] | far for n, far in zip(p, apart, strict=True)]
    both = [one | tails[n] << _B for one, n in zip(here, q, strict=True)]
    return [
        both,
        [tails[n - 1] | tails[n] << _B | tails[m] << _C | far for n, m, far in zip(p, q, apart, strict=True)],
        [two | tails[n + 1] << _C for two, n in zip(both, q, strict=True)],
        [one | phrases.sizes[n] << _B for one, n in zip(here, q, strict=True)],
    ]


def _letters(text: str, at: Sequence[int]) -> Columns:
    """The characters around a gap and their kinds."""
    codes = [0, *(ord(char) & 0xFFFF for char in text), 0]
    types = list(map(_char_type, text))
    return [
        [codes[k - 1] | codes[k] << _B for k in at],
        [codes[k] | codes[k + 1] << _B for k in at],
        [types[k - 1] | types[k] << _B for k in at],
    ]


_MARKS = {mark: n for n, mark in enumerate("^$、。，．,.？！?!…‥「」『』（）()・")}
_OPENING, _CLOSING = frozenset("「『（("), frozenset("」』）)")


def _mark_columns(
    text: str, at: Sequence[int], widths: Sequence[float], fine: Sequence[int], lexical: Sequence[int], use: int
) -> Columns:
    """The last mark before a gap and the next one behind it with their distances, and how deep in brackets the gap is."""
    last, following = _nearest_marks(text, at, widths)
    depths = _bracket_depths(text)
    f = _up(fine, _B)
    return [
        last,
        map(or_, last, f),
        map(or_, [depths[k] for k in at], f),
        following,
        map(or_, following, f),
        [a | use << _B | mark << _C for a, mark in zip(lexical, following, strict=True)],
    ]


def _nearest_marks(text: str, at: Sequence[int], widths: Sequence[float]) -> tuple[list[int], list[int]]:
    """At each place the mark before and the mark behind, each as 32 × which + its distance as a bucket."""
    marks = [(-1, 0, 0.0)]  # (where, which, the width up to where it ends)
    marks += [(k, _MARKS[char], widths[k + 1]) for k, char in enumerate(text) if char in _MARKS]
    marks.append((len(text), 1, 0.0))
    last, following, n = [], [], 1
    for k in at:
        while marks[n][0] < k:
            n += 1
        _, which, end = marks[n - 1]
        last.append(which << 5 | _bucket(widths[k] - end))
        place, which, _ = marks[n]
        following.append(which << 5 | _bucket(widths[place] - widths[k]))
    return last, following


_SENTENCE_END = re.compile(r"[。？！?!](?![。？！?!」』）)])\s*")  # not 「…。」, which stands inside a sentence more often than not
_FAR, _FAR_BOTH = 24, 10  # distances above two cues, in twelfths of one and in sixths


def _sentence_columns(text: str, at: Sequence[int], widths: Sequence[float], cue_width: float, use: int) -> Columns:
    """How far into its sentence a gap is and how much of it is to come, in cues: what is left may fit one, or not."""
    ends = [0, *(match.end() for match in _SENTENCE_END.finditer(text)), len(text)]
    use <<= _B
    edges = [widths[end] for end in ends] + [widths[-1]]
    behind, ahead, both = [], [], []
    n, end = 1, ends[1]
    for k in at:
        while end < k:
            n += 1
            end = ends[n]
        wide = widths[k]
        done = int(12 * (wide - edges[n - 1]) / cue_width)
        if end == k:
            left, mark = int(12 * (edges[n + 1] - wide) / cue_width), use | 1 << 6
        else:
            left, mark = int(12 * (edges[n] - wide) / cue_width), use
        behind.append((done if done < _FAR else _FAR) | mark)
        ahead.append((left if left < _FAR else _FAR) | mark)
        both.append((done >> 1 if done < 2 * _FAR_BOTH else _FAR_BOTH) | (left >> 1 if left < 2 * _FAR_BOTH else _FAR_BOTH) << 8 | mark)
    return [behind, ahead, both]


def _bucket(distance: float) -> int:
    if distance < 8:
        return int(distance)
    return min(8 + int(distance - 8) // 3, 18)


def _bracket_depths(text: str) -> list[int]:
    depth, out = 0, [0]
    for char in text:
        if char in _OPENING:
            depth += 1
        elif char in _CLOSING and depth:
            depth -= 1
        out.append(min(depth, 2))
    return out


def _char_type(char: str) -> int:
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
    return 6 if char.isspace() else ord(char) & 0xFFFF
