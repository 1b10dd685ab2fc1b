"""Lines of a page in reading order, as text with its blanks, indents, readings and bold beginnings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from toolkit.inputs.pdf.columns import Column, columns_of
from toolkit.inputs.pdf.direction import Placed, Written
from toolkit.inputs.pdf.extraction import Look
from toolkit.inputs.pdf.segments import Segments, segments_of
from toolkit.inputs.sheet import Reading

# Lengths in em
_WORDS_APART = 0.16  # Latin words: a blank has 0.2 to 0.33
_SIGNS_APART = 0.75  # Japanese signs: justified lines leave up to 0.5
_WIDEST_BLANK = 8
_DEEPEST_INDENT = 12
_EDGE = 0.4  # lines that begin so close begin at the same edge


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """A line as text. ``u0``, ``u1``: where it begins and ends; ``right``: where the lines of its column end;
    ``v``: its baseline. ``begins_column``: it is the first one of a column. ``signs``: words over it or raised in it.
    ``looks``: where stretches of one look end in the text.
    """

    text: str
    size: float
    u0: float
    u1: float
    v: float
    right: float
    is_down: bool = False
    begins_column: bool = False
    readings: tuple[Reading, ...] = ()
    signs: tuple[str, ...] = ()
    looks: tuple[tuple[Look, int], ...] = ()


def lines_of(page: Written) -> list[Line]:
    """All lines of a page, those of what runs the other way before or after the rest."""
    across, down = (list(_lines(glyphs, is_down=way)) for way, glyphs in ((False, page.across), (True, page.down)))
    if not page.is_down:
        return [*across, *down]
    top = min((line.u0 for line in down), default=0.0)
    above = [line for line in across if line.v <= top]
    return [*above, *down, *(line for line in across if line.v > top)]


def _lines(glyphs: Iterable[Placed], *, is_down: bool) -> Iterator[Line]:
    found = segments_of(glyphs)
    for column in columns_of(found.segments):
        left, right = _left(column), max(segment.u1 for segment in column)
        begins = True
        for _, row in groupby(column, key=lambda s: s.row):
            glyphs = [glyph for segment in row for glyph in segment.glyphs]
            if not "".join(glyph.text for glyph in glyphs).strip():
                continue
            draft = _Draft(found, _indent(glyphs, left))
            draft.add(glyphs)
            yield draft.line(right, is_down=is_down, begins_column=begins)
            begins = False


def _indent(glyphs: Sequence[Placed], left: float) -> int:
    return min(_DEEPEST_INDENT, max(0, round((glyphs[0].u0 - left) / _usual_size(glyphs))))


def _left(column: Column) -> float:
    """Where the lines of a column begin: the leftmost place where more than one does."""
    em = max(segment.size for segment in column)
    firsts = [next(row).u0 for _, row in groupby(column, key=lambda s: s.row)]
    counts = Counter(round(u0 / (_EDGE * em)) for u0 in firsts)
    usual = {place for place, count in counts.items() if count > 1 or len(firsts) < 3}
    return min((u0 for u0 in firsts if round(u0 / (_EDGE * em)) in usual), default=min(firsts))


class _Draft:
    """The text of a line in the making."""

    def __init__(self, found: Segments, indent: int) -> None:
        self.found = found
        self.parts: list[str] = ["　" * indent]
        self.length = indent
        self.glyphs: Sequence[Placed] = ()
        self.readings: list[Reading] = []
        self.signs: list[str] = []
        self.looks: list[tuple[Look, int]] = []
        self._waiting: dict[Placed, tuple[int, str]] = {}

    def add(self, glyphs: Sequence[Placed]) -> None:
        """All glyphs of the line, with blanks for the gaps between them."""
        self.glyphs = glyphs
        last: Placed | None = None
        for glyph in glyphs:
            if last:
                self._put(_blank(last, glyph))
            last = glyph
            if self.found.signs:
                self._begin_reading(glyph)
            self._put(glyph.text)
            if self._waiting:
                self._end_reading(glyph)
            if not glyph.text.isspace():
                if self.looks and self.looks[-1][0] is glyph.look:
                    self.looks.pop()
                self.looks.append((glyph.look, self.length))

    def _put(self, text: str) -> None:
        if text:
            self.parts.append(text)
            self.length += len(text)

    def _begin_reading(self, glyph: Placed) -> None:
        self.signs += self.found.signs.get(glyph, ())
        if glyph in self.found.readings:
            last, kana = self.found.readings[glyph]
            self._waiting[last] = self.length, kana

    def _end_reading(self, glyph: Placed) -> None:
        if glyph in self._waiting:
            start, kana = self._waiting.pop(glyph)
            self.readings.append(Reading(start, self.length, kana))

    def line(self, right: float, *, is_down: bool, begins_column: bool) -> Line:
        return Line(
            "".join(self.parts).rstrip(),
            _usual_size(self.glyphs),
            self.glyphs[0].u0,
            self.glyphs[-1].u1,
            self.glyphs[0].v,
            right,
            is_down,
            begins_column,
            tuple(self.readings),
            tuple(self.signs),
            tuple(self.looks),
        )


def _usual_size(glyphs: Sequence[Placed]) -> float:
    return Counter(glyph.size for glyph in glyphs).most_common(1)[0][0]


def _blank(one: Placed, other: Placed) -> str:
    """What stands for the gap between two glyphs."""
    gap = (other.u0 - one.u1) / max(one.size, other.size)
    if gap <= _WORDS_APART:
        return ""
    before, after = one.text[-1:], other.text[:1]
    if not before.strip() or not after.strip():
        return ""
    if before.isascii() and after.isascii() and gap < 2 * _SIGNS_APART:
        return " "
    return "　" * min(_WIDEST_BLANK, round(gap)) if gap >= _SIGNS_APART else ""
