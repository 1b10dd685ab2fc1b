"""Hints where a text is too long to be read: by how much, and which fillers may go. Nothing is rewritten.

Of a subtitle file the fillers are looked for in its cues (``hints``); of subtitles just made, in the transcript that
they were cut from (``rows``), and they are exactly those that ``--drop-fillers`` leaves out.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from toolkit.japanese.fillers import fillers
from toolkit.model import Paragraph, SubtitleFile, TimedCue, Timeline, Turn
from toolkit.styles import Style
from toolkit.timing import reading_units

Filler = tuple[int, str]  # line, text
Places = list[tuple[int, int]]
Find = Callable[[Paragraph], Places]


@dataclass(frozen=True, slots=True)
class Hint:
    """``cue`` counts from 1. ``too_long``: by how many full-width characters its text is too long for its time, 0 if it
    is not. ``fillers``: what may go of it; ``dropped``: what went; each with its line of the transcript, 0 where there
    is none.
    """

    cue: int
    too_long: float
    fillers: tuple[Filler, ...] = ()
    dropped: tuple[Filler, ...] = ()


def excess(timed: TimedCue, style: Style) -> float:
    """How many full-width characters too long a cue is for its time, to the half above; 0 if it can be read, or has no
    time at all.
    """
    if timed.duration_ms <= 0:
        return 0.0
    over = reading_units(timed.cue.text, style) - style.cps * timed.duration_ms / 1000
    return max(0.0, math.ceil(over * 2 - 1e-6) / 2)


def advice(timed: TimedCue, style: Style) -> str:
    """By how much a cue that is too long is so, and what may go of it."""
    may_go = found_in(timed)
    size = sum(reading_units(text, style) for text in may_go)
    words = f", {' '.join(may_go)} may go ({size:g})" if may_go else ""
    return f"{excess(timed, style):g} characters too many{words}"


def found_in(timed: TimedCue) -> tuple[str, ...]:
    """The fillers of a cue as its lines have them."""
    text = timed.cue.text
    return tuple(text[a:b].strip() for a, b in fillers(text))


def hints(subtitles: SubtitleFile, style: Style) -> list[Hint]:
    """The cues of a file that are too long."""
    found = ((k, timed, excess(timed, style)) for k, timed in enumerate(subtitles.cues, 1))
    return [Hint(k, over, tuple((0, text) for text in found_in(timed))) for k, timed, over in found if over]


def rows(timeline: Timeline, turns: Sequence[Turn], whole: Sequence[Turn], find: Find, style: Style) -> list[Hint]:
    """A hint a cue. ``turns``: those the cues were cut from; ``whole``: the same with their fillers, ``find`` says
    where.
    """
    if not timeline.cues:
        return []
    kept: list[list[Filler]] = [[] for _ in timeline.cues]
    gone: list[list[Filler]] = [[] for _ in timeline.cues]
    cue_at = _Cues(timeline)
    for index, (now, before) in enumerate(zip(turns, whole, strict=True)):
        if now.text == before.text:
            for at, filler in _placed(now, find):
                kept[cue_at(index, at)].append(filler)
        else:
            for at, filler in _closed(_placed(before, find)):
                gone[cue_at(index, at)].append(filler)
    return [Hint(k + 1, excess(timed, style), tuple(kept[k]), tuple(gone[k])) for k, timed in enumerate(timeline.cues)]


def _placed(turn: Turn, find: Find) -> list[tuple[int, Filler]]:
    """(offset in the turn's text, filler) of every filler."""
    found, base = [], 0
    for paragraph in turn.paragraphs:
        found += [(base + a, (paragraph.line, paragraph.text[a:b])) for a, b in find(paragraph)]
        base += len(paragraph.text) + 1
    return found


def _closed(placed: Sequence[tuple[int, Filler]]) -> Iterator[tuple[int, Filler]]:
    """The same where each stood, once all are gone."""
    gone = 0
    for at, (line, text) in placed:
        yield at - gone, (line, text)
        gone += len(text)


class _Cues:
    """Which cue holds a place of the text."""

    def __init__(self, timeline: Timeline) -> None:
        sources = [timed.cue.source for timed in timeline.cues]
        known = [(source.turn, source.start, k) for k, source in enumerate(sources) if source]
        self._known = known or [(0, 0, 0)]  # none says where it comes from: all may be of the first

    def __call__(self, turn: int, at: int) -> int:
        return self._known[max(0, bisect_right(self._known, (turn, at, len(self._known))) - 1)][2]
