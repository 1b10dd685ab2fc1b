"""The same book without sound: for readers who want it small, or listen with a voice of their own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from toolkit.edition.forms import Job


def write(job: Job, out: Path) -> None:
    """The book as text alone, as a file. InputError for a picture that is none."""
    from toolkit.edition.epub.writer import write_book

    write_book(job, out, silent=True)
