"""What ``jimaku align --json`` told of a recording, as findings beside the cues they are about."""

from __future__ import annotations

import bisect
import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from toolkit import timecode
from toolkit.check import Finding
from toolkit.errors import InputError

if TYPE_CHECKING:
    from toolkit.model import TimedCue

_MEND = "give what `jimaku align … --json` printed"
_SOURCE = "jimaku align"
_WHY = {
    "confidence": "it sounds otherwise",
    "pace": "too fast or too slow for these speakers",
    "passes": "two passes disagree",
}


def misfits_of(text: str, cues: Sequence[TimedCue], where: str) -> list[Finding]:
    """Lines that are not spoken or in doubt, sound that is not in the text: each with the cue that is shown then, or
    the last one before. InputError if ``text`` is not what align printed.
    """
    try:
        data = json.loads(text)
        return [*_lines(data["lines"], cues), *_extras(data["extra"], cues)]
    except (ValueError, RecursionError, LookupError, TypeError, AttributeError) as error:
        raise InputError("is no report of `jimaku align`", where=where, mend=_MEND) from error


def _lines(rows: Sequence[dict[str, Any]], cues: Sequence[TimedCue]) -> Iterator[Finding]:
    last = 0  # of the lines that are spoken
    for row in rows:
        start, words, line = row["start_ms"], str(row["text"]), int(row["line"])
        if start is None:
            there = row["elsewhere_ms"]
            place = "" if there is None else f", but heard at {timecode.text_of(int(there))}"
            yield _finding("ALIGN-UNSPOKEN", _at(last, cues), line, f"not spoken{place}: {words}")
            continue
        last = int(start)
        for reason in row["doubts"]:
            yield _finding("ALIGN-DOUBT", _at(last, cues), line, f"in doubt, {_WHY[reason]}: {words}")


def _extras(rows: Sequence[dict[str, Any]], cues: Sequence[TimedCue]) -> Iterator[Finding]:
    for row in rows:
        start, end = int(row["start_ms"]), int(row["end_ms"])
        heard = f", Whisper hears {row['heard']}" if row.get("heard") else ""
        span = f"{timecode.text_of(start)} to {timecode.text_of(end)}"
        yield _finding("ALIGN-EXTRA", _at(start, cues), 0, f"sound that is not in the text: {span}{heard}")


def _finding(rule: str, cue: int, line: int, message: str) -> Finding:
    return Finding(rule, "warning", cue, line, message, _SOURCE)


def _at(ms: int, cues: Sequence[TimedCue]) -> int:
    """The cue that is shown then, counted from 1, or the last one that began before; 0 if there is none."""
    order = sorted(range(len(cues)), key=lambda k: cues[k].start_ms)
    k = bisect.bisect_right(order, ms, key=lambda k: cues[k].start_ms) - 1
    return order[k] + 1 if k >= 0 else 0
