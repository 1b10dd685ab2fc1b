"""WebVTT (.vtt): speakers, ruby, classes and cue settings, read and written."""

from toolkit.formats.vtt.reader import REMARKS, read, sniff
from toolkit.formats.vtt.writer import holds, neutral, write

__all__ = ["REMARKS", "holds", "neutral", "read", "sniff", "write"]
