"""The ZIP archive that an Office document is: its parts by name, read in memory, within limits, without a DTD.

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
from functools import partial
from typing import IO, Protocol
from xml.parsers import expat

from toolkit.errors import InputError

MOST_MEMBERS = 10_000
MOST_BYTES = 64 * 1024 * 1024  # of one part, unpacked: a document of a million words has 20 MB
_CHUNK = 1 << 16
BROKEN = (
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
    **{
        f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0": f"{short}:"
        for name, short in (("drawing", "draw"), ("svg-compatible", "svg"))
    },
    **{
        f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0": f"{name}:"
        for name in ("manifest", "meta", "office", "style", "table", "text")
    },
}


@dataclass(frozen=True, slots=True)
class Office:
    """A kind of document: what it is called, the part with its text, and how to mend a damaged one."""

    noun: str
    main: str
    suffix: str
    program: str

    @property
    def mend(self) -> str:
        return f"open it in {self.program} or LibreOffice and save it as {self.suffix} again"


WORD = Office("Word document", "word/document.xml", ".docx", "Word")
EXCEL = Office("Excel workbook", "xl/workbook.xml", ".xlsx", "Excel")


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
    kind: Office = WORD

    def beside(self, part: str) -> str:
        """The name of a part in the folder of the text."""
        return posixpath.join(posixpath.dirname(self.main), part)

    def read(self, part: str) -> bytes:
        """The bytes of a part, none if there is no such part. InputError for a damaged or too large one."""
        try:
            with self.archive.open(part) as stream:
                content = stream.read(MOST_BYTES + 1)
        except KeyError:
            return b""
        except BROKEN as error:
            raise damaged(self.name, error, self.kind) from error
        if len(content) > MOST_BYTES:
            raise too_large(part).at(self.name)
        return content

    def parts(self, *kinds: str) -> list[str]:
        """The names of the parts that the text names as being of these kinds (the last words of their types)."""
        folder, file = posixpath.split(self.main)
        relations = Relations()
        self.parse(f"{folder}/_rels/{file}.rels", relations)
        return [
            target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            for kind, target in relations.all
            if kind in kinds
        ]

    def parse(self, part: str, handler: Handler) -> bool:
        """Tell ``handler`` the XML of a part; False if there is no such part. InputError for anything but sound XML
        within limits.
        """
        try:
            with self.archive.open(part) as stream:
                parse_xml(stream, handler, part, self.kind)
        except InputError as error:
            raise error.at(self.name) from error.__cause__
        except KeyError:
            return False
        except expat.ExpatError as error:
            what = f"is a damaged {self.kind.noun}: {part} is no sound XML ({error})"
            raise InputError(what, where=self.name, mend=self.kind.mend) from error
        except BROKEN as error:
            raise damaged(self.name, error, self.kind) from error
        return True


def damaged(name: str, error: Exception, kind: Office) -> InputError:
    """The error for an archive that is cut, encrypted or otherwise unreadable."""
    reason = str(error).split(":")[0][:60] or type(error).__name__
    mend = f"get the file again, or save it as {kind.suffix} once more"
    return InputError(f"is a damaged {kind.noun} ({reason})", where=name, mend=mend)


def too_large(part: str) -> InputError:
    what = f"unpacks to more than {MOST_BYTES // 2**20} MiB of {part}"
    return InputError(what, mend="split the document into several")


def open_package(data: bytes, name: str, kind: Office = WORD) -> Package:
    """The document in ``data``. InputError if it is no ZIP archive, is cut, has absurdly many members, or holds no main
    part.
    """
    if data.count(b"PK\x01\x02") > MOST_MEMBERS:
        raise InputError(f"holds more than {MOST_MEMBERS} parts", where=name, mend=kind.mend)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        members = set(archive.namelist())
    except BROKEN as error:
        raise damaged(name, error, kind) from error
    relations = Relations()
    Package(archive, name, "", kind).parse("_rels/.rels", relations)
    main = dict(reversed(relations.all)).get("officeDocument", "").lstrip("/")
    main = main if main in members else kind.main
    if main not in members:
        mend = f"save the transcript as {kind.suffix} or .txt and give that"
        raise InputError(f"is {_instead(members, kind)}", where=name, mend=mend)
    return Package(archive, name, main, kind)


def _instead(members: set[str], kind: Office) -> str:
    folders = (("word/", "a Word document"), ("xl/", "an Excel workbook"), ("ppt/", "a PowerPoint presentation"))
    own = kind.main.partition("/")[0] + "/"
    for folder, other in folders:
        if folder != own and any(member.startswith(folder) for member in members):
            return f"{other}, not a {kind.noun}"
    if "xl/workbook.bin" in members:
        return "a binary workbook (.xlsb), not an .xlsx"
    if "content.xml" in members:
        return f"an OpenDocument file, not a {kind.noun}"
    return f"no {kind.noun}: the archive holds no {kind.main}"


class Relations:
    """The parts that a part names, ``by_id``; ``all``: the last word of each one's type, and its name."""

    def __init__(self) -> None:
        self.by_id: dict[str, str] = {}
        self.all: list[tuple[str, str]] = []

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "Relationship" and attributes.get("TargetMode", "") != "External":
            target = attributes.get("Target", "")
            self.by_id[attributes.get("Id", "")] = target
            self.all.append((attributes.get("Type", "").rpartition("/")[2], target))

    def end(self, name: str) -> None: ...

    def text(self, data: str) -> None: ...


def parse_xml(stream: IO[bytes], handler: Handler, part: str, kind: Office) -> None:
    """Tell ``handler`` the XML of ``stream``. ``ExpatError`` for unsound XML, ``InputError`` beyond the limits."""
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = partial(_refuse_doctype, kind)
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
            raise too_large(part)
        parser.Parse(chunk, False)
    parser.Parse(b"", True)


def _refuse_doctype(kind: Office, *_: object) -> None:
    raise InputError(f"holds a document type declaration (DTD), which no {kind.noun} does", mend=kind.mend)


def _short(name: str) -> str:
    space, _, local = name.rpartition("}")
    return _SHORT.get(space, "") + local
