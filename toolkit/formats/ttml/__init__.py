"""TTML (.ttml, .dfxp, .itt), IMSC text above all: words, speakers, ruby and times, read and written."""

from toolkit.formats.ttml.reader import REMARKS, read, sniff
from toolkit.formats.ttml.writer import holds, neutral, write

__all__ = ["REMARKS", "holds", "neutral", "read", "sniff", "write"]
