"""Timed pieces of speech, as machines and subtitle files cut them, as the lines of a sheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from toolkit.inputs.sheet import LeftOut, Mark, Reading, Row, Sheet, sheet_of
from toolkit.model import TimeMark


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of speech. ``line``: where its text stands in the source, 0 where lines mean nothing. ``begins``:
    somebody else may speak; ``joins``: it goes on with the piece before, as the second line of a cue does. ``readings``
    count from the start of its text.
    """

    text: str
    start_ms: int | None = None
    end_ms: int | None = None
    speaker: str = ""
    line: int = 0
    begins: bool = False
    joins: bool = False
    readings: tuple[Reading, ...] = ()

    @property
    def mark(self) -> Mark:
        times = (TimeMark(0, self.start_ms, self.end_ms),) if self.start_ms is not None else ()
        return Mark(
            "piece", speaker=self.speaker, times=times, begins=self.begins, joins=self.joins, readings=self.readings
        )


def sheet_of_segments(
    segments: Iterable[Segment],
    *,
    excluded: Iterable[tuple[int, str]] = (),
    warnings: Iterable[str] = (),
    title: str = "",
    left_out: Iterable[LeftOut] = (),
    meta: Mapping[str, str] | None = None,
) -> Sheet:
    """The pieces as the lines of a sheet of speech, each at its place in the source if places were given."""
    warnings = list(warnings)
    pieces = _by_time([segment for segment in segments if segment.text.strip()], warnings)
    in_place = all(one.line < other.line for one, other in pairwise(pieces)) and all(p.line for p in pieces)
    rows: list[Row] = []
    for piece in pieces:
        if in_place:
            rows.extend([Row("")] * (piece.line - 1 - len(rows)))
        rows.append(Row(piece.text.strip(), piece.mark))
    return sheet_of(rows, excluded=excluded, warnings=warnings, title=title, spoken=True, left_out=left_out, meta=meta)


def _by_time(segments: list[Segment], warnings: list[str]) -> list[Segment]:
    """In the order in which they are spoken."""
    starts = [s.start_ms for s in segments if s.start_ms is not None]
    if len(starts) < len(segments) or starts == sorted(starts):
        return segments
    warnings.append("the pieces do not stand in the order of their times; they were sorted")
    return sorted(segments, key=lambda s: s.start_ms or 0)


def moved(readings: Iterable[Reading], shift: int) -> Iterator[Reading]:
    """The readings of a text that stands ``shift`` characters further on in another."""
    return (replace(r, start=r.start + shift, end=r.end + shift) for r in readings)
