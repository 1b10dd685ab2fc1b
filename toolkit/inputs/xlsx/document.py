"""Excel workbooks: the cells of every visible sheet, as Excel shows them, in the order of the sheets.

``openpyxl`` reads the values (its reader of large workbooks: rows as a stream, saved values instead of formulas); what
that reader does not tell, ``parts`` reads beside it.
"""

from __future__ import annotations

import io
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from warnings import catch_warnings

from toolkit.errors import InputError
from toolkit.inputs.docx.package import BROKEN, EXCEL, Package, damaged, open_package
from toolkit.inputs.docx.properties import properties_of
from toolkit.inputs.grids import Grid, sheet_of_grids
from toolkit.inputs.sheet import LeftOut, LeftOutKind, Sheet
from toolkit.inputs.xlsx.parts import MOST_CELLS, SheetParts, check_bounds, sheets_of, words_beside
from toolkit.inputs.xlsx.values import text_of

# What openpyxl raises for a damaged workbook: its own errors are ValueErrors and KeyErrors, XML's are SyntaxErrors.
_DAMAGED = (*BROKEN, SyntaxError, TypeError, AttributeError, IndexError)

_Rows = Sequence[tuple[int, Sequence[str]]]  # the rows that hold any text, with their numbers


def sheet_of_xlsx(data: bytes, name: str, columns: Mapping[str, str] | None = None) -> Sheet:
    """The rows of a workbook as lines. ``columns`` as in ``lines_of_table``. Hidden sheets, rows and columns, remarks,
    boxes and running heads are listed as left out.

    Raises ``InputError`` for what is no sound workbook, an absurdly large one, and one without a word.
    """
    package = open_package(data, name, EXCEL)
    try:
        check_bounds(package)
        found = _Found()
        for parts, rows in _read(data, package):
            found.add(parts, rows)
        found.left_out += [LeftOut(1, text, why) for why, text in words_beside(package)]
        found.refuse_wordless()
        title, meta = properties_of(package)
        warnings = found.said()
        return sheet_of_grids(
            found.grids, columns=columns, warnings=warnings, left_out=found.left_out, title=title, meta=meta
        )
    except InputError as error:
        raise error.at(name) from error.__cause__


def _read(data: bytes, package: Package) -> Iterator[tuple[SheetParts, _Rows]]:
    from openpyxl import load_workbook

    sheets = sheets_of(package)
    try:
        with catch_warnings(action="ignore"):  # openpyxl's, on styles and extensions: nothing of them is read
            workbook = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
            by_name = {sheet.title: sheet for sheet in workbook.worksheets}
            values = [list(_rows(by_name[parts.name])) if parts.name in by_name else [] for parts in sheets]
    except _DAMAGED as error:
        raise damaged(package.name, error, EXCEL) from error
    return zip(sheets, values, strict=True)


def _rows(sheet: Any) -> Iterator[tuple[int, Sequence[str]]]:
    sheet.reset_dimensions()  # what a program wrote of the size is often wrong
    for number, row in enumerate(sheet.iter_rows(), start=1):
        texts = [text_of(cell.value, cell.number_format) if cell.value is not None else "" for cell in row]
        if any(map(str.strip, texts)):
            yield number, texts


@dataclass(slots=True)
class _Found:
    """What the sheets hold, and what of them is not shown."""

    grids: list[Grid] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def add(self, parts: SheetParts, rows: _Rows) -> None:
        self.left_out += [LeftOut(1, text, "page") for text in parts.running]
        if not rows:
            return
        if parts.hidden:
            self.hidden.append(repr(parts.name))
            self._leave_out((1, text, "page") for _, row in rows for text in row)
            return
        self.counts["formulas have no saved value: open the workbook in Excel and save it"] += parts.unsaved
        self.grids.append(self._grid(parts, rows))

    def _grid(self, parts: SheetParts, rows: _Rows) -> Grid:
        width = max(len(row) for _, row in rows)
        columns = [n for n in range(width) if not parts.hides_column(n + 1)]
        shown = [(number, row) for number, row in rows if number not in parts.hidden_rows]
        self._leave_out((number, text, "page") for number, row in rows if number in parts.hidden_rows for text in row)
        self._leave_out(
            (number, text, "column") for number, row in shown for n, text in enumerate(row) if parts.hides_column(n + 1)
        )
        self.counts["hidden rows were left out"] += len(rows) - len(shown)
        self.counts["hidden columns were left out"] += width - len(columns)
        return Grid(
            [[row[n] if n < len(row) else "" for n in columns] for _, row in shown],
            [number for number, _ in shown],
            parts.name,
            _merged(parts, [number for number, _ in shown], columns),
        )

    def _leave_out(self, cells: Iterable[tuple[int, str, LeftOutKind]]) -> None:
        self.left_out += [LeftOut(line, text.strip(), why) for line, text, why in cells if text.strip()]

    def refuse_wordless(self) -> None:
        """Raise ``InputError`` where no visible cell holds a word."""
        if not any(c.isalnum() for grid in self.grids for row in grid.rows for text in row for c in text):
            where = " (but for what is hidden)" if self.hidden or self.left_out else ""
            raise InputError(f"holds no words in its cells{where}", mend="give a workbook with the transcript in it")

    def said(self) -> Iterator[str]:
        """Warnings on what a person may miss."""
        if self.hidden:
            yield f"hidden sheets were left out: {', '.join(self.hidden)}"
        yield from (f"{count} {message}" for message, count in self.counts.items() if count)


def _merged(parts: SheetParts, numbers: Sequence[int], columns: Sequence[int]) -> frozenset[tuple[int, int]]:
    """The cells (row and column of the grid) that one above reaches down to."""
    at = {column + 1: n for n, column in enumerate(columns)}
    reached: set[tuple[int, int]] = set()
    for merge in parts.merges:
        first, last = bisect_right(numbers, merge.first_row), bisect_right(numbers, merge.last_row)
        if merge.first_column in at:
            reached.update((k, at[merge.first_column]) for k in range(first, last))
        if len(reached) > MOST_CELLS:
            raise InputError("has more merged cells than a sheet has cells", mend="save it as .csv and give that")
    return frozenset(reached)
