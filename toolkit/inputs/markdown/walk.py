"""The walk through the blocks of a Markdown file: each becomes rows of the draft, or is left out."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from toolkit.inputs.markdown.blocks import is_prose
from toolkit.inputs.markdown.draft import Draft
from toolkit.inputs.markdown.inline import events_of
from toolkit.inputs.markdown.lines import Line, Lines
from toolkit.inputs.markdown.paragraphs import Laid, Part, goes_on, laid_lines, parts_of
from toolkit.inputs.markdown.tables import rows_of_table
from toolkit.inputs.markdown.tags import OpenElements
from toolkit.inputs.markdown.web import web_block
from toolkit.inputs.sheet import LeftOut, Mark

if TYPE_CHECKING:
    from markdown_it.token import Token

_ROW = re.compile(r"[ \t>]*(?:(?:[-*+]|[0-9]{1,9}[.)])[ \t]+)?")
_TEXT = frozenset(("", "text", "txt", "plain", "plaintext"))  # what a fence says of text that is no code


class Walk:
    """``take`` every token in turn. ``headings``: the row and the level of each heading."""

    def __init__(self, draft: Draft, references: Collection[str], elements: OpenElements) -> None:
        self.draft = draft
        self.headings: list[tuple[int, int]] = []
        self._references, self._elements = references, elements
        self._within: list[str] = []
        self._items: list[bool] = []  # of every list item around: whether its first line has gone by
        self._level = 0  # of the heading
        self._note = ""  # the last line of the note
        self._rows: list[int] = []  # of the table
        self._width = 0
        self._leaves: Mapping[str, Callable[[Token], None]] = {
            "inline": self._inline,
            "fence": self._fence,
            "code_block": self._code,
            "html_block": self._web,
            "hr": self._silent,
            "definition": self._silent,
        }

    def take(self, token: Token) -> None:
        """The next token of the file."""
        kind = token.type.removesuffix("_open").removesuffix("_close")
        if token.nesting > 0:
            self._begin(kind, token)
        elif token.nesting < 0:
            self._end(kind)
        elif token.type in self._leaves and "table" not in self._within:
            self._leaves[token.type](token)

    def _begin(self, kind: str, token: Token) -> None:
        self._within.append(kind)
        if kind == "list_item":
            self._items.append(False)
        elif kind == "heading":
            self._level = int(token.tag[1:])
        elif kind == "footnote_reference":
            self._note = ""
        elif kind == "table":
            self._rows, self._width = [], 0
            self._silent(token)
        elif kind == "tr":
            self._rows += [token.map[0]] if token.map else []
        elif kind == "th":
            self._width += 1
        elif kind == "dd" and token.map:
            self._name_before(token.map[0])

    def _end(self, kind: str) -> None:
        self._within.pop()
        if kind == "list_item":
            self._items.pop()
        elif kind == "table":
            self._table()

    def _silent(self, token: Token) -> None:
        """A block of signs, or one that is read later."""
        self.draft.read(*(token.map or (0, 0)))

    def _inline(self, token: Token) -> None:
        """The text of a paragraph, a heading, a name that is defined."""
        first = (token.map or (0, 0))[0]
        parts = parts_of(token.content, self.draft.lines, first)
        self.draft.read(first, first + len(parts))
        found = Lines(token.content, events_of(token.content, self._references), self._elements, first)
        self._hide(found, parts)
        for laid in laid_lines(found, parts, self._mark):
            self._lay(laid)
        self._elements.end_block()

    def _hide(self, found: Lines, parts: list[Part]) -> None:
        for hidden in found.hidden:
            part = parts[min(hidden.number, len(parts) - 1)]
            self.draft.leave_out(part.line, hidden.text, hidden.why, part.spans([hidden.span]))

    def _mark(self, part: Part, text: str) -> Mark:
        """What the blocks around say of a line; an item's first line is the item."""
        inner = next((kind for kind in reversed(self._within) if kind in _CONTAINERS), "")
        if "footnote_reference" in self._within and (not self._note or goes_on(self._note, part)):
            self._note = text
            return Mark("note")
        if "heading" in self._within:
            return Mark("heading", level=self._level)
        if inner == "list_item":
            begins, self._items[-1] = not self._items[-1], True
            level = len(self._items) if begins or part.indented else 0
            return Mark("item" if begins else "paragraph", level=level)
        if inner == "blockquote":
            return Mark("quote", level=part.quotes) if part.quotes else Mark("paragraph")
        return Mark("term" if inner == "dt" else "paragraph")

    def _lay(self, laid: Laid) -> None:
        if laid.why:
            self.draft.leave_out(laid.line, laid.text, laid.why, laid.spans)
            return
        if laid.mark.kind == "heading":
            self.headings.append((len(self.draft.rows), laid.mark.level))
        self.draft.row(laid.line, laid.text, laid.mark, laid.spans)

    def _name_before(self, line: int) -> None:
        """The library takes ``平嶋`` between two definitions without a blank line for more of the first."""
        if not self.draft.rows:
            return
        above, row = self.draft.rows[-1]
        text = self.draft.lines[above]
        if above == line - 1 and row.mark.kind == "paragraph" and text[:1] not in (" ", "\t", ":", "~"):
            self.draft.change(-1, replace(row.mark, kind="term"))

    def _table(self) -> None:
        lines = [(line, self.draft.lines[line]) for line in self._rows if line < len(self.draft.lines)]
        rows = [(line, text[prefix.end() :], prefix.end()) for line, text in lines if (prefix := _ROW.match(text))]
        for place, what in rows_of_table(rows, self._width, self._cell):
            if isinstance(what, LeftOut):
                self.draft.leave_out(place.line, what.text, what.why, place.spans)
            else:
                around = self._elements.around
                mark = replace(what.mark, speaker=what.mark.speaker or around.mark.speaker)
                self._lay(Laid(place.line, what.text, mark, list(place.spans), around.why))

    def _cell(self, line: int, at: int, text: str) -> list[Line]:
        found = Lines(text, events_of(text, self._references), self._elements, line)
        self._hide(found, [Part(line, at, "")])
        return found.lines

    def _fence(self, token: Token) -> None:
        first, last = token.map or (0, 0)
        is_text = token.info.strip().lower() in _TEXT and is_prose(token.content)
        self._verbatim(token.content, first + 1, Mark("paragraph" if is_text else "code"))
        self.draft.read(first, last)

    def _code(self, token: Token) -> None:
        first, last = token.map or (0, 0)
        self._verbatim(token.content, first, Mark("code"))
        self.draft.read(first, last)

    def _verbatim(self, content: str, first: int, mark: Mark) -> None:
        """Lines without markup."""
        content = content.removesuffix("\n")
        for part, text in zip(parts_of(content, self.draft.lines, first), content.split("\n"), strict=True):
            if text.strip():
                at = len(part.before)
                why = self._elements.around.why
                self._lay(Laid(part.line, text.rstrip(), mark, [(at, at + len(text.strip(" \t")))], why))

    def _web(self, token: Token) -> None:
        first, last = token.map or (0, 0)
        found = web_block(token.content, self._elements.tags)
        for line, row in found.rows:
            self.draft.row(first + line, row.text, row.mark, ())
        for left in found.left_out:
            self.draft.leave_out(first + left.line, left.text, left.why, ())
        marks = [(part.line, part.before) for part in parts_of(token.content, self.draft.lines, first)]
        excluded = [*marks, *((first + line, text) for line, text in found.excluded)]
        self.draft.excluded += [(line + 1, text.strip()) for line, text in excluded if text.strip()]
        self.draft.hold(first, last)


_CONTAINERS = frozenset("list_item blockquote dt dd".split())
