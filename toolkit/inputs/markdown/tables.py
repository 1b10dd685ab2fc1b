"""Pipe tables: their cells as the room's tables have them, and the lines of the file that their rows came from."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from toolkit.inputs.markdown.lines import Line
from toolkit.inputs.sheet import LeftOut, Row
from toolkit.inputs.table import CellLine, lines_of_table

_PIPE = re.compile(r"(?<!\\)\|")
_LONGEST_HEAD = 15  # characters: what is longer is no name of a column
_REACH = 1000  # cells
Span = tuple[int, int]


@dataclass(slots=True, eq=False)
class _Cell:
    """A cell on a line of the file; ``spans`` of each of its lines, as places on that line."""

    line: int
    lines: list[CellLine] = field(default_factory=list)
    spans: list[Sequence[Span]] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines).strip()


@dataclass(frozen=True, slots=True)
class Place:
    """A line of the file, and places on it."""

    line: int
    spans: Sequence[Span] = ()


Placed = tuple[Place, Row | LeftOut]


def rows_of_table(
    rows: Sequence[tuple[int, str, int]], width: int, read: Callable[[int, int, str], Sequence[Line]]
) -> list[Placed]:
    """The rows of a table. ``rows``: the line of each, its text, and where that begins; ``width``: the columns of its
    head (of a longer row the last cell has the rest: a | inside speech); ``read``: the lines of a
    cell, by its line, its place there and its text.
    """
    table = [[_cell(line, cell, first, read) for cell, first in _cut(text, at, width)] for line, text, at in rows]
    found = lines_of_table([[cell.lines for cell in row] for row in table], heads=1 if _is_head(table[0]) else None)
    cells = [cell for row in table for cell in row]
    return [*_placed_rows(found.rows, cells), *_placed_left_out(found.left_out, cells)]


def _is_head(row: Sequence[_Cell]) -> bool:
    """Every pipe table has a head; people who have none put their first row there."""
    return all(len(cell.text) <= _LONGEST_HEAD for cell in row)


def _cut(text: str, at: int, width: int) -> list[tuple[str, int]]:
    """The cells of a row, each with the place where it begins."""
    stripped = text.rstrip()
    last = len(stripped) - 1 if stripped.endswith("|") and not stripped.endswith("\\|") else len(stripped)
    first = len(text) - len(text.lstrip())
    first += stripped.startswith("|", first)
    borders = [first, *(pipe.end() for pipe in _PIPE.finditer(text, first, last))][:width]
    ends = [*(border - 1 for border in borders[1:]), max(first, last)]
    return [(text[one:other], at + one) for one, other in zip(borders, ends, strict=True)]


def _cell(line: int, text: str, at: int, read: Callable[[int, int, str], Sequence[Line]]) -> _Cell:
    cell = _Cell(line)
    for found in read(line, at, text):
        if found.text:
            cell.lines.append(CellLine(found.text, min(found.bold, len(found.text)), tuple(found.readings)))
            cell.spans.append([(at + start, at + end) for start, end in found.spans])
    return cell


def _placed_rows(rows: Sequence[Row], cells: Sequence[_Cell]) -> Iterator[Placed]:
    """Rows stand in the order of the cells' lines, of which some have become none."""
    lines = [
        (line.text, Place(cell.line, spans))
        for cell in cells
        for line, spans in zip(cell.lines, cell.spans, strict=True)
    ]
    search = _Search(lines)
    return ((search.place(row.text), row) for row in rows)


def _placed_left_out(left_out: Sequence[LeftOut], cells: Sequence[_Cell]) -> Iterator[Placed]:
    search = _Search([(cell.text, Place(cell.line, [s for spans in cell.spans for s in spans])) for cell in cells])
    return ((search.place(left.text), left) for left in left_out)


class _Search:
    """Where texts stand, asked for in their order."""

    def __init__(self, texts: Sequence[tuple[str, Place]]) -> None:
        self._texts = texts
        self._at = 0

    def place(self, text: str) -> Place:
        reach = range(self._at, min(self._at + _REACH, len(self._texts)))
        found = next((k for k in reach if self._texts[k][0] == text), None)
        if found is None:
            return Place(self._texts[min(self._at, len(self._texts) - 1)][1].line if self._texts else 0)
        self._at = found + 1
        return self._texts[found][1]
