"""Hears the process that reads a PDF: pages with their glyphs, or one clear error. Everything in points."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from toolkit.errors import EngineError, InputError
from toolkit.inputs.pdf.letters import written_as
from toolkit.inputs.pdf.pdfminer_child import MOST_CHARACTERS, MOST_PAGES

UNKNOWN = "\ufffd"
CHILD = Path(__file__).with_name("pdfminer_child.py")
PATIENCE_S = 60.0  # for one page: an atlas sheet takes 2 s
_AGAIN = "get the file again, or print it to a new PDF and give that"
_FAULTS = {
    "damaged": ("is a damaged PDF", _AGAIN),
    "password": ("is a PDF with a password", "open it with the password, save it without one, and give that"),
    "pages": (f"is a PDF of more than {MOST_PAGES} pages", "split it into one file per interview"),
    "characters": (f"has a page of more than {MOST_CHARACTERS} characters", "split it into one file per interview"),
}


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """What glyphs share; one object for all of a document that look so. (``across``, ``down``) is where they run:
    (1, 0) to the right, (0, 1) down the page. ``stem``: how thick the font says it is, in thousandths of its size (80
    is regular, 140 bold). ``fat``: drawn with an outline.
    """

    size: float
    across: float
    down: float
    font: str
    stem: float
    fat: bool


@dataclass(slots=True, eq=False)  # not frozen: a book has a million, and a frozen one takes twice the time
class Glyph:
    """A character on an upright page, y from the top; � where the font does not say which. (``x``, ``y``): its origin,
    on the baseline.
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    x: float
    y: float
    look: Look


@dataclass(frozen=True, slots=True)
class Page:
    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    pictures: int = 0


@dataclass(frozen=True, slots=True)
class Extraction:
    """``title`` and ``author`` as the document's properties say. ``pages`` are read as they are asked for, once."""

    pages: Iterator[Page]
    title: str = ""
    author: str = ""


@contextlib.contextmanager
def extraction(data: bytes, name: str) -> Iterator[Extraction]:
    """The glyphs of a PDF. Raises ``InputError`` for what cannot be read, ``EngineError`` without the library."""
    command = [sys.executable, "-P", str(CHILD)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        try:
            if process.stdin:
                with contextlib.suppress(OSError):  # it ended before it had read all: its answer tells
                    process.stdin.write(data)
                    process.stdin.close()
            answers = _answers(process)
            head: dict[str, Any] = next(answers, {"fault": "damaged"})
            _refuse(head, name)
            yield Extraction(_pages(answers, name), head["title"], head["author"])
        finally:
            process.kill()


def _answers(process: subprocess.Popen[bytes]) -> Iterator[dict[str, Any]]:
    """Whole lines, as long as each comes in time."""
    if process.stdout is None:
        return
    while True:
        timer = threading.Timer(PATIENCE_S, process.kill)
        timer.start()
        try:
            line = process.stdout.readline()
        finally:
            timer.cancel()
        if not line.endswith(b"\n"):
            return
        yield json.loads(line)


def _pages(answers: Iterator[dict[str, Any]], name: str) -> Iterator[Page]:
    number, looks = 1, Looks()
    for number, answer in enumerate(answers, 1):
        if "end" in answer:
            return
        _refuse(answer, f"{name}, page {number}")
        yield _page(answer, looks)
    what = f"page {number} cannot be read: it is damaged, or takes too much memory or time"
    raise InputError(what, where=name, mend="print the other pages to a new PDF and give that")


def _refuse(answer: dict[str, Any], where: str) -> None:
    fault = answer.get("fault")
    if fault == "library":
        raise EngineError("PDF documents need pdfminer.six", where=where, mend="pip install 'jimaku-toolkit[pdf]'")
    if fault:
        what, mend = _FAULTS[fault]
        raise InputError(what, where=where, mend=mend)


class Looks(dict[tuple[Any, ...], Look]):
    """The looks of a document by what they are."""

    def __missing__(self, key: tuple[Any, ...]) -> Look:
        size, across, down, font, stem, fat = key
        look = self[key] = Look(size, across, down, font, stem, bool(fat))
        return look


def _page(answer: dict[str, Any], looks: Looks) -> Page:
    its_looks = [looks[tuple(look)] for look in answer["looks"]]
    glyphs = tuple(_glyph(numbers, its_looks) for numbers in answer["characters"])
    return Page(answer["width"], answer["height"], glyphs, answer["pictures"])


def _glyph(character: list[Any], looks: list[Look]) -> Glyph:
    text, left, top, right, bottom, x, y, look = character
    shown = written_as(text) or UNKNOWN
    return Glyph(shown, left / 100, top / 100, right / 100, bottom / 100, x / 100, y / 100, looks[look])
