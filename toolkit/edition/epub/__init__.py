"""EPUB 3.3 with Media Overlays: a chapter a section, a paragraph a turn's, its sentences lit up as they are heard."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from toolkit.edition.forms import Job


def write(job: Job, out: Path) -> None:
    """The book with its sound, as a file. InputError for a picture that is none."""
    from toolkit.edition.epub.writer import write_book

    write_book(job, out, silent=False)
