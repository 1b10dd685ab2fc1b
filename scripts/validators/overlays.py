"""What EPUBCheck does not see: that all of the text is there, in its order and its language; that no clip is empty,
runs past the end of its sound or plays twice; that the durations told are those of the clips.
"""

from __future__ import annotations

import sys
import tempfile
import zipfile
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import _epub
import _found as found

if TYPE_CHECKING:
    from toolkit.model.edition import Edition


def main() -> int:
    books = sorted(found.folder().rglob("*.epub"))
    if not books:
        return found.skip("overlays", "there is no EPUB")
    findings = [f"{path.name}: {finding}" for path in books for finding in check(path)]
    return found.verdict("overlays", "(own)", len(books), findings, "EPUB")


def check(path: Path) -> Iterator[str]:
    """What is wrong with the EPUB at ``path``; its text is held against the manifest beside it, if there is one."""
    book = _epub.read(path)
    if not book.bare:
        yield "mimetype is not first and bare"
    for page in book.pages:
        if page.languages != (book.language, book.language):
            yield f"{page.href}: lang is {page.languages}, the book's {book.language}"
        yield from _ordered(page)
    yield from _durations(book)
    with zipfile.ZipFile(path) as archive:
        yield from _within(book, archive)
    edition = _edition(path)
    if edition:
        yield from _conserved(book, edition)


def _ordered(page: _epub.Page) -> Iterator[str]:
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


def _durations(book: _epub.Epub) -> Iterator[str]:
    total = 0
    for page in book.pages:
        own = sum(par.end - par.begin for par in page.overlay)
        total += own
        if page.overlay and page.lasts != own:
            yield f"{page.href}: media:duration is {page.lasts} ms, its clips last {own}"
    if total and book.lasts != total:
        yield f"media:duration is {book.lasts} ms, all clips last {total}"


def _within(book: _epub.Epub, archive: zipfile.ZipFile) -> Iterator[str]:
    """Clips are not empty and end before their sound does."""
    last: dict[str, int] = {}
    for page in book.pages:
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
    from toolkit.audio.decode import length_of

    with tempfile.TemporaryDirectory() as folder:
        rate, count = length_of(Path(archive.extract(name, folder)))
        return -(-count * 1000 // rate)


def _edition(path: Path) -> Edition | None:
    from toolkit.edition.folder import load

    manifest = path.with_name(f"{path.stem.removesuffix('-text')}.json")
    return load(manifest) if manifest.exists() else None


def _conserved(book: _epub.Epub, edition: Edition) -> Iterator[str]:
    """All of the turns' text, and nothing else, in its order; and whoever says it."""
    wanted = [_xml(paragraph.text) for turn in edition.turns for paragraph in turn.paragraphs]
    shown = [text for page in book.pages if page.chapter for text in page.texts]
    if wanted != shown:
        at = next((k for k, pair in enumerate(zip(wanted, shown, strict=False)) if pair[0] != pair[1]), len(shown))
        yield f"paragraph {at + 1} is not that of the manifest ({len(shown)} of {len(wanted)} are there)"
    speakers = [_xml(turn.speaker) for turn in edition.turns if turn.speaker]
    if speakers != [name for page in book.pages if page.chapter for name in page.names]:
        yield "the names are not those of the manifest's turns"


def _xml(text: str) -> str:
    """U+FFFD for what no XML can hold (XML 1.0, Char)."""
    return "".join(c if (c >= " " and c not in "\ufffe\uffff") or c in "\t\n\r" else "\ufffd" for c in text)


if __name__ == "__main__":
    sys.exit(main())
