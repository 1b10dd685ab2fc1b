"""Reads one PDF: ``python -P pdfminer_child.py`` takes it from standard input and prints JSON, one object a line: the
document's properties, page after page with its characters, the end.

A process of its own, which imports nothing but the library: a hostile file of some kilobytes unpacks to gigabytes, and
a damaged one fails in a hundred ways. Here it may: what is left without an end was not read.
"""

from __future__ import annotations

import contextlib
import io
import json
import math
import sys
from collections.abc import Iterator
from typing import Any

MOST_PAGES = 2_000
MOST_CHARACTERS = 200_000  # of one page; a page of a newspaper has 15,000
MOST_MEMORY = 1 << 30  # bytes of address space
_ABOVE, _BELOW = 0.88, 0.12  # of the size: where a Japanese letter stands over and under its baseline
_FILL_AND_STROKE = 2
_FORCE_BOLD = 1 << 18  # of a font's flags


class TooMuchError(Exception):
    """A page with absurdly many characters."""


class Device:
    """What the interpreter draws on: it keeps the characters of a page, and counts its pictures.

    A character is a list: its text, '' if the font does not say which it is; left, top, right, bottom, and x and y of
    its origin, in hundredths of a point from the upper left corner of the page; the number of its look. A look is what
    characters share: the size, the direction in which the text runs ((1, 0) to the right, (0, 1) down the page), the
    font's name, how thick its stems are, 1 if it is drawn fat.
    """

    def __init__(self) -> None:
        self.characters: list[list[Any]] = []
        self.looks: dict[tuple[Any, ...], int] = {}
        self.pictures = 0
        self.frame = (0.0, 0.0, 0.0, 0.0)  # left, bottom, right, top of what is shown of the page
        self.mode = 0

    def begin_page(self, page: Any, ctm: tuple[float, ...]) -> None:
        self.characters, self.looks, self.pictures = [], {}, 0
        x0, y0, x1, y1 = page.cropbox
        corners = [_moved(ctm, x0, y0), _moved(ctm, x1, y1)]
        (left, right), (bottom, top) = (sorted(corner[k] for corner in corners) for k in (0, 1))
        self.frame = left, bottom, right, top

    def answer(self) -> dict[str, Any]:
        left, bottom, right, top = self.frame
        return {
            "width": right - left,
            "height": top - bottom,
            "characters": self.characters,
            "looks": list(self.looks),
            "pictures": self.pictures,
        }

    def character(self, matrix: Any, font: Any, size: float, scaling: float, rise: float, cid: int) -> float:
        """Keep a character; how far the next one is."""
        advance: float = font.char_width(cid) * size * scaling
        down = font.is_vertical()
        if down:
            box, origin = (-size / 2, advance, size / 2, 0.0), (-size / 2, -size * _ABOVE)
        else:
            box, origin = (0.0, rise - size * _BELOW, advance, rise + size * _ABOVE), (0.0, rise)
        places = [*self._rectangle(matrix, box), *self._place(matrix, *origin)]
        look = self._look(matrix, font, size)
        if len(self.characters) >= MOST_CHARACTERS:
            raise TooMuchError
        self.characters.append([_text_of(font, cid), *(int(100 * place) for place in places), look])
        return advance

    def _rectangle(self, matrix: Any, box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
        (x0, y0), (x1, y1) = self._place(matrix, box[0], box[1]), self._place(matrix, box[2], box[3])
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)

    def _place(self, matrix: Any, x: float, y: float) -> tuple[float, float]:
        x, y = _moved(matrix, x, y)
        return x - self.frame[0], self.frame[3] - y

    def _look(self, matrix: Any, font: Any, size: float) -> int:
        a, b, c, d, _, _ = matrix
        length = math.hypot(a, b) or 1.0
        numbers = (round(n, 2) for n in (size * math.hypot(c, d), a / length, -b / length))
        stem = 1000 if font.flags & _FORCE_BOLD else _number(font.descriptor.get("StemV"))
        look = (*numbers, str(font.fontname), stem, int(self.mode == _FILL_AND_STROKE))
        return self.looks.setdefault(look, len(self.looks))


def _moved(matrix: Any, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _text_of(font: Any, cid: int) -> str:
    from pdfminer.pdffont import PDFUnicodeNotDefined

    try:
        return str(font.to_unichr(cid))
    except PDFUnicodeNotDefined:
        return ""


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def _interpreter(device: Device) -> Any:
    """pdfminer's, drawing on ``device``."""
    from pdfminer.pdfdevice import PDFTextDevice
    from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager

    class Adapter(PDFTextDevice):
        def begin_page(self, page: Any, ctm: Any) -> None:
            device.begin_page(page, ctm)

        def render_image(self, name: str, stream: Any) -> None:
            device.pictures += 1

        def render_string(self, textstate: Any, seq: Any, ncs: Any, graphicstate: Any) -> None:
            device.mode = textstate.render
            super().render_string(textstate, seq, ncs, graphicstate)

        def render_char(
            self, matrix: Any, font: Any, fontsize: float, scaling: float, rise: float, cid: int, *_: Any
        ) -> float:
            return device.character(matrix, font, fontsize, scaling, rise, cid)

    manager = PDFResourceManager()
    return PDFPageInterpreter(manager, Adapter(manager))


def _answers(data: bytes) -> Iterator[dict[str, Any]]:
    from pdfminer.pdfdocument import PDFDocument
    from pdfminer.pdfpage import PDFPage
    from pdfminer.pdfparser import PDFParser

    document = PDFDocument(PDFParser(io.BytesIO(data)))
    yield {name: _property(document, name.capitalize()) for name in ("title", "author")}
    device = Device()
    interpreter = _interpreter(device)
    for number, page in enumerate(PDFPage.create_pages(document)):
        if number >= MOST_PAGES:
            yield {"fault": "pages"}
            return
        interpreter.process_page(page)
        yield device.answer()
    yield {"end": True}


def _property(document: Any, name: str) -> str:
    """A property of the document, whose bytes old programs wrote as they came."""
    from pdfminer.pdftypes import resolve1
    from pdfminer.utils import decode_text

    found = next((value for info in document.info if (value := resolve1(info.get(name)))), b"")
    if not isinstance(found, bytes):
        return ""
    if not found.startswith((b"\xfe\xff", b"\xff\xfe")) and not found.isascii():
        for encoding in ("utf-8", "cp932"):
            with contextlib.suppress(UnicodeDecodeError):
                return found.decode(encoding)
    return str(decode_text(found))


def _say(answer: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


def _limit_memory() -> None:
    """Where the system can, so that a bomb ends this process and nothing else."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


def main() -> None:
    data = sys.stdin.buffer.read()
    try:
        from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
    except ImportError:
        _say({"fault": "library"})
        return
    _limit_memory()
    try:
        for answer in _answers(data):
            _say(answer)
    except (PDFPasswordIncorrect, PDFEncryptionError):
        _say({"fault": "password"})
    except TooMuchError:
        _say({"fault": "characters"})


if __name__ == "__main__":
    main()
