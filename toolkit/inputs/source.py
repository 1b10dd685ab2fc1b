"""The bytes of a transcript, from a file or standard input, and a plain word about what is no text at all."""

from __future__ import annotations

import sys
from pathlib import Path

from toolkit.errors import InputError

LIMIT = 64 * 1024 * 1024  # bytes: some 20 million characters, a thousand hours of speech
STDIN = "-"
_AS_TEXT = "save it as plain text (.txt) and give that"
_WORD = ("a Word document (.docx)", _AS_TEXT)
_EXCEL = ("an Excel workbook (.xlsx)", "save it as .csv and give that")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Streams that tell what such a container holds, by their names in its directory (MS-CFB: UTF-16).
_STREAMS = (
    ("EncryptedPackage", "an Office document with a password", "open it, save it without the password, and give that"),
    ("WordDocument", "an old .doc of Word", "open it in Word, save it as .docx, and give that"),
    ("Workbook", "an old .xls of Excel", "open it in Excel, save it as .xlsx, and give that"),
    ("PowerPoint Document", "an old .ppt of PowerPoint", _AS_TEXT),
)

# The first bytes of what people hand over by mistake. Source of the signatures: each format's own specification.
_SIGNATURES: tuple[tuple[bytes, str, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "a picture (PNG)", "give the transcript as text"),
    (b"\xff\xd8\xff", "a picture (JPEG)", "give the transcript as text"),
    (b"GIF8", "a picture (GIF)", "give the transcript as text"),
    (b"BM\xff", "a picture (BMP)", "give the transcript as text"),
    (b"%PDF-", "a PDF", "copy its text into a .txt file"),
    (b"{\\rtf", "an RTF document", _AS_TEXT),
    (b"\x1f\x8b", "a gzip archive", "unpack it first"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", "unpack it first"),
    (b"Rar!\x1a\x07", "a RAR archive", "unpack it first"),
    (b"ID3", "a recording (MP3)", "give its transcript as text"),
    (b"OggS", "a recording (Ogg)", "give its transcript as text"),
    (b"fLaC", "a recording (FLAC)", "give its transcript as text"),
    (b"\x1aE\xdf\xa3", "a video (Matroska)", "give its transcript as text"),
    (b"\x7fELF", "a program", "give the transcript as text"),
    (b"SQLite format 3\x00", "a database", "give the transcript as text"),
)


def read_bytes(path: Path | str) -> tuple[bytes, str]:
    """All bytes of a text file, and the name to call them by. ``-`` is standard input.

    Raises ``InputError`` for a missing file, a folder, an empty or too large file, and for pictures, archives and the
    like.
    """
    data, name = _read(path)
    _refuse_other_kinds(data, name)
    return data, name


def read_document(path: Path | str) -> tuple[bytes, str]:
    """``read_bytes`` that lets Word documents and Excel workbooks pass, and leaves files named so to their readers."""
    data, name = _read(path)
    office = name.lower().endswith((".docx", ".docm", ".xlsx", ".xlsm"))
    zipped = data.startswith(b"PK\x03\x04") and (office or _kind_of_zip(data) in (_WORD, _EXCEL))
    if not zipped and not (office and data.startswith(OLE)):
        _refuse_other_kinds(data, name)
    return data, name


def ole_kind(data: bytes) -> tuple[str, str]:
    """What an OLE container holds, and the mend."""
    found = ((kind, mend) for stream, kind, mend in _STREAMS if stream.encode("utf-16-le") in data)
    return next(found, ("an old Office document (.doc, .xls)", "save it as .docx or .txt and give that"))


def _read(path: Path | str) -> tuple[bytes, str]:
    name = "standard input" if str(path) == STDIN else str(path)
    data = sys.stdin.buffer.read(LIMIT + 1) if str(path) == STDIN else _from_disk(Path(path), name)
    if len(data) > LIMIT:
        raise InputError(
            f"is larger than {LIMIT // 2**20} MiB", where=name, mend="split it into one file per interview"
        )
    if not data:
        raise InputError("is empty", where=name, mend="give a file with the transcript in it")
    return data, name


def _from_disk(path: Path, name: str) -> bytes:
    try:
        if path.is_dir():
            raise InputError("is a folder, not a transcript", where=name, mend="name a file, or use: jimaku batch")
        if path.exists() and not path.is_file():
            raise InputError("is not an ordinary file", where=name, mend="give a text file, or - for standard input")
        with path.open("rb") as file:
            return file.read(LIMIT + 1)
    except FileNotFoundError:
        raise InputError("does not exist", where=name, mend="check the spelling of the path") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise InputError(f"cannot be read ({reason})", where=name, mend="check the path and its permissions") from error


def _refuse_other_kinds(data: bytes, name: str) -> None:
    kind, mend = _other_kind(data)
    if kind:
        raise InputError(f"is {kind}, not a text file", where=name, mend=mend)


def _other_kind(data: bytes) -> tuple[str, str]:
    if data.startswith(b"PK\x03\x04"):
        return _kind_of_zip(data)
    if data.startswith(OLE):
        return ole_kind(data)
    if data[:4] == b"RIFF" and data[8:12] in (b"WAVE", b"AVI ", b"WEBP"):
        return "a sound, video or picture (RIFF)", "give the transcript as text"
    if data[4:8] == b"ftyp":
        return "a video or recording (MP4)", "give its transcript as text"
    return next(((kind, mend) for sign, kind, mend in _SIGNATURES if data.startswith(sign)), ("", ""))


def _kind_of_zip(data: bytes) -> tuple[str, str]:
    if b"word/" in data:
        return _WORD
    if b"xl/workbook" in data:
        return _EXCEL
    if b"application/epub+zip" in data[:200]:
        return "an EPUB", _AS_TEXT
    return "a ZIP archive", "unpack it first"
