"""SubRip (.srt): read as files of the wild are, written so that every reader takes it alike."""

from toolkit.formats.srt.reader import REMARKS, read, sniff
from toolkit.formats.srt.writer import holds, neutral, write

__all__ = ["REMARKS", "holds", "neutral", "read", "sniff", "write"]
