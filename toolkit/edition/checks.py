"""Forms of an edition held against their standards: by a check of ours, and by the validators of other makers that are
installed. To add a check: its row.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit import __version__
from toolkit.errors import JimakuError

if TYPE_CHECKING:
    from toolkit.edition.book import Book

CHECKS = {
    "epub": "toolkit.edition.epub.check",
    "epub-text": "toolkit.edition.epub.check",
    "daisy": "toolkit.edition.daisy.check",
    "html": "toolkit.edition.player.check",
    "podcast": "toolkit.edition.podcast.check",
    "stems": "toolkit.edition.stems.check",
}


def verdict(name: str, place: Path, book: Book) -> str:
    """What is said of the form at ``place``, made of the ``book``: each tool with its version and result, or that it is
    not here.
    """
    return "; ".join((said(name, _ours(name, place, book)), *_theirs(name, place)))


def _ours(name: str, place: Path, book: Book) -> tuple[str, ...]:
    check: Callable[[Path, Book], tuple[str, ...]] = importlib.import_module(CHECKS[name]).check
    try:
        return check(place, book)
    except JimakuError as error:  # its sound cannot be read
        return (str(error),)


def _theirs(name: str, place: Path) -> Iterator[str]:
    from toolkit.validators import FOREIGN

    for validator in FOREIGN.get(name, ()):
        told = validator(place)
        yield f"{told.tool}: {told.missing}" if told.missing else _result(f"{told.tool} {told.version}", told.findings)


def said(name: str, found: Sequence[str]) -> str:
    """The verdict of our own check in a line."""
    return _result(f"jimaku {name} check {__version__}", found)


def _result(tool: str, found: Sequence[str]) -> str:
    return f"{tool}: {f'{len(found)} found, the first: {found[0]}' if found else 'nothing found'}"


def finds(verdict: str) -> bool:
    """Whether a verdict tells of anything wrong; what is not installed finds nothing."""
    return bool(re.search(r"\d found, the first: ", verdict))
