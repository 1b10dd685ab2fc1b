"""The cover: a picture that was given, or one drawn from the title."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from toolkit.edition.epub.markup import XML, xml
from toolkit.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from toolkit.edition.book import Book

_WIDTH, _HEIGHT = 1600, 2400
_INNER = 1280  # the width of the title's lines
_ROOM = 1350  # the height of all of them
_LEADING = 1.5
_COLUMNS = (8, 10, 12, 14, 16, 20, 24, 30)  # characters a line: the title is set as large as it fits
_UNEVEN = 6.0  # what a line loses that is left empty, against what its break gains (logarithms)
_NEVER = float("inf")


@dataclass(frozen=True, slots=True)
class Cover:
    """An image file of the book."""

    name: str
    media: str
    data: bytes


def cover_of(book: Book, picture: Path | None) -> Cover:
    """``picture`` as it is, or a drawing. InputError for what is neither JPEG nor PNG, whatever its name says."""
    if not picture:
        return Cover("cover.svg", "image/svg+xml", drawn(book).encode("utf-8"))
    try:
        data = picture.read_bytes()
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror})", where=str(picture), mend="name another") from error
    if data.startswith(b"\xff\xd8\xff"):
        return Cover("cover.jpg", "image/jpeg", data)
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return Cover("cover.png", "image/png", data)
    raise InputError("is neither a JPEG nor a PNG", where=str(picture), mend="save it as one of them")


def drawn(book: Book) -> str:
    """An SVG: the title, as large as it fits, and below it who wrote it or speaks."""
    columns, lines = set_title(book.title)
    size = _INNER / columns
    top = 560 + size
    rows = [_row(line, top + k * size * _LEADING, size, "title") for k, line in enumerate(lines)]
    below = 560 + _ROOM + 150
    people = [book.author] if book.author else list(book.people)
    for k, line in enumerate(_wrapped("、".join(people), 24)[:3]):
        rows.append(_row(line, below + k * 76, 52, "people"))
    return (
        f'{XML}<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}"'
        f' height="{_HEIGHT}" xml:lang="{book.language}" lang="{book.language}" role="img" aria-labelledby="name">\n'
        f'<title id="name">{xml(book.title)}</title>\n'
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#f7f4ec"/>\n'
        f'<rect width="{_WIDTH}" height="360" fill="#1f3a5f"/>\n'
        f'<rect y="372" width="{_WIDTH}" height="12" fill="#c8553d"/>\n'
        f'<g font-family="sans-serif" fill="#16202c">\n{"".join(rows)}</g>\n</svg>\n'
    )


def _row(line: str, y: float, size: float, kind: str) -> str:
    weight = ' font-weight="bold"' if kind == "title" else ""
    return f'<text x="160" y="{y:.0f}" font-size="{size:.0f}"{weight}>{xml(line)}</text>\n'


def set_title(title: str) -> tuple[int, list[str]]:
    """How many characters a line has, and the lines; the end of a title too long for any size is an ellipsis."""
    for columns in _COLUMNS:
        lines = _wrapped(title, columns)
        most = int(_ROOM / (_INNER / columns * _LEADING))
        if len(lines) <= most:
            return columns, lines
    return columns, [*lines[: most - 1], f"{lines[most - 1]}…"]


@lru_cache(maxsize=64)
def _wrapped(text: str, columns: float) -> list[str]:
    """Lines of at most ``columns`` full-width characters, broken where phrases end and never against kinsoku; even, as
    far as that goes.
    """
    from toolkit.japanese.breaks import default
    from toolkit.japanese.features import PROSE
    from toolkit.japanese.kinsoku import breakable
    from toolkit.japanese.phrases import cumulative_width

    text = " ".join(text.split())
    widths = cumulative_width(text)
    if widths[-1] <= columns:
        return [text] if text else []
    gains = {gap.at: gap.line if gap.natural else gap.line - 9 for gap in default(PROSE).gaps(text, PROSE, columns * 2)}
    places = [0, *(at for at in range(1, len(text)) if at in gains or breakable(text, at)), len(text)]
    return _optimum(text, widths, places, gains, columns)


def _optimum(
    text: str, widths: Sequence[float], places: Sequence[int], gains: dict[int, float], columns: float
) -> list[str]:
    """The lines that cost least. A stretch without a place for a break that is wider than a line is one line."""
    even = widths[-1] / -(-widths[-1] // columns)
    best: dict[int, tuple[float, int]] = {0: (0.0, 0)}
    for k, end in enumerate(places[1:], 1):
        gain = gains.get(end, -20.0) if end < len(text) else 0.0
        choices = [
            (best[start][0] + _UNEVEN * ((even - width) / columns) ** 2 - gain, start)
            for start in places[:k]
            if start in best and ((width := widths[end] - widths[start]) <= columns or start == places[k - 1])
        ]
        best[end] = min(choices, default=(_NEVER, places[k - 1]))
    lines: list[str] = []
    end = len(text)
    while end:
        start = best[end][1]
        lines.insert(0, text[start:end].strip())
        end = start
    return [line for line in lines if line]
