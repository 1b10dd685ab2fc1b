"""Cues that the voice leaves no time to be read, or that last too long, divided anew where that helps."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from toolkit.timing.reading import reading_ms
from toolkit.timing.room import FAR, NEAR, Give

if TYPE_CHECKING:
    from toolkit.model import Cue, TimedCue, Timeline, Turn
    from toolkit.styles import Style

Steer = Mapping[tuple[int, int], float]  # (turn, offset in its text) → what a cue's end there gains in the model's log
Cut = Callable[[Steer, Collection[int]], Sequence["Cue"]]  # the cues of these turns alone
Clock = Callable[[Sequence["Cue"], Give], "Timeline"]

_ROUNDS = 4
_STEP = 4.0  # more than what divides two likely seams (2), less than what a phrase is cut for (8); product default
_FLASH = 1.5  # what a cue shorter than the shortest counts beside one that is read too fast (product default)
_LEAST = -2 * _STEP  # less, and another place would be cut that is no seam
_HOPELESS = 1 / 3  # of the cues: the voice is faster than the style is read, and no division of the text helps
_TOLERANCE_MS = 7  # what ``check`` grants a cue over the longest duration, for frames


def settled(cues: Sequence[Cue], turns: Sequence[Turn], cut: Cut, clock: Clock, style: Style) -> Timeline:
    """The timeline of ``cues``, those of some turns cut anew where the style's figures then hold more often: a cue that
    is too fast or too short is joined to a neighbour, or ends at another place; one that is too long ends earlier.

    What then still is too fast may start further from its sound (``FAR``).
    """
    steer: dict[tuple[int, int], float] = {}
    best = _by_turn(cues)
    timeline = clock(cues, NEAR)
    for round_ in range(_ROUNDS):
        faults = _curable(timeline, style)
        aims = {key: value for timed in faults for key, value in _aims(timed, turns, style, round_ // 2).items()}
        if not aims:
            break
        for key, value in aims.items():
            steer[key] = max(_LEAST, steer.get(key, 0.0) + value)
        again = _by_turn(cut(steer, sorted({turn for turn, _ in aims})))
        tried = clock(_joined({**best, **again}), NEAR)
        now, then = _count(tried, style), _count(timeline, style)
        better = {turn: found for turn, found in again.items() if now.get(turn, 0) < then.get(turn, 0)}
        if better:
            best |= better
            timeline = clock(_joined(best), NEAR)
    return clock(_joined(best), FAR) if _faults(timeline, style) else timeline


def _by_turn(cues: Sequence[Cue]) -> dict[int, list[Cue]]:
    return {turn: list(found) for turn, found in groupby(cues, key=_turn)}


def _turn(cue: Cue) -> int:
    if cue.source is None:
        raise ValueError(f"the cue {cue.text!r} does not say where it comes from")
    return cue.source.turn


def _joined(by_turn: Mapping[int, Sequence[Cue]]) -> list[Cue]:
    return [cue for turn in sorted(by_turn) for cue in by_turn[turn]]


def _is_long(timed: TimedCue, style: Style) -> bool:
    return timed.duration_ms > style.max_ms + _TOLERANCE_MS


def _is_fast(timed: TimedCue, style: Style) -> bool:
    return timed.duration_ms < max(style.min_ms, reading_ms(timed.cue.text, style))


def _faults(timeline: Timeline, style: Style) -> list[TimedCue]:
    return [timed for timed in timeline.cues if _is_long(timed, style) or _is_fast(timed, style)]


def _curable(timeline: Timeline, style: Style) -> list[TimedCue]:
    """The faults for whose sake text is divided anew."""
    faults = _faults(timeline, style)
    if len(faults) <= _HOPELESS * len(timeline.cues):
        return faults
    return [timed for timed in faults if _is_long(timed, style) or timed.duration_ms < style.min_ms]


def _count(timeline: Timeline, style: Style) -> dict[int, float]:
    """How many faults each turn has. What is far too long counts more than two of its parts that are too long still."""
    counts: dict[int, float] = {}
    for timed in _faults(timeline, style):
        weight = 1.0 if timed.duration_ms >= style.min_ms else _FLASH
        if _is_long(timed, style):
            weight = 2 * (timed.duration_ms / style.max_ms) ** 2
        counts[_turn(timed.cue)] = counts.get(_turn(timed.cue), 0.0) + weight
    return counts


def _aims(timed: TimedCue, turns: Sequence[Turn], style: Style, side: int) -> dict[tuple[int, int], float]:
    """Where cues had better end, or not end, for the sake of one; ``side``: 0 at its end, 1 at its start or nearer
    to its middle.
    """
    source = timed.cue.source
    if source is None:
        return {}
    text = turns[source.turn].text
    if _is_long(timed, style):
        edge = (source.end - source.start) * (3 if side else 2) // 8
        return {(source.turn, at): _STEP for at in range(source.start + edge, source.end - edge)}
    ends = [at for at in (source.end, source.start) if "\n" not in text[max(0, at - 1) : at + 1] and 0 < at < len(text)]
    return {(source.turn, at): -_STEP for at in ends[-1 if side else 0 :][:1]}
