"""Segments of a page: glyphs side by side without a wide gap, without the readings over them and the marks of notes."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from toolkit.inputs.pdf.direction import Placed
from toolkit.inputs.readings import is_kana

# Lengths in em: the size of the letters meant
_ONE_LINE = 0.3  # between the baselines of two glyphs of one line
_APART = 1.0  # between two glyphs: more may be the next column
_TWICE = 0.2  # of its width: a glyph drawn again so close is drawn fat
_RUBY_SIZE = (0.3, 0.66)  # of the letters under it: half in most programs, a third for three kana a kanji
_RUBY_ABOVE = (0.45, 1.75)
_RAISED_SIZE = 0.8
_RAISED_ABOVE = (0.12, 0.62)
_WIDEST_READING = 2.7  # of its kanji's width: こころざし over 志 has 2.5
_LONGEST_BASE = 20  # kanji under one reading
_ROWS_BELOW = 12  # that a reading is looked for in: two in real pages

_NOTE_MARK = re.compile("[*＊※†‡]{1,3}[0-9]{0,3}[)）]?|[(（]?(?:注|註)?[0-9]{1,3}[)）]?")
_EMPHASIS = re.compile("[・﹅﹆•●○◦、﹑▲△\\s]+")
_NO_BASE = re.compile(r"[\sぁ-ゖァ-ヺー、。，．・：；？！「」『』（）()\[\]【】〈〉《》…‥―—]")


@dataclass(frozen=True, slots=True, eq=False)
class Segment:
    """``row``: which of the page's lines, from column to column."""

    glyphs: tuple[Placed, ...]
    row: int

    @property
    def u0(self) -> float:
        return self.glyphs[0].u0

    @property
    def u1(self) -> float:
        return self.glyphs[-1].u1

    @property
    def v(self) -> float:
        return self.glyphs[0].v

    @property
    def size(self) -> float:
        return max(glyph.size for glyph in self.glyphs)


@dataclass(slots=True)
class Segments:
    """``segments`` from line to line. ``readings``: by the first glyph, the last one and the kana. ``signs``: words
    that stand over the text or raised in it, by the glyph they stand at.
    """

    segments: list[Segment] = field(default_factory=list)
    readings: dict[Placed, tuple[Placed, str]] = field(default_factory=dict)
    signs: dict[Placed, list[str]] = field(default_factory=dict)

    def take(self, run: Iterable[Placed], base: Placed, text: str) -> None:
        """Make a sign at ``base`` of a run, with the signs that stood at it."""
        above = [sign for glyph in run for sign in self.signs.pop(glyph, ())]
        self.signs.setdefault(base, []).extend([*above, text])


def segments_of(glyphs: Iterable[Placed]) -> Segments:
    """The segments of text that runs one way."""
    found = Segments()
    rows = _rows(glyphs)
    for k, row in enumerate(rows):
        below = rows[k + 1 : k + 1 + _ROWS_BELOW]
        for run in _runs(row):
            if not _raise(run, below, found) and not _read(run, below, found):
                found.segments.append(Segment(tuple(run), k))
    return found


def _rows(glyphs: Iterable[Placed]) -> list[list[Placed]]:
    """Glyphs by their baseline, each row along the line."""
    rows: list[list[Placed]] = []
    for glyph in sorted(glyphs, key=lambda g: g.v):
        first = rows[-1][0] if rows else None
        if first and glyph.v - first.v <= _ONE_LINE * min(first.size, glyph.size):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    return [list(_once(sorted(row, key=lambda g: g.u0))) for row in rows]


def _once(row: Iterable[Placed]) -> Iterator[Placed]:
    """Without glyphs that are drawn again on themselves."""
    last: Placed | None = None
    for glyph in row:
        if not last or not _is_again(glyph, last):
            yield glyph
        last = glyph


def _is_again(glyph: Placed, last: Placed) -> bool:
    alike = glyph.text == last.text and glyph.size == last.size and glyph.text != " "
    return alike and glyph.u0 - last.u0 <= _TWICE * (glyph.u1 - glyph.u0)


def _runs(row: Sequence[Placed]) -> Iterator[list[Placed]]:
    run: list[Placed] = []
    for glyph in row:
        if run and glyph.u0 - run[-1].u1 > _APART * max(run[-1].size, glyph.size):
            yield run
            run = []
        run.append(glyph)
    if run:
        yield run


def _raise(run: Sequence[Placed], below: Sequence[list[Placed]], found: Segments) -> bool:
    """Put a short raised run into the line it stands in: a power as it is, the mark of a note as a sign."""
    text = "".join(glyph.text for glyph in run).strip()
    if not 0 < len(text) <= 6:
        return False
    for row in below:
        before = row[max(0, bisect_right(row, run[0].u0 + 0.01, key=lambda g: g.u1) - 1)]
        if not before.text.strip() or not _is_over(run[0], before, _RAISED_SIZE, _RAISED_ABOVE):
            continue
        if not -0.1 * before.size <= run[0].u0 - before.u1 <= _APART * before.size:
            continue
        is_power = before.text[-1:].isascii() and before.text[-1:].isalnum()
        if _NOTE_MARK.fullmatch(text) and not is_power:
            found.take(run, before, text)
            run = [replace(run[0], text="", u1=run[-1].u1)]
        for glyph in run:
            glyph.v = before.v
            insort(row, glyph, key=lambda g: g.u0)
        return True
    return False


def _is_over(small: Placed, large: Placed, size: float, above: tuple[float, float]) -> bool:
    return small.size <= size * large.size and above[0] <= (large.v - small.v) / large.size <= above[1]


def _read(run: Sequence[Placed], below: Sequence[list[Placed]], found: Segments) -> bool:
    """Note a run of small kana over kanji as their reading."""
    text = "".join(glyph.text for glyph in run).strip()
    if not (is_kana(text) or _EMPHASIS.fullmatch(text)):
        return False
    for row in below:
        under = _under(run, row)
        if not under or not _is_over(run[0], under[0], _RUBY_SIZE[1], _RUBY_ABOVE):
            continue
        if run[0].size < _RUBY_SIZE[0] * under[0].size:
            return False
        base = _base(under, run[0].u0, run[-1].u1)
        if run[-1].u1 - run[0].u0 > _WIDEST_READING * (base[-1].u1 - base[0].u0):
            continue
        found.take(run, base[0], text)
        if not _EMPHASIS.fullmatch(text):
            found.readings[base[0]] = (base[-1], text)
        return True
    return False


def _under(run: Sequence[Placed], row: Sequence[Placed]) -> list[Placed]:
    """The glyphs of a row that a run stands over."""
    first = bisect_left(row, run[0].u0 - run[0].size / _RUBY_SIZE[0], key=lambda g: g.u0)
    last = bisect_left(row, run[-1].u1, key=lambda g: g.u0)
    return [glyph for glyph in row[first:last] if glyph.u1 > run[0].u0 and glyph.text.strip()]


def _base(under: Sequence[Placed], u0: float, u1: float) -> Sequence[Placed]:
    """The neighbours that a reading belongs to: kanji and the like whose middle is nearest to its middle."""
    groups: list[list[Placed]] = [[]]
    for glyph in under:
        if _NO_BASE.match(glyph.text):
            groups.append([])
        else:
            groups[-1].append(glyph)
    stretches = [part for group in groups for part in _parts(group)] or [list(under)]
    return min(stretches, key=lambda s: abs(s[0].u0 - u0) + abs(s[-1].u1 - u1) + 2 * abs(s[0].u0 + s[-1].u1 - u0 - u1))


def _parts(group: list[Placed]) -> list[list[Placed]]:
    """All stretches of neighbours; of more than any reading is given for, only the whole."""
    if len(group) > _LONGEST_BASE:
        return [group]
    return [group[a:b] for a in range(len(group)) for b in range(a + 1, len(group) + 1)]
