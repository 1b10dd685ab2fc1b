"""Times for cues that are made anew between cues whose times stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from toolkit.model import Clock, Cue
from toolkit.styles import Style

Span = tuple[int, int]

# Of what it needs to be read a cue has so much at least; the first share with which all fit is taken (product default)
_SHARES = (1.0, 0.95, 0.9, 0.85, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0.0)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A cue and when it would stand were it alone. ``need_ms``: how long it is to stay at least, if there is room.
    ``place``: its letters among those that were made.
    """

    cue: Cue
    start_ms: int
    end_ms: int
    need_ms: int
    clock: Clock = "reading"
    place: tuple[int, int] = (0, 0)

    def moved(self, ms: int) -> Wanted:
        """The same so much later."""
        return replace(self, start_ms=self.start_ms + ms, end_ms=self.end_ms + ms) if ms else self


def placed(run: Sequence[Wanted], low: int, high: int | None, style: Style) -> list[Span] | None:
    """When each cue of the run stands, in order, none before ``low`` or after ``high`` (ms; None: no end).

    A run that fits stays as it is wanted. Else what stands in the way is cut to what the cue needs, then moved; where
    not all can have what they need, the nearest to where it is too narrow have less of it, so that the others stay.
    None where not even the style's shortest cues fit.
    """
    gaps = [_gap(one, other, style) for one, other in pairwise(run)]
    for share in _SHARES:
        needs = [max(round(wanted.need_ms * share), min(style.min_ms, wanted.need_ms)) for wanted in run]
        spans = _pushed_on(run, needs, gaps, low)
        if high is not None and spans and spans[-1][1] > high:
            spans = _pushed_back(spans, needs, gaps, high)
        if not spans or spans[0][0] >= low:
            return spans
    return None


def _gap(one: Wanted, other: Wanted, style: Style) -> int:
    """The gap that two neighbours keep: the style's, or a shorter one that they were made with."""
    between = other.start_ms - one.end_ms
    return between if 0 < between < style.gap_ms else style.gap_ms


def _pushed_on(run: Sequence[Wanted], needs: Sequence[int], gaps: Sequence[int], low: int) -> list[Span]:
    """Nobody earlier than those before allow."""
    spans: list[Span] = []
    for k, wanted in enumerate(run):
        start = max(wanted.start_ms, low)
        end = max(wanted.end_ms, start + needs[k])
        if k < len(gaps):
            latest = run[k + 1].start_ms - gaps[k]
            end = max(min(end, latest), start + needs[k])
            low = end + gaps[k]
        spans.append((start, end))
    return spans


def _pushed_back(spans: Sequence[Span], needs: Sequence[int], gaps: Sequence[int], high: int) -> list[Span]:
    """Nobody later than those behind allow."""
    found: list[Span] = []
    for k in reversed(range(len(spans))):
        end = min(spans[k][1], high)
        start = min(spans[k][0], end - needs[k])
        found.append((start, end))
        high = start - (gaps[k - 1] if k else 0)
    return found[::-1]
