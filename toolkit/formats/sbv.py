"""SubViewer as YouTube exports it (.sbv): ``0:00:01.000,0:00:02.500``, the text below, a blank line. No tags.

There is no specification; the form is that of YouTube's help, ``[br]`` for a line end that of older SubViewer files.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from toolkit.formats.characters import lines_of
from toolkit.formats.collector import Collector
from toolkit.formats.cue_text import plain_text
from toolkit.formats.remarks import RemarkRule
from toolkit.formats.stamps import ms_of
from toolkit.model import SubtitleFile

REMARKS = {
    "SBV-TIME": RemarkRule("warning", "YouTube: H:MM:SS.mmm,H:MM:SS.mmm"),
    "SBV-STRAY": RemarkRule("error", "YouTube: a text stands below its times", fixable=False),
    "SBV-HIDDEN": RemarkRule("warning", "marks that hide or reorder what is written"),
}
_STAMP = r"[0-9]{1,3}:[0-9]{1,2}:[0-9]{1,2}(?:\.[0-9]{1,9})?"
_TIMING = re.compile(rf"({_STAMP}),[ \t]{{0,9}}({_STAMP})")
_STRICT = re.compile(r"[0-9]{1,2}:[0-5][0-9]:[0-5][0-9]\.[0-9]{3},[0-9]{1,2}:[0-5][0-9]:[0-5][0-9]\.[0-9]{3}")
_BREAK = re.compile(r"\[br\]", re.IGNORECASE)


@dataclass(slots=True)
class _Open:
    """The cue being read."""

    start: int
    end: int
    line: int
    rows: list[tuple[int, str]] = field(default_factory=list)


def sniff(text: str) -> bool:
    """Whether the first line is a timing."""
    return bool(_TIMING.fullmatch(text[:200].removeprefix("\ufeff").lstrip().partition("\n")[0].strip()))


def read(text: str) -> SubtitleFile:
    """Every cue, in file order. What stands between the timings is text, blank lines aside. Linear in ``len(text)``.

    InputError for a file without any timing line.
    """
    found, opened = Collector(), list[_Open]()
    lines, hidden = lines_of(text)
    if hidden:
        found.remark("SBV-HIDDEN", hidden, "control characters or invisible marks were left out")
    for number, line in enumerate(map(str.strip, lines), 1):
        if line[:1].isdigit() and (timing := _TIMING.fullmatch(line)):
            opened.append(_Open(ms_of(timing[1]), ms_of(timing[2]), number))
            found.leave_out(number, line)
            if not _STRICT.fullmatch(line):
                found.remark("SBV-TIME", number, f"{line!r} is oddly written")
        elif opened:
            opened[-1].rows.extend((number, piece.strip()) for piece in _pieces(found, number, line))
        elif line:
            found.leave_out(number, line)
            found.remark("SBV-STRAY", number, f"{line[:20]!r} stands above the first subtitle, and was left out")
    for cue in opened:
        found.add(cue.start, cue.end, cue.line, plain_text(cue.rows))
    return found.file("0:00:01.000,0:00:02.000")


def _pieces(found: Collector, number: int, line: str) -> list[str]:
    if "[" not in line:
        return [line]
    for sign in _BREAK.findall(line):
        found.leave_out(number, sign)
    return _BREAK.split(line)
