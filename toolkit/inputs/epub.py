"""EPUB: the pages of a book in the order of its spine, read as the web pages they are. Source: EPUB 3.3."""

from __future__ import annotations

import contextlib
import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import accumulate
from urllib.parse import unquote

from toolkit.errors import InputError
from toolkit.inputs.docx.package import MOST_BYTES, Office, Package, open_package, too_large
from toolkit.inputs.html.charset import decode_html
from toolkit.inputs.html.page import sheet_of_html
from toolkit.inputs.sheet import Sheet

EPUB = Office("EPUB", "META-INF/container.xml", ".epub", "its program")
_FONT_LOCKS = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")  # they lock no text


def sheet_of_epub(data: bytes, name: str) -> Sheet:
    """The text of a book as lines. ``InputError`` for what is no sound EPUB, a locked one, or one without words."""
    package, book = open_package(data, name, EPUB), _Book()
    for part in (EPUB.main, "META-INF/encryption.xml"):
        package.parse(part, book)
    package.parse(book.root, book)
    if not set(book.locks) <= set(_FONT_LOCKS):
        raise InputError("is an EPUB with a copy lock", where=name, mend="give its text as .txt")
    pages = list(_pages(package, book))
    if not pages:
        raise InputError("is an EPUB without words", where=name, mend="give its text as .txt")
    title = " ".join("".join(book.title).split())
    return replace(_joined(pages), title=title, meta={"title": title} if title else {})


@dataclass(slots=True)
class _Book:
    """What container.xml, encryption.xml and the book's own file say."""

    root: str = ""
    locks: list[str] = field(default_factory=list)
    files: dict[str, str] = field(default_factory=dict)
    spine: dict[str, None] = field(default_factory=dict)
    title: list[str] = field(default_factory=list)
    _in_title: bool = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        self._in_title = name == "title" and not self.title
        if name == "rootfile":
            self.root = self.root or attributes.get("full-path", "")
        elif name == "EncryptionMethod":
            self.locks.append(attributes.get("Algorithm", ""))
        elif name == "item" and "nav" not in attributes.get("properties", "").split():
            self.files[attributes.get("id", "")] = attributes.get("href", "")
        elif name == "itemref" and attributes.get("linear") != "no":
            self.spine[attributes.get("idref", "")] = None

    def end(self, name: str) -> None:
        self._in_title = False

    def text(self, data: str) -> None:
        if self._in_title:
            self.title.append(data)


def _pages(package: Package, book: _Book) -> Iterator[Sheet]:
    """The pages that show words."""
    size = 0
    for identity in book.spine:
        part = posixpath.normpath(posixpath.join(posixpath.dirname(book.root), unquote(book.files.get(identity, ""))))
        content = package.read(part)
        size += len(content)
        if size > MOST_BYTES:
            raise too_large("its pages").at(package.name)
        text = decode_html(content, name=f"{package.name}, {part}").text
        with contextlib.suppress(InputError):  # it shows no words: a cover, a plate
            yield sheet_of_html(text, f"{package.name}, {part}")


def _joined(pages: list[Sheet]) -> Sheet:
    """One sheet of several, one after the other."""
    starts = accumulate((len(page.lines) for page in pages[:-1]), initial=0)
    placed = list(zip(starts, pages, strict=True))
    return Sheet(
        [line for page in pages for line in page.lines],
        {at + k: mark for at, page in placed for k, mark in page.marks.items()},
        tuple((at + line, text) for at, page in placed for line, text in page.excluded),
        tuple(warning for page in pages for warning in page.warnings),
        whole=True,
        left_out=tuple(replace(one, line=at + one.line) for at, page in placed for one in page.left_out),
    )
