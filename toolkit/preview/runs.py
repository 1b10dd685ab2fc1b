"""A cue's lines as the page shows them: stretches of letters, each with its looks, its reading and its colour.

A line about which nothing is said is a plain string. Otherwise it is a list of ``[letters, looks]``, ``[letters, looks,
reading]`` or ``[letters, looks, reading, colour]``: ``looks`` adds the bits below, a colour is ``#rrggbb``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise

from toolkit.japanese.width import char_width, width
from toolkit.model import Cue, Markup

Run = list[str | int]
ITALIC, BOLD, UNDERLINE, UPRIGHT, EMPHASIS, STRUCK, BEYOND = (1 << k for k in range(7))
_KINDS = {"italic": ITALIC, "bold": BOLD, "underline": UNDERLINE, "upright": UPRIGHT}
_TOO_WIDE = "\0"  # what no tag of a file is: of the letters that a style's line has no room for
# Of tags that one format alone has: Lambda Cap's digits side by side in a column, and its marks beside letters
_TAGS = (
    (re.compile("＠組"), UPRIGHT),
    (re.compile(r"＠ルビ.［[・･↓↑]+］"), EMPHASIS),
    (re.compile("(?i)<s>"), STRUCK),
    (re.compile(_TOO_WIDE), BEYOND),
)
_COLOURS = {
    "other": re.compile(r"(?i)<font [^>]{0,80}?\bcolor=[\"']?(#[0-9a-f]{6})\b[^>]*>"),
    "colour": re.compile("(?i)(#[0-9a-f]{6})"),
}


def lines_of(cue: Cue, line_width: float) -> list[str | list[Run]]:
    """The lines in order; their letters, joined, are the cue's. What does not fit ``line_width`` is marked."""
    shown: list[str | list[Run]] = []
    at = 0
    for line in cue.lines:
        end = at + len(line)
        marks = [m for m in cue.markup if m.start < end and at < m.end and _is_shown(m)]
        if (fits := _fitting(line, line_width)) < len(line):
            marks.append(Markup(at + fits, end, "other", _TOO_WIDE))
        shown.append(list(_runs(line, at, marks)) if marks else line)
        at = end + 1
    return shown


def _fitting(line: str, line_width: float) -> int:
    """How many characters of a line there is room for, all of them where it fits."""
    if width(line) <= line_width:
        return len(line)
    sums = accumulate(map(char_width, line))
    return next((k for k, wide in enumerate(sums) if wide > line_width), len(line))


def letters(line: str | Sequence[Run]) -> str:
    """What is written, readings aside."""
    return line if isinstance(line, str) else "".join(str(run[0]) for run in line)


def _runs(line: str, at: int, marks: Sequence[Markup]) -> Iterator[Run]:
    """``at``: where the line begins in the cue's text. A stretch with a reading is one run."""
    rubies = [m for m in marks if m.kind == "ruby"]
    for start, end in _stretches(at, at + len(line), marks, rubies):
        here = [m for m in marks if m.start <= start < m.end]
        reading = next((m.value for m in rubies if m.start == start), "")  # over two lines: where its letters begin
        colour = next(filter(None, map(_colour, reversed(here))), "")  # the innermost
        run: Run = [line[start - at : end - at], sum({_look(m) for m in here}), reading, colour]
        yield run if colour else run[:3] if reading else run[:2]


def _stretches(first: int, last: int, marks: Sequence[Markup], rubies: Sequence[Markup]) -> Iterator[tuple[int, int]]:
    edges = {edge for m in marks for edge in (m.start, m.end) if first < edge < last}
    cuts = sorted(edge for edge in edges if not any(m.start < edge < m.end for m in rubies))
    return pairwise((first, *cuts, last))


def _is_shown(markup: Markup) -> bool:
    return markup.kind == "ruby" or bool(_look(markup) or _colour(markup))


def _colour(markup: Markup) -> str:
    form = _COLOURS.get(markup.kind)
    match = form.fullmatch(markup.value) if form else None
    return match[1].lower() if match else ""


def _look(markup: Markup) -> int:
    if markup.kind == "other":
        return next((bit for tag, bit in _TAGS if tag.fullmatch(markup.value)), 0)
    return _KINDS.get(markup.kind, 0)
