"""How much text stands on the screen: width, lines, emptiness."""

from __future__ import annotations

import re
from collections.abc import Iterator

from toolkit.check.findings import Hit, Subject
from toolkit.japanese.width import width

# A line of its own for a speaker, a sound or a second person is not there for want of room
_OWN_LINE = re.compile(r"[（(〔\[♪〜～\-‐–－―・•＜<「『]")


def too_wide(subject: Subject) -> Iterator[Hit]:
    limit = subject.style.line_width
    for row, line in enumerate(subject.lines):
        if width(line) > limit:
            yield Hit(f"{width(line):g} wide, {limit:g} is the limit: {line}", row)


def too_many_lines(subject: Subject) -> Iterator[Hit]:
    if len(subject.lines) > subject.style.max_lines + _third_line(subject):
        yield Hit(f"{len(subject.lines)} lines, {subject.style.max_lines} is the limit")


def third_line(subject: Subject) -> Iterator[Hit]:
    if _third_line(subject) and len(subject.lines) == subject.style.max_lines + 1:
        yield Hit("a third line, to be used only where it cannot be avoided")


def _third_line(subject: Subject) -> int:
    """The styles for the deaf and hard of hearing take a third line for a speaker or a sound (NFJS-LINES,
    MASC-LINES).
    """
    takes = subject.style.extra_line and subject.style.max_lines == 2
    return int(takes and any(line.startswith(("（", "(", "♪")) for line in subject.lines))


def empty(subject: Subject) -> Iterator[Hit]:
    if not subject.text.strip():
        yield Hit("no text")


def fits_one_line(subject: Subject) -> Iterator[Hit]:
    """A break after a clause stands for its punctuation, so a full-width space is added where punctuation
    is shown as spaces.
    """
    if not subject.style.one_line or len(subject.lines) != 2:
        return
    if _OWN_LINE.match(subject.lines[0]) or _OWN_LINE.match(subject.lines[1]):
        return
    joined = sum(map(width, subject.lines)) + (bool(subject.style.writing.dropped))
    if joined <= subject.style.line_width:
        yield Hit(f"two lines, but one of {joined:g} would hold the text", 0)
