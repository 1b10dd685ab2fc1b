"""What openpyxl's reader of large workbooks passes over: the state of the sheets, merged and hidden cells, remarks,
boxes, running heads. And the bounds: nothing is opened that is absurdly large.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from toolkit.errors import InputError
from toolkit.inputs.docx.package import MOST_BYTES, Package, Relations
from toolkit.inputs.sheet import LeftOutKind

MOST_CELLS = 2_000_000  # of a sheet, those to the left of a written one counted too
_MOST_ROWS, _MOST_COLUMNS = 1_048_576, 16_384  # Excel's own bounds
_DEEPEST = 256  # elements within elements; drawings of Office have some 30
_REFERENCE = re.compile("([A-Z]{1,3})([0-9]{1,7})(?::([A-Z]{1,3})([0-9]{1,7}))?")
_CODES = re.compile(r'&(?:"[^"]*"|[0-9]+|[A-Z&])')  # of a running head: &P the page, &D the date
_XML = (".xml", ".rels", ".vml")


@dataclass(frozen=True, slots=True)
class Merge:
    """Cells that are one: rows and columns from 1, the last included."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int


@dataclass(slots=True)
class SheetParts:
    """What is said of one sheet beside its cells. ``running``: its heads and feet, ``unsaved``: formulas without a
    value.
    """

    name: str
    hidden: bool = False
    merges: list[Merge] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    running: list[str] = field(default_factory=list)
    unsaved: int = 0

    def hides_column(self, column: int) -> bool:
        return any(first <= column <= last for first, last in self.hidden_columns)


def check_bounds(package: Package) -> None:
    """Raise ``InputError`` for parts that unpack to too much, and for those with a DTD: openpyxl would read them."""
    parts = [member for member in package.archive.infolist() if member.filename.lower().endswith(_XML)]
    largest = max(parts, key=lambda part: part.file_size)
    if largest.file_size > MOST_BYTES or sum(part.file_size for part in parts) > 4 * MOST_BYTES:
        what = f"unpacks to more than {MOST_BYTES // 2**20} MiB of {largest.filename[:60]}"
        raise InputError(what, where=package.name, mend="split the workbook into several")
    for part in parts:
        package.parse(part.filename, _Depth())


class _Depth:
    """Refuses what is nested more deeply than any workbook."""

    def __init__(self) -> None:
        self._depth = 0

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise InputError("is nested more deeply than any workbook", mend="save it as .csv and give that")

    def end(self, name: str) -> None:
        self._depth -= 1

    def text(self, data: str) -> None: ...


def sheets_of(package: Package) -> list[SheetParts]:
    """The sheets in their order."""
    workbook = _Workbook()
    package.parse(package.main, workbook)
    relations = Relations()
    folder, file = posixpath.split(package.main)
    package.parse(f"{folder}/_rels/{file}.rels", relations)
    found: list[SheetParts] = []
    for name, state, identity in workbook.sheets:
        sheet = SheetParts(name, hidden=state not in ("", "visible"))
        target = relations.by_id.get(identity, "")
        part = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        package.parse(part, _SheetReader(sheet))
        found.append(sheet)
    return found


class _Workbook:
    def __init__(self) -> None:
        self.sheets: list[tuple[str, str, str]] = []

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "sheet":
            self.sheets.append((attributes.get("name", ""), attributes.get("state", ""), attributes.get("id", "")))

    def end(self, name: str) -> None: ...

    def text(self, data: str) -> None: ...


class _SheetReader:
    """The walk through a worksheet."""

    def __init__(self, sheet: SheetParts) -> None:
        self.sheet = sheet
        self._cells = self._row = self._width = 0
        self._formula = self._value = self._in_value = False
        self._running: list[str] | None = None
        self._starts: Mapping[str, Callable[[Mapping[str, str]], None]] = {
            "row": self._begin_row,
            "c": self._begin_cell,
            "col": self._column,
            "mergeCell": self._merge,
        }

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name in self._starts:
            self._starts[name](attributes)
        elif name == "f":
            self._formula = True
        elif name in ("v", "is"):
            self._in_value = True
        elif name.endswith(("Header", "Footer")):
            self._running = []

    def end(self, name: str) -> None:
        if name in ("v", "is"):
            self._in_value = False
        elif name == "c":
            self.sheet.unsaved += self._formula and not self._value
        elif name.endswith(("Header", "Footer")) and self._running:
            text = " ".join(_CODES.sub(" ", "".join(self._running)).split())
            self.sheet.running += [text] if text and text not in self.sheet.running else []
            self._running = None

    def text(self, data: str) -> None:
        self._value = self._value or self._in_value
        if self._running is not None:
            self._running.append(data)

    def _begin_row(self, attributes: Mapping[str, str]) -> None:
        before, self._row = self._row, _whole(attributes.get("r", ""), self._row + 1)
        if not before < self._row <= _MOST_ROWS:
            raise InputError(f"has a row {self._row} after row {before}", mend="open it in Excel and save it again")
        if attributes.get("hidden", "0").lower() in ("1", "true"):
            self.sheet.hidden_rows.add(self._row)
        self._width = 0

    def _begin_cell(self, attributes: Mapping[str, str]) -> None:
        self._formula = self._value = False
        match = _REFERENCE.fullmatch(attributes.get("r", ""))
        column = _column_number(match[1]) if match else self._width + 1
        if not self._width < column <= _MOST_COLUMNS:
            what = f"has a column {column} after column {self._width} in row {self._row}"
            raise InputError(what, mend="open it in Excel and save it again")
        self._cells += column - self._width
        self._width = column
        if self._cells > MOST_CELLS:
            raise InputError(f"has more than {MOST_CELLS} cells in a sheet", mend="split the workbook into several")

    def _column(self, attributes: Mapping[str, str]) -> None:
        if attributes.get("hidden", "0").lower() in ("1", "true"):
            first = _whole(attributes.get("min", ""), 1)
            self.sheet.hidden_columns.append((first, _whole(attributes.get("max", ""), first)))

    def _merge(self, attributes: Mapping[str, str]) -> None:
        match = _REFERENCE.fullmatch(attributes.get("ref", ""))
        if match and match[3]:
            columns = sorted((_column_number(match[1]), _column_number(match[3])))
            rows = sorted((int(match[2]), int(match[4])))
            self.sheet.merges.append(Merge(rows[0], rows[1], columns[0], columns[1]))


def _whole(text: str, default: int) -> int:
    return int(text) if re.fullmatch("[0-9]{1,9}", text) else default


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def words_beside(package: Package) -> Iterator[tuple[LeftOutKind, str]]:
    """(why, text) of what lies over the cells: ``note`` for remarks, ``caption`` for boxes and shapes."""
    for member in package.archive.namelist():
        folder, _, file = member.rpartition("/")
        if not file.endswith(".xml"):
            continue
        if file.startswith("comment") or folder.endswith("threadedComments"):
            yield from (("note", text) for text in _texts(package, member, ("comment", "threadedComment")))
        elif folder.endswith("drawings"):
            yield from (("caption", text) for text in _texts(package, member, ("sp",)))


def _texts(package: Package, member: str, around: tuple[str, ...]) -> list[str]:
    words = _Words(around)
    package.parse(member, words)
    return words.found


class _Words:
    """The text of every element of ``around``, without the readings over it."""

    def __init__(self, around: tuple[str, ...]) -> None:
        self.found: list[str] = []
        self._around = around
        self._parts: list[str] = []
        self._path: list[str] = []

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        self._path.append(name)

    def end(self, name: str) -> None:
        self._path.pop()
        if name in self._around:
            text = " ".join("".join(self._parts).split())
            self.found += [text] if text else []
            self._parts = []

    def text(self, data: str) -> None:
        if self._path[-1:] in (["t"], ["text"]) and "rPh" not in self._path:
            self._parts.append(data)
