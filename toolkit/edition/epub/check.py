"""A book held against what EPUBCheck does not see: that all of the text is there, in order and in its language; that no
clip is empty, runs past the end of its sound or plays twice; that the durations told are those of the clips.
"""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from toolkit.audio.decode import length_of
from toolkit.edition.epub import reader

if TYPE_CHECKING:
    from toolkit.edition.book import Book


def check(path: Path, book: Book | None = None) -> tuple[str, ...]:
    """What is wrong with the EPUB at ``path``, a line each. With the ``book`` that it was made of, its text is held
    against it too. EngineError if ffmpeg is missing.
    """
    try:
        return tuple(_findings(path, reader.read(path), book))
    except (OSError, KeyError, ValueError, zipfile.BadZipFile, ET.ParseError) as error:
        return (f"cannot be read: {error}",)


def _findings(path: Path, epub: reader.Epub, book: Book | None) -> Iterator[str]:
    if not epub.bare:
        yield "mimetype is not first and bare"
    for page in epub.pages:
        if page.languages != (epub.language, epub.language):
            yield f"{page.href}: lang is {page.languages}, the book's {epub.language}"
        yield from ordered(page)
    yield from durations(epub)
    with zipfile.ZipFile(path) as archive:
        yield from _within(epub, archive)
    if book:
        yield from _conserved(epub, book)


def ordered(page: reader.Page) -> Iterator[str]:
    """Clips of a page that are not on it, not in its order, or overlap."""
    order = {name: k for k, name in enumerate(page.words)}
    last = -1
    for par in page.overlay:
        if par.page != page.href or par.fragment not in order:
            yield f"{page.href}: the overlay's {par.page}#{par.fragment} is not on it"
        elif order[par.fragment] <= last:
            yield f"{page.href}#{par.fragment}: heard before what stands above it"
        else:
            last = order[par.fragment]
    spans = sorted((par.begin, par.end) for par in page.overlay)
    yield from (
        f"{page.href}: {before[0]}–{before[1]} ms and {after[0]}–{after[1]} ms overlap"
        for before, after in pairwise(spans)
        if after[0] < before[1]
    )


def durations(epub: reader.Epub) -> Iterator[str]:
    """Durations told that are not those of the clips."""
    total = 0
    for page in epub.pages:
        own = sum(par.end - par.begin for par in page.overlay)
        total += own
        if page.overlay and page.lasts != own:
            yield f"{page.href}: media:duration is {page.lasts} ms, its clips last {own}"
    if total and epub.lasts != total:
        yield f"media:duration is {epub.lasts} ms, all clips last {total}"


def _within(epub: reader.Epub, archive: zipfile.ZipFile) -> Iterator[str]:
    """Clips are not empty and end before their sound does."""
    last: dict[str, int] = {}
    for page in epub.pages:
        for par in page.overlay:
            if not 0 <= par.begin < par.end:
                yield f"{page.href}#{par.fragment}: the clip {par.begin}–{par.end} ms is empty"
            last[par.sound] = max(last.get(par.sound, 0), par.end)
    for name, end in last.items():
        length = _length(archive, f"EPUB/{name}")
        if end > length:
            yield f"{name}: a clip ends at {end} ms, the sound at {length}"


def _length(archive: zipfile.ZipFile, name: str) -> int:
    """How long a sound is (ms, rounded up)."""
    with tempfile.TemporaryDirectory() as folder:
        rate, count = length_of(Path(archive.extract(name, folder)))
        return -(-count * 1000 // rate)


def _conserved(epub: reader.Epub, book: Book) -> Iterator[str]:
    """All of the turns' text, and nothing else, in its order; and whoever says it."""
    wanted = [_xml(passage.text) for part in book.parts for passage in part.passages]
    shown = [text for page in epub.pages if page.chapter for text in page.texts]
    if wanted != shown:
        at = next((k for k, pair in enumerate(zip(wanted, shown, strict=False)) if pair[0] != pair[1]), len(shown))
        yield f"paragraph {at + 1} is not that of the manifest ({len(shown)} of {len(wanted)} are there)"
    speakers = [_xml(part.speaker) for part in book.parts if part.speaker]
    if speakers != [name for page in epub.pages if page.chapter for name in page.names]:
        yield "the names are not those of the manifest's turns"


def _xml(text: str) -> str:
    """U+FFFD for what no XML can hold (XML 1.0, Char)."""
    return "".join(c if (c >= " " and c not in "\ufffe\uffff") or c in "\t\n\r" else "\ufffd" for c in text)
