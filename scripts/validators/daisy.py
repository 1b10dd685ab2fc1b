"""DAISY 2.02 talking books in a folder, held against the standard, their sound and, where the narration's manifest is
beside them, its text and times; read back by daisy-dtb where it is installed.

    python scripts/validators/daisy.py OUT

Prints a line ``name version: verdict`` for each tool and book. Exit 0 nothing found, 1 findings, 77 skipped.
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


def main() -> int:
    out = Path(sys.argv[1])
    places = [out] if (out / "ncc.html").is_file() else sorted(path for path in out.glob("*-daisy") if path.is_dir())
    if not places:
        print(f"jimaku daisy check {__version__}: skipped, no talking book in {out}")
        return SKIPPED
    try:
        return max(max(_ours(place, _book(place)), _theirs(place)) for place in places)
    except EngineError as error:
        print(f"jimaku daisy check {__version__}: skipped, {error}")
        return SKIPPED


def _book(place: Path) -> Book | None:
    manifest = place.with_name(f"{place.name.removesuffix('-daisy')}.json")
    edition = load_if_any(manifest) if manifest.is_file() else None
    return book_of(edition) if edition else None


def _ours(place: Path, book: Book | None) -> int:
    found = check(place, book)
    compared = "" if book else " (no manifest beside it: text and times not compared)"
    print(f"jimaku daisy check {__version__}: {place.name}: {len(found)} found{compared}")
    for line in found:
        print(f"  {line}")
    return FINDINGS if found else CLEAN


def _theirs(place: Path) -> int:
    try:
        book = read_back(place)
    except ImportError as error:
        print(f"daisy-dtb: not asked ({error})")
        return CLEAN
    silent = [entry.text for entry in book.toc_entries if not entry.smil.sections]
    verdict = f"{len(book.toc_entries)} entries read, {len(silent)} without events"
    print(f"daisy-dtb {metadata.version('daisy-dtb')}: {place.name}: {verdict}")
    return FINDINGS if silent or not book.toc_entries else CLEAN


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
