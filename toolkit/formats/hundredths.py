"""Times of formats that count hundredths of a second."""

from __future__ import annotations

from dataclasses import replace

from toolkit.model import TimedCue
from toolkit.timecode import MAX_MS

_LAST = MAX_MS // 10 * 10


def rounded(timed: TimedCue) -> TimedCue:
    """On hundredths, half of one up, one long at least, and never past the clock."""
    start = min((timed.start_ms + 5) // 10 * 10, _LAST - 10)
    end = min((timed.end_ms + 5) // 10 * 10, _LAST)
    return replace(timed, start_ms=start, end_ms=max(end, start + 10))
