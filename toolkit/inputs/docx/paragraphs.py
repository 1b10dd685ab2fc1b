"""A paragraph of a Word document in the making, and the rows it becomes."""

from __future__ import annotations

from dataclasses import dataclass, field

from toolkit.inputs.docx.styles import Styles
from toolkit.inputs.sheet import BlockKind, Mark, Reading, Row


@dataclass(slots=True, eq=False)
class WordLine:
    """A line of a paragraph in the making; ``bold`` is where its bold beginning ends."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    bold: int = 0
    readings: list[Reading] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)

    def add(self, text: str, *, bold: bool) -> None:
        self.parts.append(text)
        if bold and self.bold == self.length:
            self.bold += len(text)
        self.length += len(text)


@dataclass(slots=True, eq=False)
class WordParagraph:
    lines: list[WordLine] = field(default_factory=lambda: [WordLine()])
    style: str = ""
    outline: int = 9
    number: str | None = None
    level: str = "0"
    goes_on: bool = False  # its mark is deleted: the next paragraph belongs to it
    dropped: bool = False  # a head of a table, or the number of a row

    @property
    def text(self) -> str:
        return "".join(part for line in self.lines for part in line.parts)


def lay_down(paragraph: WordParagraph, styles: Styles, rows: list[Row], excluded: list[tuple[int, str]]) -> None:
    """Add the rows of a paragraph, and what of it is no content."""
    kind = _kind(paragraph, styles)
    for nth, line in enumerate(paragraph.lines):
        excluded += [(len(rows) + 1, text.strip()) for text in line.hidden if text.strip()]
        text = "".join(line.parts)
        if paragraph.dropped or styles.is_contents(paragraph.style):
            excluded += [(len(rows) + 1, text.strip())] if text.strip() else []
            rows.append(Row(""))
            continue
        leads = "paragraph" if nth and kind == "item" else kind
        rows.append(Row(text, Mark(leads, bold=line.bold, readings=tuple(line.readings))))


def _kind(paragraph: WordParagraph, styles: Styles) -> BlockKind:
    if not paragraph.text.strip():
        return "paragraph"
    if styles.is_title(paragraph.style):
        return "title"
    if paragraph.outline < 9 or styles.is_heading(paragraph.style):
        return "heading"
    return "item" if styles.is_list(paragraph.style, paragraph.number, paragraph.level) else "paragraph"
