"""Tables of plain text (a CSV file, the sheets of a workbook) as one sheet of lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from toolkit.errors import InputError
from toolkit.inputs.sheet import LeftOut, Row, Sheet, sheet_of
from toolkit.inputs.table import MERGED, Cell, CellLine, TableLines, lines_of_table

_LINE_END = re.compile("\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Grid:
    """A table whose cells are texts; a line end in a cell ends a paragraph. ``places``: the line (from 1) of the file
    at which each row begins. ``merged``: (row, column) of cells that the one above reaches down to.
    """

    rows: Sequence[Sequence[str]]
    places: Sequence[int]
    name: str = ""
    merged: frozenset[tuple[int, int]] = frozenset()

    @property
    def table(self) -> list[list[Cell]]:
        return [
            [MERGED if (k, n) in self.merged else _cell(text) for n, text in enumerate(row)]
            for k, row in enumerate(self.rows)
        ]

    @property
    def is_list(self) -> bool:
        """Whether only one column is used: paragraphs, and no table."""
        return len({n for row in self.rows for n, text in enumerate(row) if text}) <= 1


def _cell(text: str) -> Cell:
    return tuple(map(CellLine, _LINE_END.split(text)))


def sheet_of_grids(
    grids: Sequence[Grid],
    *,
    columns: Mapping[str, str] | None = None,
    excluded: Iterable[tuple[int, str]] = (),
    warnings: Iterable[str] = (),
    left_out: Iterable[LeftOut] = (),
    title: str = "",
    meta: Mapping[str, str] | None = None,
) -> Sheet:
    """The tables that are transcripts, in order, and what stands in the others as left out; all where none is one.

    ``columns`` as in ``lines_of_table``; ``InputError`` where no table has them.
    """
    read = _read(grids, columns)
    spoken = [lines.is_transcript for lines in read]
    used = spoken if any(spoken) else [True] * len(grids)
    rows: list[Row] = []
    excluded = list(excluded)
    listed = list(left_out)
    for grid, lines, use in zip(grids, read, used, strict=True):
        at = len(rows)
        if use:
            excluded += [(at + line, text) for line, text in lines.excluded]
            listed += [replace(one, line=at + one.line) for one in lines.left_out]
            rows += lines.rows
        else:
            listed += [LeftOut(at + 1, text, "page") for row in grid.rows for text in row if text.strip()]
    return sheet_of(
        rows,
        excluded=excluded,
        warnings=[*warnings, *_said(grids, spoken)],
        title=title,
        spoken=all(row.mark.kind == "piece" and row.mark.speaker for row in rows if row.text),
        left_out=[replace(one, line=min(one.line, len(rows) + 1)) for one in listed],
        meta=meta,
    )


def _read(grids: Sequence[Grid], columns: Mapping[str, str] | None) -> list[TableLines]:
    """Each table's lines. Of several tables those without the columns that a person named are no transcripts."""
    read: list[TableLines] = []
    wrong: list[InputError] = []
    for grid in grids:
        places = grid.places if len(grids) == 1 else None
        try:
            lines = lines_of_table(grid.table, columns=columns, places=places)
        except InputError as error:
            wrong.append(error)
            lines = replace(lines_of_table(grid.table, places=places), is_transcript=False)
        read.append(_paragraphs(lines) if grid.is_list else lines)
    if grids and len(wrong) == len(grids):
        raise wrong[0]
    return read


def _paragraphs(lines: TableLines) -> TableLines:
    return replace(lines, rows=tuple(replace(row, mark=replace(row.mark, kind="paragraph")) for row in lines.rows))


def _said(grids: Sequence[Grid], spoken: Sequence[bool]) -> Iterator[str]:
    if not any(spoken):
        if not all(grid.is_list for grid in grids):
            yield "no columns of speakers and speech were found: the cells were read row by row, each a line"
        return
    if sum(spoken) > 1:
        yield f"the sheets {_names(grids, spoken, True)} were read in this order"
    if not all(spoken):
        read, silent = _names(grids, spoken, True), _names(grids, spoken, False)
        yield f"speech was read from {read} only: no speech was found in {silent}"


def _names(grids: Sequence[Grid], spoken: Sequence[bool], which: bool) -> str:
    return ", ".join(repr(grid.name) for grid, one in zip(grids, spoken, strict=True) if one == which)
