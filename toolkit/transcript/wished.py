"""What a person says of the lines of a series: how its labels are written, and what is no part of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from toolkit.japanese.lazy import lazy
from toolkit.transcript.labels import Label

_PARTS = lazy("(NAME|TEXT|[\\s　]+)")
_NAME = "(?P<name>[^。！？!?「」『』\n]{1,40}?)"
_TO = lazy(r"[\s　]+\.\.(?:[\s　]+|$)")  # 関連記事 .. 次の回


@lru_cache(maxsize=64)
def label_pattern(written: str) -> re.Pattern[str]:
    """``■NAME■ TEXT`` as a pattern: NAME is who speaks, TEXT what is said; without TEXT it is on the lines below.
    ``toolkit.wishes.kinds`` sees to it that both stand where they must.
    """
    parts = [_part(part) for part in _PARTS.split(written.strip()) if part]
    return re.compile(rf"[\s　]*{''.join(parts)}" + ("" if "TEXT" in written else r"(?P<text>)[\s　]*"))


def _part(part: str) -> str:
    if part == "NAME":
        return _NAME
    if part == "TEXT":
        return "(?P<text>.*)"
    return r"[\s　]+" if part.isspace() else re.escape(part)


def label_by(patterns: Sequence[str], line: str) -> Label | None:
    """The label of a line that is written as one of the patterns.

    >>> label_by(["■NAME■ TEXT"], "■佐藤■ はい。").name
    '佐藤'
    """
    for written in patterns:
        match = label_pattern(written).fullmatch(line)
        if match and match["name"].strip():
            cut = match.start("text") if match["text"].strip() else len(line)
            return Label("told", "told", match["name"].strip(), cut)
    return None


def left_out(lines: Sequence[str], wishes: Sequence[str]) -> frozenset[int]:
    """The indices of the lines that a person wants left out. A wish is a whole line, in which * stands for anything, or
    two of them with `` .. `` between: all from the one to the other (to the end, if there is no other).
    """
    found: set[int] = set()
    for wish in wishes:
        ends = _TO.split(wish.strip(), maxsplit=1)
        first = _line_pattern(ends[0])
        last = _line_pattern(ends[1]) if len(ends) > 1 and ends[1] else None
        inside = False
        for k, line in enumerate(lines):
            text = line.strip()
            if inside or (text and first.fullmatch(text)):
                found.add(k)
                inside = len(ends) > 1 and not (inside and last and last.fullmatch(text))
    return frozenset(found)


@lru_cache(maxsize=64)
def _line_pattern(written: str) -> re.Pattern[str]:
    return re.compile(".*".join(map(re.escape, written.strip().split("*"))))
