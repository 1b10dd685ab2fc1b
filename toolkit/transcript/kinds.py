"""What kind of input a file is: by its content where that is plain, else by its name."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import Literal

from toolkit import formats
from toolkit.errors import InputError

Kind = Literal["text", "docx", "html", "json", "subtitles"]

_BY_SUFFIX: dict[str, Kind] = {
    ".docx": "docx",
    ".docm": "docx",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".json": "json",
    **dict.fromkeys(formats.SUFFIXES, "subtitles"),
}
# of files that are taken from a folder; a file that is named may be called anything
SUFFIXES = frozenset((*_BY_SUFFIX, ".txt", ".text", ".md", ".markdown"))
_HTML = re.compile(
    rb"(?:\xef\xbb\xbf)?\s{0,99}(?:<\?xml[^>]{0,99}>\s{0,99})?(?:<!--[^>]{0,999}-->\s{0,99})?<(?:!doctype html|html)\b",
    re.IGNORECASE,
)
_JSON = re.compile(r'\ufeff?\s{0,99}(?:\{\s{0,99}"|\[\s{0,99}\{\s{0,99}")')
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def kind_of_bytes(data: bytes, name: str) -> Kind:
    """The kind, ``text`` where the decoded text must tell. InputError for a Word file that is none."""
    by_name = _BY_SUFFIX.get(PurePath(name).suffix.lower(), "text")
    if data.startswith(_ZIP):
        return "docx"
    if by_name == "docx":
        raise _no_docx(data, name)
    if by_name == "text" and _HTML.match(data[:2000]):
        return "html"
    return by_name


def kind_of_text(text: str, name: str) -> Kind:
    """The kind of a file whose name tells nothing (standard input above all)."""
    if formats.sniff(text):
        return "subtitles"
    named = PurePath(name).suffix.lower() in (".txt", ".md", ".markdown", ".text")
    return "json" if not named and _JSON.match(text[:2000]) else "text"


def _no_docx(data: bytes, name: str) -> InputError:
    if data.startswith(_OLE):
        return InputError(
            "is an old .doc, or a .docx with a password, under the name of a Word document",
            where=name,
            mend="open it in Word, save it as .docx without a password, and give that",
        )
    return InputError(
        "is no Word document despite its name (it is no ZIP archive)",
        where=name,
        mend="save it as .docx again, or as .txt",
    )
