"""Measured speech: when a cue starts and ends whose sounds are known."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from toolkit.model import Clock, Cue, TimedCue, Timeline
from toolkit.styles import Style
from toolkit.timing.reading import fitting_ms, longest_ms
from toolkit.timing.room import NONE, Give, with_room

# NFG-SYNC-OUT: an out-time may stand up to half a second past the end of speech.
LINGER_MS = 500
# Product default: where speech runs on from cue to cue there is no room for a gap between the sounds. The later cue may
# then start this much after its first sound (one frame at 24 fps; Netflix' older text allows 3).
LATE_MS = 40


def by_speech(
    cues: Sequence[Cue],
    spoken: Sequence[tuple[float, float]],
    style: Style,
    duration_ms: int,
    clock: Clock = "speech",
    give: Give = NONE,
) -> Timeline:
    """``spoken[k]``: the (first sound, last sound) of ``cues[k]`` in ms, in time order; equal where nothing
    of it is spoken.

    A cue starts on its first sound (rounded down) and stays up to half a second after its last one,
    longer only where it needs the time to be read, and never into the gap before the next start. Where
    speech runs on without a pause, the two cues share the gap: the next starts up to ``LATE_MS`` late, and the one
    before it ends as much before its last sound as is left of the gap. ``give``: how far else a start may be moved,
    where a cue could not be read. A cue that is not spoken (a
    direction) is placed in the pause around its time. Speech longer than the style's longest duration is
    left as it is, for ``check`` to report. Raises ValueError if the two sequences differ in length.
    """
    if len(cues) != len(spoken):
        raise ValueError(f"{len(cues)} cues, but {len(spoken)} times of speech")
    sounds = [(max(0, math.floor(first)), math.ceil(last)) for first, last in spoken]
    needs = [fitting_ms(cue.text, style) for cue in cues]
    starts = with_room(_starts(sounds, style), sounds, needs, style, give, duration_ms)
    timed = []
    for k, (cue, start) in enumerate(zip(cues, starts, strict=True)):
        heard = _Heard(start, max(sounds[k][1], start), needs[k], longest_ms(cue.text, style))
        end = _end(heard, starts[k + 1], style) if k + 1 < len(starts) else _last_end(heard, duration_ms)
        if longest_ms(cue.text, style) < style.max_ms:  # a sound stands no longer, however long it is heard
            end = min(end, start + longest_ms(cue.text, style))
        timed.append(TimedCue(start, end, cue, clock))
    timed = _closed(timed, style)
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


def _closed(timed: list[TimedCue], style: Style) -> list[TimedCue]:
    """Gaps of the chain that are left closed, where a cue that stands as long as it may is as little too late."""
    found = [*timed]
    for k in reversed(range(len(found) - 1)):
        one, rest = found[k], found[k + 1].start_ms - found[k].end_ms - style.gap_ms
        if not 0 < rest < min(style.open_gap_ms - style.gap_ms, LATE_MS):
            continue
        longer = one.duration_ms + rest <= longest_ms(one.cue.text, style)
        found[k] = replace(one, start_ms=one.start_ms + (0 if longer else rest), end_ms=one.end_ms + rest)
    return found


@dataclass(frozen=True, slots=True)
class _Heard:
    """Of a cue, in ms: when it starts and its last sound ends, how long it takes to be read, how long it may stand."""

    start: int
    last_sound: int
    needed: int
    longest: int

    def not_too_long(self, end: int) -> int:
        """``end``, or the last that the style allows; speech is never cut short."""
        return min(end, max(self.start + self.longest, self.last_sound))


def _end(heard: _Heard, following: int, style: Style) -> int:
    """The end of a cue when the next one starts at ``following``: the gap is kept."""
    limit, read = following - style.gap_ms, heard.start + heard.needed
    end = _out_of_chain(min(heard.last_sound + LINGER_MS, limit), heard.last_sound, following, style)
    if end < read:
        end = _out_of_chain(min(read, limit), read, following, style)
    return min(heard.not_too_long(end), limit)


def _last_end(heard: _Heard, duration_ms: int) -> int:
    """The end of the last cue, within the programme if it starts there."""
    end = max(heard.last_sound + LINGER_MS, heard.start + heard.needed)
    return heard.not_too_long(min(end, duration_ms) if duration_ms > heard.start else end)


def _out_of_chain(end: int, earliest: int, following: int, style: Style) -> int:
    """``end``, moved off a gap that is neither short nor open: earlier if ``earliest`` allows, else later."""
    if not style.gap_ms < following - end < style.open_gap_ms:
        return end
    before = following - style.open_gap_ms
    return before if before >= earliest else following - style.gap_ms
