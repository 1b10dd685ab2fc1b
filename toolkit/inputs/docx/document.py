"""Word documents (.docx): the text as a reader of the printed page sees it.

Kept: tracked insertions, moved text in its new place, content controls, tables (cell by cell), text boxes, ruby with
its reading. Left out: tracked deletions, hidden text, the table of contents, notes, headers and footers. python-docx's
``paragraph.text`` loses ruby and insertions and keeps hidden text, and builds a tree in memory; this reads the XML as a
stream.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from toolkit.errors import InputError
from toolkit.inputs.docx.package import open_package
from toolkit.inputs.docx.paragraphs import WordLine, WordParagraph, lay_down
from toolkit.inputs.docx.styles import Styles, is_on, level_of, read_styles
from toolkit.inputs.readings import is_kana
from toolkit.inputs.sheet import Reading, Row, Sheet, sheet_of

MOST_PARAGRAPHS = 200_000
_SKIPPED = frozenset(
    "w:del w:moveFrom mc:Fallback w:rPrChange w:pPrChange w:tblPrChange w:trPrChange w:tcPrChange w:sectPrChange".split()  # noqa: E501
)
_NOTES = {
    "w:footnoteReference": "footnotes were left out",
    "w:endnoteReference": "endnotes were left out",
    "w:altChunk": "parts embedded from other files were left out",
    "w:subDoc": "parts that stand in other files were left out",
    "w:sym": "signs of symbol fonts (w:sym) have no character, and were left out",
}
# The field that older versions of Word write ruby with: EQ \* jc2 \* hps10 \o\ad(\s\up 9(しおだ),潮田)
_EQ_RUBY = re.compile(
    r"\s*EQ\b[^(]{0,80}\\o\s?(?:\\a[dclr])?\s?\(\s?\\s\s?\\up\s?[0-9.]{1,4}\s?\(([^()]{1,60})\)\s?[,;]\s?([^()]{1,60})\)\s*$"
)
_ITEM_NUMBER = re.compile("[0-9０-９]{1,5}[.．]?")


def sheet_of_docx(data: bytes, name: str) -> Sheet:
    """The paragraphs of a document as lines, with its headings, bullets, bold beginnings and readings as marks.

    Raises ``InputError`` for what is no sound Word document, or an absurdly large one.
    """
    package = open_package(data, name)
    body = _Body(read_styles(package))
    try:
        package.parse(package.main, body)
    except InputError as error:
        raise error.at(name) from error.__cause__
    rows: list[Row] = []
    excluded: list[tuple[int, str]] = []
    for paragraph in body.paragraphs:
        lay_down(paragraph, body.styles, rows, excluded)
    return sheet_of(rows, excluded=excluded, warnings=body.said())


@dataclass(slots=True, eq=False)
class _Run:
    bold: bool | None = None
    hidden: bool | None = None
    style: str = ""


@dataclass(slots=True, eq=False)
class _TableRow:
    cells: list[list[WordParagraph]] = field(default_factory=list)
    is_head: bool = False


class _Body:
    """The walk through word/document.xml. ``paragraphs`` are in the order in which they begin."""

    def __init__(self, styles: Styles) -> None:
        self.styles = styles
        self.paragraphs: list[WordParagraph] = []
        self.counts: Counter[str] = Counter()
        self._path: list[str] = []
        self._skip = 0  # depth inside something left out
        self._open: list[WordParagraph] = []
        self._table: list[_TableRow] = []
        self._run = _Run()
        self._reading: list[str] | None = None
        self._kana = ""
        self._base_from: tuple[WordLine, int] | None = None
        self._fields: list[list[str]] = []
        self._starts: Mapping[str, Callable[[Mapping[str, str]], None]] = {
            "w:p": self._begin_paragraph,
            "w:r": self._begin_run,
            "w:ruby": self._begin_ruby,
            "w:rubyBase": self._begin_base,
            "w:rt": self._begin_reading,
            "w:tr": self._begin_row,
            "w:tc": self._begin_cell,
        }
        self._ends: Mapping[str, Callable[[], None]] = {
            "w:p": self._end_paragraph,
            "w:ruby": self._end_ruby,
            "w:tr": self._end_row,
        }

    def said(self) -> Iterator[str]:
        """Warnings on what a person may miss."""
        for element, message in _NOTES.items():
            if self.counts[element]:
                yield f"{self.counts[element]} {message}"
        if self.counts["hidden"]:
            yield f"{self.counts['hidden']} characters of hidden text were left out"
        if self.counts["w:del"] + self.counts["w:ins"]:
            yield f"tracked changes: {self.counts['w:del']} deletions were left out, {self.counts['w:ins']} insertions kept"  # noqa: E501

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
        if name == "w:ins":
            self.counts[name] += 1
        elif parent == "w:r":
            self._in_run(name, attributes)
        elif parent == "w:rPr":
            self._property(name, attributes)
        elif parent in ("w:pPr", "w:numPr"):
            self._paragraph_property(name, attributes)
        elif name == "w:tblHeader" and self._table:
            self._table[-1].is_head = is_on(attributes)
        elif name in _NOTES:
            self.counts[name] += 1

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
            self._add(data)
        elif self._path[-1] == "w:instrText" and self._fields:
            self._fields[-1].append(data)

    def _mark_changed(self, name: str, parent: str) -> None:
        """A deleted paragraph mark joins two paragraphs; a tracked row is told by its text."""
        if name == "w:del" and parent == "w:rPr" and self._path[-3:-2] == ["w:pPr"] and self._open:
            self._open[-1].goes_on = True

    def _begin_paragraph(self, _: Mapping[str, str]) -> None:
        if len(self.paragraphs) >= MOST_PARAGRAPHS:
            raise InputError(f"has more than {MOST_PARAGRAPHS} paragraphs", mend="split the document into several")
        last = self.paragraphs[-1] if self.paragraphs else None
        if last and last.goes_on and not (self._open and self._open[-1] is last):
            last.goes_on = False
            self._open.append(last)
            return
        self._open.append(WordParagraph())
        self.paragraphs.append(self._open[-1])
        if self._table and self._table[-1].cells:
            self._table[-1].cells[-1].append(self._open[-1])

    def _end_paragraph(self) -> None:
        if self._open:
            self._open.pop()

    def _begin_run(self, _: Mapping[str, str]) -> None:
        self._run = _Run()

    def _begin_row(self, _: Mapping[str, str]) -> None:
        self._table.append(_TableRow())

    def _begin_cell(self, _: Mapping[str, str]) -> None:
        if self._table:
            self._table[-1].cells.append([])

    def _end_row(self) -> None:
        """Drop a row that heads the table, and a number that only counts the rows."""
        row = self._table.pop() if self._table else _TableRow()
        first = row.cells[0] if len(row.cells) > 1 else []
        counting = len(first) == 1 and _ITEM_NUMBER.fullmatch(first[0].text.strip())
        for paragraph in (p for cell in row.cells for p in cell) if row.is_head else first if counting else ():
            paragraph.dropped = True

    def _paragraph_property(self, name: str, attributes: Mapping[str, str]) -> None:
        if not self._open:
            return
        paragraph, value = self._open[-1], attributes.get("val", "")
        if name == "w:pStyle":
            paragraph.style = value
        elif name == "w:outlineLvl":
            paragraph.outline = level_of(attributes)
        elif name == "w:numId":
            paragraph.number = value
        elif name == "w:ilvl":
            paragraph.level = value

    def _property(self, name: str, attributes: Mapping[str, str]) -> None:
        if self._path[-3:-2] != ["w:r"]:
            return
        if name == "w:b":
            self._run.bold = is_on(attributes)
        elif name in ("w:vanish", "w:specVanish"):
            self._run.hidden = is_on(attributes)
        elif name == "w:rStyle":
            self._run.style = attributes.get("val", "")

    def _in_run(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "w:tab":
            self._add("\t")
        elif name in ("w:br", "w:cr"):
            self._break()
        elif name == "w:noBreakHyphen":
            self._add("\u2011")
        elif name == "w:sym":
            self._symbol(attributes.get("char", ""))
        elif name == "w:fldChar":
            self._field(attributes.get("fldCharType", ""))
        elif name in _NOTES:
            self.counts[name] += 1

    def _symbol(self, code: str) -> None:
        number = int(code, 16) if re.fullmatch("[0-9A-Fa-f]{1,5}", code) else 0xF000
        if 0x20 <= number < 0xD800:
            self._add(chr(number))
        else:
            self.counts["w:sym"] += 1

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self._fields.append([])
        elif kind == "end" and self._fields:
            match = _EQ_RUBY.match("".join(self._fields.pop())[:400])
            if match and self._open:
                line = self._open[-1].lines[-1]
                start = line.length
                self._add(match[2])
                self._read(line, start, match[1])

    def _break(self) -> None:
        if self._open and not self._is_hidden():
            self._open[-1].lines.append(WordLine())

    def _is_hidden(self) -> bool:
        if self._run.hidden is not None:
            return self._run.hidden
        return self.styles.is_hidden(self._run.style) or bool(
            self._open and self.styles.is_hidden(self._open[-1].style)
        )

    def _add(self, text: str) -> None:
        if self._reading is not None:
            self._reading.append(text)
            return
        if not self._open:
            return
        line = self._open[-1].lines[-1]
        if self._is_hidden():
            line.hidden.append(text)
            self.counts["hidden"] += len(text)
        else:
            bold = self._run.bold if self._run.bold is not None else self.styles.is_bold(self._run.style)
            line.add(text, bold=bold)

    def _begin_ruby(self, _: Mapping[str, str]) -> None:
        self._base_from = None
        self._kana = ""

    def _begin_reading(self, _: Mapping[str, str]) -> None:
        self._reading = []

    def _begin_base(self, _: Mapping[str, str]) -> None:
        self._kana, self._reading = "".join(self._reading or ()), None
        if self._open:
            line = self._open[-1].lines[-1]
            self._base_from = (line, line.length)

    def _end_ruby(self) -> None:
        self._reading = None
        if self._base_from:
            self._read(*self._base_from, self._kana)

    def _read(self, line: WordLine, start: int, kana: str) -> None:
        line.hidden.append(kana)
        if line.length > start and is_kana(kana):
            line.readings.append(Reading(start, line.length, kana.strip()))
