"""Lambda Cap (.cap), the Japanese subtitle program's own: ruby, emphasis, places; read and written."""

from toolkit.formats.cap.reader import REMARKS, read, sniff
from toolkit.formats.cap.writer import holds, neutral, write

__all__ = ["REMARKS", "holds", "neutral", "read", "sniff", "write"]
