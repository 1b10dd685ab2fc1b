"""DAISY 2.02: a talking book with its full text and full sound, a file of each a section.

Source: DAISY 2.02 Specification (recommendation of 28 February 2001) and DAISY 2.02 Skippable Structures (6 June 2003).
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.edition.daisy.ncc import Facts, facts_of, ncc
from toolkit.edition.daisy.outline import sections_of
from toolkit.edition.daisy.smil import master, smil
from toolkit.edition.daisy.text import page
from toolkit.edition.sound import chapter_bounds, heard_chapters
from toolkit.errors import InputError

if TYPE_CHECKING:
    from toolkit.edition.daisy.outline import Section
    from toolkit.edition.forms import Job


def write(job: Job, out: Path) -> None:
    """The book as files of one folder. InputError if nothing of the edition is heard."""
    book, facts = job.book, facts_of(job)
    heard = heard_chapters(book)
    if not heard:
        mend = "narrate a transcript that says something"
        raise InputError("nothing is heard of the edition, and a talking book needs sound", where=book.name, mend=mend)
    pieces = job.sound.pieces(chapter_bounds(book), "mp3", [book.chapters[k].title for k in heard])
    for number, piece in enumerate(pieces, 1):
        shutil.copyfile(piece.path, out / f"s{number:04}.mp3")
    sections = tuple(sections_of(book, book.credits))
    before = 0
    for section in sections:
        _put(out, f"s{section.number:04}.html", page(section, facts))
        _put(out, f"s{section.number:04}.smil", smil(section, facts, before))
        before += section.length
    _put(out, "master.smil", master(sections, facts))
    _put_ncc(out, sections, facts)


def _put_ncc(out: Path, sections: tuple[Section, ...], facts: Facts) -> None:
    """It tells the size of the whole book, itself among it: made anew until that is so, which is at most twice."""
    others = [path.stat().st_size for path in out.iterdir()]
    size = 0
    while True:
        text = ncc(sections, facts, len(others) + 1, size)
        whole = -(-(sum(others) + len(text.encode())) // 1024)
        if whole <= size:
            break
        size = whole
    _put(out, "ncc.html", text)


def _put(out: Path, name: str, text: str) -> None:
    (out / name).write_bytes(text.encode("utf-8"))
