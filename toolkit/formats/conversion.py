"""A subtitle file as it is found made fit for any writer, and its times moved."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from toolkit.formats.frames import FrameRate
from toolkit.model import SubtitleFile, TimedCue, Timeline
from toolkit.timecode import warped

_SHORTEST_MS = 1000
_MS_A_CHARACTER = 250  # Netflix: 4 characters a second for Japanese


@dataclass(frozen=True, slots=True)
class Retiming:
    """Times are multiplied by ``factor``, then moved by ``offset_ms``, then stretched between ``knots``
    (``timecode.warped``), then put on the frames of ``grid``.
    """

    factor: Fraction = Fraction(1)
    offset_ms: int = 0
    knots: tuple[tuple[int, int], ...] = ()
    grid: FrameRate | None = None


def timeline_of(file: SubtitleFile) -> tuple[Timeline, tuple[str, ...]]:
    """The cues in order of time, those without text left out, and words on what was put right.

    A cue whose end is not told, or stands before its start, lasts until the next one begins, but no longer than it
    takes to read. Nothing else changes; cues may overlap.
    """
    filled = [timed for timed in file.cues if timed.cue.lines]
    ordered = sorted(filled, key=lambda timed: timed.start_ms)
    ended = list(_ended(ordered))
    counts = {
        "subtitles without text were left out": len(file.cues) - len(filled),
        "subtitles stood before earlier ones, and were put in order": sum(
            other.start_ms < one.start_ms for one, other in pairwise(filled)
        ),
        "subtitles told no end, and last as long as they take to read": sum(
            one is not other for one, other in zip(ordered, ended, strict=True)
        ),
    }
    return _timeline(ended), _words(counts)


def _ended(cues: Sequence[TimedCue]) -> Iterable[TimedCue]:
    following = None  # when the next cue that begins later begins
    found = []
    for k in range(len(cues) - 1, -1, -1):
        timed = cues[k]
        if k + 1 < len(cues) and cues[k + 1].start_ms > timed.start_ms:
            following = cues[k + 1].start_ms
        if timed.end_ms <= timed.start_ms:
            end = timed.start_ms + max(_SHORTEST_MS, _MS_A_CHARACTER * len(timed.cue.text))
            timed = replace(timed, end_ms=end if following is None else min(end, following))
        found.append(timed)
    return reversed(found)


def retimed(timeline: Timeline, how: Retiming) -> tuple[Timeline, tuple[str, ...]]:
    """The cues at their new times, those that would end before 0 left out, and words on them."""
    if how == Retiming():
        return timeline, ()
    moved = [_moved(timed, how) for timed in timeline.cues]
    kept = [replace(timed, start_ms=max(0, timed.start_ms)) for timed in moved if timed.end_ms > 0]
    counts = {
        "subtitles would end before 0, and were left out": len(moved) - len(kept),
        "subtitles would begin before 0, and begin there": sum(t.start_ms < 0 < t.end_ms for t in moved),
    }
    return _timeline(kept), _words(counts)


def _moved(timed: TimedCue, how: Retiming) -> TimedCue:
    moved = [round(ms * how.factor) + how.offset_ms for ms in (timed.start_ms, timed.end_ms)]
    start, end = (round(warped(ms, how.knots)) if how.knots else ms for ms in moved)
    if how.grid is None:
        return replace(timed, start_ms=start, end_ms=max(end, start + 1))
    first = how.grid.frame(start)
    return replace(timed, start_ms=how.grid.ms(first), end_ms=how.grid.ms(max(first + 1, how.grid.frame(end))))


def _timeline(cues: Sequence[TimedCue]) -> Timeline:
    return Timeline(tuple(cues), max((timed.end_ms for timed in cues), default=0))


def _words(counts: dict[str, int]) -> tuple[str, ...]:
    return tuple(f"{count} {what}" for what, count in counts.items() if count)
