"""Numbers that count the lines of a transcript, as research has them: they are no content."""

from __future__ import annotations

from itertools import pairwise

from toolkit.inputs.sheet import Sheet
from toolkit.japanese.lazy import lazy
from toolkit.transcript.times import Found, taken_out

_NUMBER = lazy(r"[\s　]*([0-9０-９]{1,4})[:：|｜]?[\s　]+(?=\S)")
_FEWEST_NUMBERED, _NUMBERED = 8, 0.6  # lines; of the filled ones


def without_line_numbers(sheet: Sheet) -> Sheet:
    """The sheet without the numbers of its lines, which count on from each to the next, as transcripts for research
    have them.
    """
    heads = ((k, _NUMBER.match(line)) for k, line in enumerate(sheet.lines))
    found = [(k, match) for k, match in heads if match]
    filled = sum(bool(line.strip()) for line in sheet.lines)
    counted = all(int(b[1]) == int(a[1]) + 1 for (_, a), (_, b) in pairwise(found))
    if len(found) < max(_FEWEST_NUMBERED, _NUMBERED * filled) or not counted:
        return sheet
    return taken_out(sheet, [Found(k, 0, match.end(), 0, None, "number") for k, match in found], timed=False)
