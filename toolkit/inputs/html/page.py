"""Web pages: the text of the article, its headings, bullets and ruby. Nothing is fetched, no script is run.

Left out and listed: navigation, forms, captions and what the page hides. Depth does not matter: the page is read as a
stream of tags.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from toolkit.errors import InputError
from toolkit.inputs.html.elements import AROUND, BLOCKS, HEADINGS, REGIONS, SILENT, VOID, Element, Stack, is_unseen
from toolkit.inputs.html.tokens import Token, tokens
from toolkit.inputs.readings import is_kana
from toolkit.inputs.sheet import BlockKind, Mark, Reading, Row, Sheet, sheet_of

_BLANKS = re.compile("[ \t\n\f\r]+")
_MOST_REGIONS = 1000
_LONGEST_GLOSS = 60
_SHARE = 0.5  # of the page's text: an article with less is a teaser among others (product default)


@dataclass(slots=True)
class _Block:
    """A line of text in the making. ``left_out`` stood inside it and is no text: readings."""

    element: Element
    leads: bool  # the first line of its element
    parts: list[str] = field(default_factory=list)
    length: int = 0
    bold: int = 0
    readings: list[Reading] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    blank: str = ""  # white space of which it is not known yet whether it shows
    last: str = ""

    def add(self, text: str, *, bold: bool) -> None:
        if bold and self.bold == self.length:
            self.bold += len(text)
        self.parts.append(text)
        self.length += len(text)
        self.last = text[-1:] or self.last

    @property
    def text(self) -> str:
        return "".join(self.parts)


def sheet_of_html(page: str, name: str) -> Sheet:
    """The article of a page as lines. Raises ``InputError`` where the page shows no words: never an empty text."""
    reader = _Page()
    for token in tokens(page):
        reader.take(token)
    reader.flush()
    blocks = [block for block in reader.blocks if block.text.strip() or block.left_out]
    chosen = _article(blocks, reader.parents)
    if not any(c.isalnum() for block in chosen for c in block.text):
        raise InputError(
            "shows no words in a browser (scripts are not run)",
            where=name,
            mend="save the page's text as .txt and give that",
        )
    return _as_sheet(blocks, chosen, "".join(reader.title))


def _article(blocks: Sequence[_Block], parents: Sequence[int]) -> list[_Block]:
    """The blocks to read: of the article that holds most of the text, else of the whole page; less what stands around
    it.
    """
    shown = [block for block in blocks if not block.element.around and not block.element.unseen]
    if not any(c.isalnum() for block in shown for c in block.text):
        return [block for block in blocks if not block.element.unseen]
    sizes = [0] * len(parents)
    for block in shown:
        sizes[block.element.region] += block.length
    for region in reversed(range(1, len(parents))):  # inner regions have the higher numbers
        sizes[parents[region]] += sizes[region]
    # The innermost region that still holds its share of the page
    best = max((r for r in range(len(parents)) if sizes[r] >= _SHARE * sizes[0]), default=0)
    return [block for block in shown if best in _lineage(block.element.region, parents)]


def _lineage(region: int, parents: Sequence[int]) -> Iterator[int]:
    while region:
        yield region
        region = parents[region]
    yield 0


def _as_sheet(blocks: Sequence[_Block], chosen: Sequence[_Block], title: str) -> Sheet:
    rows: list[Row] = []
    excluded: list[tuple[int, str]] = []
    kept = {id(block) for block in chosen}
    titled = around = 0
    for block in blocks:
        excluded += [(len(rows) + 1, text) for text in block.left_out]
        if id(block) not in kept:
            excluded.append((len(rows) + 1, block.text.strip()))
            around += len(block.text.strip())
            continue
        if not block.text.strip():
            continue
        kind: BlockKind = _kind(block)
        if block.element.within == "h1" and not titled:
            kind, titled = "title", 1
        rows.append(Row(block.text, Mark(kind, bold=block.bold, readings=tuple(block.readings))))
    warnings = (
        (f"{around} characters around the article (navigation, captions, hidden text) were left out",) if around else ()
    )
    return sheet_of(rows, excluded=[(n, text) for n, text in excluded if text], warnings=warnings, title=title)


def _kind(block: _Block) -> BlockKind:
    if block.element.within in HEADINGS:
        return "heading"
    return "item" if block.element.within == "li" and block.leads else "paragraph"


class _Page:
    """The walk through a page. ``parents[r]`` is the region around region r; region 0 is the page."""

    def __init__(self) -> None:
        self.blocks: list[_Block] = []
        self.parents = [0]
        self.title: list[str] = []
        self._stack = Stack()
        self._block = _Block(self._stack.top, leads=True)
        self._ruby_from: tuple[_Block, int] | None = None
        self._gloss: list[str] | None = None

    def take(self, token: Token) -> None:
        if token.kind == "text":
            self._text(token.text)
        elif token.kind == "start":
            self._start(token.name, token.attributes)
        else:
            self._end(token.name)

    def flush(self, *, leads: bool = True) -> None:
        """End the line."""
        self._end_gloss()
        if self._block.length or self._block.left_out:
            self.blocks.append(self._block)
        elif not leads:
            leads = self._block.leads
        self._block = _Block(self._stack.top, leads=leads)

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name in ("br", "hr"):
            self.flush(leads=name == "hr")
            return
        if name in VOID:
            return
        if name in ("rt", "rp", "rb", "rtc", "ruby"):
            self._end_gloss()
        block = name in BLOCKS
        if block:
            self.flush()
        self._stack.begin(name)
        self._stack.push(self._element(name, attributes))
        if block or self._stack.top.unseen or self._stack.top.around or name in REGIONS:
            self.flush()
        if name == "ruby":
            self._ruby_from = (self._block, self._after_blank())
        elif name in ("rt", "rp"):
            self._gloss = []

    def _element(self, name: str, attributes: Mapping[str, str]) -> Element:
        outer = self._stack.top
        region = outer.region
        if (
            (name in REGIONS or attributes.get("role") == "main")
            and len(self.parents) < _MOST_REGIONS
            and not outer.around
        ):
            self.parents.append(region)
            region = len(self.parents) - 1
        within = (
            name
            if name in HEADINGS or name == "li"
            else ("" if name in ("ul", "ol", "table", "blockquote") else outer.within)
        )
        return Element(
            name,
            silent=(outer.silent or name in SILENT) and name not in ("body", "title"),
            around=outer.around or name in AROUND or (name == "header" and not region),
            unseen=outer.unseen or is_unseen(attributes),
            region=region,
            within=within,
            bold=outer.bold or name in ("b", "strong"),
            verbatim=outer.verbatim or name == "pre",
        )

    def _end(self, name: str) -> None:
        if name in ("rt", "rp", "rtc", "ruby"):
            self._end_gloss()
        if name == "ruby":
            self._ruby_from = None
        elif name == "br":
            self.flush(leads=False)
        apart = name in BLOCKS or (self._stack.top.name == name and (self._stack.top.unseen or self._stack.top.around))
        if apart:
            self.flush()
        self._stack.end(name)
        if apart:
            self.flush()

    def _text(self, text: str) -> None:
        element = self._stack.top
        if element.name == "title":
            self.title.append(text)
        elif element.silent:
            return
        elif self._gloss is not None:
            self._gloss.append(text)
        elif element.verbatim:
            self._lines(text)
        else:
            self._flow(text)

    def _lines(self, text: str) -> None:
        first, *rest = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        self._block.add(first, bold=self._stack.top.bold)
        for line in rest:
            self.flush(leads=False)
            self._block.add(line, bold=self._stack.top.bold)

    def _flow(self, text: str) -> None:
        """Text whose white space is one space, or none where the page's source only breaks a Japanese line."""
        at = 0
        for blank in _BLANKS.finditer(text):
            self._word(text[at : blank.start()])
            self._block.blank += blank.group() if len(self._block.blank) < 100 else ""
            at = blank.end()
        self._word(text[at:])

    def _word(self, word: str) -> None:
        if not word:
            return
        if self._block.element is not self._stack.top and not self._block.length:
            self._block.element = self._stack.top
        block, bold = self._block, self._stack.top.bold
        if block.blank and block.length:
            source_break = "\n" in block.blank and not (block.last.isascii() or word[0].isascii())
            if not source_break:
                block.add(" ", bold=bold)
        block.blank = ""
        block.add(word, bold=bold)

    def _after_blank(self) -> int:
        """Where the next word will begin: a space that waits comes before it."""
        block = self._block
        waits = bool(block.blank) and bool(block.length) and not ("\n" in block.blank and not block.last.isascii())
        return block.length + waits

    def _end_gloss(self) -> None:
        """The reading that just ended belongs to what stands between the last one and it."""
        if self._gloss is None:
            return
        kana, self._gloss = "".join(self._gloss).strip(), None
        block = self._block
        if len(kana) > _LONGEST_GLOSS:  # a <rt> that nobody closed: better a reading in the text than text lost
            block.add(kana, bold=False)
            return
        if kana:
            block.left_out.append(kana)
        if self._stack.top.name == "rp" or not self._ruby_from or self._ruby_from[0] is not block or not is_kana(kana):
            return
        start = self._ruby_from[1]
        if start < block.length:
            block.readings.append(Reading(start, block.length, kana))
        elif block.readings and block.readings[-1].end == block.length:  # 漢字, かん, じ: two readings after two bases
            last = block.readings.pop()
            block.readings.append(Reading(last.start, last.end, last.kana + kana))
        self._ruby_from = (block, block.length)
