"""RTF documents: the text as a reader of the printed page sees it.

Kept: tracked insertions, lists, tables, ruby of Word's EQ fields. Left out and listed: tracked deletions, hidden text,
the table of contents, notes and remarks, headers and footers, boxes with captions. striprtf shows deleted and hidden
text, loses notes, boxes, ruby and bold letters, and fails on a character of two bytes whose second is written as a
letter, as TextEdit writes it; rtfparse gives groups and no text.
"""

from __future__ import annotations

from toolkit.errors import InputError
from toolkit.inputs.rtf.walk import Walk
from toolkit.inputs.sheet import Sheet

_SIGN = b"{\\rtf"


def sheet_of_rtf(data: bytes, name: str) -> Sheet:
    """The paragraphs of a document as lines, with its headings, items, bold beginnings and readings as marks.

    Raises ``InputError`` for what is no RTF or is cut off, or has absurdly many paragraphs or groups.
    """
    data = data.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not data.startswith(_SIGN):
        mend = "save it as .rtf again, or as .docx"
        raise InputError("is no RTF document despite its name", where=name, mend=mend)
    walk = Walk()
    try:
        walk.through(data)
    except InputError as error:
        raise error.at(name) from error.__cause__
    return walk.story.sheet()
