"""Advanced SubStation Alpha (.ass), read and written, and its forerunner (.ssa), read."""

from toolkit.formats.ass.reader import REMARKS, read, sniff
from toolkit.formats.ass.writer import draws, holds, neutral, write

__all__ = ["REMARKS", "draws", "holds", "neutral", "read", "sniff", "write"]
