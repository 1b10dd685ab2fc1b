"""The door of the room: a file or standard input, read by the reader of its kind."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from toolkit.errors import InputError
from toolkit.inputs.clean import clean
from toolkit.inputs.encoding import Decoded, decode
from toolkit.inputs.kinds import Kind, kind_of_bytes, kind_of_text
from toolkit.inputs.sheet import Sheet, tidy
from toolkit.inputs.source import read_document

_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_MOST_CONTROLS = 0.05  # of the characters: more is a program or a recording, not a text


Columns = Mapping[str, str] | None


@dataclass(frozen=True, slots=True)
class Document:
    """A document as read. ``text``: the whole decoded text of a plain text file, which the script is proved against;
    None where a document has no such text. ``evidence``: what was found out about the file, by name.
    """

    sheet: Sheet
    name: str
    text: str | None = None
    warnings: tuple[str, ...] = ()
    evidence: Mapping[str, str] = field(default_factory=dict)


def document_at(path: Path | str, *, encoding: str | None = None, columns: Columns = None) -> Document:
    """The document in a file, or on standard input for ``-``. ``encoding`` overrides the guess; ``columns``: what a
    person says of those of a table or workbook, as in ``lines_of_table``.

    Raises ``InputError`` naming the file for whatever is no text, Markdown, Word document, OpenDocument text, RTF, PDF,
    EPUB, workbook, table, web page, JSON or subtitle file; ``EngineError`` where the library for it is not installed.
    """
    document = _document_at(path, encoding, columns)
    return replace(document, sheet=tidy(document.sheet))


def _document_at(path: Path | str, encoding: str | None, columns: Columns) -> Document:
    data, name = read_document(path)
    kind = kind_of_bytes(data, name)
    if kind in _BINARY:
        return Document(_BINARY[kind](data, name, columns), name, evidence={"input": _INPUTS[kind]})
    return _text_document(data, name, encoding, kind, columns)


def sheet_of_text(text: str) -> Sheet:
    """A plain text as lines."""
    page = clean(text)
    return Sheet(page.lines, warnings=page.warnings)


def _text_document(data: bytes, name: str, encoding: str | None, kind: Kind, columns: Columns) -> Document:
    decoded = _decoded(data, name, encoding, kind)
    _refuse_binary(decoded.text, name)
    kind = kind if kind not in ("text", "markdown") else kind_of_text(decoded.text, name)
    warnings = (
        (f"read as {decoded.shown} ({decoded.how}); if the text looks wrong, name its --encoding",)
        if decoded.guessed
        else ()
    )
    evidence = {"encoding": f"{decoded.shown} ({decoded.how})"}
    if kind == "text":
        return Document(sheet_of_text(decoded.text), name, decoded.text, warnings, evidence)
    sheet = _READERS[kind](decoded.text, name, columns)
    return Document(sheet, name, warnings=warnings, evidence=evidence | {"input": _INPUTS[kind]})


def _decoded(data: bytes, name: str, encoding: str | None, kind: Kind) -> Decoded:
    if kind == "html":
        from toolkit.inputs.html.charset import decode_html

        return decode_html(data, name=name, encoding=encoding)
    return decode(data, name=name, encoding=encoding)


def _html(text: str, name: str, _: Columns) -> Sheet:
    from toolkit.inputs.html.page import sheet_of_html

    return sheet_of_html(text, name)


def _csv(text: str, name: str, columns: Columns) -> Sheet:
    from toolkit.inputs.csv_file import sheet_of_csv

    return sheet_of_csv(text, name, columns)


def _json(text: str, name: str, _: Columns) -> Sheet:
    from toolkit.inputs.records.transcript import sheet_of_json

    return sheet_of_json(text, name)


def _markdown(text: str, name: str, _: Columns) -> Sheet:
    from toolkit.inputs.markdown.document import sheet_of_markdown

    return sheet_of_markdown(text, name)


def _subtitles(text: str, name: str, _: Columns) -> Sheet:
    from toolkit.inputs.subtitles import sheet_of_subtitles

    return sheet_of_subtitles(text, name)


def _docx(data: bytes, name: str, _: Columns) -> Sheet:
    from toolkit.inputs.docx.document import sheet_of_docx

    return sheet_of_docx(data, name)


def _xlsx(data: bytes, name: str, columns: Columns) -> Sheet:
    from toolkit.inputs.xlsx.document import sheet_of_xlsx

    return sheet_of_xlsx(data, name, columns)


def _odt(data: bytes, name: str, _: Columns) -> Sheet:
    from toolkit.inputs.odt.document import sheet_of_odt

    return sheet_of_odt(data, name)


def _rtf(data: bytes, name: str, _: Columns) -> Sheet:
    from toolkit.inputs.rtf.document import sheet_of_rtf

    return sheet_of_rtf(data, name)


def _pdf(data: bytes, name: str, _: Columns) -> Sheet:
    from toolkit.inputs.pdf.document import sheet_of_pdf

    return sheet_of_pdf(data, name)


def _epub(data: bytes, name: str, _: Columns) -> Sheet:
    from toolkit.inputs.epub import sheet_of_epub

    return sheet_of_epub(data, name)


_BINARY: Mapping[Kind, Callable[[bytes, str, Columns], Sheet]] = {
    "docx": _docx,
    "xlsx": _xlsx,
    "odt": _odt,
    "rtf": _rtf,
    "pdf": _pdf,
    "epub": _epub,
}
_READERS: Mapping[Kind, Callable[[str, str, Columns], Sheet]] = {
    "csv": _csv,
    "html": _html,
    "json": _json,
    "markdown": _markdown,
    "subtitles": _subtitles,
}
_INPUTS: Mapping[Kind, str] = {
    "docx": "a Word document; its paragraphs are counted as lines",
    "xlsx": "an Excel workbook; its rows are counted as lines",
    "odt": "an OpenDocument text; its paragraphs are counted as lines",
    "rtf": "an RTF document; its paragraphs are counted as lines",
    "pdf": "a PDF; its printed lines are counted",
    "epub": "an EPUB; its blocks of text are counted as lines",
    "csv": "a table (CSV); its rows are counted as lines",
    "html": "a web page; its blocks of text are counted as lines",
    "json": "a transcript in JSON; its paragraphs are counted as lines",
    "markdown": "a Markdown file",
    "subtitles": "a subtitle file",
}


def _refuse_binary(text: str, name: str) -> None:
    controls = len(_CONTROLS.findall(text))
    if controls > _MOST_CONTROLS * len(text) and controls > 8:
        raise InputError(
            "is not a text file: it is full of control characters",
            where=name,
            mend="give the transcript as text",
        )
