"""When a cue starts and ends. Three clocks: reading speed (no audio), measured speech, and the times of the input.

All keep the gap rule of the style: between two cues there is exactly ``style.gap_ms`` or at least
``style.open_gap_ms``.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from toolkit.japanese.width import char_width
from toolkit.model import Clock, Cue, TimedCue, Timeline, Turn
from toolkit.styles import Style

# Product default, no standard: the shortest empty screen that reads as a break and not as a flicker is
# what Netflix' chain rule (NFG-GAP-CHAIN) leaves open, half a second.
TURN_PAUSE_MS = 500
# NFG-SYNC-OUT: an out-time may stand up to half a second past the end of speech.
LINGER_MS = 500
# Product default: where speech runs on from cue to cue there is no room for a gap between the sounds. The later cue may
# then start this much after its first sound (one frame at 24 fps; Netflix' older text allows 3), and the gap is what is
# left.
LATE_MS = 40

_BRACKETS = frozenset("（）()「」『』［］[]〔〕【】〈〉《》＜＞")


def reading_units(text: str, style: Style) -> float:
    """What reading speed counts of ``text``, in full-width characters.

    Line feeds never count, spaces and brackets where the style counts them.
    """
    if not style.count_spaces:
        text = "".join(char for char in text if not char.isspace() and char not in _BRACKETS)
    return sum(map(char_width, text.replace("\r", "").replace("\n", "")))


def reading_ms(text: str, style: Style) -> int:
    """The shortest time to read ``text`` at the style's speed, rounded up to ms; not clamped to its
    durations.
    """
    return math.ceil(reading_units(text, style) * 1000 / style.cps - 1e-9)


def fitting_ms(text: str, style: Style) -> int:
    """``reading_ms`` within the style's shortest and longest duration."""
    return min(max(reading_ms(text, style), style.min_ms), style.max_ms)


def by_reading_speed(cues: Sequence[Cue], style: Style) -> Timeline:
    """A clock without audio: every cue lasts as long as it takes to read, and a new turn begins after a
    pause.

    A cue too full for the style's longest duration gets that duration: reading speed is then exceeded,
    and ``check`` says so.
    """
    timed: list[TimedCue] = []
    at = 0
    for k, cue in enumerate(cues):
        if k:
            at += style.gap_ms if _same_turn(cues[k - 1], cue) else max(TURN_PAUSE_MS, style.open_gap_ms)
        end = at + fitting_ms(cue.text, style)
        timed.append(TimedCue(at, end, cue, "reading"))
        at = end
    return Timeline(tuple(timed), at)


def _same_turn(one: Cue, other: Cue) -> bool:
    if one.source is not None and other.source is not None:
        return one.source.turn == other.source.turn
    return one.speaker == other.speaker


def by_speech(
    cues: Sequence[Cue],
    spoken: Sequence[tuple[float, float]],
    style: Style,
    duration_ms: int,
    clock: Clock = "speech",
) -> Timeline:
    """``spoken[k]``: the (first sound, last sound) of ``cues[k]`` in ms, in time order; equal where nothing
    of it is spoken.

    A cue starts on its first sound (rounded down) and stays up to half a second after its last one,
    longer only where it needs the time to be read, and never into the gap before the next start. Where
    speech runs on without a pause, the next cue starts up to ``LATE_MS`` late and the gap is that short:
    neither cue loses a sound to it. A cue that is not spoken (a
    direction) is placed in the pause around its time. Speech longer than the style's longest duration is
    left as it is, for ``check`` to report. Raises ValueError if the two sequences differ in length.
    """
    if len(cues) != len(spoken):
        raise ValueError(f"{len(cues)} cues, but {len(spoken)} times of speech")
    sounds = [(max(0, math.floor(first)), math.ceil(last)) for first, last in spoken]
    starts = _starts(sounds, style)
    timed = []
    for k, (cue, start) in enumerate(zip(cues, starts, strict=True)):
        last_sound, needed = max(sounds[k][1], start), fitting_ms(cue.text, style)
        if k + 1 < len(starts):
            end = _end(start, last_sound, needed, starts[k + 1], style)
        else:
            end = _last_end(start, last_sound, needed, duration_ms, style)
        timed.append(TimedCue(start, end, cue, clock))
    return Timeline(tuple(timed), max([duration_ms, *(cue.end_ms for cue in timed[-1:])]))


def _starts(sounds: Sequence[tuple[int, int]], style: Style) -> list[int]:
    """First sounds, unspoken cues moved into the pause beside them; a gap and a frame apart at least."""
    starts = [first for first, _ in sounds]
    for k in range(1, len(sounds)):
        if sounds[k][0] < sounds[k][1] and sounds[k - 1][0] < sounds[k - 1][1]:
            starts[k] = min(max(starts[k], sounds[k - 1][1] + style.gap_ms), starts[k] + LATE_MS)
    for k in reversed(range(len(sounds))):
        if sounds[k][1] <= sounds[k][0] and k + 1 < len(sounds):
            starts[k] = _unspoken_start(k, sounds, starts, style)
    room = style.gap_ms + style.frames_ms(1)
    for k in range(1, len(starts)):
        starts[k] = max(starts[k], starts[k - 1] + room)
    return starts


def _unspoken_start(k: int, sounds: Sequence[tuple[int, int]], starts: Sequence[int], style: Style) -> int:
    """Early enough to be read before the next cue, and after the speech before it if the pause is that
    long.
    """
    previous_start, previous_end = (
        (starts[k - 1], sounds[k - 1][1]) if k else (-style.gap_ms - style.min_ms, -style.gap_ms)
    )
    latest = starts[k + 1] - style.gap_ms - style.min_ms
    start = min(max(starts[k], previous_end + style.gap_ms), latest)
    if start < previous_start + style.gap_ms + style.min_ms:  # no room for two: they share what there is
        start = (max(previous_start, 0) + starts[k + 1]) // 2 if k else 0
    return start


def _end(start: int, last_sound: int, needed: int, following: int, style: Style) -> int:
    """The end of a cue when the next one starts at ``following``: the gap is kept but where a sound would be lost to
    it.
    """
    limit = following - style.gap_ms
    end = _out_of_chain(min(last_sound + LINGER_MS, limit), last_sound, following, style)
    if end < start + needed:
        end = _out_of_chain(min(start + needed, limit), start + needed, following, style)
    return max(min(_not_too_long(start, end, last_sound, style), limit), min(last_sound, following))


def _last_end(start: int, last_sound: int, needed: int, duration_ms: int, style: Style) -> int:
    """The end of the last cue, within the programme if it starts there."""
    end = max(last_sound + LINGER_MS, start + needed)
    return _not_too_long(start, min(end, duration_ms) if duration_ms > start else end, last_sound, style)


def _out_of_chain(end: int, earliest: int, following: int, style: Style) -> int:
    """``end``, moved off a gap that is neither short nor open: earlier if ``earliest`` allows, else later."""
    if not style.gap_ms < following - end < style.open_gap_ms:
        return end
    before = following - style.open_gap_ms
    return before if before >= earliest else following - style.gap_ms


def _not_too_long(start: int, end: int, last_sound: int, style: Style) -> int:
    return min(end, max(start + style.max_ms, last_sound))


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

    A cue that begins where a time stands begins at that time. Where a time has no end, the text after it runs to the
    next time, or at reading speed if that is far off; text before the first time ends at it. ``turns`` are those the
    cues were cut from; every cue has a ``source``. Gaps are the style's, and nothing overlaps, even where the times of
    the input do.
    """
    places = [list(accumulate((reading_units(c, style) for c in turn.text), initial=0.0)) for turn in turns]
    bases = list(accumulate((units[-1] for units in places), initial=0.0))
    stretches = _stretches(turns, places, bases, style)
    edges = [stretch.first for stretch in stretches]
    spoken: list[tuple[float, float]] = []
    for cue in cues:
        if cue.source is None:
            raise ValueError("a cue without a source cannot be timed by its text")
        start, end = (bases[cue.source.turn] + places[cue.source.turn][at] for at in (cue.source.start, cue.source.end))
        first = stretches[max(0, bisect_right(edges, start) - 1)].at(start)
        last = stretches[max(0, bisect_left(edges, end) - 1)].at(end)
        first = max(first, spoken[-1][0] if spoken else 0.0)
        spoken.append((first, min(max(last, first + 1), first + style.max_ms)))
    clear = [(a, max(a + 1, min(b, c - style.gap_ms))) for (a, b), (c, _) in pairwise(spoken)]
    whole = round(max((stretch.end_ms for stretch in stretches), default=0))
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
