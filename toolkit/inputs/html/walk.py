"""The walk through a judged page: its lines in order, each with what the elements around it say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from toolkit.inputs.html.block import Block
from toolkit.inputs.html.elements import HEADINGS, VOID
from toolkit.inputs.html.emphasis import Emphasis
from toolkit.inputs.html.phrases import is_furniture
from toolkit.inputs.html.tables import Grid
from toolkit.inputs.html.titles import Titles
from toolkit.inputs.html.tree import End, Node, Tree
from toolkit.inputs.sheet import BlockKind, LeftOutKind, Mark
from toolkit.inputs.table import CellLine

_GLOSSES = frozenset("rt rp rtc".split())
_RUBY = _GLOSSES | frozenset(("ruby", "rb"))
_VERBATIM = frozenset("pre xmp listing plaintext".split())
_APART = frozenset("a button option label summary td th".split())  # words of their own in a row of links
_NO_HEADING = frozenset("p ul ol dl table blockquote section article aside pre".split())  # nothing of an open heading
# What parts a name from the text after it, in the same line: 佐藤：…, 佐藤（社長）：…, 佐藤　…
_SEPARATOR = re.compile(
    r"[ \t\n\f\r　]*(?:[（(][^（）()]{1,30}[）)][ \t\n\f\r　]*(?=[：:／/｜|＞>]))?[：:／/｜|＞>]?[ \t\n\f\r　]*"
)

_RAISED = re.compile("[0-9+n-]+")
_SUPERSCRIPTS = str.maketrans("0123456789+-n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ")  # 10<sup>2</sup> is not 102
_PARAGRAPH = Mark("paragraph")


@dataclass(frozen=True, slots=True)
class Around:
    """What the open elements say of the text in them. ``item``: the list item whose first line is its head."""

    mark: Mark = _PARAGRAPH
    why: LeftOutKind | None = None
    items: int = 0
    quotes: int = 0
    item: Node | None = None
    grid: Grid | None = None
    cell: list[CellLine] | None = None
    verbatim: bool = False
    is_sign: bool = False
    is_raised: bool = False


def blocks_of(tree: Tree, titles: Titles, data: frozenset[int]) -> Sequence[Block]:
    """The lines of a judged page in order, left out or not; blank ones where it breaks a line twice. ``data``: the
    tables of data, by identity.
    """
    walk = _Walk(tree, titles, data)
    for part in tree.parts:
        walk.take(part)
    walk.flush()
    return walk.blocks


def _begins_line(node: Node) -> bool:
    return node.is_block or (node.is_name and not node.is_sign) or _is_code(node)


def _is_code(node: Node) -> bool:
    return node.name == "code" and node.parent is not None and node.parent.name == "pre"


class _Walk:
    def __init__(self, tree: Tree, titles: Titles, data: frozenset[int]) -> None:
        self.blocks: list[Block] = []
        self._titles = titles
        self._emphasis = Emphasis(tree)
        self._data = data
        self._path: list[tuple[Node, Around]] = [(tree.root, Around())]
        self._block = Block(Around().mark)
        self._gloss: list[str] | None = None
        self._aside: list[str] | None = None  # the words of something left out in the middle of a line
        self._aside_from = 0  # the depth of its element
        self._written: set[int] = set()  # list items whose head was written
        self._after_name: Node | None = None

    @property
    def _around(self) -> Around:
        return self._path[-1][1]

    def take(self, part: Node | str | End) -> None:
        if isinstance(part, str):
            self._text(part)
        elif isinstance(part, End):
            self._end(part)
        elif part.name in VOID:
            self._void(part)
        else:
            self._begin(part)

    def flush(self) -> None:
        """End the line, and begin one of the elements that are open now."""
        self._end_line()
        self._begin_line()

    def _begin_line(self) -> None:
        around = self._around
        item, mark = id(around.item), around.mark
        if mark.kind == "item" and item in self._written:
            mark = replace(mark, kind="paragraph")
        self._block = Block(mark, around.why, around.grid, around.cell, item)

    def _end_line(self) -> None:
        self._end_gloss()
        self._after_name = None
        block = self._block
        if not block.is_empty:
            if not block.why and block.mark.kind in ("paragraph", "item") and not block.mark.speaker:
                block.why = "page" if is_furniture(block.bare, linked=block.linked == block.length) else None
            self.blocks.append(block)
            if block.mark.kind == "item" and not block.is_blank:
                self._written.add(block.item)

    def _void(self, node: Node) -> None:
        if self._aside is not None:
            self._aside.append(" ")
        elif node.name == "br":
            self._break()
        elif node.name == "hr":
            self.flush()

    def _break(self) -> None:
        """A line break: a line of its own, blank where two come together. A heading is one line on several."""
        block = self._block
        if block.is_empty:
            self.blocks.append(block)
        self.flush()
        if block.mark.kind in ("heading", "title") and block.length:
            self._block.mark = replace(self._block.mark, joins=True)

    def _begin(self, node: Node) -> None:
        self._emphasis.begin(node)
        around = self._inside(node)
        if self._aside is not None:
            self._aside += [" "] if node.is_block or node.name in _APART else []
            self._path.append((node, around))
            return
        if node.name in _RUBY:
            self._end_gloss()
        is_line = _begins_line(node)
        if is_line:
            self._end_line()
        is_aside = bool(around.why) and not self._around.why and not node.is_block
        self._path.append((node, around))
        if is_aside:
            self._end_gloss()
            self._aside, self._aside_from = [], len(self._path)
        elif is_line:
            self._begin_line()
        elif around.why and node.name in _APART:
            self._block.blank += " "
        self._begin_ruby(node)

    def _begin_ruby(self, node: Node) -> None:
        if node.name == "ruby":
            self._block.begin_ruby()
        elif node.name in _GLOSSES and self._aside is None:
            self._gloss = []

    def _inside(self, node: Node) -> Around:
        around = self._around
        if node.why != around.why:
            around = replace(around, why=node.why)
        if node.is_sign:
            around = replace(around, is_sign=True)
        if node.name == "sup" and _RAISED.fullmatch(node.text):
            around = replace(around, is_raised=True)
        if node.speaker and node.speaker != around.mark.speaker:
            around = replace(around, mark=replace(around.mark, speaker=node.speaker))
        if _is_code(node):
            return replace(around, mark=Mark("code"))
        if node.is_name and not node.is_sign:
            return replace(around, mark=Mark("term", speaker=around.mark.speaker))
        if node.is_block:
            around = self._in_table(node, self._in_block(node, around))
        return replace(around, verbatim=True) if node.name in _VERBATIM else around

    def _in_block(self, node: Node, around: Around) -> Around:
        speaker = around.mark.speaker
        if node.name in HEADINGS:
            kind: BlockKind = "title" if self._titles.is_title(node) else "heading"
            return replace(around, mark=Mark(kind, HEADINGS[node.name], speaker))
        if node.name in ("ul", "ol", "menu", "dir"):
            around = replace(around, items=around.items + 1)
        if node.name == "li":
            return replace(around, item=node, mark=Mark("item", max(around.items, 1), speaker))
        if node.name == "blockquote":
            return replace(around, quotes=around.quotes + 1, mark=Mark("quote", around.quotes + 1, speaker))
        if node.name == "dt":
            return replace(around, mark=Mark("term", 0, speaker))
        is_plain = node.name in ("dd", "td", "th", "article", "aside")
        if is_plain or (around.mark.kind in ("heading", "title") and node.name in _NO_HEADING):
            return replace(around, mark=Mark("paragraph", 0, speaker))
        return around

    def _in_table(self, node: Node, around: Around) -> Around:
        if id(node) in self._data and not around.why:
            return replace(around, grid=Grid())
        if around.grid and node.name == "tr":
            around.grid.begin_row(node)
        elif around.grid and node.name in ("td", "th"):
            return replace(around, cell=around.grid.begin_cell(node))
        return around

    def _end(self, end: End) -> None:
        node = end.node
        if end.crossed:
            node.over = True
        elif node.name not in VOID:
            self._close(node)

    def _close(self, node: Node) -> None:
        depth, inner = len(self._path), self._path.pop()[1]
        if self._aside is not None:
            self._aside += [" "] if node.is_block or node.name in _APART else []
            if depth == self._aside_from:
                self._end_aside(inner.why)
            return
        if node.name in _RUBY:
            self._end_gloss(is_reading=node.name != "rp")
        if node.name == "ruby":
            self._block.base = -1
        if node.is_block or _is_code(node):
            self.flush()
        elif node.is_name:
            self._after_name = node
        elif inner.why and node.name in _APART:
            self._block.blank += " "

    def _end_aside(self, why: LeftOutKind | None) -> None:
        words, self._aside = " ".join("".join(self._aside or ()).split()), None
        if words and why:
            self._block.left_out.append((words, why))

    def _text(self, text: str) -> None:
        around = self._around
        if self._aside is not None:
            self._aside.append(text)
        elif self._gloss is not None:
            self._gloss.append(text)
        elif around.is_sign and not around.why:
            self._block.excluded += [text.strip()] if text.strip() else []
        elif around.verbatim:
            self._lines(text)
        else:
            if self._after_name and text.strip():
                text = self._separated(text, self._after_name)
            if around.is_raised:
                text = text.translate(_SUPERSCRIPTS)
            self._block.flow(text, bold=self._is_bold(), linked=self._path[-1][0].is_link)

    def _separated(self, text: str, name: Node) -> str:
        """The text after a name that stands in the same line; what parts them stays with the name."""
        self._after_name = None
        found = _SEPARATOR.match(text)
        cut = found.end() if found else 0
        if name.is_sign:
            self._block.excluded += [text[:cut].strip()] if text[:cut].strip() else []
        else:
            self._block.flow(text[:cut], bold=False)
            self.flush()
        return text[cut:]

    def _lines(self, text: str) -> None:
        first, *rest = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        self._block.add(first, bold=self._is_bold())
        for line in rest:
            self._break()
            self._block.add(line, bold=self._is_bold())

    def _is_bold(self) -> bool:
        return self._emphasis.source(self._path[-1][0]) is not None

    def _end_gloss(self, *, is_reading: bool = True) -> None:
        if self._gloss is not None:
            gloss, self._gloss = "".join(self._gloss), None
            self._block.read(gloss, is_reading=is_reading)
