"""The running text of a word processor's document in the making: paragraphs, tables, and what stands beside them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from toolkit.errors import InputError
from toolkit.inputs.readings import is_kana
from toolkit.inputs.sheet import BlockKind, LeftOut, LeftOutKind, Mark, Reading, Row, Sheet, sheet_of
from toolkit.inputs.table import MERGED, CellLine, lines_of_table

MOST_PARAGRAPHS = 200_000


# A box with no more is a caption; longer ones are part of the text (the rule for Word documents)
_LONGEST_CAPTION = 80  # characters
_MOST_CAPTION_LINES = 3
_LABEL = re.compile(r"[\s　]*[^\s　：:。、]{1,12}[：:]")


@dataclass(slots=True, eq=False)
class StoryLine:
    """A line of a paragraph in the making. ``bold`` is where its emphasised beginning ends (blanks beside it are of
    either look); ``signs`` stood in it and are no text.
    """

    parts: list[str] = field(default_factory=list)
    length: int = 0
    bold: int = 0
    readings: list[Reading] = field(default_factory=list)
    signs: list[str] = field(default_factory=list)
    _leads: bool = True  # nothing plain has been added yet

    @property
    def text(self) -> str:
        return "".join(self.parts)

    def add(self, text: str, *, bold: bool = False) -> None:
        self.parts.append(text)
        self.length += len(text)
        self._leads = self._leads and (bold or text.isspace())
        if self._leads and bold:
            self.bold = self.length

    @property
    def bold_beginning(self) -> int:
        return self.length if self.bold and not self.text[self.bold :].strip() else self.bold

    def read(self, start: int, kana: str) -> None:
        """Note what stands over the text from ``start`` on."""
        self.signs.append(kana)
        if self.length > start and is_kana(kana):
            self.readings.append(Reading(start, self.length, kana.strip()))


@dataclass(slots=True, eq=False)
class Paragraph:
    """``why``: it stands in the text, and is no part of it: a line of the contents, the caption of a figure."""

    lines: list[StoryLine] = field(default_factory=lambda: [StoryLine()])
    kind: BlockKind = "paragraph"
    level: int = 0
    why: LeftOutKind | None = None

    @property
    def line(self) -> StoryLine:
        """The line that is being written."""
        return self.lines[-1]

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines).strip()


@dataclass(slots=True, eq=False)
class Table:
    """Rows of cells of paragraphs; None for a cell that the one above reaches down to. ``heads``: rows of its header,
    0 if the document names none. ``is_nested``: it holds other tables, whose text is in its cells.
    """

    rows: list[list[list[Paragraph] | None]] = field(default_factory=list)
    heads: int = 0
    is_nested: bool = False

    @property
    def is_frame(self) -> bool:
        """Whether it only lays out the page."""
        return self.is_nested or all(len(row) <= 1 for row in self.rows)

    def paragraphs(self) -> Iterator[Paragraph]:
        return (paragraph for row in self.rows for cell in row for paragraph in cell or ())


@dataclass(slots=True, eq=False)
class Aside:
    """What stands beside the text: a note, a header, a box ("caption")."""

    why: LeftOutKind
    paragraphs: list[Paragraph] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(text for paragraph in self.paragraphs if (text := paragraph.text))

    @property
    def is_text(self) -> bool:
        """Whether it is a box with part of the text."""
        if self.why != "caption":
            return False
        filled = [paragraph for paragraph in self.paragraphs if paragraph.text]
        if any(paragraph.kind in ("title", "heading") for paragraph in filled):
            return True
        is_short = len(filled) <= _MOST_CAPTION_LINES and sum(len(p.text) for p in filled) <= _LONGEST_CAPTION
        return not is_short or any(_LABEL.match(paragraph.text) for paragraph in filled[:1])


class Story:
    """``blocks`` in the order in which they begin. ``deletions`` were tracked, ``hidden`` is text that is not shown."""

    def __init__(self) -> None:
        self.blocks: list[Paragraph | Table | Aside] = []
        self.deletions: list[str] = []
        self.insertions = 0
        self.hidden: list[str] = []
        self.title = ""
        self.author = ""
        self._count = 0

    def paragraph(self) -> Paragraph:
        """A new paragraph, which the caller puts into a block. InputError for the one too many."""
        self._count += 1
        if self._count > MOST_PARAGRAPHS:
            raise InputError(f"has more than {MOST_PARAGRAPHS} paragraphs", mend="split the document into several")
        return Paragraph()

    def sheet(self) -> Sheet:
        """The story as lines."""
        draft = _Draft()
        for block in self.blocks:
            draft.add(block)
        gone = [(1, text.strip()) for text in (*self.deletions, *self.hidden) if text.strip()]
        meta = {key: text for key, text in (("title", self.title), ("author", self.author)) if text}
        return sheet_of(
            draft.rows,
            excluded=[*draft.excluded, *gone],
            warnings=self._warnings(),
            title=self.title,
            left_out=draft.left_out,
            meta=meta,
        )

    def _warnings(self) -> Iterator[str]:
        hidden = sum(map(len, self.hidden))
        if hidden:
            yield f"{hidden} characters of hidden text were left out"
        if self.deletions or self.insertions:
            yield f"tracked changes: {len(self.deletions)} deletions were left out, {self.insertions} insertions kept"


class _Draft:
    """The rows of a sheet in the making."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.excluded: list[tuple[int, str]] = []
        self.left_out: list[LeftOut] = []

    def add(self, block: Paragraph | Table | Aside) -> None:
        if isinstance(block, Paragraph):
            self._paragraph(block)
        elif isinstance(block, Table) and not block.is_frame:
            self._table(block)
        elif isinstance(block, Table) or block.is_text:
            for paragraph in block.paragraphs() if isinstance(block, Table) else block.paragraphs:
                self._paragraph(paragraph)
        else:
            for paragraph in block.paragraphs:
                self._leave_out(paragraph, block.why)

    def _signs(self, paragraph: Paragraph) -> None:
        signs = (sign.strip() for line in paragraph.lines for sign in line.signs)
        self.excluded += [(len(self.rows) + 1, sign) for sign in signs if sign]

    def _leave_out(self, paragraph: Paragraph, why: LeftOutKind) -> None:
        self._signs(paragraph)
        if paragraph.text:
            line = (
                max(1, len(self.rows)) if why == "note" else len(self.rows) + 1
            )  # a note belongs to what stands above
            self.left_out.append(LeftOut(line, paragraph.text, why))

    def _paragraph(self, paragraph: Paragraph) -> None:
        if paragraph.why:
            self._leave_out(paragraph, paragraph.why)
            return
        self._signs(paragraph)
        kind = paragraph.kind
        for line in paragraph.lines:
            mark = Mark(kind, paragraph.level, bold=line.bold_beginning, readings=tuple(line.readings))
            self.rows.append(Row(line.text, mark if line.text.strip() else Mark("paragraph")))
            kind = "paragraph" if kind == "item" else kind

    def _table(self, table: Table) -> None:
        for paragraph in table.paragraphs():
            self._signs(paragraph)
        cells = [[MERGED if cell is None else tuple(_cell_lines(cell)) for cell in row] for row in table.rows]
        found, before = lines_of_table(cells, heads=table.heads or None), len(self.rows)
        self.excluded += [(before + line, text) for line, text in found.excluded]
        self.left_out += [replace(one, line=before + one.line) for one in found.left_out]
        self.rows += found.rows


def _cell_lines(paragraphs: Iterable[Paragraph]) -> Iterator[CellLine]:
    for line in (line for paragraph in paragraphs for line in paragraph.lines):
        yield CellLine(line.text, line.bold_beginning, tuple(line.readings))
