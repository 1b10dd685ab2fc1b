"""CSV and TSV files: the delimiter and the quoting found by trying them, the cells as a table.

What a program exported and what a person typed differ in one thing: a quotation mark that opens a typed cell is part of
what is said, and nobody closes it. So every way of reading is tried on the file's beginning, and the one whose rows are
most alike is taken.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import PurePath

from toolkit.errors import InputError
from toolkit.inputs.grids import Grid, sheet_of_grids
from toolkit.inputs.sheet import Sheet

MOST_CELLS = 2_000_000  # an hour of speech has some 10,000
_DELIMITERS = ",\t;|"
_SAMPLE = 5000  # rows
_LINE_END = re.compile("\r\n|\r|\n")
_NAMED_SEPARATOR = re.compile("[ \t]*sep=([,;|:\t])[ \t]*(?:\r\n|\r|\n)", re.IGNORECASE)  # Excel's own first line


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a file is to be read. ``quoted``: quotation marks enclose cells."""

    delimiter: str
    quoted: bool


def sheet_of_csv(text: str, name: str, columns: Mapping[str, str] | None = None) -> Sheet:
    """The rows of a table as lines at their places in the file. ``columns`` as in ``lines_of_table``.

    Raises ``InputError`` for a file without a word, for one of more than ``MOST_CELLS`` cells, and for a lexicon.
    """
    text = text.removeprefix("\ufeff")
    separator = _NAMED_SEPARATOR.match(text)
    body = text[separator.end() :] if separator else text
    dialect = dialect_of(body, separator[1] if separator else _DELIMITERS, name)
    rows, places = _table(body, dialect, 1 if separator else 0, name)
    if not any(c.isalnum() for row in rows for cell in row for c in cell):
        raise InputError("holds no words", where=name, mend="give a table with the transcript in it")
    if {"surface", "reading"} <= {cell.strip().lower() for cell in rows[0]}:
        raise InputError("is a lexicon of readings, not a transcript", where=name, mend="give it with --lexicon")
    excluded = [(1, separator[0].strip())] if separator else []
    try:
        return sheet_of_grids(
            [Grid(rows, places)], columns=columns, excluded=excluded, warnings=_unclosed(rows, places, dialect)
        )
    except InputError as error:
        raise error.at(name) from error.__cause__


def dialect_of(text: str, delimiters: str, name: str) -> Dialect:
    """The way of reading whose rows are most alike; TSV files favour the tab, others the comma."""
    favourite = "\t" if PurePath(name).suffix.lower() == ".tsv" else ","
    ways = [Dialect(delimiter, quoted) for delimiter in delimiters for quoted in (True, False)]
    return max(ways, key=lambda way: (_likeness(text, way), way.quoted, way.delimiter == favourite))


def _likeness(text: str, way: Dialect) -> float:
    """The share of rows as wide as most, less the share of lines that a stray quotation mark has swallowed, and of
    quotation marks at both ends of a cell that would be read as speech; more where every quotation mark is in order.
    """
    rows = [row for _, row in islice(_rows(text, way), _SAMPLE) if any(row)]
    width = _width(rows)
    if width < 2:
        return 0.0
    inside = [line for row in rows for line in _inside(row)]
    swallowed = sum(line.count(way.delimiter) >= width - 1 for line in inside)
    sound = 0.25 if way.quoted and '"' in text and _is_sound(text, way) else 0.0
    marked = [cell for row in rows for cell in row if cell.startswith('"')] if not way.quoted else []
    enclosed = sum(len(cell) > 1 and cell.endswith('"') for cell in marked) / len(marked) if marked else 0.0
    return sum(len(row) == width for row in rows) / len(rows) - swallowed / (len(rows) + len(inside)) - enclosed + sound


def _is_sound(text: str, way: Dialect) -> bool:
    try:
        return sum(1 for _ in islice(_rows(text, way, strict=True), _SAMPLE)) > 0
    except csv.Error:
        return False


def _width(rows: Sequence[Sequence[str]]) -> int:
    """How many cells most rows have; of equally many the wider."""
    widths = Counter(map(len, rows))
    return max(widths.items(), key=lambda one: (one[1] * (one[0] > 1), one[0]), default=(0, 0))[0]


def _inside(row: Sequence[str]) -> list[str]:
    """The lines of its cells that a row covers beyond its first."""
    return [line for cell in row for line in _LINE_END.split(cell)[1:]]


def _rows(text: str, way: Dialect, *, strict: bool = False) -> Iterator[tuple[int, list[str]]]:
    """Every row, and the line (from 1) at which it begins."""
    csv.field_size_limit(max(csv.field_size_limit(), len(text)))  # 131,072 by default; the file has a limit of its own
    lines = io.StringIO(text, newline="")
    reader = csv.reader(
        lines,
        delimiter=way.delimiter,
        quoting=csv.QUOTE_MINIMAL if way.quoted else csv.QUOTE_NONE,
        skipinitialspace=True,
        strict=strict,
    )
    before = 0
    for row in reader:
        yield before + 1, row
        before = reader.line_num


def _table(text: str, way: Dialect, above: int, name: str) -> tuple[list[list[str]], list[int]]:
    """The rows without empty ones, and where each begins; ``above``: how many lines stand before ``text``."""
    rows: list[list[str]] = []
    places: list[int] = []
    cells = 0
    for line, row in _rows(text, way):
        cells += len(row)
        if cells > MOST_CELLS:
            raise InputError(
                f"has more than {MOST_CELLS} cells", where=name, mend="split it into one file per interview"
            )
        if any(cell.strip() for cell in row):
            rows.append(row)
            places.append(above + line)
    return rows, places


def _unclosed(rows: Sequence[Sequence[str]], places: Sequence[int], way: Dialect) -> Iterator[str]:
    """A word on cells that hold whole rows: their quotation mark was opened by a slip, or never closed."""
    width = _width(rows)
    for row, line in zip(rows, places, strict=True):
        swallowed = sum(inside.count(way.delimiter) >= width - 1 for inside in _inside(row))
        if width > 1 and swallowed > 1:
            yield f"line {line}: a quotation mark seems never closed: {swallowed} rows stand in one cell"
