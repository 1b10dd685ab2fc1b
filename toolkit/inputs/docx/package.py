"""The ZIP archive that a Word document is: its parts by name, read in memory, within limits, without a DTD.

Nothing is ever extracted to disk, so the names of other members cannot do harm. Source of the part names: ECMA-376 part
2 (packages) and part 1 (WordprocessingML).
"""

from __future__ import annotations

import io
import lzma
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import IO, Protocol
from xml.parsers import expat

from toolkit.errors import InputError

MOST_MEMBERS = 10_000
MOST_BYTES = 64 * 1024 * 1024  # of one part, unpacked: a document of a million words has 20 MB
_CHUNK = 1 << 16
_MEND = "open it in Word or LibreOffice and save it as .docx again"
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OverflowError,
    OSError,
    KeyError,
)
_SHORT = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w:",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w:",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m:",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m:",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc:",
}


class Handler(Protocol):
    """What a part is told to. Names are ``w:p``, ``mc:Fallback``; attributes have no prefix."""

    def start(self, name: str, attributes: Mapping[str, str]) -> None: ...
    def end(self, name: str) -> None: ...
    def text(self, data: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Package:
    """An opened document; ``main`` is the name of the part with its text."""

    archive: zipfile.ZipFile
    name: str
    main: str

    def beside(self, part: str) -> str:
        """The name of a part in the folder of the text."""
        return posixpath.join(posixpath.dirname(self.main), part)

    def parse(self, part: str, handler: Handler) -> bool:
        """Tell ``handler`` the XML of a part; False if there is no such part. InputError for anything but sound XML
        within limits.
        """
        try:
            with self.archive.open(part) as stream:
                _parse(stream, handler, part)
        except InputError as error:
            raise error.at(self.name) from error.__cause__
        except KeyError:
            return False
        except expat.ExpatError as error:
            raise InputError(
                f"is a damaged Word document: {part} is no sound XML ({error})", where=self.name, mend=_MEND
            ) from error
        except _BROKEN as error:
            raise damaged(self.name, error) from error
        return True


def damaged(name: str, error: Exception) -> InputError:
    """The error for an archive that is cut, encrypted or otherwise unreadable."""
    reason = str(error).split(":")[0][:60] or type(error).__name__
    return InputError(
        f"is a damaged Word document ({reason})", where=name, mend="get the file again, or save it as .docx once more"
    )


def open_package(data: bytes, name: str) -> Package:
    """The document in ``data``. InputError if it is no ZIP archive, is cut, has absurdly many members, or holds no Word
    text.
    """
    if data.count(b"PK\x01\x02") > MOST_MEMBERS:
        raise InputError(f"holds more than {MOST_MEMBERS} parts", where=name, mend=_MEND)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        members = set(archive.namelist())
    except _BROKEN as error:
        raise damaged(name, error) from error
    relations = _Relations()
    Package(archive, name, "").parse("_rels/.rels", relations)
    main = relations.main if relations.main in members else "word/document.xml"
    if main not in members:
        raise InputError(
            f"is {_instead(members)}", where=name, mend="save the transcript as .docx or .txt and give that"
        )
    return Package(archive, name, main)


def _instead(members: set[str]) -> str:
    for folder, kind in (("xl/", "an Excel workbook"), ("ppt/", "a PowerPoint presentation")):
        if any(member.startswith(folder) for member in members):
            return f"{kind}, not a Word document"
    if "content.xml" in members:
        return "an OpenDocument file, not a Word document"
    return "no Word document: the archive holds no word/document.xml"


class _Relations:
    """Finds the part with the text."""

    main = ""

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "Relationship" and attributes.get("Type", "").endswith("/officeDocument"):
            self.main = attributes.get("Target", "").lstrip("/")

    def end(self, name: str) -> None: ...

    def text(self, data: str) -> None: ...


def _parse(stream: IO[bytes], handler: Handler, part: str) -> None:
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    names: dict[str, str] = {}

    def start(name: str, attributes: dict[str, str]) -> None:
        short = names.get(name) or names.setdefault(name, _short(name))
        handler.start(
            short, {key.rpartition("}")[2]: value for key, value in attributes.items()} if attributes else attributes
        )

    def end(name: str) -> None:
        handler.end(names.get(name) or _short(name))

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = handler.text
    read = 0
    while chunk := stream.read(_CHUNK):
        read += len(chunk)
        if read > MOST_BYTES:
            raise InputError(
                f"unpacks to more than {MOST_BYTES // 2**20} MiB of {part}", mend="split the document into several"
            )
        parser.Parse(chunk, False)
    parser.Parse(b"", True)


def _refuse_doctype(*_: object) -> None:
    raise InputError("holds a document type declaration (DTD), which no Word document does", mend=_MEND)


def _short(name: str) -> str:
    space, _, local = name.rpartition("}")
    return _SHORT.get(space, "") + local
