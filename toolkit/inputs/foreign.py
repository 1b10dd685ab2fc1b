"""What people hand over that is no plain text: known by its first bytes, its members or its name, each with the mend.

Source of the signatures: each format's own specification.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import Literal, NamedTuple

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_AS_TEXT = "save it as plain text (.txt) and give that"
_TEXT_OF = "give the transcript as text"
_AS_CSV = "save it as .xlsx or .csv and give that"
_AS_PDF = "print it to a PDF and give that"
_NOTES = "copy its notes into a .txt file and give that"
_UNLOCK = "open it, save it without the password, and give that"
_AS_DOCX = "save it as .docx and give that"


class Foreign(NamedTuple):
    """``what`` the file is, with its article; ``kind``: that of the reader that takes it, '' if none does."""

    what: str
    mend: str
    kind: Literal["", "docx", "xlsx", "odt", "rtf", "pdf", "epub"] = ""


ARCHIVE = Foreign("a ZIP archive", "unpack it first")  # of which nothing is known
_EPUB = Foreign("an EPUB", _AS_TEXT, "epub")
_OPEN_DOCUMENT = Foreign("an OpenDocument text (.odt)", _AS_TEXT, "odt")
# ZIP archives whose first member says what they are (OpenDocument part 2, EPUB OCF, OWPML)
_MIMETYPES = (
    (b"application/epub+zip", _EPUB),
    (b"application/vnd.oasis.opendocument.text", _OPEN_DOCUMENT),
    (b"application/vnd.oasis.opendocument.spread", Foreign("an OpenDocument spreadsheet (.ods)", _AS_CSV)),
    (b"application/vnd.oasis.opendocument.", Foreign("an OpenDocument presentation or drawing", _AS_TEXT)),
    (b"application/hwp+zip", Foreign("a Hangul document (.hwpx)", _AS_DOCX)),
)  # fmt: skip
_MEMBERS = (
    (b"word/", Foreign("a Word document (.docx)", _AS_TEXT, "docx")),
    (b"xl/workbook", Foreign("an Excel workbook (.xlsx)", "save it as .csv and give that", "xlsx")),
    (b"ppt/presentation", Foreign("a PowerPoint presentation (.pptx)", _NOTES)),
    (b"META-INF/container.xml", _EPUB),
    (b"META-INF/manifest.xml", _OPEN_DOCUMENT),
    (b"FixedDocSeq.fdseq", Foreign("an XPS document", _AS_PDF)),
    (b"FixedDocumentSequence.fdseq", Foreign("an XPS document", _AS_PDF)),
)  # fmt: skip
_APPLE = {
    ".pages": Foreign("a Pages document", "in Pages choose File > Export To > Word, and give that"),
    ".numbers": Foreign("a Numbers spreadsheet", "in Numbers choose File > Export To > Excel, and give that"),
    ".key": Foreign("a Keynote presentation", _NOTES),
}
# Streams that tell what an OLE container holds, by their names in its directory (MS-CFB: UTF-16).
_STREAMS = (
    ("EncryptedPackage", Foreign("an Office document with a password", _UNLOCK)),
    ("WordDocument", Foreign("an old .doc of Word", "open it in Word, save it as .docx, and give that")),
    ("Workbook", Foreign("an old .xls of Excel", "open it in Excel, save it as .xlsx, and give that")),
    ("PowerPoint Document", Foreign("an old .ppt of PowerPoint", _NOTES)),
    ("HwpSummaryInformation", Foreign("a Hangul document (.hwp)", _AS_DOCX)),
    ("JSRV_", Foreign("an Ichitaro document (.jtd)", _AS_DOCX)),
    ("__properties_version1.0", Foreign("a message of Outlook (.msg)", _AS_TEXT)),
)  # fmt: skip
_OLD_OFFICE = Foreign("an old Office document (.doc, .xls)", "save it as .docx or .txt and give that")
_PDF_SIGN, _PDF = b"%PDF-", Foreign("a PDF", "copy its text into a .txt file", "pdf")
_SIGNATURES = (
    (_PDF_SIGN, _PDF),
    (b"{\\rtf", Foreign("an RTF document", _AS_TEXT, "rtf")),
    (b"\x89PNG\r\n\x1a\n", Foreign("a picture (PNG)", _TEXT_OF)),
    (b"\xff\xd8\xff", Foreign("a picture (JPEG)", _TEXT_OF)),
    (b"GIF8", Foreign("a picture (GIF)", _TEXT_OF)),
    (b"BM\xff", Foreign("a picture (BMP)", _TEXT_OF)),
    (b"II*\x00", Foreign("a picture (TIFF)", _TEXT_OF)),
    (b"MM\x00*", Foreign("a picture (TIFF)", _TEXT_OF)),
    (b"8BPS", Foreign("a picture (Photoshop)", _TEXT_OF)),
    (b"\x06\x06\xed\xf5\xd8\x1d\x46\xe5", Foreign("an InDesign document", "export it as RTF or PDF and give that")),
    (b"AT&TFORM", Foreign("a DjVu document", _AS_PDF)),
    (b"bplist00", Foreign("a file of macOS (a web archive or a shortcut)", "open it, save it as text, and give that")),
    (b"[InternetShortcut]", Foreign("a shortcut to a web page", "open it, save the page, and give that")),
    (b"\x1f\x8b", Foreign("a gzip archive", "unpack it first")),
    (b"7z\xbc\xaf\x27\x1c", Foreign("a 7-Zip archive", "unpack it first")),
    (b"Rar!\x1a\x07", Foreign("a RAR archive", "unpack it first")),
    (b"ID3", Foreign("a recording (MP3)", "give its transcript as text")),
    (b"OggS", Foreign("a recording (Ogg)", "give its transcript as text")),
    (b"fLaC", Foreign("a recording (FLAC)", "give its transcript as text")),
    (b"\x1aE\xdf\xa3", Foreign("a video (Matroska)", "give its transcript as text")),
    (b"\x7fELF", Foreign("a program", _TEXT_OF)),
    (b"SQLite format 3\x00", Foreign("a database", _TEXT_OF)),
)  # fmt: skip
_GOOGLE = Foreign(
    "a shortcut to a Google document, without its text",
    "open it, choose File > Download > Microsoft Word (.docx), and give that",
)
# Of files whose content does not tell
_SUFFIXES = {
    **dict.fromkeys((".gdoc", ".gsheet", ".gslides"), _GOOGLE),
    **dict.fromkeys((".mht", ".mhtml"), Foreign("a web archive (MHTML)", "save the page as HTML and give that")),
    **dict.fromkeys((".xdw", ".xbd"), Foreign("a DocuWorks document", "save it as PDF and give that")),
    **dict.fromkeys((".jtd", ".jtt"), Foreign("an Ichitaro document", _AS_DOCX)),
    **dict.fromkeys((".mobi", ".azw", ".azw3"), Foreign("a Kindle book", _TEXT_OF)),
    **_APPLE,
}  # fmt: skip
_BEFORE_PDF = 1024  # bytes of anything may stand before a PDF (ISO 32000, annex I)


def foreign(data: bytes, name: str) -> Foreign | None:
    """What a file is if it is no plain text; None if it may be."""
    suffix = PurePath(name).suffix.lower()
    if data.startswith(ZIP):
        return _zipped(data, suffix)
    if data.startswith(OLE):
        named = _SUFFIXES.get(suffix, _OLD_OFFICE)
        return next((found for stream, found in _STREAMS if stream.encode("utf-16-le") in data), named)
    if data[:4] == b"RIFF" and data[8:12] in (b"WAVE", b"AVI ", b"WEBP"):
        return Foreign("a sound, video or picture (RIFF)", _TEXT_OF)
    if data[4:8] == b"ftyp":
        is_picture = data[8:12] in (b"heic", b"heix", b"mif1", b"avif")
        return Foreign(
            "a picture (HEIF)" if is_picture else "a video or recording (MP4)", "give its transcript as text"
        )
    start = data.removeprefix(b"\xef\xbb\xbf")[:_BEFORE_PDF].lstrip()
    found = next((found for sign, found in _SIGNATURES if start.startswith(sign)), _SUFFIXES.get(suffix))
    return _PDF if found is None and _PDF_SIGN in start else found


def _zipped(data: bytes, suffix: str) -> Foreign:
    if data[30:38] == b"mimetype":
        content = data[38 + int.from_bytes(data[28:30], "little") :][:100]
        said = next((found for sign, found in _MIMETYPES if content.startswith(sign)), None)
        if said:
            return said
    if suffix in _APPLE:
        return _APPLE[suffix]
    return next((found for sign, found in _MEMBERS if sign in data), ARCHIVE)
