"""The clock of subtitles that no voice times: the times in the text, else reading speed, brought to the video."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from toolkit.errors import InputError
from toolkit.model import Cue, Timeline, Turn
from toolkit.styles import Style
from toolkit.timing.points import cue_of
from toolkit.timing.reading import by_reading_speed
from toolkit.timing.sharing import shared
from toolkit.timing.text import by_times
from toolkit.timing.video import Video, on_video


def unvoiced(cues: Sequence[Cue], turns: Sequence[Turn], style: Style, video: Video) -> tuple[Timeline, frozenset[int]]:
    """The cues at their times, none shared yet, and those (indices) that a sync point says the start of. ``turns``:
    those they were cut from. InputError for what is said of the video and cannot be.
    """
    if any(paragraph.times for turn in turns for paragraph in turn.paragraphs):
        timeline = by_times(cues, turns, style)
    else:
        timeline = by_reading_speed(cues, style)
    numbers = _numbers(timeline, turns, style, video)
    placed = on_video(timeline, video, turns, style, numbers)
    return placed, frozenset(cue_of(one, cues, turns, numbers) for one in video.points)


def _numbers(timeline: Timeline, turns: Sequence[Turn], style: Style, video: Video) -> Sequence[int]:
    """By which index a person knows each cue who counts them for sync points: in the subtitles written without any,
    where some cues are shared.
    """
    if not (style.joins and video.points):
        return range(len(timeline.cues) + 1)
    try:
        seen = on_video(timeline, replace(video, points=()), turns, style)
    except InputError:  # without the points there can be none at the video's times: those seen are at the clock's own
        seen = timeline
    return shared(seen, style)[1]
