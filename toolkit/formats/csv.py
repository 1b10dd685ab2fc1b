"""A table of cues with commas between its cells (.csv); ``cue_table`` says what is in it."""

from __future__ import annotations

from toolkit.formats import cue_table
from toolkit.formats.cue_table import holds, neutral, sniff
from toolkit.formats.frames import FrameRate
from toolkit.formats.options import PLAIN, Options
from toolkit.model import SubtitleFile, Timeline

__all__ = ["REMARKS", "holds", "neutral", "read", "sniff", "write"]

REMARKS = cue_table.remarks_of("CSV")


def read(text: str, rate: FrameRate | None = None) -> SubtitleFile:
    """See ``cue_table.read``."""
    return cue_table.read(text, rate, "CSV")


def write(timeline: Timeline, options: Options = PLAIN) -> str:
    """See ``cue_table.write``."""
    return cue_table.write(timeline, options, ",", "CSV")
