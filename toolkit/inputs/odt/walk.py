"""The walk through the XML of an OpenDocument text, from which its story comes."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from toolkit.inputs.odt.flow import Flow
from toolkit.inputs.odt.styles import Styles
from toolkit.inputs.odt.tables import TableWalk, count
from toolkit.inputs.sheet import LeftOutKind
from toolkit.inputs.story import Aside, Paragraph, Story, StoryLine

_BLANKS = re.compile("[ \t\r\n]+")
_MOST_BLANKS = 1000  # that one element may stand for
_HEADERS = frozenset(f"style:{part}{pages}" for part in ("header", "footer") for pages in ("", "-left", "-first"))
_INDEXES = frozenset(
    f"text:{name}"
    for name in "table-of-content alphabetical-index illustration-index table-index object-index user-index bibliography".split()  # noqa: E501
)
_SILENT = frozenset(("svg:title", "svg:desc", "office:change-info", "office:binary-data"))


Attributes = Mapping[str, str]
End = Callable[[], None]


class Walk:
    """The walk through meta.xml, styles.xml and content.xml. What begins an element says what is done at its end."""

    def __init__(self) -> None:
        self.story = Story()
        self.styles = Styles()
        self._flows: list[Flow] = [Flow(self.story.blocks)]
        self._ends: list[End | None] = []  # of the open elements
        self._tables: list[TableWalk | None] = []
        self._gathered: list[str] | None = None  # text that is no paragraph's: a reading, a property
        self._base: tuple[StoryLine, int] | None = None
        self._in_meta = False

    # what the parser tells

    def start(self, name: str, attributes: Attributes) -> None:
        self.styles.start(name, attributes)
        end: End | None = None
        if name in _BEGIN:
            end = _BEGIN[name](self, attributes)
        elif name in _HEADERS or name in _INDEXES:
            end = self._aside("page")
        elif name in ("text:note", "office:annotation"):
            end = self._aside("note")
        elif name.startswith("draw:") and name not in ("draw:a", "draw:g"):
            end = self._aside("caption")
        elif name in _SILENT:
            end = self._gather(_forget)
        self._ends.append(end)

    def end(self, name: str) -> None:
        self.styles.end(name)
        end = self._ends.pop()
        if end:
            end()

    def text(self, data: str) -> None:
        if self._gathered is not None:
            self._gathered.append(data)
        else:
            self._put(_BLANKS.sub(" ", data), is_source=True)

    # paragraphs and their letters

    @property
    def _flow(self) -> Flow:
        return self._flows[-1]

    def _heading(self, attributes: Attributes) -> End:
        end = self._paragraph(attributes)
        paragraph = self._flow.paragraph
        if paragraph and paragraph.kind != "title" and not paragraph.why:
            paragraph.kind, paragraph.level = "heading", count(attributes, "outline-level")
        return end

    def _paragraph(self, attributes: Attributes) -> End:
        flow, style = self._flow, attributes.get("style-name", "")
        paragraph = self.story.paragraph()
        self._say_kind(paragraph, style)
        flow.into.append(paragraph)
        flow.paragraph, flow.letters, flow.begins_item = paragraph, [("paragraph", style)], False
        return self._end_paragraph

    def _say_kind(self, paragraph: Paragraph, style: str) -> None:
        flow, styles = self._flow, self.styles
        outline = styles.outline(style)
        if styles.is_contents(style):
            paragraph.why = "page"
        elif styles.is_caption(style):
            paragraph.why = "caption"
        elif styles.is_title(style):
            paragraph.kind = "title"
        elif outline:
            paragraph.kind, paragraph.level = "heading", outline
        elif flow.begins_item and styles.has_sign(flow.list_style, flow.depth):
            paragraph.kind, paragraph.level = "item", flow.depth
        else:
            paragraph.level = flow.depth

    def _end_paragraph(self) -> None:
        self._flow.paragraph = None

    def _span(self, attributes: Attributes) -> End:
        self._flow.letters.append(("text", attributes.get("style-name", "")))
        return self._end_span

    def _end_span(self) -> None:
        if self._flow.letters:
            self._flow.letters.pop()

    def _put(self, text: str, *, is_source: bool = False) -> None:
        if self._gathered is None:
            self._flow.put(text, self.styles, self.story.hidden, is_source=is_source)

    def _blanks(self, attributes: Attributes) -> None:
        self._put(" " * min(count(attributes, "c"), _MOST_BLANKS))

    def _tab(self, _: Attributes) -> None:
        self._put("\t")

    def _break(self, _: Attributes) -> None:
        if self._flow.paragraph:
            self._flow.paragraph.lines.append(StoryLine())

    def _list(self, attributes: Attributes) -> End:
        flow, before = self._flow, self._flow.list_style
        flow.depth += 1
        flow.list_style = attributes.get("style-name") or before

        def end() -> None:
            flow.depth, flow.list_style, flow.begins_item = flow.depth - 1, before, False

        return end

    def _item(self, _: Attributes) -> None:
        self._flow.begins_item = True

    def _begin_base(self, _: Attributes) -> None:
        if self._flow.paragraph:
            self._base = self._flow.paragraph.line, self._flow.paragraph.line.length

    def _reading(self, _: Attributes) -> End:
        return self._gather(self._read)

    def _read(self, kana: str) -> None:
        if self._base:
            self._base[0].read(self._base[1], kana)
        self._base = None

    def _gather(self, use: Callable[[str], None]) -> End:
        """Keep the text of an element out of the paragraph, and use it otherwise."""
        if self._gathered is not None:
            return lambda: None
        gathered: list[str] = []
        self._gathered = gathered

        def end() -> None:
            self._gathered = None
            use("".join(gathered))

        return end

    # what stands beside the text

    def _aside(self, why: LeftOutKind) -> End:
        aside = Aside(why)
        self.story.blocks.append(aside)
        return self._flow_into(aside.paragraphs)

    def _flow_into(self, into: list[Any]) -> End:
        self._flows.append(Flow(into))

        def end() -> None:
            self._flows.pop()

        return end

    def _gone(self, into: list[str]) -> End:
        """What is no part of the text any more: its words go ``into`` a list."""
        paragraphs: list[Paragraph] = []
        close = self._flow_into(paragraphs)

        def end() -> None:
            close()
            into.append(" ".join(paragraph.text for paragraph in paragraphs))

        return end

    def _section(self, attributes: Attributes) -> End | None:
        return self._gone(self.story.hidden) if attributes.get("display") == "none" else None

    def _deletion(self, _: Attributes) -> End:
        return self._gone(self.story.deletions)

    def _inserted(self, _: Attributes) -> None:
        self.story.insertions += 1

    # tables

    def _table(self, _: Attributes) -> End:
        """A table of the text. In a cell it makes a frame of the one around it, elsewhere its paragraphs are enough."""
        inner = TableWalk() if len(self._flows) == 1 else None
        for outer in self._tables:
            if outer:
                outer.table.is_nested = True
        if inner:
            self.story.blocks.append(inner.table)
        self._tables.append(inner)

        def end() -> None:
            self._tables.pop()

        return end

    @property
    def _rows(self) -> TableWalk | None:
        return self._tables[-1] if self._tables else None

    def _header(self, _: Attributes) -> End | None:
        return self._rows.header() if self._rows else None

    def _row(self, _: Attributes) -> End | None:
        return self._rows.row() if self._rows else None

    def _cell(self, attributes: Attributes) -> End | None:
        return self._flow_into(self._rows.cell(attributes)) if self._rows else None

    def _covered(self, attributes: Attributes) -> End:
        if self._rows:
            self._rows.covered(attributes)
        return self._flow_into([])

    # the document's properties

    def _properties(self, _: Attributes) -> End:
        self._in_meta = True

        def end() -> None:
            self._in_meta = False

        return end

    def _title(self, _: Attributes) -> End:
        return self._property("title")

    def _author(self, _: Attributes) -> End:
        return self._property("author")

    def _property(self, name: str) -> End:
        """Keep the first of its name; elsewhere the same elements say who wrote a remark."""
        if not self._in_meta:
            return self._gather(_forget)

        def use(text: str) -> None:
            if not getattr(self.story, name):
                setattr(self.story, name, " ".join(text.split()))

        return self._gather(use)


def _forget(_: str) -> None:
    pass


_BEGIN: Mapping[str, Callable[[Walk, Attributes], End | None]] = {
    "text:h": Walk._heading,
    "text:p": Walk._paragraph,
    "text:span": Walk._span,
    "text:s": Walk._blanks,
    "text:tab": Walk._tab,
    "text:line-break": Walk._break,
    "text:list": Walk._list,
    "text:list-item": Walk._item,
    "text:list-header": Walk._item,
    "text:ruby-base": Walk._begin_base,
    "text:ruby-text": Walk._reading,
    "text:section": Walk._section,
    "text:insertion": Walk._inserted,
    "text:deletion": Walk._deletion,
    "table:table": Walk._table,
    "table:table-header-rows": Walk._header,
    "table:table-row": Walk._row,
    "table:table-cell": Walk._cell,
    "table:covered-table-cell": Walk._covered,
    "office:meta": Walk._properties,
    "title": Walk._title,
    "creator": Walk._author,
    "meta:initial-creator": Walk._author,
}
