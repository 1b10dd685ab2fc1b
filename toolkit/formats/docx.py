"""A table of cues as a Word document (.docx), a script to be read and corrected: ``cue_table`` says what is in it.

Between bytes and cues it is the text of a CSV file, ``packed`` into a table and ``unpacked`` again.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from typing import Any

from toolkit.errors import InputError, OutputError
from toolkit.formats import cue_table
from toolkit.formats.cue_table import holds, sniff
from toolkit.formats.frames import FrameRate
from toolkit.formats.options import PLAIN, Options
from toolkit.formats.package import undated
from toolkit.model import SubtitleFile, Timeline

__all__ = ["REMARKS", "holds", "neutral", "packed", "read", "sniff", "unpacked", "write"]

REMARKS = cue_table.remarks_of("DOCX")
_WIDTHS_CM = (1.3, 2.9, 2.9, 2.9, 7.0)  # of the 17 between the margins of A4
_MARGIN_CM = 2.0
_MOST_BYTES = 128 * 1024 * 1024  # unpacked, all parts: they are in memory at once
_NO_XML = dict.fromkeys((0xFFFE, 0xFFFF), "\ufffd")


def read(text: str, rate: FrameRate | None = None) -> SubtitleFile:
    """See ``cue_table.read``."""
    return cue_table.read(text, rate, "DOCX")


def neutral(text: str) -> str:
    """A cue's text as a cell of Word holds it: XML has no room for two signs."""
    return cue_table.neutral(text).translate(_NO_XML)


def write(timeline: Timeline, options: Options = PLAIN) -> str:
    """See ``cue_table.write``."""
    return cue_table.write(timeline, options, ",", "DOCX", neutral)


def packed(text: str) -> bytes:
    """The document of a table, its header repeated on every page. OutputError if it would not be read back as it is."""
    from docx import Document
    from docx.oxml import OxmlElement
    from docx.shared import Cm

    rows = list(csv.reader(io.StringIO(text, newline="")))
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(_MARGIN_CM)
    table = document.add_table(0, len(rows[0]))
    table.style = "Table Grid"
    table.autofit = False
    for column, width in zip(table.columns, _WIDTHS_CM, strict=True):
        column.width = Cm(width)
    for row in rows:
        for cell, value, width in zip(table.add_row().cells, row, _WIDTHS_CM, strict=True):
            cell.width = Cm(width)
            cell.paragraphs[0].add_run(value)
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # python-docx has no word for it
    out = io.BytesIO()
    document.save(out)
    data = undated(out.getvalue())
    if unpacked(data) != text:
        raise OutputError("holds what a cell of Word does not", mend="write .csv")
    return data


def unpacked(data: bytes) -> str:
    """The first table that names columns of times and texts as the text of a CSV file. InputError for a document
    without one, and for what is no sound document.
    """
    from docx import Document

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            if sum(entry.file_size for entry in package.infolist()) > _MOST_BYTES:
                raise InputError("is a document of absurd size", mend="save it again, or as .csv")
        texts = list(map(_csv_of, Document(io.BytesIO(data)).tables))
    except cue_table.DAMAGED as error:
        raise InputError("is no sound Word document", mend="save it again, or as .csv") from error
    found = next((text for text in texts if sniff(text)), None)
    if found is None:
        raise InputError("holds no table of cues", mend="for a transcript: jimaku subtitle")
    return found


def _csv_of(table: Any) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(_rows(table))
    return out.getvalue()


def _rows(table: Any) -> Iterator[list[str]]:
    for row in table.rows:
        cells = [cell.text for cell in row.cells]
        if any(cells):
            yield cells
