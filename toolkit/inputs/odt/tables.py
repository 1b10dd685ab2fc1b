"""A table of an OpenDocument text in the making: rows of cells, and what they cover."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from toolkit.inputs.story import Paragraph, Table

_MOST_REPEATS = 64  # of an empty cell: a file may claim a million


def count(attributes: Mapping[str, str], name: str) -> int:
    """A number of an attribute, 1 where it is not given or none."""
    value = attributes.get(name, "")
    return max(1, int(value)) if value.isascii() and value.isdigit() and len(value) < 7 else 1


class TableWalk:
    """``reach``: how many rows more a cell reaches down, by column."""

    def __init__(self) -> None:
        self.table = Table()
        self._reach: dict[int, int] = {}
        self._begun: dict[int, int] = {}
        self._is_head = False

    def header(self) -> Callable[[], None]:
        self._is_head = True

        def end() -> None:
            self._is_head = False

        return end

    def row(self) -> Callable[[], None]:
        self.table.rows.append([])
        self.table.heads += self._is_head
        return self._end_row

    def _end_row(self) -> None:
        reach = {column: rows - 1 for column, rows in self._reach.items() if rows > 1}
        self._reach = reach | self._begun
        self._begun = {}

    def cell(self, attributes: Mapping[str, str]) -> list[Paragraph]:
        """A new cell, whose paragraphs the caller fills in."""
        row = self._last_row()
        down, across = count(attributes, "number-rows-spanned") - 1, count(attributes, "number-columns-spanned")
        if down:
            self._begun |= {len(row) + k: down for k in range(min(across, _MOST_REPEATS))}
        cell: list[Paragraph] = []
        repeats = min(count(attributes, "number-columns-repeated"), _MOST_REPEATS)
        row.extend([cell] * repeats)
        return cell

    def covered(self, attributes: Mapping[str, str]) -> None:
        """A place that another cell covers: from above, or from the left."""
        row = self._last_row()
        for _ in range(min(count(attributes, "number-columns-repeated"), _MOST_REPEATS)):
            row.append(None if self._reach.get(len(row)) else [])

    def _last_row(self) -> list[list[Paragraph] | None]:
        if not self.table.rows:
            self.table.rows.append([])
        return self.table.rows[-1]
