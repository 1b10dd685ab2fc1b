"""Cues between times that are settled: where they start and end when the clock is stretched or pressed together.

All is counted in ticks: milliseconds, or frames where times stand on frames. Between two settled times the clock is
linear. Where it is pressed and nobody knows the speech (the clock of reading), pauses give way first, then reading
speed; a cue is never shorter than the style's shortest, and gaps are never closer than the style's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate, pairwise

Pin = tuple[int, int]  # (which cue, the tick at which it starts)
Span = tuple[int, int]


class NoRoom(Exception):
    """Between the pins of cues ``first`` and ``last`` (as many as there are: the end) are ``room`` ticks, and the cues
    take ``least`` at their shortest.
    """

    def __init__(self, first: int, last: int, room: int, least: int) -> None:
        super().__init__(f"{room} ticks for what takes {least}")
        self.first, self.last, self.room, self.least = first, last, room, least


@dataclass(frozen=True, slots=True)
class Rules:
    """A style's figures in ticks: the gap, the shortest gap that may stay open, the shortest and longest cue."""

    gap: int
    open_gap: int
    shortest: int
    longest: int


@dataclass(frozen=True, slots=True)
class Stay:
    """When a cue would stand; ``need``: how long it takes to read, within the shortest and longest."""

    start: int
    end: int
    need: int


def settled(stays: Sequence[Stay], pins: Sequence[Pin], end: int | None, rules: Rules, *, elastic: bool) -> list[Span]:
    """When every cue stands so that the pinned ones start at their ticks, and the last ends at ``end`` (None: where it
    likes).

    ``stays`` are in time order and do not overlap; ``pins`` rise in both. ``elastic``: pauses are the clock's own, and
    may be taken away. What lies outside of all pins moves with the nearest. Raises NoRoom where even the shortest cues
    do not fit. No start is below 0 where no pin is.
    """
    starts = _starts(stays, pins, end, rules, elastic=elastic)
    return [(start, _end(k, starts, stays, end, rules)) for k, start in enumerate(starts)]


def _starts(stays: Sequence[Stay], pins: Sequence[Pin], end: int | None, rules: Rules, *, elastic: bool) -> list[int]:
    count = len(stays)
    borders = [*pins] or [(0, stays[0].start)]
    if end is not None:
        borders.append((count, end + rules.gap))
    floors = [(stay.need if elastic else rules.shortest) + rules.gap for stay in stays]
    first, at = borders[0]
    lead = _back([stay.start - stays[first].start + at for stay in stays[:first]], floors[:first], at)
    if lead and lead[0] < 0:
        return _starts(stays, [(0, 0), *pins], end, rules, elastic=elastic)
    for one, other in pairwise(borders):
        lead += _between(stays, one, other, rules, elastic=elastic)
    last, at = borders[-1]
    tail = [stay.start - stays[last].start + at for stay in stays[last:]] if last < count else []
    return lead + _on(tail, floors[last:])


def _between(stays: Sequence[Stay], one: Pin, other: Pin, rules: Rules, *, elastic: bool) -> list[int]:
    """Starts of the cues from one pin up to another."""
    (first, at), (last, to) = one, other
    here = stays[first:last]
    room, least = to - at, rules.shortest + rules.gap
    if least * len(here) > room:
        raise NoRoom(first, last, room - rules.gap, least * len(here) - rules.gap)
    steps = _steps(stays, first, last, rules)
    whole = sum(steps)
    needs = [stay.need + rules.gap for stay in here]
    readable = elastic and sum(needs) <= room
    if elastic and room < whole:
        shares = _without_pauses(steps, needs, room) if readable else _pressed(needs, rules, room)
    else:
        shares = [Fraction(step * room, whole) for step in steps]
    wanted = [at + round(share) for share in accumulate(shares[:-1], initial=Fraction(0))]
    if last == len(stays) and len(here) > 1:
        wanted[-1] = max(wanted[-1], to - rules.gap - rules.longest)
    floors = needs if readable else [least] * len(here)
    return _back(_on(wanted, floors), floors, to)


def _steps(stays: Sequence[Stay], first: int, last: int, rules: Rules) -> list[int]:
    """From each start to the next; behind the last cue, to where the next could start."""
    starts = [stay.start for stay in stays[first:last]]
    behind = stays[last].start if last < len(stays) else stays[-1].end + rules.gap
    return [b - a for a, b in pairwise([*starts, behind])]


def _without_pauses(steps: Sequence[int], needs: Sequence[int], room: int) -> list[Fraction]:
    """Every cue as long as it takes to read, and pauses shorter, all by the same share."""
    slack = [max(0, step - need) for step, need in zip(steps, needs, strict=True)]
    share = Fraction(room - sum(needs), sum(slack))
    return [need + share * more for need, more in zip(needs, slack, strict=True)]


def _pressed(needs: Sequence[int], rules: Rules, room: int) -> list[Fraction]:
    """No pauses, and every cue shorter by the same share than it takes to read, but for the shortest."""
    least = Fraction(rules.shortest + rules.gap)
    lengths = [Fraction(need - rules.gap) for need in needs]
    short: set[int] = set()
    while len(short) < len(needs):
        open_ = [k for k in range(len(needs)) if k not in short]
        left = room - least * len(short) - rules.gap * len(open_)
        share = left / sum(lengths[k] for k in open_)
        too_short = {k for k in open_ if rules.gap + share * lengths[k] < least}
        if not too_short:
            return [least if k in short else rules.gap + share * lengths[k] for k in range(len(needs))]
        short |= too_short
    return [least] * len(needs)


def _on(wanted: Sequence[int], floors: Sequence[int]) -> list[int]:
    """Nobody earlier than those before allow."""
    return _chained(zip(wanted, [0, *floors], strict=False))


def _chained(rows: Iterable[tuple[int, int]]) -> list[int]:
    found: list[int] = []
    for wish, floor in rows:
        found.append(max(wish, found[-1] + floor) if found else wish)
    return found


def _back(wanted: Sequence[int], floors: Sequence[int], to: int) -> list[int]:
    """Nobody later than those behind allow."""
    found: list[int] = []
    for wish, floor in zip(reversed(wanted), reversed(floors), strict=True):
        to = min(wish, to - floor)
        found.append(to)
    return found[::-1]


def _end(k: int, starts: Sequence[int], stays: Sequence[Stay], end: int | None, rules: Rules) -> int:
    """The end of a cue: as long as it was or takes to read, out of gaps that the style closes."""
    start, stay = starts[k], stays[k]
    if k + 1 == len(starts):
        until = end if end is not None else start + max(stay.need, stay.end - stay.start)
        return min(until, start + rules.longest)
    following = starts[k + 1]
    slower = max(Fraction(1), Fraction(following - start, stays[k + 1].start - stay.start))
    wanted = max(stay.need, round((stay.end - stay.start) * slower))
    until = min(start + min(wanted, rules.longest), following - rules.gap)
    if not rules.gap < following - until < rules.open_gap:
        return until
    if following - rules.gap - start <= rules.longest:
        return following - rules.gap
    before = following - rules.open_gap
    return before if before - start >= stay.need else until
