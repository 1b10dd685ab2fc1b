"""The sheet in the making: rows at their lines of the file, and of every line what no row holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from toolkit.inputs.sheet import LeftOut, Mark, Row, Sheet, sheet_of
from toolkit.model import LeftOutKind

_WORD = re.compile(r"[^\W_]")
Span = tuple[int, int]


class Draft:
    """``lines`` of the file, numbered from 0 here. Whatever of them no row and no note holds is excluded in the end;
    a line with words that nobody has read becomes a row as it stands.
    """

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = lines
        self.left_out: list[LeftOut] = []
        self.excluded: list[tuple[int, str]] = []
        self.rows: list[tuple[int, Row]] = []
        self._spans: dict[int, list[Span]] = {}
        self._read = bytearray(len(lines))

    def read(self, first: int, last: int) -> None:
        """The lines up to ``last`` (not included) have been understood, whatever of them is shown."""
        self._read[first:last] = b"\x01" * max(0, min(last, len(self.lines)) - first)

    def row(self, line: int, text: str, mark: Mark, spans: Iterable[Span]) -> None:
        """A line of the sheet, which holds these places of a line of the file."""
        self.rows.append((line, Row(text, mark)))
        self._spans.setdefault(line, []).extend(spans)

    def leave_out(self, line: int, text: str, why: LeftOutKind, spans: Iterable[Span]) -> None:
        """Words that are no part of the transcript."""
        if text.strip():
            self.left_out.append(LeftOut(line + 1, text.strip(), why))
            self._spans.setdefault(line, []).extend(spans)

    def hold(self, first: int, last: int) -> None:
        """All of these lines is accounted for."""
        self.read(first, last)
        for k in range(first, min(last, len(self.lines))):
            self._spans.setdefault(k, []).append((0, len(self.lines[k])))

    def change(self, nth: int, mark: Mark) -> None:
        """Another mark for a row that was laid down before."""
        line, row = self.rows[nth]
        self.rows[nth] = (line, replace(row, mark=mark))

    def sheet(self, *, warnings: Iterable[str], title: str, meta: Mapping[str, str]) -> Sheet:
        """Every row at its place in the file, or as near below it as the rows before it allow."""
        for k in range(len(self.lines)):
            if not self._read[k] and k not in self._spans and _WORD.search(self.lines[k]):
                self.row(k, self.lines[k].strip(" \t"), Mark("paragraph"), [(0, len(self.lines[k]))])
        self.rows.sort(key=lambda placed: placed[0])
        rows: list[Row] = []
        places: dict[int, int] = {}
        for line, row in self.rows:
            rows += [Row("")] * (line - len(rows))
            if line != len(rows):
                places[len(rows)] = line + 1
            rows.append(row)
        excluded = sorted((*self.excluded, *self._rest()), key=lambda one: one[0])
        sheet = sheet_of(
            rows,
            excluded=excluded,
            warnings=warnings,
            title=title,
            meta=meta,
            left_out=sorted(self.left_out, key=_line),
        )
        return replace(sheet, whole=False, places=places)

    def _rest(self) -> Iterator[tuple[int, str]]:
        """What no row holds, line by line."""
        for k, line in enumerate(self.lines):
            at = 0
            for start, end in sorted(self._spans.get(k, ())):
                if line[at:start].strip():
                    yield k + 1, line[at:start].strip()
                at = max(at, end)
            if line[at:].strip():
                yield k + 1, line[at:].strip()


def _line(left: LeftOut) -> int:
    return left.line
