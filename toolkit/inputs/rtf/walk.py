"""The walk through the groups of an RTF document, from which its story comes.

Source: Rich Text Format Specification 1.9.1. Everything that is set inside a group ends with it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import copy

from toolkit.errors import InputError
from toolkit.inputs.readings import field_ruby
from toolkit.inputs.rtf.groups import ASIDES, GOALS, SETTINGS, Flow, Group
from toolkit.inputs.rtf.letters import SIGNS, SYMBOLS, Letters
from toolkit.inputs.rtf.styles import BODY, Styles
from toolkit.inputs.rtf.tables import TableWalk
from toolkit.inputs.rtf.tokens import Token, tokens
from toolkit.inputs.sheet import LeftOutKind
from toolkit.inputs.story import Aside, Paragraph, Story, StoryLine, Table

_DEEPEST = 2_000  # groups in groups; Word writes ten


class Walk:
    """``story`` is what was found."""

    def __init__(self) -> None:
        self.story = Story()
        self._letters, self._styles = Letters(), Styles()
        self._group = Group(Flow())
        self._around: list[Group] = []
        self._table: TableWalk | None = None
        self._placed = Table()  # where the table stands in the story
        self._is_optional = False

    def through(self, data: bytes) -> None:
        """Walk through a whole document. Raises ``InputError`` for one that is cut off or nested absurdly."""
        for token in tokens(data):
            if token.kind == "begin":
                self._begin()
            elif token.kind == "end":
                self._end()
                if not self._around:
                    break
            elif token.kind == "bytes":
                if self._group.goal != "skip":
                    self._letters.add_bytes(token.data)
            elif token.kind == "word":
                self._word(token)
            elif self._letters.to_skip:
                self._letters.to_skip -= 1
            else:
                self._symbol(token.word)
        if self._around:
            raise InputError("is cut off: it ends inside the document", mend="get the file again, or save it once more")
        self._end_table()

    # groups and words

    def _begin(self) -> None:
        self._flush()
        self._letters.to_skip = 0
        if len(self._around) >= _DEEPEST:
            raise InputError(f"is nested deeper than {_DEEPEST} groups", mend="save it as .docx and give that")
        self._around.append(self._group)
        self._group = copy(self._group)

    def _end(self) -> None:
        self._flush()
        self._letters.to_skip, self._is_optional = 0, False
        if not self._around:
            return
        inner, self._group = self._group, self._around.pop()
        if inner.flow is not self._group.flow or not self._around:
            self._end_paragraph(inner)
        if inner.code is not self._group.code:
            self._field("".join(inner.code))

    def _symbol(self, sign: str) -> None:
        if sign == "*":
            self._is_optional = True
        elif sign in "\\{}":
            self._letters.add_bytes(sign.encode("ascii"))
        elif sign in "\r\n":
            self._flush()
            self._par(None)
        elif sign in SYMBOLS:
            self._letters.add(SYMBOLS[sign], self._group.font)

    def _word(self, token: Token) -> None:
        word, number, group = token.word, token.number, self._group
        optional, self._is_optional = self._is_optional, False
        self._letters.to_skip = 0  # what stands for a character are bytes; writers that leave them out write on
        if group.goal == "skip":
            return
        if word == "u":
            self._letters.add_unicode(number or 0, group.font)
            self._letters.to_skip = group.fallback
        elif word in SIGNS:
            self._letters.add(SIGNS[word], group.font)
        else:
            self._flush()
            if not self._destination(word, optional=optional):
                self._setting(word, number)

    def _destination(self, word: str, *, optional: bool) -> bool:
        """Whether the word says what its group is for."""
        group = self._group
        if word in GOALS:
            group.outer, group.goal = group.goal, GOALS[word]
        elif word in ASIDES:
            self._aside(ASIDES[word])
        elif word in ("title", "author") and group.goal == "frame":
            group.goal = "title" if word == "title" else "author"
        elif word == "field":
            group.code = []
        elif word == "ud" and group.goal == "frame":
            group.goal = group.outer
        elif optional and not (group.goal == "styles" and word in ("cs", "ds", "ts")):
            group.goal = "skip"
        else:
            return False
        return True

    def _setting(self, word: str, number: int | None) -> None:
        if word in SETTINGS:
            SETTINGS[word](self._group, number)
        elif word in _STEPS:
            _STEPS[word](self, number)
        elif word == "trowd" or self._table:
            self._rows().say(word, number)
        if self._group.goal == "styles":
            self._styles.hear(word, number)
        elif self._group.goal == "fonts":
            self._letters.fonts.hear(word, number)

    def _aside(self, why: LeftOutKind) -> None:
        aside = Aside(why)
        self.story.blocks.append(aside)
        group = self._group
        group.flow, group.goal, group.bold, group.in_table = Flow(aside.paragraphs), "text", False, False

    def _field(self, code: str) -> None:
        """Add the words of a field whose code sets ruby: it has no result of its own."""
        ruby = field_ruby(code)
        if ruby and self._group.goal == "text":
            line = self._open().line
            start = line.length
            line.add(ruby[0], bold=self._group.bold)
            line.read(start, ruby[1])

    # text

    def _flush(self) -> None:
        """Give what was read since the last setting to where it belongs."""
        group = self._group
        text = self._letters.take(group.font)
        if not text:
            return
        if group.goal == "text":
            self._put(text)
        elif group.goal == "styles":
            self._styles.name(text)
        elif group.goal == "field":
            group.code.append(text)
        elif group.goal == "sign":
            paragraph = self._open()
            paragraph.kind = "item"
            paragraph.line.signs.append(text)
        elif group.goal in ("title", "author"):
            before = getattr(self.story, group.goal)
            setattr(self.story, group.goal, " ".join((before + text).split()))

    def _put(self, text: str) -> None:
        group = self._group
        if group.deleted:
            self.story.deletions.append(text)
        elif group.hidden:
            self.story.hidden.append(text)
        else:
            self.story.insertions += group.inserted
            self._open().line.add(text, bold=group.bold)

    # paragraphs and tables

    def _open(self) -> Paragraph:
        """The paragraph that is being written, begun if need be."""
        flow = self._group.flow
        if flow.paragraph is None:
            flow.paragraph = self.story.paragraph()
            if flow.into is not None:
                flow.into.append(flow.paragraph)
            elif self._group.in_table:
                self._rows().open.append(flow.paragraph)
            else:
                self._end_table()
                self.story.blocks.append(flow.paragraph)
        return flow.paragraph

    def _end_paragraph(self, group: Group) -> None:
        """End what is being written, and say what it was."""
        paragraph, group.flow.paragraph = group.flow.paragraph, None
        if paragraph is None:
            return
        level = group.outline + 1 if group.outline < BODY else self._styles.level(group.style)
        if self._styles.is_contents(group.style):
            paragraph.why = "page"
        elif self._styles.is_caption(group.style):
            paragraph.why = "caption"
        elif self._styles.is_title(group.style):
            paragraph.kind = "title"
        elif level:
            paragraph.kind, paragraph.level = "heading", level
        elif group.listed or paragraph.kind == "item":
            paragraph.kind, paragraph.level = "item", group.level + 1
        if paragraph.kind in ("title", "heading"):
            for line in paragraph.lines:
                line.bold = 0

    def _rows(self) -> TableWalk:
        if self._table is None:
            self._table, self._placed = TableWalk(), Table()
            self.story.blocks.append(self._placed)
        return self._table

    def _end_table(self) -> None:
        if self._table:
            self._table.fill(self._placed)
            self._table = None

    # control words that end something

    def _par(self, _: int | None) -> None:
        if self._group.goal == "text":
            self._open()
            self._end_paragraph(self._group)

    def _section(self, _: int | None) -> None:
        if self._group.goal == "text":
            self._end_paragraph(self._group)

    def _line(self, _: int | None) -> None:
        if self._group.goal == "text":
            self._open().lines.append(StoryLine())

    def _page(self, number: int | None) -> None:
        if self._group.flow.paragraph:
            self._line(number)

    def _cell(self, _: int | None) -> None:
        self._end_paragraph(self._group)
        self._rows().end_cell()

    def _row(self, _: int | None) -> None:
        self._rows().end_row()

    def _nested_cell(self, _: int | None) -> None:
        self._end_paragraph(self._group)
        self._rows().is_nested = True

    def _code_page(self, number: int | None) -> None:
        self._letters.fonts.say_page(number or 0)

    def _default_font(self, number: int | None) -> None:
        self._letters.fonts.default = number or 0


_STEPS: Mapping[str, Callable[[Walk, int | None], None]] = {
    "par": Walk._par,
    "sect": Walk._section,
    "line": Walk._line,
    "page": Walk._page,
    "column": Walk._page,
    "cell": Walk._cell,
    "row": Walk._row,
    "nestcell": Walk._nested_cell,
    "ansicpg": Walk._code_page,
    "deff": Walk._default_font,
}
