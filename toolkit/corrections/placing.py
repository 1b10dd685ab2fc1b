"""Times for cues that are made anew between cues whose times stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from toolkit.model import Clock, Cue
from toolkit.styles import Style

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A cue and when it would stand were it alone. ``need_ms``: how long it is to stay at least, if there is room."""

    cue: Cue
    start_ms: int
    end_ms: int
    need_ms: int
    clock: Clock = "reading"

    def moved(self, ms: int) -> Wanted:
        """The same so much later."""
        return replace(self, start_ms=self.start_ms + ms, end_ms=self.end_ms + ms) if ms else self


def placed(run: Sequence[Wanted], low: int, high: int | None, style: Style) -> list[Span] | None:
    """When each cue of the run stands, in order, none before ``low`` or after ``high`` (ms; None: no end).

    A run that fits stays as it is wanted. Else what stands in the way is cut to what the cue needs, then moved; where
    not all can have what they need they share the room. None where not even the style's shortest cues fit.
    """
    gaps = [_gap(one, other, style) for one, other in pairwise(run)]
    spans = _pushed_on(run, gaps, low)
    if high is not None and spans and spans[-1][1] > high:
        spans = _pushed_back(run, spans, gaps, high)
        if spans[0][0] < low:
            return _shared(run, gaps, low, high, style)
    return spans


def _gap(one: Wanted, other: Wanted, style: Style) -> int:
    """The gap that two neighbours keep: the style's, or a shorter one that they were made with."""
    between = other.start_ms - one.end_ms
    return between if 0 < between < style.gap_ms else style.gap_ms


def _pushed_on(run: Sequence[Wanted], gaps: Sequence[int], low: int) -> list[Span]:
    """Nobody earlier than those before allow."""
    spans: list[Span] = []
    for k, wanted in enumerate(run):
        start = max(wanted.start_ms, low)
        end = max(wanted.end_ms, start + wanted.need_ms)
        if k < len(gaps):
            latest = run[k + 1].start_ms - gaps[k]
            end = max(min(end, latest), start + wanted.need_ms)
            low = end + gaps[k]
        spans.append((start, end))
    return spans


def _pushed_back(run: Sequence[Wanted], spans: Sequence[Span], gaps: Sequence[int], high: int) -> list[Span]:
    """Nobody later than those behind allow."""
    found: list[Span] = []
    for k in reversed(range(len(run))):
        end = min(spans[k][1], high)
        start = min(spans[k][0], end - run[k].need_ms)
        found.append((start, end))
        high = start - (gaps[k - 1] if k else 0)
    return found[::-1]


def _shared(run: Sequence[Wanted], gaps: Sequence[int], low: int, high: int, style: Style) -> list[Span] | None:
    """The room divided by what each needs, all above the style's shortest duration."""
    room = high - low - sum(gaps) - style.min_ms * len(run)
    if room < 0:
        return None
    whole = sum(wanted.need_ms for wanted in run) or 1
    spans: list[Span] = []
    at, given = low, 0
    for k, wanted in enumerate(run):
        given += wanted.need_ms
        end = low + style.min_ms * (k + 1) + sum(gaps[:k]) + room * given // whole
        spans.append((at, end))
        at = end + (gaps[k] if k < len(gaps) else 0)
    return spans
