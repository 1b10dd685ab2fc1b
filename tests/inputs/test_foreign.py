"""Files that people hold and that are not read here: what each is, and the mend, in one line."""

from __future__ import annotations

from pathlib import Path

import pytest
from documents import package

from toolkit.errors import InputError
from toolkit.inputs.document import document_at
from toolkit.inputs.source import read_bytes

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504


def _ole(stream: str) -> bytes:
    return OLE + stream.encode("utf-16-le") + b"\0" * 64


def _mimetype(kind: str) -> bytes:
    return package({"mimetype": kind, "x.xml": "x"})


ODF = "application/vnd.oasis.opendocument."
ROWS = [
    ("talk.doc", _ole("WordDocument"), "an old .doc of Word", "save it as .docx"),
    ("talk.xls", _ole("Workbook"), "an old .xls of Excel", "save it as .xlsx"),
    ("talk.ppt", _ole("PowerPoint Document"), "an old .ppt of PowerPoint", "copy its notes"),
    ("talk.docx", _ole("EncryptedPackage"), "an Office document with a password", "without the password"),
    ("talk.hwp", _ole("HwpSummaryInformation"), "a Hangul document (.hwp)", "save it as .docx"),
    ("talk.jtd", _ole("x"), "an Ichitaro document", "save it as .docx"),
    ("talk.msg", _ole("__properties_version1.0"), "a message of Outlook", ".txt"),
    ("talk.pptx", package({"ppt/presentation.xml": "x"}), "a PowerPoint presentation (.pptx)", "copy its notes"),
    ("talk.pages", package({"Index/Document.iwa": "x"}), "a Pages document", "Export To > Word"),
    ("talk.numbers", package({"Index/Document.iwa": "x"}), "a Numbers spreadsheet", "Export To > Excel"),
    ("talk.key", package({"Index/Document.iwa": "x"}), "a Keynote presentation", "copy its notes"),
    ("talk.hwpx", _mimetype("application/hwp+zip"), "a Hangul document (.hwpx)", "save it as .docx"),
    ("talk.ods", _mimetype(f"{ODF}spreadsheet"), "an OpenDocument spreadsheet", ".xlsx or .csv"),
    ("talk.odp", _mimetype(f"{ODF}presentation"), "an OpenDocument presentation", ".txt"),
    ("talk.xps", package({"FixedDocSeq.fdseq": "x"}), "an XPS document", "print it to a PDF"),
    ("talk.zip", package({"talk.txt": "x"}), "a ZIP archive", "unpack it first"),
    ("talk.gdoc", b'{"doc_id": "1"}', "a shortcut to a Google document", "Download > Microsoft Word"),
    ("talk.url", b"[InternetShortcut]\r\nURL=https://example.org", "a shortcut to a web page", "save the page"),
    ("talk.webarchive", b"bplist00xyz", "a file of macOS", "save it as text"),
    ("talk.mhtml", b"From: <Saved by Blink>\r\nMIME-Version: 1.0", "a web archive (MHTML)", "save the page as HTML"),
    ("talk.xdw", b"\x60\x0e\x82\xb7", "a DocuWorks document", "save it as PDF"),
    ("talk.indd", b"\x06\x06\xed\xf5\xd8\x1d\x46\xe5\xbd\x31", "an InDesign document", "export it as RTF or PDF"),
    ("talk.azw3", b"talk" + b"\0" * 60, "a Kindle book", "as text"),
    ("talk.heic", b"\0\0\0\x18ftypheic", "a picture (HEIF)", "as text"),
    ("talk.m4a", b"\0\0\0\x18ftypM4A ", "a video or recording (MP4)", "as text"),
    ("talk.tif", b"II*\0", "a picture (TIFF)", "as text"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "data", "what", "mend"), ROWS, ids=[row[0] for row in ROWS])
def test_what_it_is_and_the_mend(name: str, data: bytes, what: str, mend: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(InputError) as error:
        document_at(tmp_path / name)
    said = str(error.value)
    assert said.startswith(f"{tmp_path / name}: is {what}")
    assert mend in said.partition(" — ")[2]


@pytest.mark.parametrize(
    ("data", "what"),
    [(b"%PDF-1.7\n", "a PDF"), (b"{\\rtf1 x}", "an RTF document"), (_mimetype("application/epub+zip"), "an EPUB")],
)
def test_a_command_for_text_takes_no_document(data: bytes, what: str, tmp_path: Path) -> None:
    (tmp_path / "talk").write_bytes(data)
    with pytest.raises(InputError, match=f"is {what}, not a text file"):
        read_bytes(tmp_path / "talk")


@pytest.mark.parametrize("text", ["[InternetShortcut は使わない]", "II* で始まる文", "MIME-Version: と書いた"])
def test_a_text_that_only_looks_like_one_is_read(text: str, tmp_path: Path) -> None:
    (tmp_path / "talk.txt").write_text(text, "utf-8")
    assert list(document_at(tmp_path / "talk.txt").sheet.lines) == [text]
