"""What every kind of input becomes before it is understood: blocks of text, one a line, and what the document says of
each. A text file says nothing but its lines; a Word file knows its headings, a subtitle file its times.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from toolkit.inputs.clean import clean, unhidden
from toolkit.model import LeftOut, LeftOutKind, TimeMark

__all__ = ["BlockKind", "LeftOut", "LeftOutKind", "Mark", "Reading", "Row", "Sheet", "sheet_of", "tidy"]

# What a document says that a block of its text is. A plain text says nothing ("line"): there only the look tells.
BlockKind = Literal[
    "line", "paragraph", "title", "heading", "item", "quote", "term", "cell", "piece", "note", "caption", "page", "code"
]


@dataclass(frozen=True, slots=True)
class Reading:
    """``line[start:end]`` is read ``kana``; the notation is not in the line."""

    start: int
    end: int
    kana: str


@dataclass(frozen=True, slots=True)
class Mark:
    """What the document says of one line.

    ``kind``: ``item`` of a list, ``quote`` of a block quotation, ``term`` of a definition list (its definitions are
    paragraphs), ``cell`` of a table whose columns say nothing of speech, ``piece`` of timed speech (a recogniser's
    segment, a line of a cue, a row of a transcript table); ``note``, ``caption`` and ``page`` matter are no speech, and
    ``code`` is neither speech nor a label.
    ``level``: of a heading (1 the highest), depth of an item (and of its further paragraphs) or a quotation.
    ``speaker``: named by the document outside the text (a column, an attribute, a key), '' if not.
    ``bold``: so many characters at the line's beginning are emphasised, its length if all are.
    ``begins``: somebody else may speak from here on (a dash in a cue). ``joins``: the line goes on with the one above.
    ``stamped``: a time was written into the line, or on a line of its own above it.
    """

    kind: BlockKind = "line"
    level: int = 0
    speaker: str = ""
    bold: int = 0
    readings: tuple[Reading, ...] = ()
    times: tuple[TimeMark, ...] = ()
    begins: bool = False
    joins: bool = False
    stamped: bool = False


NO_MARK = Mark()
_LINE_ENDS = re.compile("[\r\n]")


@dataclass(frozen=True, slots=True)
class Sheet:
    """``lines`` as ``clean`` leaves them; ``marks`` by index. ``excluded``: (1-based line, text) of markup and signs
    that stood in the file and are in no line; ``left_out``: whole pieces of its words that are in no line.

    ``whole``: every line is a paragraph, none is broken by a program. ``spoken``: nothing but speech, no metadata and
    no headings are looked for. ``title``: what the document calls itself where its text has no title. ``meta``: what
    it says of itself outside its text (front matter, properties), in written order. ``places``: the 1-based line of the
    file, by index, of a line that does not stand where it stood there.
    """

    lines: Sequence[str]
    marks: Mapping[int, Mark] = field(default_factory=dict)
    excluded: tuple[tuple[int, str], ...] = ()
    warnings: tuple[str, ...] = ()
    title: str = ""
    whole: bool = False
    spoken: bool = False
    left_out: tuple[LeftOut, ...] = ()
    meta: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[int, int] = field(default_factory=dict)

    def place(self, k: int) -> int:
        """The 1-based line of the file that people look for line ``k`` in."""
        return self.places.get(k, k + 1)

    def mark(self, k: int) -> Mark:
        return self.marks.get(k, NO_MARK)


@dataclass(frozen=True, slots=True)
class Row:
    """A line as a document reader finds it, not yet cleaned: line ends inside it are blanks."""

    text: str
    mark: Mark = NO_MARK


def sheet_of(
    rows: Iterable[Row],
    *,
    excluded: Iterable[tuple[int, str]] = (),
    warnings: Iterable[str] = (),
    title: str = "",
    spoken: bool = False,
    left_out: Iterable[LeftOut] = (),
    meta: Mapping[str, str] | None = None,
    whole: bool = True,
) -> Sheet:
    """A ``Sheet`` of rows: cleaned as the lines of a text file are, the offsets of the marks following their
    characters.
    """
    rows = [replace(row, text=_LINE_ENDS.sub(" ", row.text)) if _LINE_ENDS.search(row.text) else row for row in rows]
    page = clean("\n".join(row.text for row in rows))
    marks = {k: _moved(row, page.lines[k]) for k, row in enumerate(rows) if row.mark != NO_MARK}
    return Sheet(
        page.lines,
        marks,
        tuple(excluded),
        (*page.warnings, *warnings),
        title=" ".join(title.split()),
        whole=whole,
        spoken=spoken,
        left_out=tuple(left_out),
        meta=dict(meta or {}),
    )


def tidy(sheet: Sheet) -> Sheet:
    """The sheet with what its document names outside the lines (speakers, title, fields) as clean as the lines: this is
    the one way in for names, of whatever kind of document.
    """
    names = [sheet.title, *sheet.meta, *sheet.meta.values(), *(mark.speaker for mark in sheet.marks.values())]
    if all(name.isprintable() or name == unhidden(name) for name in names):
        return sheet
    marks = {k: replace(mark, speaker=unhidden(mark.speaker)) for k, mark in sheet.marks.items()}
    meta = {unhidden(key): unhidden(value) for key, value in sheet.meta.items()}
    return replace(sheet, marks=marks, meta=meta, title=unhidden(sheet.title))


def _moved(row: Row, cleaned: str) -> Mark:
    """The mark, its offsets those of the cleaned line."""
    mark = row.mark
    if cleaned == row.text:
        return mark
    wanted = sorted({mark.bold, *(t.at for t in mark.times), *(at for r in mark.readings for at in (r.start, r.end))})
    places: dict[int, int] = {}
    before = length = 0
    for at in wanted:
        length += len(clean(row.text[before:at]).lines[0])
        places[at], before = min(length, len(cleaned)), at
    return replace(
        mark,
        bold=places[mark.bold],
        readings=tuple(
            Reading(places[r.start], places[r.end], r.kana) for r in mark.readings if places[r.start] < places[r.end]
        ),
        times=tuple(replace(t, at=places[t.at]) for t in mark.times),
    )
