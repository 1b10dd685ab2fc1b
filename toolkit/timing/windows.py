"""The times that a subtitle file gives to speak in."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from toolkit.model.narration import Window

if TYPE_CHECKING:
    from toolkit.model import SubtitleFile

_MS_A_CHARACTER = 250  # of a subtitle that tells no end and has none behind it (Netflix: 4 characters a second)


def windows_of(file: SubtitleFile) -> tuple[Window, ...]:
    """The windows of all subtitles that have text, in order of time."""
    filled = [(k, timed) for k, timed in enumerate(file.cues) if timed.cue.lines and timed.start_ms >= 0]
    ordered = sorted(filled, key=lambda pair: pair[1].start_ms)
    groups = [(start, list(pairs)) for start, pairs in groupby(ordered, key=lambda pair: pair[1].start_ms)]
    found = []
    for n, (start, pairs) in enumerate(groups):
        first, characters = pairs[0][0], sum(len(timed.cue.text) for _, timed in pairs)
        limit = groups[n + 1][0] if n + 1 < len(groups) else max(start, *(timed.end_ms for _, timed in pairs))
        told = max(timed.end_ms for _, timed in pairs)
        end = min(told, limit) if told > start else limit
        end = end if end > start else start + _MS_A_CHARACTER * characters
        line = next(iter(file.rows[first]), file.lines[first])
        found.append(Window(first + 1, line, start, end))
    return tuple(found)
