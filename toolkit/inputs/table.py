"""A table of any document as lines: the rows of a transcript where its columns are times, speakers and speech."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from toolkit.inputs.sheet import LeftOut, Mark, Reading, Row


@dataclass(frozen=True, slots=True)
class CellLine:
    """One paragraph of a cell. ``bold`` and ``readings`` as in ``Mark``."""

    text: str
    bold: int = 0
    readings: tuple[Reading, ...] = ()


@dataclass(frozen=True, slots=True)
class TableLines:
    """A table as the rows of a sheet; ``left_out``: its columns that are no speech (its ``line`` counts from 1 within
    ``rows``).
    """

    rows: tuple[Row, ...]
    left_out: tuple[LeftOut, ...] = ()


Cell = Sequence[CellLine]


def lines_of_table(table: Sequence[Sequence[Cell]], *, heads: int | None = None) -> TableLines:
    """The rows of ``table`` (rows → cells → paragraphs). ``heads``: how many rows the document calls a header, None if
    it says nothing. Where no column is speech every paragraph of a cell is a line of kind ``cell``, in reading order.
    """
    rows = [
        Row(line.text, Mark("cell", bold=line.bold, readings=line.readings))
        for cells in table
        for cell in cells
        for line in cell
    ]
    return TableLines(tuple(rows))
