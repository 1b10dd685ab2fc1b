"""A table of cues as an Excel workbook (.xlsx): ``cue_table`` says what is in it.

Between bytes and cues it is the text of a CSV file, ``packed`` into cells and ``unpacked`` again. Every cell is text,
so that Excel takes no time for a number and no line for a formula.
"""

from __future__ import annotations

import csv
import datetime
import io
import zipfile
from collections.abc import Iterator
from typing import Any
from warnings import catch_warnings

from toolkit.errors import InputError, OutputError
from toolkit.formats import cue_table
from toolkit.formats.cue_table import holds, neutral, sniff
from toolkit.formats.frames import FrameRate
from toolkit.formats.options import PLAIN, Options
from toolkit.formats.package import undated
from toolkit.model import SubtitleFile, Timeline

__all__ = ["REMARKS", "holds", "neutral", "packed", "read", "sniff", "unpacked", "write"]

REMARKS = cue_table.remarks_of("XLSX")
_WIDTHS = {"A": 6, "B": 14, "C": 14, "D": 14, "E": 60}  # characters
_MOST_BYTES = 128 * 1024 * 1024  # unpacked; a thousand hours of cues have 51 MB


def read(text: str, rate: FrameRate | None = None) -> SubtitleFile:
    """See ``cue_table.read``."""
    return cue_table.read(text, rate, "XLSX")


def write(timeline: Timeline, options: Options = PLAIN) -> str:
    """See ``cue_table.write``."""
    return cue_table.write(timeline, options, ",", "XLSX")


def packed(text: str) -> bytes:
    """The workbook of a table. OutputError if it would not be read back as it is (a cell holds 32,767 characters)."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font

    book = Workbook(write_only=True)
    sheet = book.create_sheet("字幕")
    sheet.freeze_panes = "A2"
    for column, width in _WIDTHS.items():
        sheet.column_dimensions[column].width = width
    for k, row in enumerate(csv.reader(io.StringIO(text, newline=""))):
        cells = []
        for value in row:
            cell = WriteOnlyCell(sheet, value)
            cell.data_type, cell.number_format = "s", "@"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if k == 0:
                cell.font = Font(bold=True)
            cells.append(cell)
        sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    data = undated(out.getvalue())
    if unpacked(data) != text:
        raise OutputError("a text is too long for a cell of Excel", mend="write .csv")
    return data


def unpacked(data: bytes) -> str:
    """The first sheet as the text of a CSV file. InputError for what is no sound workbook."""
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            if sum(entry.file_size for entry in package.infolist()) > _MOST_BYTES:
                raise InputError("is a workbook of absurd size", mend="save it again, or as .csv")
        with catch_warnings(action="ignore"):  # openpyxl's, on styles and extensions
            rows = list(_rows(load_workbook(io.BytesIO(data), read_only=True, data_only=True).worksheets[0]))
    except cue_table.DAMAGED as error:
        raise InputError("is no sound Excel workbook", mend="save it again, or as .csv") from error
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


def _rows(sheet: Any) -> Iterator[list[str]]:
    sheet.reset_dimensions()  # what a program wrote of the size is often wrong
    for row in sheet.iter_rows(values_only=True):
        cells = [_shown(value) for value in row]
        if any(cells):
            yield cells


def _shown(value: Any) -> str:
    """A cell as text. A time that somebody typed, and Excel took for one, is such a time again."""
    if isinstance(value, datetime.timedelta):
        seconds, ms = divmod(round(value.total_seconds() * 1000), 1000)
        return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}.{ms:03d}"
    if isinstance(value, datetime.time):
        return value.isoformat("milliseconds")
    return "" if value is None else str(value).replace("_x000D_", "")
