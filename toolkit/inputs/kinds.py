"""What kind of input a file is: by its content where that is plain, else by its name."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import Literal

from toolkit import formats
from toolkit.errors import InputError
from toolkit.inputs.foreign import ARCHIVE, ZIP, foreign
from toolkit.inputs.markdown.guess import is_markdown

Kind = Literal["text", "docx", "xlsx", "odt", "rtf", "pdf", "epub", "csv", "html", "json", "markdown", "subtitles"]

_BY_SUFFIX: dict[str, Kind] = {
    ".docx": "docx",
    ".docm": "docx",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
    ".odt": "odt",
    ".ott": "odt",
    ".fodt": "odt",
    ".rtf": "rtf",
    ".pdf": "pdf",
    ".epub": "epub",
    ".csv": "csv",
    ".tsv": "csv",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".json": "json",
    ".jsonl": "json",
    ".ndjson": "json",
    ".md": "markdown",
    ".markdown": "markdown",
    **dict.fromkeys(formats.SUFFIXES, "subtitles"),
}
# Of files that are taken from a folder; a file that is named may be called anything. Tables of text are not taken: the
# lexicon of a series lies beside its transcripts. A PDF is most often printed from the transcript that lies beside it,
# and an EPUB is a book.
SUFFIXES = frozenset((*_BY_SUFFIX, ".txt", ".text")) - {".csv", ".tsv", ".pdf", ".epub"}
_HTML = re.compile(
    rb"(?:\xef\xbb\xbf)?\s{0,99}(?:<\?xml[^>]{0,99}>\s{0,99})?(?:<!--[^>]{0,999}-->\s{0,99})?<(?:!doctype html|html)\b",
    re.IGNORECASE,
)
_JSON = re.compile(r'\ufeff?\s{0,99}(?:\{\s{0,99}"|\[\s{0,99}\{\s{0,99}")')
_FLAT = b"<office:document"  # an OpenDocument text that is one XML file
# What a file of this name ought to be, how to save it again, and how as text
_OFFICE: dict[Kind, tuple[str, str, str]] = {
    "docx": ("Word document", ".docx", ".txt"),
    "xlsx": ("Excel workbook", ".xlsx", ".csv"),
    "odt": ("OpenDocument text", ".odt", ".txt"),
    "rtf": ("RTF document", ".rtf", ".txt"),
    "pdf": ("PDF", ".pdf", ".txt"),
    "epub": ("EPUB", ".epub", ".txt"),
}


def kind_of_bytes(data: bytes, name: str) -> Kind:
    """The kind, ``text`` where the decoded text must tell. InputError for a document that is not what it is called."""
    by_name = _BY_SUFFIX.get(PurePath(name).suffix.lower(), "text")
    found = foreign(data, name)
    if _FLAT in data[:2000]:
        return "odt"
    if data.startswith(ZIP) and by_name in ("docx", "xlsx") and (not found or found.kind in ("docx", "xlsx", "")):
        return _kind_of_office(data, by_name)
    if found and found.kind:
        return found.kind
    if found is ARCHIVE and by_name in ("odt", "epub"):
        return by_name
    if by_name in _OFFICE:
        raise _no_office(data, name, by_name)
    if by_name in ("text", "markdown") and _HTML.match(data[:2000]):
        return "html"
    return by_name


def kind_of_text(text: str, name: str) -> Kind:
    """The kind of a file whose name tells nothing or little: text, Markdown, what programs save as .txt, and standard
    input above all. InputError for markers.
    """
    if formats.sniff(text):
        return "subtitles"
    if formats.named()["resolve"].sniff(text):
        what = "holds markers of an editing program, no transcript"
        raise InputError(what, where=name, mend="`jimaku convert` makes subtitles of them")
    suffix = PurePath(name).suffix.lower()
    if _BY_SUFFIX.get(suffix) == "markdown":
        return "markdown"
    named = suffix in (".txt", ".text")
    if _JSON.match(text[:2000]) and (not named or text.rstrip()[-1:] in ("}", "]")):
        return "json"
    if (not named or _is_table(text[:4000])) and _has_csv_header(text[:2000]):
        return "csv"
    return "markdown" if is_markdown(text) else "text"


def _has_csv_header(text: str) -> bool:
    """Whether the first line names columns of a transcript."""
    from toolkit.inputs.columns import head_word

    cells = re.split("[,;\t]", text.lstrip("\ufeff \r\n").partition("\n")[0])
    roles = {word[0] for cell in cells if (word := head_word(cell.strip(' "\r')))}
    return "text" in roles and len(roles) > 1


def _is_table(text: str) -> bool:
    """Whether the lines of a text have as many separators as the first: one that is called .txt."""
    lines = text.splitlines()[:20]
    signs = [max(line.count(sign) for sign in ",\t") for line in lines if line.strip()]
    return len(signs) > 3 and signs[0] >= 2 and sum(n >= signs[0] for n in signs) * 4 >= 3 * len(signs)


def _kind_of_office(data: bytes, by_name: Kind) -> Kind:
    """A workbook may hold a document, and a document a workbook; then the name tells."""
    word, excel = b"word/" in data, b"xl/workbook" in data
    return "xlsx" if (by_name == "xlsx" and not (word and not excel)) or (excel and not word) else "docx"


def _no_office(data: bytes, name: str, kind: Kind) -> InputError:
    found = foreign(data, name)
    if found:
        return InputError(f"is {found.what}", where=name, mend=found.mend)
    noun, suffix, plain = _OFFICE[kind]
    why = "" if kind in ("rtf", "pdf") else " (it is no ZIP archive)"
    mend = f"save it as {suffix} again, or as {plain}"
    return InputError(f"is no {noun} despite its name{why}", where=name, mend=mend)
