"""The lattice of a paragraph: the gaps where a break may stand, the widths between them, and a style's rules in the
same unit.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from toolkit.japanese.breaks import BALANCE_STEPS, LEANS, STEPS, Gap, Tables
from toolkit.japanese.kinsoku import NEVER_START, breakable
from toolkit.japanese.phrases import cumulative_width
from toolkit.japanese.words import seams
from toolkit.segment.labels import NONE, Label
from toolkit.styles import Style

_THIRD_LINE = -0.7  # what a third line costs beyond its widths, in the model's logarithms (product default)
# Lines narrower than people's, whose scores were measured, end at weaker places: with this, leaving places out changes
# 1-3 % of all breaks at any width from 8 to 20 (measured on the first weights with least scores)
_FITTED_AT, _WEAKER = 16, 0.35
# Nobody reads a subtitle that is gone within a second (TED and MASC ask for 1 s), and people hardly make one. In the
# model's logarithms; from 2 to 3 interviews gain 0.3 of cue F1, talks lose 0.2. More costs both
_GLANCE_S, _GLANCE, _GLIMPSE = 1.0, -3.5, -5.0  # below a second; and as much more for each second that it falls short
# A quotation begins a line rather than be opened in the midst of one and broken: all and hard F1 of interviews gain 0.4
_PARTS_QUOTATION = -2.5
NEVER = -math.inf


@dataclass(slots=True)
class Rules:
    """A style's limits and the model's tables, exponentiated and indexed by width in half characters."""

    style: Style
    tables: Tables
    limit: int = 0
    cue_limit: int = 0
    one: list[float] = field(default_factory=list)
    two: list[float] = field(default_factory=list)
    three: list[float] = field(default_factory=list)
    parts_quotation: float = 1.0  # what a line weighs that opens a quotation in its midst and breaks it
    balance: list[float] = field(default_factory=list)
    least: tuple[float, float] = (
        0.0,
        0.0,
    )  # scores of a cue's and a line's end below which none is tried, unless nothing else is left

    def __post_init__(self) -> None:
        line = self.style.line_width
        weaker = _WEAKER * max(0.0, _FITTED_AT - line)
        self.least = (self.tables.least[0] - weaker, self.tables.least[1] - weaker)
        self.limit = int(line * 2 + 1e-9)
        self.parts_quotation = math.exp(_PARTS_QUOTATION)
        self.cue_limit = min(self.limit * self.style.max_lines, int(self.style.cps * self.style.max_ms / 500))
        halves = [h / 2 for h in range(self.limit * 3 + 1)]
        self.one = [
            math.exp(_at(self.tables.one, STEPS * w / line) + self._glance(w)) for w in halves[: self.limit + 1]
        ]
        self.two = [math.exp(_at(self.tables.two, STEPS * w / line)) for w in halves[: 2 * self.limit + 1]]
        self.three = [math.exp(_at(self.tables.two, STEPS * w * 2 / 3 / line) + _THIRD_LINE) for w in halves]
        differences = [h / 2 for h in range(-self.limit, self.limit + 1)]
        self.balance = [math.exp(_at(self.tables.balance, BALANCE_STEPS * (1 + w / line))) for w in differences]

    def _glance(self, wide: float) -> float:
        """What a cue costs that is read in less than a second."""
        missing = _GLANCE_S - wide / self.style.cps
        return _GLANCE + _GLIMPSE * missing if missing > 0 else 0.0


def _at(table: Sequence[float], where: float) -> float:
    """The table read between its entries, so that no width is a cliff."""
    low = min(int(where), len(table) - 1)
    high = min(low + 1, len(table) - 1)
    return table[low] + (table[high] - table[low]) * (where - low)


@dataclass(slots=True)
class Lattice:
    """Nodes in order, first and last the paragraph's edges. ``left[n]``: width up to where a line beginning at n
    begins; ``right[n]``: up to where a line ending at n ends, both in half characters. ``cue``, ``line``: scores.
    ``forced``: offsets that cut a word. ``label``: what stands before the text of its first cue, or of each.
    ``opened``: where the outermost quotation began that a node stands in (0: in none, or at the paragraph's head).
    """

    at: list[int]
    left: list[int]
    right: list[int]
    cue: list[float]
    line: list[float]
    forced: list[int]
    label: Label = NONE
    opened: list[int] = field(default_factory=list)

    def parts_quotation(self, i: int, j: int) -> bool:
        """Whether the line from node i to node j opens a quotation in its midst that goes on behind it."""
        return self.opened[j] > self.at[i]

    def head(self, i: int) -> int:
        """Half characters of a label before a cue that begins at node i."""
        return self.label.halves if not i or self.label.every else 0

    def lines_of(self, i: int, most: int) -> int:
        """How many lines of text a cue may have that begins at node i."""
        return most - (self.label.apart and (not i or self.label.every))


def build(text: str, gaps: Sequence[Gap], rules: Rules, label: Label = NONE) -> Lattice:
    """The lattice of a paragraph before which ``label`` stands."""
    widths = [round(2 * w) for w in cumulative_width(text)]
    dropped = rules.style.writing.dropped

    def right(at: int) -> int:
        return widths[_line_end(text, at, dropped)]

    def left(at: int) -> int:
        return widths[_line_start(text, at)]

    def too_wide(edges: Sequence[int]) -> list[tuple[int, int]]:
        return [(a, b) for a, b in pairwise(edges) if right(b) - left(a) + head(a) > rules.limit]

    def head(at: int) -> int:
        return label.halves if not at or label.every else 0

    least_cue, least_line = rules.least
    wanted = {gap.at: gap for gap in gaps if gap.cue > least_cue or gap.line > least_line}
    stretches = too_wide([0, *sorted(wanted), len(text)])
    for candidates in _FINER:
        still: list[tuple[int, int]] = []
        for a, b in stretches:
            finer = candidates(text, gaps, a, b)
            if candidates in _IN_WORDS and right(b) - left(a) > _MANY_LINES * rules.limit:
                finer = _greedy(finer, a, b, left, right, rules.limit)
            found = {gap.at: gap for gap in finer}
            wanted.update((at, gap) for at, gap in found.items() if at not in wanted)
            still += too_wide([a, *sorted(found), b])
        stretches = still
    at = [0, *sorted(wanted), len(text)]
    inner = [wanted[k] for k in at[1:-1]]
    cue, line = [0.0, *(g.cue for g in inner), 0.0], [NEVER, *(g.line for g in inner), NEVER]
    forced = [g.at for g in inner if not g.natural]
    return Lattice(at, [left(k) for k in at], [right(k) for k in at], cue, line, forced, label, _opened(text, at))


_OPENING, _CLOSING = "「『（", "」』）"


def _opened(text: str, at: Sequence[int]) -> list[int]:
    """For each place the offset of the outermost bracket open there; 0 where none is."""
    if not any(mark in text for mark in _OPENING):
        return [0] * len(at)
    open_at: list[int] = []
    began = []
    for k, char in enumerate(text):
        began.append(open_at[0] if open_at else 0)
        if char in _OPENING:
            open_at.append(k)
        elif char in _CLOSING and open_at:
            open_at.pop()
    return [*(began[k] for k in at[:-1]), 0]


def _phrases(_: str, gaps: Sequence[Gap], a: int, b: int) -> list[Gap]:
    return [gap for gap in gaps if a < gap.at < b and gap.natural]


def _words(_: str, gaps: Sequence[Gap], a: int, b: int) -> list[Gap]:
    return [gap for gap in gaps if a < gap.at < b and gap.line > LEANS]


def _leaning(_: str, gaps: Sequence[Gap], a: int, b: int) -> list[Gap]:
    return [gap for gap in gaps if a < gap.at < b]


def _seams(text: str, _: Sequence[Gap], a: int, b: int) -> list[Gap]:
    return [Gap(k, -16.0, -16.0, False) for k in (a + seam for seam in seams(text[a:b])) if breakable(text, k)]


def _characters(text: str, _: Sequence[Gap], a: int, b: int) -> list[Gap]:
    return [Gap(k, -20.0, -20.0, False) for k in range(a + 1, b) if breakable(text, k)]


def _loose(text: str, _: Sequence[Gap], a: int, b: int) -> list[Gap]:
    return [Gap(k, -25.0, -25.0, False) for k in range(a + 1, b) if breakable(text, k, strict=False)]


def _graphemes(text: str, _: Sequence[Gap], a: int, b: int) -> list[Gap]:
    return [
        Gap(k, -30.0, -30.0, False)
        for k in range(a + 1, b)
        if breakable(f"あ{text[k : k + 2]}", 1, strict=False) and text[k - 1] != "\u200d"
    ]


def _anywhere(text: str, _: Sequence[Gap], a: int, b: int) -> list[Gap]:
    return [
        Gap(k, -40.0, -40.0, False)
        for k in range(a + 1, b)
        if breakable(f"あ{text[k]}あ", 1, strict=False) or text[k] in NEVER_START
    ]


# Where nothing wanted lets a line end in time: any phrase, then any word, the seams of a word, before what leans on a
# word, any character, any that JLReq allows at its loosest, any grapheme, any grapheme against every rule.
_IN_WORDS = (_characters, _loose, _graphemes, _anywhere)
_FINER = (_phrases, _words, _seams, _leaning, *_IN_WORDS)
_MANY_LINES = 6  # a stretch of so many lines without a word's end (an address, a leader of dots) is filled line by line


def _greedy(
    gaps: Sequence[Gap], a: int, b: int, left: Callable[[int], int], right: Callable[[int], int], limit: int
) -> list[Gap]:
    """Of the places between a and b the last that each line reaches: a lattice of them all would be square in the
    line's width.
    """
    kept: list[Gap] = []
    start = last = Gap(a, 0.0, 0.0)
    for gap in (*gaps, Gap(b, 0.0, 0.0)):
        if right(gap.at) - left(start.at) > limit and last is not start:
            kept.append(last)
            start = last
        last = gap
    return kept


def _line_end(text: str, at: int, dropped: frozenset[str]) -> int:
    while at and (text[at - 1].isspace() or text[at - 1] in dropped):
        at -= 1
    return at


def _line_start(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at
