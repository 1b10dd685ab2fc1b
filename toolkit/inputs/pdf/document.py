"""PDF documents with a text layer: the lines as they are printed, without what a page has because it is a page.

A line stays a line, for a PDF does not say where a paragraph ends; a blank row stands where the page leaves a gap.
Left out and listed: running heads, page numbers, notes at the foot of a page, stamps over it. pdfminer.six reads the
characters and where they stand, not the lines: its own analysis puts ruby into lines and takes columns that run down
apart. PDFium (pypdfium2) drops what is set in a Japanese font that neither the document nor the machine has: it kept 28
of 2,635 characters of a page of the official gazette. pypdf does not say where a character stands.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from toolkit.inputs.pdf.direction import written
from toolkit.inputs.pdf.extraction import Page, extraction
from toolkit.inputs.pdf.fonts import Fonts
from toolkit.inputs.pdf.furniture import furniture_of
from toolkit.inputs.pdf.layer import TextLayer
from toolkit.inputs.pdf.lines import Line, lines_of
from toolkit.inputs.sheet import LeftOut, LeftOutKind, Mark, Row, Sheet, sheet_of

_GAP = 1.35  # line spacings: more parts two paragraphs
_COMMON = 0.15  # of the spacings: the narrowest so common is that of lines
_HEADING = 1.15  # of the body's size
_MOST_HEADING_LINES = 3  # larger letters over more lines are a lead or a pull quote
_SAME_SIZE = 0.25  # points
_DEEPEST = 6  # level of a heading
_NOTE_SIZE = 0.9  # of the body's size, at most
_FULL = 1.5  # em: a line that ends so near to the right edge may go on
_NOTE = re.compile(r"[\s　]*(?:[*＊※†‡]|[(（]?(?:注|註)|[(（]?[0-9０-９]{1,3}[)）.．\s　])")
_ENDS = re.compile(r"[。．？！?!」』）)…―]$")
_NO_TITLE = re.compile(
    r"(?:microsoft \w+|一太郎|powerpoint プレゼンテーション|untitled|無題|名称未設定|document|文書)[\s\d\-]*$"
    r"|.*\.(?:docx?|xlsx?|pptx?|indd|jtd|odt|rtf|txt|pages|ai|pdf|html?)$",
    re.IGNORECASE,
)
_NOBODY = ("anonymous", "unspecified", "unknown")


def sheet_of_pdf(data: bytes, name: str) -> Sheet:
    """The lines of a PDF. Raises ``InputError`` for a scan, a password, damage and fonts that hide their characters,
    ``EngineError`` where pdfminer.six is not installed.
    """
    with extraction(data, name) as pdf:
        return sheet_of_pages(pdf.pages, name, title=pdf.title, author=pdf.author)


def sheet_of_pages(pages: Iterable[Page], name: str, *, title: str = "", author: str = "") -> Sheet:
    """The lines of pages of glyphs. Raises ``InputError`` where these are no words."""
    book = _Book()
    for page in pages:
        book.add(page)
    book.layer.refuse(name)
    pitch = _pitch(book.lines)
    draft = _Draft(book.fonts, pitch, furniture_of(book.lines, pitch, book.fonts.body))
    for aside, lines in zip(book.aside, book.lines, strict=True):
        draft.page(aside, lines)
    draft.say_headings()
    title, author = _title(title), _author(author)
    return sheet_of(
        draft.rows,
        excluded=draft.excluded,
        warnings=book.layer.warnings(),
        title=title,
        left_out=draft.left_out,
        meta={key: text for key, text in (("title", title), ("author", author)) if text},
        whole=False,
    )


def _title(text: str) -> str:
    """The title that somebody gave the document, '' if a program did."""
    text = " ".join(text.removeprefix("Microsoft Word - ").split())
    return "" if _NO_TITLE.match(text) else text


def _author(text: str) -> str:
    return "" if text.strip("( )").lower() in _NOBODY else " ".join(text.split())


@dataclass(slots=True)
class _Book:
    """All pages as lines; ``aside``: what stands askew or outside, page by page."""

    fonts: Fonts = field(default_factory=Fonts)
    layer: TextLayer = field(default_factory=TextLayer)
    lines: list[list[Line]] = field(default_factory=list)
    aside: list[tuple[str, ...]] = field(default_factory=list)

    def add(self, page: Page) -> None:
        self.fonts.count(page)
        self.layer.count(page)
        found = written(page)
        self.lines.append(lines_of(found))
        self.aside.append(found.aside)


def _pitch(pages: Iterable[Sequence[Line]]) -> float:
    """The distance between two lines of a paragraph, in points."""
    steps = Counter(
        round(2 * (other.v - one.v)) / 2
        for lines in pages
        for one, other in pairwise(lines)
        if not other.begins_column and 0 < other.v - one.v < 4 * max(one.size, other.size)
    )
    common = [step for step, count in steps.items() if count >= _COMMON * steps.total()]
    return min(common or steps, default=0.0)


@dataclass(slots=True)
class _Draft:
    """The rows of a sheet in the making. ``large``: rows in larger letters than the body's, with their line."""

    fonts: Fonts
    pitch: float
    furniture: frozenset[Line]
    rows: list[Row] = field(default_factory=list)
    excluded: list[tuple[int, str]] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    large: list[tuple[int, Line]] = field(default_factory=list)
    _body: float = 0.0
    _last: Line | None = None
    _is_new_page: bool = True
    _has_gaps: bool = False

    def __post_init__(self) -> None:
        self._body = self.fonts.body

    def page(self, aside: Sequence[str], lines: Sequence[Line]) -> None:
        """Add the lines of a page."""
        self._is_new_page = True
        for words in aside:
            self._leave_out(words, "page")
        notes = _notes([line for line in lines if line not in self.furniture], self._body)
        for line in lines:
            if line in self.furniture or line in notes:
                self._signs(line)
                self._leave_out(line.text, "page" if line in self.furniture else "note")
            else:
                self._line(line)

    def _leave_out(self, text: str, why: LeftOutKind) -> None:
        self.left_out.append(LeftOut(len(self.rows) + 1, text.strip(), why))

    def _signs(self, line: Line) -> None:
        self.excluded += [(len(self.rows) + 1, sign) for sign in line.signs]

    def _line(self, line: Line) -> None:
        if self._last and self._parts(self._last, line):
            self.rows.append(Row(""))
        if line.size >= _HEADING * self._body:
            self.large.append((len(self.rows), line))
        self._signs(line)
        self.rows.append(Row(line.text, Mark(bold=self.fonts.bold_beginning(line.looks), readings=line.readings)))
        self._last, self._is_new_page = line, False

    def _parts(self, one: Line, other: Line) -> bool:
        """Whether a gap stands between two lines. Between two columns or pages it is known only where a line ends."""
        if self._is_new_page or not _is_below(other, one):
            is_full = one.right - one.u1 < _FULL * one.size
            return self._has_gaps and not is_full and bool(_ENDS.search(one.text))
        wide = other.v - one.v > _GAP * self.pitch * max(1.0, other.size / (self._body or 1.0))
        self._has_gaps = self._has_gaps or wide
        return wide

    def say_headings(self) -> None:
        """Mark what is set in larger letters as headings, the largest size as the highest level; alone of its size and
        before all others, it is the title.
        """
        blocks = [block for block in _blocks(self.large) if len(block) <= _MOST_HEADING_LINES]
        sizes = sorted({line.size for block in blocks for _, line in block}, reverse=True)
        for nth, block in enumerate(blocks):
            level = 1 + sizes.index(block[0][1].size)
            is_title = not nth and level == 1 and all(other[0][1].size < block[0][1].size for other in blocks[1:])
            joins = False
            for k, line in block:
                mark = replace(self.rows[k].mark, kind="title" if is_title else "heading", joins=joins)
                self.rows[k] = Row(self.rows[k].text, replace(mark, level=0 if is_title else min(level, _DEEPEST)))
                joins = line.right - line.u1 < _FULL * line.size


def _is_below(other: Line, one: Line) -> bool:
    return other.is_down == one.is_down and other.v > one.v and other.u0 < one.u1 and one.u0 < other.u1


def _blocks(large: Iterable[tuple[int, Line]]) -> Iterator[list[tuple[int, Line]]]:
    """Lines of one size that follow each other."""
    block: list[tuple[int, Line]] = []
    for k, line in large:
        if block and (k > block[-1][0] + 1 or abs(line.size - block[-1][1].size) > _SAME_SIZE):
            yield block
            block = []
        block.append((k, line))
    if block:
        yield block


def _notes(lines: Sequence[Line], body: float) -> frozenset[Line]:
    """Smaller lines at the end of a page, from the first one that begins with the mark of a note."""
    last = len(lines)
    while last and lines[last - 1].size <= _NOTE_SIZE * body:
        last -= 1
    first = next((k for k in range(last, len(lines)) if _NOTE.match(lines[k].text)), len(lines))
    return frozenset(lines[first:])
