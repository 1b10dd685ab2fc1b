"""The blocks of a Word document as the rows of a sheet, and what of them is no transcript."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from toolkit.inputs.docx.blocks import Block, WordBox, WordCell, WordLine, WordParagraph, WordTable, flat, paragraphs_of
from toolkit.inputs.docx.numbering import Numbers
from toolkit.inputs.docx.styles import Styles
from toolkit.inputs.sheet import LeftOut, LeftOutKind, Mark, Reading, Row
from toolkit.inputs.table import MERGED, Cell, CellLine, lines_of_table

_CAPTION = re.compile(
    r"[\s　（(［\[【▲▼△▽↑↓←→◀▶※＊*■●]*"
    r"(?:写真|撮影|画像|図|表|イラスト|提供|出典|資料|キャプション|photo|figure|fig|©|Ⓒ)",
    re.IGNORECASE,
)
_LABEL = re.compile(r"[\s　]*[^\s　：:。、]{1,12}[：:]")
_LONGEST_CAPTION = 80  # characters; longer boxes are part of the text


@dataclass(slots=True)
class Layout:
    """``notes``: by kind and number; those that were told at their place are taken out. ``floats``: boxes stand beside
    the text, and short ones are captions; not so where the boxes are the text.
    """

    styles: Styles
    notes: Mapping[tuple[str, str], Sequence[Block]]
    floats: bool
    rows: list[Row] = field(default_factory=list)
    excluded: list[tuple[int, str]] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    told: set[tuple[str, str]] = field(default_factory=set)
    numbers: Numbers = field(default_factory=Numbers)

    def add(self, blocks: Sequence[Block]) -> None:
        """Add blocks in order. Without recursion, as tables and boxes may be nested as deeply as a file says."""
        left = list(reversed(blocks))
        while left:
            block = left.pop()
            if isinstance(block, WordParagraph):
                self._paragraph(block)
            elif isinstance(block, WordBox):
                left.extend(reversed(self._box(block)))
            elif block.is_frame:
                cells = [cell for row in block.rows for cell in row.cells]
                left.extend(inner for cell in reversed(cells) for inner in reversed(cell.blocks))
            else:
                self._table(block)

    def _box(self, box: WordBox) -> list[Block]:
        """What of a box is text. A box in a box is judged with the outer one."""
        if not self._is_caption(box):
            return flat(box.blocks)
        self._leave_out(paragraphs_of(box.blocks), "caption")
        return []

    def end(self) -> None:
        """List the notes that nothing in the text refers to."""
        for key, blocks in self.notes.items():
            if key not in self.told:
                self._leave_out(paragraphs_of(list(blocks)), "note")

    def _paragraph(self, paragraph: WordParagraph) -> None:
        if self.styles.is_contents(paragraph.style):
            self._leave_out([paragraph], "page")
        elif self.styles.is_caption(paragraph.style):
            self._leave_out([paragraph], "caption")
        else:
            mark = self._mark(paragraph)
            label = self._label(paragraph)
            for nth, line in enumerate(paragraph.lines):
                self._beside(line)
                leads = Mark("paragraph") if nth and mark.kind == "item" else mark
                self.rows.append(_row(line, leads, label if not nth else ""))
            self._notes_of(paragraph)

    def _label(self, paragraph: WordParagraph) -> str:
        """The words that Word prints before an item."""
        found = self.styles.list_of(paragraph.style, paragraph.number, paragraph.level)
        if not found:
            return ""
        number, level = found
        label = self.numbers.label(number, self.styles.lists[number], level)
        return label if paragraph.text.strip() else ""

    def _mark(self, paragraph: WordParagraph) -> Mark:
        if not paragraph.text.strip():
            return Mark("paragraph")
        if self.styles.is_title(paragraph.style):
            return Mark("title")
        level = paragraph.outline + 1 if paragraph.outline < 9 else self.styles.heading_level(paragraph.style)
        if level:
            return Mark("heading", level)
        item = self.styles.list_of(paragraph.style, paragraph.number, paragraph.level)
        return Mark("item", item[1] + 1) if item else Mark("paragraph")

    def _table(self, table: WordTable) -> None:
        for cell in (cell for row in table.rows for cell in row.cells):
            kept = [self._box(block) if isinstance(block, WordBox) else [block] for block in cell.blocks]
            cell.blocks = [block for blocks in kept for block in blocks]
        heads = sum(1 for _ in takewhile(lambda row: row.is_head, table.rows))
        cells = [[cell for word in row.cells for cell in self._cells(word)] for row in table.rows]
        rows = [[()] * row.before + list(one) for row, one in zip(table.rows, cells, strict=True)]
        at = len(self.rows)
        for paragraph in paragraphs_of([table]):
            for line in paragraph.lines:
                self._beside(line)
        lines = lines_of_table(rows, heads=heads or None)
        self.rows += lines.rows
        self.excluded += [(at + line, text) for line, text in lines.excluded]
        self.left_out += [LeftOut(at + one.line, one.text, one.why) for one in lines.left_out]
        for paragraph in paragraphs_of([table]):
            self._notes_of(paragraph)

    def _cells(self, cell: WordCell) -> Iterator[Cell]:
        """A cell, and empty ones for the other columns that it covers."""
        lines = [line for paragraph in paragraphs_of(cell.blocks) for line in paragraph.lines]
        empty = cell.continues and not any(line.text.strip() for line in lines)
        yield MERGED if empty else tuple(CellLine(line.text, _bold(line), tuple(line.readings)) for line in lines)
        yield from [()] * (cell.span - 1)

    def _is_caption(self, box: WordBox) -> bool:
        paragraphs = [p for p in paragraphs_of(box.blocks) if p.text.strip()]
        if any(self.styles.is_caption(p.style) for p in paragraphs):
            return True
        if not paragraphs or not self.floats or any(self._mark(p).kind in ("title", "heading") for p in paragraphs):
            return False
        short = len(paragraphs) <= 3 and sum(len(p.text) for p in paragraphs) <= _LONGEST_CAPTION
        return short and bool(_CAPTION.match(paragraphs[0].text) or not _LABEL.match(paragraphs[0].text))

    def _beside(self, line: WordLine) -> None:
        """List what stood in a line and is no text: readings, hidden text, numbers of pages."""
        at = len(self.rows) + 1
        self.excluded += [(at, text.strip()) for text in line.hidden if text.strip()]
        self.left_out += [LeftOut(at, text.strip(), "page") for text in line.numbers if text.strip()]

    def _notes_of(self, paragraph: WordParagraph) -> None:
        for key in paragraph.notes:
            if key not in self.told:
                self.told.add(key)
                self._leave_out(paragraphs_of(list(self.notes.get(key, ()))), "note", max(1, len(self.rows)))

    def _leave_out(
        self, paragraphs: Iterator[WordParagraph] | Sequence[WordParagraph], why: LeftOutKind, line: int = 0
    ) -> None:
        for paragraph in paragraphs:
            for one in paragraph.lines:
                self._beside(one)
            text = "\n".join(one.text for one in paragraph.lines).strip()
            if text:
                self.left_out.append(LeftOut(line or len(self.rows) + 1, text, why))


def _bold(line: WordLine) -> int:
    return line.length if line.bold and not line.text[line.bold :].strip() else line.bold


def _row(line: WordLine, mark: Mark, label: str) -> Row:
    """A line with what Word prints before it."""
    before = f"{label} " if label else ""
    bold, shift = _bold(line), len(before)
    readings = tuple(Reading(one.start + shift, one.end + shift, one.kana) for one in line.readings)
    return Row(before + line.text, Mark(mark.kind, mark.level, bold=bold + shift if bold else 0, readings=readings))
