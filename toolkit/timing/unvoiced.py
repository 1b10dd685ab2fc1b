"""The clock of subtitles that no voice times: the times in the text, else reading speed, brought to the video."""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.model import Cue, Timeline, Turn
from toolkit.styles import Style
from toolkit.timing.reading import by_reading_speed
from toolkit.timing.text import by_times
from toolkit.timing.video import Video, on_video


def unvoiced(cues: Sequence[Cue], turns: Sequence[Turn], style: Style, video: Video) -> Timeline:
    """``turns``: those the cues were cut from. InputError for what is said of the video and cannot be."""
    if any(paragraph.times for turn in turns for paragraph in turn.paragraphs):
        timeline = by_times(cues, turns, style)
    else:
        timeline = by_reading_speed(cues, style)
    return on_video(timeline, video, turns, style)
