"""The walk through the XML of a text part (the document, its notes, its running heads): to blocks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from toolkit.errors import InputError
from toolkit.inputs.docx.blocks import Block, WordBox, WordCell, WordParagraph, WordRow, WordTable
from toolkit.inputs.docx.runs import Run, Runs
from toolkit.inputs.docx.styles import Styles, is_on, level_of

MOST_PARAGRAPHS = 200_000
_SKIPPED = frozenset(
    (
        "w:del w:moveFrom mc:Fallback w:rPrChange w:pPrChange w:tblPrChange w:trPrChange w:tcPrChange w:sectPrChange"
    ).split()
)
_MOST_COLUMNS = 64  # Word's own bound is 63


@dataclass(slots=True, eq=False)
class _Frame:
    """Where blocks go, and the table, row and cell whose element is open."""

    blocks: list[Block]
    table: WordTable | None = None
    row: WordRow | None = None
    cell: WordCell | None = None
    run: Run | None = None  # that a text box stands in


class Walk:
    """``blocks`` in the order in which they begin; ``notes``: those of a part of notes, by kind and number. ``counts``:
    what was met that a person should be told of.
    """

    def __init__(self, styles: Styles) -> None:
        self.blocks: list[Block] = []
        self.notes: dict[tuple[str, str], list[Block]] = {}
        self.counts: Counter[str] = Counter()
        self._path: list[str] = []
        self._skip = 0  # depth inside something left out
        self._frames = [_Frame(self.blocks)]
        self._last: WordParagraph | None = None
        self._paragraphs = 0
        self._runs = Runs(styles, self.counts)
        self._starts: Mapping[str, Callable[[Mapping[str, str]], None]] = {
            "w:p": self._begin_paragraph,
            "w:r": self._runs.begin_run,
            "w:ruby": self._runs.begin_ruby,
            "w:rubyBase": self._runs.begin_base,
            "w:rt": self._runs.begin_reading,
            "w:fldSimple": self._runs.begin_simple_field,
            "w:tbl": self._begin_table,
            "w:tr": self._begin_row,
            "w:tc": self._begin_cell,
            "w:txbxContent": self._begin_box,
            "w:footnote": lambda a: self._begin_note("w:footnote", a),
            "w:endnote": lambda a: self._begin_note("w:endnote", a),
            "w:comment": lambda a: self._begin_note("w:comment", a),
        }
        self._ends: Mapping[str, Callable[[], None]] = {
            "w:p": self._end_paragraph,
            "w:ruby": self._runs.end_ruby,
            "w:fldSimple": self._runs.end_field,
            **dict.fromkeys(
                ("w:tbl", "w:tr", "w:tc", "w:txbxContent", "w:footnote", "w:endnote", "w:comment"), self._end_frame
            ),
        }

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        parent = self._path[-1] if self._path else ""
        self._path.append(name)
        if self._skip:
            self._skip += 1
        elif name in ("w:del", "w:ins") and parent in ("w:rPr", "w:trPr"):
            self._mark_changed(name, parent)
        elif name in _SKIPPED:
            self._skip = 1
            self.counts[name] += 1
        elif name in self._starts:
            self._starts[name](attributes)
        else:
            self._detail(name, parent, attributes)

    def _detail(self, name: str, parent: str, attributes: Mapping[str, str]) -> None:
        if name in ("w:ins", "w:altChunk", "w:subDoc"):
            self.counts[name] += 1
        elif parent == "w:r":
            self._runs.element(name, attributes)
        elif parent == "w:rPr" and self._path[-3:-2] == ["w:r"]:
            self._runs.look(name, attributes)
        elif parent in ("w:pPr", "w:numPr"):
            self._paragraph_property(name, attributes)
        elif parent in ("w:trPr", "w:tcPr"):
            self._table_property(name, attributes)

    def end(self, name: str) -> None:
        self._path.pop()
        if self._skip:
            self._skip -= 1
        elif name in self._ends:
            self._ends[name]()

    def text(self, data: str) -> None:
        if self._skip or not self._path:
            return
        if self._path[-1] in ("w:t", "m:t"):
            self._runs.add(data)
        elif self._path[-1] == "w:instrText":
            self._runs.code(data)

    def _mark_changed(self, name: str, parent: str) -> None:
        """A deleted paragraph mark joins two paragraphs; a tracked row is told by its text."""
        if name == "w:del" and parent == "w:rPr" and self._path[-3:-2] == ["w:pPr"] and self._runs.open:
            self._runs.open[-1].goes_on = True

    def _begin_paragraph(self, _: Mapping[str, str]) -> None:
        self._paragraphs += 1
        if self._paragraphs > MOST_PARAGRAPHS:
            raise InputError(f"has more than {MOST_PARAGRAPHS} paragraphs", mend="split the document into several")
        last = self._last
        if last and last.goes_on and last not in self._runs.open[-1:]:
            last.goes_on = False
            self._runs.open.append(last)
            return
        self._last = WordParagraph()
        self._runs.open.append(self._last)
        self._frames[-1].blocks.append(self._last)

    def _end_paragraph(self) -> None:
        self._runs.open.pop()

    def _begin_table(self, _: Mapping[str, str]) -> None:
        table = WordTable()
        self._frames[-1].blocks.append(table)
        self._frames.append(_Frame(self._frames[-1].blocks, table))

    def _begin_row(self, _: Mapping[str, str]) -> None:
        outer = self._frames[-1]
        row = WordRow() if outer.table else None
        if outer.table and row:
            outer.table.rows.append(row)
        self._frames.append(_Frame(outer.blocks, row=row))

    def _begin_cell(self, _: Mapping[str, str]) -> None:
        outer = self._frames[-1]
        cell = WordCell() if outer.row else None
        if outer.row and cell:
            outer.row.cells.append(cell)
        self._frames.append(_Frame(cell.blocks if cell else outer.blocks, cell=cell))

    def _begin_box(self, _: Mapping[str, str]) -> None:
        box = WordBox()
        self._frames[-1].blocks.append(box)
        self._frames.append(_Frame(box.blocks, run=self._runs.run))

    def _begin_note(self, kind: str, attributes: Mapping[str, str]) -> None:
        self._frames.append(_Frame(self.notes.setdefault((kind, attributes.get("id", "")), [])))

    def _end_frame(self) -> None:
        self._runs.run = self._frames.pop().run or self._runs.run

    def _paragraph_property(self, name: str, attributes: Mapping[str, str]) -> None:
        if not self._runs.open:
            return
        paragraph, value = self._runs.open[-1], attributes.get("val", "")
        if name == "w:pStyle":
            paragraph.style = value
        elif name == "w:outlineLvl":
            paragraph.outline = level_of(attributes)
        elif name == "w:numId":
            paragraph.number = value
        elif name == "w:ilvl":
            paragraph.level = value

    def _table_property(self, name: str, attributes: Mapping[str, str]) -> None:
        frame, value = self._frames[-1], attributes.get("val", "")
        columns = min(int(value), _MOST_COLUMNS) if re.fullmatch("[0-9]{1,4}", value) else 1
        if frame.row and name == "w:tblHeader":
            frame.row.is_head = is_on(attributes)
        elif frame.row and name == "w:gridBefore":
            frame.row.before = columns
        elif frame.cell and name == "w:gridSpan":
            frame.cell.span = max(1, columns)
        elif frame.cell and name == "w:vMerge":
            frame.cell.continues = value in ("", "continue")
