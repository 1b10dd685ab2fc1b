"""DAISY 2.02 talking books in a folder, held against the standard, their sound and, where the narration's manifest is
beside them, its text and times; read back by daisy-dtb where it is installed.

    python scripts/validators/daisy.py OUT

Looks at every book under the folder, and prints a line ``name version: verdict`` for each tool; findings go to standard
error. Exit 0 nothing found, 1 findings, 77 skipped.
"""

from __future__ import annotations

import sys
import typing
import warnings
from importlib import metadata
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))
from toolkit import __version__
from toolkit.edition.book import Book, book_of
from toolkit.edition.daisy.check import check
from toolkit.edition.folder import load_if_any
from toolkit.errors import EngineError

CLEAN, FINDINGS, SKIPPED = 0, 1, 77
NAME = f"jimaku daisy check {__version__}"


def main() -> int:
    places = sorted(path.parent for path in Path(sys.argv[1]).rglob("ncc.html"))
    if not places:
        print(f"{NAME}: skipped, no talking book in {sys.argv[1]}")
        return SKIPPED
    try:
        found = [f"{place.name}: {line}" for place in places for line in check(place, _book(place))]
    except EngineError as error:
        print(f"{NAME}: skipped, {error}")
        return SKIPPED
    alone = sum(_book(place) is None for place in places)
    compared = f", {alone} without a manifest beside them: text and times not compared" if alone else ""
    print(f"{NAME}: {len(places)} books, {len(found)} found{compared}")
    print("".join(f"  {line}\n" for line in found), end="", file=sys.stderr)
    return FINDINGS if not _theirs(places) or found else CLEAN


def _book(place: Path) -> Book | None:
    manifest = place.with_name(f"{place.name.removesuffix('-daisy')}.json")
    edition = load_if_any(manifest) if manifest.is_file() else None
    return book_of(edition) if edition else None


def _theirs(places: list[Path]) -> bool:
    """Whether daisy-dtb reads every entry with its events."""
    try:
        books = [read_back(place) for place in places]
    except ImportError as error:
        print(f"daisy-dtb: skipped, not installed ({error})")
        return True
    entries = [entry for book in books for entry in book.toc_entries]
    silent = sum(not entry.smil.sections for entry in entries)
    verdict = f"{len(books)} books, {len(entries)} entries read, {silent} without events"
    print(f"daisy-dtb {metadata.version('daisy-dtb')}: {verdict}")
    return not silent and all(book.toc_entries for book in books)


def read_back(place: Path) -> Any:
    """The book as daisy-dtb reads it. ImportError if it is not installed."""
    if not hasattr(typing, "override"):  # all that it wants of Python 3.12
        typing.override = lambda method: method  # type: ignore[attr-defined]
    with warnings.catch_warnings(action="ignore", category=DeprecationWarning):
        import chardet.universaldetector  # noqa: F401 -- it takes the module for loaded
        from daisy_dtb import DaisyBook, FolderDtbSource
    from loguru import logger

    logger.remove()
    return DaisyBook(FolderDtbSource(str(place)))


if __name__ == "__main__":
    sys.exit(main())
