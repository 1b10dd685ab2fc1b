"""What a Word document is made of while it is read: paragraphs of lines, tables of cells, text boxes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from toolkit.inputs.sheet import Reading


@dataclass(slots=True, eq=False)
class WordLine:
    """A line of a paragraph in the making. ``bold`` is where its emphasised beginning ends (blanks beside it are of
    either look); ``hidden`` and ``numbers`` (of pages) are no text of it.
    """

    parts: list[str] = field(default_factory=list)
    length: int = 0
    bold: int = 0
    readings: list[Reading] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    leads: bool = True  # nothing plain has been added yet

    def add(self, text: str, *, bold: bool) -> None:
        self.parts.append(text)
        self.length += len(text)
        self.leads = self.leads and (bold or text.isspace())
        if self.leads and bold:
            self.bold = self.length

    @property
    def text(self) -> str:
        return "".join(self.parts)


@dataclass(slots=True, eq=False)
class WordParagraph:
    """``notes``: the kind and number of every note and remark that it refers to. ``goes_on``: its mark is deleted, the
    next paragraph belongs to it.
    """

    lines: list[WordLine] = field(default_factory=lambda: [WordLine()])
    style: str = ""
    outline: int = 9
    number: str | None = None
    level: str | None = None
    notes: list[tuple[str, str]] = field(default_factory=list)
    goes_on: bool = False

    @property
    def text(self) -> str:
        return "".join(part for line in self.lines for part in line.parts)


@dataclass(slots=True, eq=False)
class WordCell:
    """``span``: columns that it covers. ``continues``: the cell above reaches down to it."""

    blocks: list[Block] = field(default_factory=list)
    span: int = 1
    continues: bool = False


@dataclass(slots=True, eq=False)
class WordRow:
    """``before``: columns that the row leaves out at its beginning."""

    cells: list[WordCell] = field(default_factory=list)
    is_head: bool = False
    before: int = 0


@dataclass(slots=True, eq=False)
class WordTable:
    rows: list[WordRow] = field(default_factory=list)

    @property
    def is_frame(self) -> bool:
        """Whether it only lays out the page: one column, or more tables inside."""
        cells = [cell for row in self.rows for cell in row.cells]
        inside = any(isinstance(block, WordTable) for cell in cells for block in cell.blocks)
        return inside or all(len(row.cells) <= 1 for row in self.rows)


@dataclass(slots=True, eq=False)
class WordBox:
    """A text box, which floats beside the text."""

    blocks: list[Block] = field(default_factory=list)


Block = WordParagraph | WordTable | WordBox


def flat(blocks: list[Block]) -> list[Block]:
    """The blocks, those of boxes among them in the boxes' stead."""
    found: list[Block] = []
    left = list(reversed(blocks))
    while left:
        block = left.pop()
        if isinstance(block, WordBox):
            left.extend(reversed(block.blocks))
        else:
            found.append(block)
    return found


def paragraphs_of(blocks: list[Block]) -> Iterator[WordParagraph]:
    """Every paragraph, in reading order. Without recursion: tables may be nested as deeply as a file says."""
    left = list(reversed(blocks))
    while left:
        block = left.pop()
        if isinstance(block, WordParagraph):
            yield block
        elif isinstance(block, WordBox):
            left.extend(reversed(block.blocks))
        else:
            cells = [cell for row in block.rows for cell in row.cells]
            left.extend(inner for cell in reversed(cells) for inner in reversed(cell.blocks))
