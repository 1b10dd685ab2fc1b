"""A table of an RTF document in the making: where its cells end, and which are merged."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from typing import Literal

from toolkit.inputs.story import Paragraph, Table

_SAME_EDGE = 100  # twips, 1.8 mm: edges of one column differ by less


@dataclass(slots=True)
class _Cell:
    """What a row says of a cell: its right edge in twips, and how it is merged."""

    edge: int = 0
    merged: Literal["", "above", "left"] = ""


@dataclass(slots=True)
class _Row:
    cells: list[list[Paragraph]]
    says: list[_Cell]


@dataclass(slots=True)
class TableWalk:
    """``cells``: the paragraphs of the row's closed cells; ``open``: of the one that is being written."""

    rows: list[_Row] = field(default_factory=list)
    cells: list[list[Paragraph]] = field(default_factory=list)
    open: list[Paragraph] = field(default_factory=list)
    is_nested: bool = False
    heads: int = 0
    _says: list[_Cell] = field(default_factory=list)
    _next: _Cell = field(default_factory=_Cell)
    _is_head: bool = False

    def say(self, word: str, number: int | None) -> None:
        """Hear a control word of the row's definition."""
        if word == "trowd":
            self._says, self._next, self._is_head = [], _Cell(), False
        elif word == "trhdr":
            self._is_head = True
        elif word == "clvmrg":
            self._next.merged = "above"
        elif word == "clmrg":
            self._next.merged = "left"
        elif word == "cellx":
            self._next.edge = number or 0
            self._says.append(self._next)
            self._next = _Cell()

    def end_cell(self) -> None:
        self.cells.append(self.open)
        self.open = []

    def end_row(self) -> None:
        if self.open:
            self.end_cell()
        self.heads += self._is_head and self.heads == len(self.rows)
        self.rows.append(_Row(self.cells, list(self._says)))
        self.cells = []

    def fill(self, table: Table) -> None:
        """Give ``table`` the rows, on one grid of columns."""
        if self.cells or self.open:
            self.end_row()
        edges = _columns([cell.edge for row in self.rows for cell in row.says])
        table.rows = [_on_grid(row, edges) for row in self.rows]
        table.heads, table.is_nested = self.heads, self.is_nested


def _columns(edges: list[int]) -> list[int]:
    """The right edges of the columns."""
    found: list[int] = []
    for edge in sorted(edges):
        if not found or edge - found[-1] > _SAME_EDGE:
            found.append(edge)
    return found


def _on_grid(row: _Row, edges: list[int]) -> list[list[Paragraph] | None]:
    """The cells of a row, and empty ones for further columns that they cover."""
    cells: list[list[Paragraph] | None] = []
    for nth, cell in enumerate(row.cells):
        says = row.says[nth] if nth < len(row.says) else _Cell()
        cells.append(None if says.merged == "above" and not any(p.text for p in cell) else cell)
        reaches = bisect_left(edges, says.edge - _SAME_EDGE) + 1
        cells.extend([] for _ in range(reaches - len(cells)))
    return cells
