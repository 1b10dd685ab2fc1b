"""TTML (.ttml, .dfxp, .itt, .xml), IMSC text above all: words, speakers, ruby and times. Read only."""

from toolkit.formats.ttml.reader import REMARKS, read, sniff

__all__ = ["REMARKS", "read", "sniff"]
