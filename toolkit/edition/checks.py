"""Forms of an edition held against their standards, for those that have a check here. To add one: its row."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit import __version__

if TYPE_CHECKING:
    from toolkit.edition.book import Book

CHECKS = {
    "daisy": "toolkit.edition.daisy.check",
    "podcast": "toolkit.edition.podcast.check",
}


def verdict(name: str, place: Path, book: Book) -> str:
    """What our check of the form says of the one at ``place``, '' if there is none: its name, version and result.
    EngineError if ffmpeg is missing.
    """
    if name not in CHECKS:
        return ""
    check: Callable[[Path, Book], tuple[str, ...]] = importlib.import_module(CHECKS[name]).check
    return said(name, check(place, book))


def said(name: str, found: Sequence[str]) -> str:
    """A verdict in a line."""
    result = "nothing found" if not found else f"{len(found)} found, the first: {found[0]}"
    return f"jimaku {name} check {__version__}: {result}"
