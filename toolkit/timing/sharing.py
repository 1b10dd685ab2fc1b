"""Two who speak in one cue, a dash before each: a short question and its answer, as subtitles of dialogue have it.

The hyphen is half-width and stands at the head of each line (totus, translators' style guide; Netflix's general
requirements for two speakers).
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import replace
from itertools import pairwise

from toolkit.japanese.width import width
from toolkit.model import Cue, Markup, TimedCue, Timeline
from toolkit.styles import Style
from toolkit.timing.reading import reading_ms

DASH = "-"
# The longest silence between the two: who answers later would be read before they speak (product default)
_LONGEST_PAUSE_MS = 1000


def shared(
    timeline: Timeline, style: Style, fixed: Set[int] = frozenset(), firsts: Set[int] = frozenset()
) -> tuple[Timeline, tuple[int, ...]]:
    """The cues with short turns joined two by two, where the style joins them; and for each cue (and one behind the
    last) the index it has now.

    Two cues are joined that are each a whole turn in one line, of two people, if both lines hold the dash and the two
    together keep the style's speed and longest duration. No cue that is ``fixed`` is joined, none of the ``firsts`` to
    the one before it.
    """
    cues: list[TimedCue] = []
    now: list[int] = []
    k, old = 0, timeline.cues
    while k < len(old):
        may = style.joins and k + 1 < len(old) and not {k, k + 1} & fixed and k + 1 not in firsts
        joined = _joined(old[k], old[k + 1], style) if may and _are_short_turns(timeline, k) else None
        now += [len(cues)] * (2 if joined else 1)
        cues.append(joined or old[k])
        k += 2 if joined else 1
    return replace(timeline, cues=tuple(cues)), (*now, len(cues))


def _are_short_turns(timeline: Timeline, k: int) -> bool:
    """Whether the cues k and k + 1 are each a turn of their own, by two people."""
    one, other = timeline.cues[k].cue, timeline.cues[k + 1].cue
    turns = [_turn(timeline, n) for n in range(k - 1, k + 3)]
    alone = None not in turns[1:3] and all(a != b for a, b in pairwise(turns))
    return alone and bool(one.speaker and other.speaker) and one.speaker != other.speaker


def _turn(timeline: Timeline, k: int) -> int | None:
    """The turn a cue is of; None beyond the ends, and for one that was not cut from a turn."""
    source = timeline.cues[k].cue.source if 0 <= k < len(timeline.cues) else None
    return source.turn if source else None


def _joined(one: TimedCue, other: TimedCue, style: Style) -> TimedCue | None:
    """Both as one, None if that would break a rule of the style."""
    lines = tuple(f"{DASH}{timed.cue.lines[0]}" for timed in (one, other))
    if max(len(one.cue.lines), len(other.cue.lines)) > 1 or max(map(width, lines)) > style.line_width:
        return None
    if other.start_ms - one.end_ms > _LONGEST_PAUSE_MS:
        return None
    length, text = other.end_ms - one.start_ms, "\n".join(lines)
    if length > style.max_ms or reading_ms(text, style) > length:
        return None
    first, last = one.cue.speaker or "", other.cue.speaker or ""
    edge = len(lines[0])
    voices = (Markup(0, edge, "speaker", first), Markup(edge + 1, len(text), "speaker", last))
    cue = Cue(None, lines, one.cue.source, voices, second=other.cue.source)
    sure = min((timed.confidence for timed in (one, other) if timed.confidence is not None), default=None)
    return TimedCue(one.start_ms, other.end_ms, cue, one.clock, confidence=sure)


def unshared(cue: Cue) -> str:
    """The text without the dashes of two who speak in it."""
    dashed = len(cue.lines) > 1 and all(line.startswith(DASH) for line in cue.lines)
    return "\n".join(line.removeprefix(DASH).lstrip() for line in cue.lines) if dashed else cue.text
