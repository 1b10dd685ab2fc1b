"""A table of any document as lines: the rows of a transcript where its columns are times, speakers and speech."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from toolkit.inputs.columns import SAME, SPEECH, Columns, best_columns, head_word, is_name, name_in
from toolkit.inputs.headers import Header, columns_said, headers_of
from toolkit.inputs.sheet import BlockKind, LeftOut, Mark, Reading, Row
from toolkit.inputs.stamps import Scale, Stamp, scale_of, stamps_beside, stamps_in
from toolkit.inputs.voices import voices_of
from toolkit.model import TimeMark

_IN_BRACKETS = re.compile(r"\s*[(（\[［【〔][^()（）\[\]［］【】〔〕]*[)）\]］】〕]\s*")
_HEADED = ("start", "end", "speaker", "text", "question", "answer")
_TITLE_ROW = 0.2  # of the score, for every row above a header: of two headers the upper one
_SPARSEST = 20  # lines of a file for one line of the sheet: no memory for a row at the end of nothing


@dataclass(frozen=True, slots=True)
class CellLine:
    """One paragraph of a cell. ``bold`` and ``readings`` as in ``Mark``."""

    text: str
    bold: int = 0
    readings: tuple[Reading, ...] = ()


@dataclass(frozen=True, slots=True)
class TableLines:
    """A table as the rows of a sheet. ``left_out``: its header and the columns that are no speech; ``excluded``: cells
    that became times and speakers, and numbers of rows. The line of either counts from 1 within ``rows``.
    """

    rows: tuple[Row, ...]
    left_out: tuple[LeftOut, ...] = ()
    excluded: tuple[tuple[int, str], ...] = ()
    is_transcript: bool = False


Cell = Sequence[CellLine]
# A cell that the one above reaches down to. A cell that spans several columns is followed by empty ones.
MERGED: Cell = (CellLine(""),)


def lines_of_table(
    table: Sequence[Sequence[Cell]],
    *,
    heads: int | None = None,
    columns: Mapping[str, str] | None = None,
    places: Sequence[int] | None = None,
) -> TableLines:
    """The rows of ``table`` (rows → cells → paragraphs). ``heads``: how many rows the document calls a header, None if
    it says nothing. Where no column is speech every paragraph of a cell is a line of kind ``cell``, in reading order.

    ``columns``: what a person says of them, role (start, end, speaker, text, note …) → a word of the header, or the
    column's number from 1. Raises ``InputError`` for a role or a column that there is not.

    ``places``: the line (from 1) of the file at which each row begins. Then every line stands at its place in the file,
    with empty rows between, unless a row has more lines than there is room, or hardly a line holds anything.
    """
    texts = [[_text(cell) for cell in row] for row in table]
    header, found = _understood(texts, heads, columns)
    walk = _Walk(found, header, table, texts)
    for k in range(len(table)):
        walk.row(k)
    return walk.lines(places)


def _text(cell: Cell) -> str:
    return "\n".join(line.text for line in cell).strip()


def _understood(
    texts: Sequence[Sequence[str]], heads: int | None, columns: Mapping[str, str] | None
) -> tuple[Header, Columns]:
    """The header and the roles that fit best together."""
    if columns:
        header, said = columns_said(texts, heads, columns)
        return header, best_columns(header.body(texts), header.cells, said)
    if voices := voices_of(texts):
        return voices
    judged = [(header, best_columns(header.body(texts), header.cells)) for header in headers_of(texts, heads)]
    return max(judged, key=lambda one: (one[1].is_transcript, one[1].total - _TITLE_ROW * one[0].first))


@dataclass(frozen=True, slots=True)
class _Listed:
    """The text of a cell of row ``row`` that is no line; ``line`` would have been its number."""

    row: int
    line: int
    text: str


@dataclass(slots=True)
class _Walk:
    """The walk down the rows. ``goes_on``: a speaker is named where it changes, and an empty cell is the same one.
    ``origins``: the row of the table that each line comes from.
    """

    columns: Columns
    header: Header
    table: Sequence[Sequence[Cell]]
    texts: Sequence[Sequence[str]]
    rows: list[Row] = field(default_factory=list)
    origins: list[int] = field(default_factory=list)
    left_out: list[_Listed] = field(default_factory=list)
    excluded: list[_Listed] = field(default_factory=list)
    speaker: str = ""
    scale: Scale = field(default_factory=Scale)
    names: frozenset[str] = frozenset()
    stamps: Mapping[int, tuple[Stamp | None, Stamp | None]] = field(default_factory=dict)
    goes_on: bool = False

    def __post_init__(self) -> None:
        body = range(self.header.last, len(self.table))
        spoken = [k for k in body if self._speech(k)]
        self.names = frozenset(map(self._named, spoken))
        named = [k for k in body if (self._speech(k) or self._cell(k, "speaker")) and not self._is_merged(k)]
        self.goes_on = _changes_only([self._named(k) for k in named])
        self.stamps = {k: self._stamps(k) for k in body}
        stamps = [stamp for pair in self.stamps.values() for stamp in pair if stamp]
        self.scale = scale_of(stamps, sum(len(text) for k in spoken for text in self._speech(k)))

    def lines(self, places: Sequence[int] | None) -> TableLines:
        """What the walk found."""
        rows, line_of = self._in_place(places) if places else (self.rows, None)
        lines = {id(one): line_of[one.row] if line_of else one.line for one in (*self.left_out, *self.excluded)}
        return TableLines(
            tuple(rows),
            tuple(LeftOut(lines[id(one)], one.text, "column") for one in self.left_out),
            tuple((lines[id(one)], one.text) for one in self.excluded),
            self.columns.is_transcript,
        )

    def _in_place(self, places: Sequence[int]) -> tuple[list[Row], Sequence[int] | None]:
        rows: list[Row] = []
        if self.origins and places[self.origins[-1]] > _SPARSEST * len(self.rows) + 1000:
            return self.rows, None
        for nth, (origin, row) in enumerate(zip(self.origins, self.rows, strict=True)):
            first = not nth or self.origins[nth - 1] != origin
            if first and len(rows) >= places[origin]:
                return self.rows, None
            rows.extend([Row("")] * (places[origin] - 1 - len(rows)))
            rows.append(row)
        return rows, places

    def row(self, k: int) -> None:
        """Add row ``k``."""
        if not self.columns.is_transcript:
            self._all(k)
        elif k < self.header.first:
            self._plain(k, range(len(self.texts[k])))
        elif k < self.header.last or self.header.repeats(self.texts[k]) or self._heads_again(k):
            self._leave_out(k, range(len(self.texts[k])))
        elif self._speech(k):
            self._spoken(k)
        else:
            self._silent(k)

    def _heads_again(self, k: int) -> bool:
        """Whether the row is a header of the same columns, as where a second table follows in one sheet."""
        roles = {self.columns.role(n): head_word(self.texts[k][n]) for n in self._filled(k)}
        words = [word is not None and word[0] == role for role, word in roles.items() if role in _HEADED]
        return len(words) > 1 and all(words)

    def _speech(self, k: int) -> list[str]:
        return [self.texts[k][n] for n in self._filled(k) if self.columns.role(n) in SPEECH]

    def _filled(self, k: int) -> list[int]:
        return [n for n, text in enumerate(self.texts[k]) if text]

    def _cell(self, k: int, role: str) -> str:
        at = self.columns.at(role)
        return self.texts[k][at] if at is not None and at < len(self.texts[k]) else ""

    def _is_merged(self, k: int) -> bool:
        at = self.columns.at("speaker")
        return at is not None and at < len(self.table[k]) and self.table[k][at] is MERGED

    def _named(self, k: int) -> str:
        """The name in the row's cell of the speaker, without a time beside it; '' if it holds none."""
        cell = self._cell(k, "speaker")
        return name_in(cell) if cell and is_name(cell) else ""

    def _stamps(self, k: int) -> tuple[Stamp | None, Stamp | None]:
        start, end = stamps_in(self._cell(k, "start")), stamps_in(self._cell(k, "end"))
        beside = None if start else stamps_beside(self._cell(k, "speaker"))
        first, last = start or (beside[1] if beside else (None, None))
        return first, end[0] if end else last

    def _times(self, k: int) -> tuple[TimeMark, ...]:
        first, last = (self.scale.ms(stamp) if stamp else None for stamp in self.stamps[k])
        if first is None:
            return ()
        return (TimeMark(0, first, last if last is not None and last > first else None),)

    def _spoken(self, k: int) -> None:
        """A row with speech: its times and its speaker stand on its first line."""
        for n in self._filled(k):
            role = self.columns.role(n)
            if role == "speaker" and not is_name(self.texts[k][n]):
                self._plain(k, [n])
            elif role == "speaker" or self._is_sign(k, n):
                self.excluded.append(self._listing(k, n))
            elif role not in SPEECH:
                self._leave_out(k, [n])
        speaker, times = self._speaker(k), self._times(k)
        for n in self._filled(k):
            role = self.columns.role(n)
            if role in SPEECH:
                self._lines(k, n, "piece", speaker if role == "text" else self.header.word(n), times)
                times = ()

    def _speaker(self, k: int) -> str:
        name = self._named(k)
        if name in SAME or self._is_merged(k):
            return self.speaker
        if not name and all(map(_IN_BRACKETS.fullmatch, self._speech(k))):  # a stage direction names nobody
            return ""
        if name or not self.goes_on:
            self.speaker = name
        return self.speaker

    def _is_sign(self, k: int, n: int) -> bool:
        """Whether the cell is a time or the number of the row, and nothing else."""
        role, text = self.columns.role(n), self.texts[k][n]
        return (role in ("start", "end") and bool(stamps_in(text))) or (role == "number" and len(text) <= 8)

    def _silent(self, k: int) -> None:
        """A row without speech: a heading across the table, the name of who speaks in the next rows, or only notes."""
        rest = [n for n in self._filled(k) if not self._is_sign(k, n)]
        for n in self._filled(k):
            role = self.columns.role(n)
            if n not in rest:
                self.excluded.append(self._listing(k, n))
            elif role == "speaker" and (self._named(k) in self.names - {""} or self._heads_the_next(k)):
                self.excluded.append(self._listing(k, n))
                self.speaker = self._named(k)
            elif (role == "note" and n) or (len(rest) > 1 and role != "speaker"):
                self._leave_out(k, [n])
            else:
                self._plain(k, [n])

    def _heads_the_next(self, k: int) -> bool:
        """Whether the speech that the speaker's cell names stands one row below."""
        below = k + 1 < len(self.table) and bool(self._speech(k + 1)) and not self._cell(k + 1, "speaker")
        return below and self.goes_on and bool(self._named(k))

    def _all(self, k: int) -> None:
        """A row of a table that is no transcript; the numbers of its rows are no words."""
        number = self.columns.at("number")
        for n in self._filled(k):
            if n == number and k >= self.header.last and self.texts[k][n].rstrip(".．)").isdecimal():
                self.excluded.append(self._listing(k, n))
            else:
                self._plain(k, [n])

    def _plain(self, k: int, cells: Iterator[int] | Sequence[int]) -> None:
        for n in cells:
            self._lines(k, n, "cell", "", ())

    def _leave_out(self, k: int, cells: Sequence[int]) -> None:
        self.left_out += [self._listing(k, n) for n in cells if self.texts[k][n]]

    def _listing(self, k: int, n: int) -> _Listed:
        return _Listed(k, len(self.rows) + 1, self.texts[k][n])

    def _lines(self, k: int, n: int, kind: BlockKind, speaker: str, times: tuple[TimeMark, ...]) -> None:
        for line in self.table[k][n]:
            if line.text.strip():
                mark = Mark(kind, speaker=speaker, bold=line.bold, readings=line.readings, times=times)
                self.rows.append(Row(line.text, mark))
                self.origins.append(k)
                times = ()


def _changes_only(names: Sequence[str]) -> bool:
    """Whether empty cells mean the speaker above: a list of names where they change begins with one and names nobody
    twice running. Otherwise an empty cell names nobody (a stage direction, a heading), and so it stays.
    """
    if not names or not names[0] or "" not in names:
        return False
    written = [name for name in names if name and name not in SAME]
    twice = sum(one == other for one, other in pairwise(written))
    return twice * 10 <= len(written)
