"""A book into an EPUB, with its sound or without."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.edition.epub import front, layout, onix, overlay, pages
from toolkit.edition.epub.about import About, about
from toolkit.edition.epub.archive import Archive
from toolkit.edition.epub.cover import Cover, cover_of
from toolkit.edition.epub.package import CONTAINER, Item, package
from toolkit.edition.ruby import rubied_as_wanted

if TYPE_CHECKING:
    from toolkit.edition.book import Book
    from toolkit.edition.epub.layout import Sheet
    from toolkit.edition.forms import Job
    from toolkit.edition.sound import Piece

_MEDIA = {"mp3": "audio/mpeg", "m4a": "audio/mp4"}
_XHTML, _SMIL = "application/xhtml+xml", "application/smil+xml"
_TWINS = uuid.UUID("8f5c1d52-0a0e-5c6e-9a1b-2f0d6f2f7d11")  # of the identifiers of books without sound


def write_book(job: Job, out: Path, *, silent: bool) -> None:
    """The EPUB of an edition at ``out``; ``silent``: text alone. InputError for a picture that is none."""
    book = rubied_as_wanted(job)
    leaves = layout.sheets(book, job.wanted.unit)
    cover = cover_of(book, job.wanted.cover)
    told = about(job, book, silent=silent)
    identifier = uuid.uuid5(_TWINS, book.identifier).urn if silent else book.identifier
    with Archive(out) as archive:
        making = _Making(archive, book, told, identifier)
        making.front(leaves, cover)
        sounds = {} if silent else dict(_sounds(job, book, leaves))
        for sheet in leaves:
            making.sheet(sheet, sounds.get(sheet.stem), job.wanted.sound)
        making.back()


def _sounds(job: Job, book: Book, leaves: Sequence[Sheet]) -> Iterator[tuple[str, Piece]]:
    """For each sheet of which something is heard its piece of the sound."""
    heard = [sheet for sheet in leaves if any(True for talk in sheet.talks for _ in layout.heard(talk))]
    if heard:
        titles = [sheet.title for sheet in heard]
        pieces = job.sound.pieces(layout.bounds(book, leaves), job.wanted.sound, titles)
        yield from zip((sheet.stem for sheet in heard), pieces, strict=True)


@dataclass(slots=True)
class _Making:
    """An archive as it is filled; ``items``: its files so far."""

    archive: Archive
    book: Book
    told: About
    identifier: str
    items: list[Item] = field(default_factory=list)

    def front(self, leaves: Sequence[Sheet], cover: Cover) -> None:
        """Container, style, cover and navigation."""
        self.archive.text("META-INF/container.xml", CONTAINER)
        styles = ["style", *(["style-vertical"] if self.told.vertical else [])]
        styles += [] if self.told.silent else ["style-overlay"]
        self._text(Item("style", "style.css", "text/css"), "".join(_shipped(f"{name}.css") for name in styles))
        self.items.append(Item("cover-image", cover.name, cover.media, "cover-image"))
        self.archive.data(f"EPUB/{cover.name}", cover.data, packed=cover.name.endswith("svg"))
        self._text(Item("cover", "cover.xhtml", _XHTML, spine=True), front.cover_page(self.book, cover.name))
        self._text(Item("nav", "nav.xhtml", _XHTML, "nav", spine=True), front.navigation(self.book, leaves))

    def sheet(self, sheet: Sheet, piece: Piece | None, sound: str) -> None:
        """A chapter with what is heard of it."""
        number = sheet.stem.rpartition("-")[2]
        clips = layout.clipped(sheet, piece) if piece else {}
        page = Item(f"c{number}", f"{sheet.stem}.xhtml", _XHTML, overlay=f"o{number}" if clips else "", spine=True)
        self._text(page, pages.chapter(sheet, vertical=self.told.vertical, language=self.book.language))
        if piece and clips:
            name = f"{sheet.stem}{piece.path.suffix}"
            lasts = sum(clip.end - clip.start for clip in clips.values())
            made = overlay.smil(sheet, name, clips)
            self._text(Item(f"o{number}", f"{sheet.stem}.smil", _SMIL, lasts=lasts), made)
            self.items.append(Item(f"a{number}", name, _MEDIA[sound]))
            self.archive.file(f"EPUB/{name}", piece.path)

    def back(self) -> None:
        """Colophon, record and package."""
        self._text(Item("colophon", "colophon.xhtml", _XHTML, spine=True), front.colophon(self.book, self.told))
        self.archive.text("EPUB/onix.xml", onix.record(self.book, self.identifier, self.told))
        self.archive.text("EPUB/package.opf", package(self.book, self.identifier, self.told, self.items))

    def _text(self, item: Item, content: str) -> None:
        self.items.append(item)
        self.archive.text(f"EPUB/{item.href}", content)


def _shipped(name: str) -> str:
    return (resources.files("toolkit.edition.epub") / name).read_text(encoding="utf-8")
