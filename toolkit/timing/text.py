"""The times of the input: text between two times that its source gives."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from toolkit.model import Cue, Timeline, Turn
from toolkit.styles import Style
from toolkit.timing.reading import fitting_ms, reading_units
from toolkit.timing.speech import by_speech

# Product default: speech at half the style's reading speed is still speech; where the next known time lies further off,
# there is a pause before it, and the cues run at reading speed.
SLOWEST = 2.0


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Text between two known times: from ``first`` to ``last`` reading units of the whole, from ``start_ms`` to
    ``end_ms``.
    """

    first: float
    last: float
    start_ms: float
    end_ms: float

    def at(self, units: float) -> float:
        share = (units - self.first) / (self.last - self.first) if self.last > self.first else 0.0
        return self.start_ms + (self.end_ms - self.start_ms) * min(max(share, 0.0), 1.0)


def by_times(cues: Sequence[Cue], turns: Sequence[Turn], style: Style) -> Timeline:
    """The clock of the input: cues are spread between the times that its paragraphs carry, by reading units.

    A cue that begins where a time stands begins at that time, or as much later as the one before it has to stand to be
    read (the style's shortest duration): a はい between two equal times. Where a time has no end, the text after it
    runs to the next time, or at reading speed if that is far off; text before the first time ends at it. ``turns`` are
    those the cues were cut from; every cue has a ``source``. Gaps are the style's, and nothing overlaps, even where the
    times of the input do.
    """
    places = [list(accumulate((reading_units(c, style) for c in turn.text), initial=0.0)) for turn in turns]
    bases = list(accumulate((units[-1] for units in places), initial=0.0))
    stretches = _stretches(turns, places, bases, style)
    edges = [stretch.first for stretch in stretches]
    spoken: list[tuple[float, float]] = []
    named = 0
    for cue in cues:
        if cue.source is None:
            raise ValueError("a cue without a source cannot be timed by its text")
        start, end = (bases[cue.source.turn] + places[cue.source.turn][at] for at in (cue.source.start, cue.source.end))
        first = stretches[max(0, bisect_right(edges, start) - 1)].at(start)
        last = stretches[max(0, bisect_left(edges, end) - 1)].at(end)
        stays = style.min_ms if start in edges else max(style.min_ms, named)  # a known time is not moved for a name
        first = max(first, spoken[-1][0] + stays + style.gap_ms if spoken else 0.0)
        named = fitting_ms(cue.text, style) if cue.label else 0  # who speaks is read too, and takes no time to be said
        spoken.append((first, min(max(last, first + style.min_ms, first + named), first + style.max_ms)))
    clear = [(a, max(a + 1, min(b, c - style.gap_ms))) for (a, b), (c, _) in pairwise(spoken)]
    last = spoken[-1][0] + fitting_ms(cues[-1].text, style) if cues else 0  # nothing follows: it stands to be read
    whole = math.ceil(max([last, *(stretch.end_ms for stretch in stretches)]))
    return by_speech(cues, [*clear, *spoken[-1:]], style, whole, "text")


def _stretches(
    turns: Sequence[Turn], places: Sequence[Sequence[float]], bases: Sequence[float], style: Style
) -> list[_Stretch]:
    """The whole text, cut at its times."""
    known: list[tuple[float, int, int | None]] = []
    for turn, place, base in zip(turns, places, bases, strict=False):
        at = 0
        for paragraph in turn.paragraphs:
            known += [(base + place[at + t.at], t.start_ms, t.end_ms) for t in paragraph.times]
            at += len(paragraph.text) + 1
    ms_a_unit = 1000 / style.cps
    first, begin, _ = known[0] if known else (bases[-1], 0, None)
    lead = min(float(begin), first * ms_a_unit) if known else first * ms_a_unit
    found = [_Stretch(0.0, first, begin - lead if known else 0.0, float(begin) if known else lead)] if first > 0 else []
    for n, (units, start, end) in enumerate(known):
        following, bound = (known[n + 1][0], float(known[n + 1][1])) if n + 1 < len(known) else (bases[-1], math.inf)
        if following > units:
            found.append(
                _Stretch(units, following, start, _end_of_stretch(start, end, bound, (following - units) * ms_a_unit))
            )
    return found or [_Stretch(0.0, 0.0, float(begin), float(begin))]


def _end_of_stretch(start: int, end: int | None, bound: float, needed: float) -> float:
    """When text is over that starts at ``start`` and takes ``needed`` ms to read; the next known time is ``bound``."""
    if end is not None:
        return min(float(end), max(bound, start))
    return bound if bound - start <= needed * SLOWEST else start + needed
