"""What every kind of input becomes before it is understood: lines of text, and what the document itself says of them.

A text file says nothing but its lines. A Word file knows its headings, a web page its readings, a subtitle file its
times.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from toolkit.model import TimeMark
from toolkit.transcript.clean import clean

MarkRole = Literal["", "heading", "title", "bullet", "text"]


@dataclass(frozen=True, slots=True)
class Reading:
    """``line[start:end]`` is read ``kana``; the notation is not in the line."""

    start: int
    end: int
    kana: str


@dataclass(frozen=True, slots=True)
class Mark:
    """What the document says of one line. ``role`` '' leaves the line to its look; ``text`` is speech whatever it looks
    like.

    ``speaker`` was named outside the text; ``bold`` is where the bold letters end that the line begins with (0: none).
    """

    role: MarkRole = ""
    speaker: str = ""
    bold: int = 0
    readings: tuple[Reading, ...] = ()
    times: tuple[TimeMark, ...] = ()


NO_MARK = Mark()
_LINE_ENDS = re.compile("[\r\n]")


@dataclass(frozen=True, slots=True)
class Sheet:
    """``lines`` as ``clean`` leaves them; ``marks`` by index. ``excluded``: (1-based line, text) that stood in the file
    and is in no line.

    ``whole``: every line is a paragraph, none is broken by a program. ``spoken``: nothing but speech, no metadata and
    no headings are looked for. ``title``: what the document calls itself where its text has no title.
    """

    lines: Sequence[str]
    marks: Mapping[int, Mark] = field(default_factory=dict)
    excluded: tuple[tuple[int, str], ...] = ()
    warnings: tuple[str, ...] = ()
    title: str = ""
    whole: bool = False
    spoken: bool = False

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
) -> Sheet:
    """A whole ``Sheet`` of rows: cleaned as the lines of a text file are, the offsets of the marks following their
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
        whole=True,
        spoken=spoken,
    )


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
