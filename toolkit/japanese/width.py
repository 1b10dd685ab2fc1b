"""Display width: full-width characters count 1, half-width 0.5, marks that take no room 0.

The count is Netflix' (Japanese Timed Text Style Guide, characters per line); ambiguous characters (… ― ♪ ×) are
full-width in Japanese.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_NO_ROOM = frozenset("\u200b\u200c\u200d\ufeff\u2060\u00ad")


@lru_cache(maxsize=8192)
def char_width(char: str) -> float:
    """0, 0.5 or 1 for one character."""
    if char in _NO_ROOM or unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0.0
    return 1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.5


def width(text: str) -> float:
    """The width of a line in full-width characters."""
    return sum(map(char_width, text))
