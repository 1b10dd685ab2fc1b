"""Reading speed: how long a text takes to be read, and the clock without audio."""

from __future__ import annotations

import math
from collections.abc import Sequence

from toolkit.japanese.lazy import lazy
from toolkit.japanese.width import char_width
from toolkit.model import Cue, TimedCue, Timeline
from toolkit.styles import Style

# Product default, no standard: the shortest empty screen that reads as a break and not as a flicker is
# what Netflix' chain rule (NFG-GAP-CHAIN) leaves open, half a second.
TURN_PAUSE_MS = 500
_SOUND = lazy(r"[（(][^（）()\n]*[）)]")
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


def is_sound(text: str) -> bool:
    """Whether a cue is nothing but what is heard: （拍手）."""
    return bool(_SOUND.fullmatch(text))


def longest_ms(text: str, style: Style) -> int:
    """The style's longest duration of a cue, or of a sound, where it has one."""
    return min(style.max_ms, style.sound_ms or style.max_ms) if is_sound(text) else style.max_ms


def fitting_ms(text: str, style: Style) -> int:
    """``reading_ms`` within the style's shortest and longest duration."""
    return min(max(reading_ms(text, style), style.min_ms), longest_ms(text, style))


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
