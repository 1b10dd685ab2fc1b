"""The order in which the segments of a page are read: down one column after the other, each between what crosses them.

Columns of text are told from names set apart from their speech, and from tables, by their lines: those of columns are
long, and as long in one as in the other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from statistics import median

from toolkit.inputs.pdf.segments import Segment

_NARROWEST = 8.0  # em: a column; names set apart have six signs at most
_FEWEST = 4  # lines of a column
_LONG = 0.8  # of the lines of a column are no longer than its long lines
_ALIKE = 0.6  # of the longer lines' length: what the long lines of the other column have
_BESIDE = 0.5  # of the shorter column's height: where the other one stands too
_DEEPEST = 4  # columns within columns
_EDGE = 0.5  # em: lines of a column begin that close to each other

Column = list[Segment]


def columns_of(segments: Sequence[Segment]) -> list[Column]:
    """Segments in reading order, parted where a new column begins."""
    return [column for column in _columns(sorted(segments, key=lambda s: (s.row, s.u0)), _DEEPEST) if column]


def _columns(segments: list[Segment], depth: int) -> Iterator[Column]:
    found = _gutter(segments) if depth and len(segments) >= 2 * _FEWEST else None
    if found is None:
        yield segments
        return
    first, last, gutter = found
    yield from _columns(segments[:first], depth - 1)
    yield from _columns([s for s in segments[first:last] if s.u0 < gutter], depth - 1)
    yield from _columns([s for s in segments[first:last] if s.u0 >= gutter], depth - 1)
    yield from _columns(segments[last:], depth - 1)


def _gutter(segments: Sequence[Segment]) -> tuple[int, int, float] | None:
    """Where two columns stand side by side: (first, last segment, place between them); the most of such, else None."""
    em = median(s.size for s in segments)
    zones = [zone for edge in _edges(segments, em) for zone in _zones(segments, edge, em)]
    return max(zones, key=lambda zone: (zone[1] - zone[0], -zone[2]), default=None)


def _edges(segments: Sequence[Segment], em: float) -> list[float]:
    """Places where several lines begin, away from the left."""
    left = min(s.u0 for s in segments)
    begins = Counter(round(s.u0 / (em * _EDGE)) for s in segments if s.u0 - left >= _NARROWEST * em)
    return [(place - 1) * em * _EDGE for place, count in begins.most_common(12) if count >= _FEWEST]


def _zones(segments: Sequence[Segment], gutter: float, em: float) -> Iterator[tuple[int, int, float]]:
    """Stretches of segments that nothing crosses at ``gutter``, and that are two columns there."""
    first = 0
    for crossed, group in groupby(segments, key=lambda s: s.u0 < gutter - em / 4 and s.u1 > gutter + em / 4):
        zone = list(group)
        if not crossed and _are_columns(zone, gutter, em):
            yield first, first + len(zone), gutter
        first += len(zone)


def _are_columns(zone: Sequence[Segment], gutter: float, em: float) -> bool:
    sides = [s for s in zone if s.u0 < gutter], [s for s in zone if s.u0 >= gutter]
    if any(len({s.row for s in side}) < _FEWEST for side in sides):
        return False
    lengths = sorted(_long(side) for side in sides)
    return lengths[0] >= max(_NARROWEST * em, _ALIKE * lengths[1]) and _stand_beside(*sides)


def _long(side: Sequence[Segment]) -> float:
    """How long the long lines of a column are."""
    return sorted(s.u1 - s.u0 for s in side)[int(_LONG * (len(side) - 1))]


def _stand_beside(one: Sequence[Segment], other: Sequence[Segment]) -> bool:
    tops = [min(s.v for s in side) for side in (one, other)]
    ends = [max(s.v for s in side) for side in (one, other)]
    shorter = min(end - top for top, end in zip(tops, ends, strict=True))
    return min(ends) - max(tops) >= _BESIDE * shorter
