"""Whether a text file is plainly Markdown. What plain transcripts have too (``#``, ``-``, ``*`` at a line's head)
decides nothing alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from toolkit.inputs.markdown.front import front_matter

_MOST_LINES = 5000  # enough to tell
_ENOUGH = 3
_BOLD = re.compile(r"[ \t>]{0,9}(?:[-*+][ \t])?(?P<mark>\*\*|__)(?=\S)[^*_\n]{1,200}(?P=mark)")
_LINK = re.compile(r"(?<!\!)\[[^\[\]\n]{1,200}\]\((?:https?://|mailto:|\.{0,2}/|#)[^()\s]{1,2000}\)")
_PICTURE = re.compile(r"!\[[^\[\]\n]{0,400}\]\([^()\s]{1,2000}(?:\s\"[^\"\n]{0,400}\")?\)")
_NOTE = re.compile(r"\[\^[^\[\]\s]{1,80}\]:[ \t]")
_DELIMITER = re.compile(r"[ \t]{0,3}\|?(?:[ \t]{0,9}:?-{2,}:?[ \t]{0,9}\|)+(?:[ \t]{0,9}:?-{2,}:?[ \t]{0,9})?")
_FENCE = re.compile(r"```[\w+-]{0,30}")
_HEADING = re.compile(r"#{1,6}[ \t]+\S")
_SECTION = re.compile(r"#{2,6}[ \t]+\S")
_ITEM = re.compile(r"[ \t]{0,9}[-*+][ \t]+\S")
_DEFINED = re.compile(r":[ \t]+\S")
_QUOTE = re.compile(r"> ?\S")


def is_markdown(text: str) -> bool:
    """Whether several kinds of marks say so: each a point or two, three are enough. Linear in the length."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n", _MOST_LINES)[:_MOST_LINES]
    return sum(points(lines) for points in _MARKS) >= _ENOUGH


def _count(pattern: re.Pattern[str], lines: Sequence[str]) -> int:
    return sum(bool(pattern.match(line)) for line in lines)


def _front(lines: Sequence[str]) -> float:
    """A head of ASCII keys: people write 日時 between two rules too."""
    front = front_matter(lines)
    return 2 * bool(front.lines and not front.warnings and all(key.isascii() for key in front.meta))


def _bold(lines: Sequence[str]) -> float:
    """Names in bold at the head of most lines are Markdown and nothing else; one may be a slip."""
    found = _count(_BOLD, lines)
    filled = sum(bool(line.strip()) for line in lines)
    if found >= 3 and found * (2 if found < 5 else 5) >= filled:
        return 3
    return 2 if found >= 3 else found / 2


def _links(lines: Sequence[str]) -> float:
    return 2 * any("](" in line and (_LINK.search(line) or _PICTURE.search(line)) for line in lines)


def _notes(lines: Sequence[str]) -> float:
    return 2 * any(_NOTE.match(line) for line in lines)


def _tables(lines: Sequence[str]) -> float:
    """A line of dashes and bars, and bars on both sides of it."""
    inner = (k for k in range(1, len(lines) - 1) if "--" in lines[k] and "|" in lines[k - 1] and "|" in lines[k + 1])
    return 3 * any(_DELIMITER.fullmatch(lines[k]) for k in inner)


def _fences(lines: Sequence[str]) -> float:
    return 2 * (sum(bool(_FENCE.fullmatch(line.rstrip())) for line in lines) >= 2)


def _headings(lines: Sequence[str]) -> float:
    """Below the first level they come in numbers; a ``#`` line may be anything."""
    return 1.5 * (_count(_SECTION, lines) >= 2) or 1.0 * (_count(_HEADING, lines) >= 2)


def _lists(lines: Sequence[str]) -> float:
    return 0.5 * (_count(_ITEM, lines) >= 3) + 0.5 * (_count(_QUOTE, lines) >= 2)


def _definitions(lines: Sequence[str]) -> float:
    """A word on a line, and below it what begins with a colon."""
    pairs = sum(
        bool(_DEFINED.match(line)) and bool(above.strip()) and above[:1] not in ":：" for above, line in pairwise(lines)
    )
    return 3 * (pairs >= 3)


_MARKS: tuple[Callable[[Sequence[str]], float], ...] = (
    _front,
    _bold,
    _links,
    _notes,
    _tables,
    _fences,
    _headings,
    _lists,
    _definitions,
)
