"""Tables of a page: those that hold data, cell by cell, and those that only lay out its parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from toolkit.inputs.html.elements import HEADINGS
from toolkit.inputs.html.tree import Node, Tree
from toolkit.inputs.table import MERGED, Cell, CellLine

_MOST_SPANNED = 50  # columns a cell may span: a hostile page says 1000 in every cell
_FEW_ROWS, _MOST_OF_IT, _LONG_CELL = 3, 0.6, 400  # a table of so few rows with most of its text in one long cell


@dataclass(slots=True)
class _Shape:
    """What a table holds."""

    rows: int = 0
    cells: int = 0
    heads: int = 0
    longest: int = 0
    is_layout: bool = False


def tables_of_data(tree: Tree) -> frozenset[int]:
    """The tables whose rows and cells mean something, by identity: they hold no table, heading or article, and two
    cells in a row or more.
    """
    shapes: dict[int, _Shape] = {}
    around: dict[int, Node] = {}
    for node in tree.nodes:
        table = node.parent if node.parent and node.parent.name == "table" else around.get(id(node.parent))
        if table is None:
            continue
        around[id(node)] = table
        _take(shapes.setdefault(id(table), _Shape()), node)
    tables = (node for node in tree.nodes if node.name == "table" and id(node) in shapes)
    return frozenset(id(node) for node in tables if _is_data(node, shapes[id(node)]))


def _take(shape: _Shape, node: Node) -> None:
    if node.name in ("table", "article", "main", "form") or node.name in HEADINGS:
        shape.is_layout = True
    elif node.name == "tr":
        shape.rows += 1
    elif node.name in ("td", "th"):
        shape.cells += 1
        shape.heads += node.name == "th"
        shape.longest = max(shape.longest, node.chars)


def _is_data(table: Node, shape: _Shape) -> bool:
    if shape.is_layout or table.attribute("role") in ("presentation", "none"):
        return False
    one_cell = shape.longest > max(_LONG_CELL, _MOST_OF_IT * table.chars) and shape.rows <= _FEW_ROWS
    return shape.cells > shape.rows and not (one_cell and not shape.heads) and (shape.rows > 1 or shape.heads > 0)


@dataclass(slots=True, eq=False)
class Grid:
    """A table in the making: its cells at their columns, whatever spans what."""

    rows: list[list[list[CellLine] | None]] = field(default_factory=list)
    _names: list[list[str]] = field(default_factory=list)  # by row: the elements of its cells, <thead> before them
    _down_to: dict[int, int] = field(default_factory=dict)  # by column: the last row that a cell above reaches

    def begin_row(self, row: Node) -> None:
        self.rows.append([])
        self._names.append(["thead"] if row.parent and row.parent.name == "thead" else [])

    def begin_cell(self, cell: Node) -> list[CellLine]:
        """The lines of a new cell, to be added to."""
        if not self.rows:
            self.begin_row(cell)
        row, at = self.rows[-1], len(self.rows) - 1
        while self._down_to.get(len(row), -1) >= at:
            row.append(None)
        across, down = _span(cell, "colspan"), _span(cell, "rowspan")
        for column in range(len(row), len(row) + across):
            self._down_to[column] = at + down - 1
        lines: list[CellLine] = []
        row += [lines, *([] for _ in range(across - 1))]
        self._names[-1].append(cell.name)
        return lines

    @property
    def cells(self) -> Sequence[Sequence[Cell]]:
        return [[MERGED if cell is None else cell for cell in row] for row in self.rows]

    @property
    def heads(self) -> int | None:
        """How many rows from the top are a header, None if the page says nothing."""
        said = next((k for k, names in enumerate(self._names) if not _is_head(names)), 0)
        return said or None


def _is_head(names: Sequence[str]) -> bool:
    return "thead" in names or (len(names) > 1 and set(names) == {"th"})


def _span(cell: Node, name: str) -> int:
    value = cell.attribute(name)
    return min(max(int(value), 1), _MOST_SPANNED) if value.isascii() and value.isdigit() and len(value) < 6 else 1
