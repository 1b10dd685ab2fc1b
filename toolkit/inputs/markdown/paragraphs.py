"""The lines of one block of text: what each is, whatever CommonMark makes of the block.

A transcript has a turn a line and no blank lines between; so a line stands for itself: a sign that the library sees
only at a paragraph's head counts at every line's head.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from toolkit.inputs.markdown.draft import Span
from toolkit.inputs.markdown.lines import Line, Lines
from toolkit.inputs.sheet import Mark, Reading
from toolkit.model import LeftOutKind

_HEADING = re.compile(r"#{1,6}[ \t　]+(?=\S)|#{2,6}(?=[^#\s])")  # one sign without a blank is a hash tag
_DEFINITION = re.compile(r"[:~][ \t　]+(?=\S)")
_TASK = re.compile(r"\[[ xX]\][ \t　]+(?=\S)")
_CONTAINER = re.compile(r":{3,}(?:[ \t]*(?:[\w-]{1,40}|\{[^{}]{0,200}\})(?![ぁ-ヿ一-鿿々]))?[ \t　]*", re.ASCII)
_SIGNS = re.compile(
    r"[-=_*~#`:+]{3,}|\[\[?_?toc_?\]?\]|@\[toc\]|\[!\w{1,20}\][+-]?|\\[a-z]{1,20}|[:~]", re.IGNORECASE | re.ASCII
)
_CALLOUT = re.compile(r"\[!(?!quote|cite)\w{1,20}\][+-]?(?:[ \t　].*)?", re.IGNORECASE | re.ASCII)
_CONTENTS = re.compile(r"^[ \t]*\{:?[ ]?:?toc\b", re.MULTILINE)
_PREFIX = re.compile(r"[ \t>]*")
_SENTENCE_END = re.compile(r"[。．.！？!?」』）)]$")


@dataclass(frozen=True, slots=True)
class Part:
    """A line of a block's text. ``line``: its line of the file, from 0; ``shift``: from places in the text to columns
    of that line; ``before``: what stands before it there; ``wide``: full-width blanks that indent it.
    """

    line: int
    shift: int
    before: str
    wide: str = ""

    @property
    def quotes(self) -> int:
        return self.before.count(">")

    @property
    def indented(self) -> bool:
        return self.before[-1:] in (" ", "\t")

    def spans(self, places: Sequence[Span]) -> list[Span]:
        """Places in the block's text as columns."""
        return [(start + self.shift, end + self.shift) for start, end in places]


def parts_of(text: str, lines: Sequence[str], first: int) -> list[Part]:
    """Where the lines of a block's text stand, which begins on line ``first``."""
    parts: list[Part] = []
    at = 0
    for k, piece in enumerate(text.split("\n")):
        line = lines[first + k] if first + k < len(lines) else ""
        words = piece.strip(" \t")
        column = line.rfind(words)
        if column < 0:  # a full-width blank behind what may be a mark is a blank to the library
            column = max(line.replace("　", " ").rfind(words.replace("　", " ")), 0)
        before = line[:column]
        wide = before[len(before.rstrip("　")) :]
        wide = wide if _PREFIX.fullmatch(before[: len(before) - len(wide)]) else ""
        parts.append(Part(first + k, column - at - (len(piece) - len(piece.lstrip(" \t"))), before, wide))
        at += len(piece) + 1
    return parts


@dataclass(slots=True, eq=False)
class Laid:
    """A line of the sheet, or words that are left out, at a line of the file."""

    line: int
    text: str
    mark: Mark
    spans: list[Span]
    why: LeftOutKind | None = None


def laid_lines(found: Lines, parts: Sequence[Part], mark: Callable[[Part, str], Mark]) -> list[Laid]:
    """The lines of a block, in order. ``mark``: what the blocks around say of one of its lines, asked for
    in their order.
    """
    pictures = {hidden.number for hidden in found.hidden if hidden.why == "caption"}
    pictures -= {line.number for line in found.lines if line.filled}
    laid: list[Laid] = []
    defined = -1
    begun: set[int] = set()
    for line in found.lines:
        if not line.filled or _SIGNS.fullmatch(line.text):
            continue
        part = parts[min(line.number, len(parts) - 1)]
        said = mark(part, line.text)
        if said.kind in ("paragraph", "item", "quote"):
            said, is_definition = _own_signs(line, said)
            if is_definition:
                _name_above(laid, part, defined)
                defined = part.line
        if line.text:
            wide = part.wide if line.number not in begun else ""
            begun.add(line.number)
            laid.append(_laid(line, part, said, wide, caption=line.slanted and line.number - 1 in pictures))
    if found.lines and _CALLOUT.fullmatch(found.lines[0].text) and all(one.mark.kind == "quote" for one in laid):
        for one in laid:
            one.why = "note"
    if _CONTENTS.search(found.text):
        for one in laid:
            one.why = "page"
    return laid


def _own_signs(line: Line, said: Mark) -> tuple[Mark, bool]:
    """The mark of a line after its own signs, which are cut; and whether it defines the line above."""
    text = line.text
    if sign := _TASK.match(text) if said.kind == "item" else None:
        line.cut(sign.end())
    elif sign := _HEADING.match(text) if said.kind == "paragraph" else None:
        line.cut(sign.end())
        return Mark("heading", level=len(sign[0].rstrip(" \t　"))), False
    elif sign := _CONTAINER.match(text):
        line.cut(sign.end())
    elif sign := _DEFINITION.match(text) if said.kind == "paragraph" else None:
        line.cut(sign.end())
        return said, True
    return said, False


def _name_above(laid: Sequence[Laid], part: Part, defined: int) -> None:
    """The line above a definition is the name that is defined."""
    if laid and laid[-1].line == part.line - 1 != defined and laid[-1].mark.kind == "paragraph":
        laid[-1].mark = replace(laid[-1].mark, kind="term")


def _laid(line: Line, part: Part, said: Mark, wide: str, *, caption: bool) -> Laid:
    around, text = line.around, line.text
    kind, level = said.kind, said.level
    if kind == "paragraph" and around.mark.kind in ("quote", "heading", "title"):
        kind, level = "quote" if around.mark.kind == "quote" else "heading", max(around.mark.level, 1)
    readings = tuple(Reading(r.start + len(wide), r.end + len(wide), r.kana) for r in line.readings)
    bold = min(line.bold, len(text))
    whole = Mark(kind, level, around.mark.speaker, bold + len(wide) * bool(bold), readings)
    why: LeftOutKind | None = "caption" if caption else "note" if kind == "note" else around.why
    indent = [(len(part.before) - len(wide), len(part.before))] if wide else []
    spans = [*indent, *part.spans(line.spans)]
    return Laid(part.line, wide + text, whole, spans, why)


def goes_on(above: str, line: Part) -> bool:
    """Whether a line below a note whose last line is ``above`` belongs to it, rather than to the text."""
    return line.indented or not _SENTENCE_END.search(above.rstrip())
