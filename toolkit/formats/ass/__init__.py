"""Advanced SubStation Alpha (.ass), read and written, and its forerunner (.ssa), read."""

from toolkit.formats.ass.reader import REMARKS, read, sniff
from toolkit.formats.ass.writer import holds, neutral, write

__all__ = ["REMARKS", "holds", "neutral", "read", "sniff", "write"]
