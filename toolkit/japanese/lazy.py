"""Regular expressions that are compiled when they are first used.

Classes that hold kanji, kana and signs cost up to 5 ms each to compile, and most documents need few of them.
"""

from __future__ import annotations

import re
from typing import Any, cast


class _Lazy:
    """Stands for a compiled pattern; each of its methods is fetched once."""

    def __init__(self, source: str, flags: int) -> None:
        self._source, self._flags = source, flags

    def __getattr__(self, name: str) -> Any:
        found = getattr(re.compile(self._source, self._flags), name)
        setattr(self, name, found)
        return found


def lazy(source: str, flags: int = 0) -> re.Pattern[str]:
    """``re.compile``, put off until the pattern is used. An error in it is raised then."""
    return cast("re.Pattern[str]", _Lazy(source, flags))
