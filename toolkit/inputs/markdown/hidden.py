"""What Markdown hides from its readers before any block is found: comments, scripts, tags of templates."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

_BEGIN = re.compile(
    r"(?P<fence>^[ \t>]{0,99}(?:(?:[-*+]|[0-9]{1,9}[.)])[ \t]{1,9})?(?P<marks>`{3,}(?=[^`\n]*$)|~{3,}).*$)"
    r"|(?P<comment><!--)|(?P<liquid>\{%-?[ ]*comment\b)|(?P<tag>\{%)|(?P<value>\{\{)|(?P<note>(?:^|(?<=\s))%%(?=\S))"
    r"|<(?P<element>script|style)\b|(?P<program><\?(?!xml))|(?P<data><!\[CDATA\[)|(?P<type><!doctype\b)",
    re.MULTILINE | re.IGNORECASE,
)
_FENCE_END = re.compile(r"^[ \t>]{0,99}(?P<marks>`{3,}|~{3,})[ \t]*$", re.MULTILINE)
_ENDS = {"comment": "-->", "tag": "%}", "value": "}}", "note": "%%", "program": "?>", "data": "]]>", "type": ">"}
_LONGEST = {"tag": 2000, "value": 2000, "note": 2000, "type": 2000}  # characters: more is text between two signs
_APART = {"tag": "\n\n", "value": "\n\n", "note": "\n"}  # what none of them holds
_LONGEST_MARKS = 20


@dataclass(frozen=True, slots=True)
class Seen:
    """``lines`` without what is hidden, as many as before; ``excluded``: it, with its 1-based lines. ``fences``: the
    last line of each fenced block by its first, from 0.
    """

    lines: Sequence[str]
    excluded: Sequence[tuple[int, str]]
    fences: Mapping[int, int] = field(default_factory=dict)


def without_hidden(lines: Sequence[str]) -> Seen:
    """The lines that a reader sees. What nobody closes is text. Linear in their length."""
    search = _Search("\n".join(lines))
    return search.seen()


class _Search:
    def __init__(self, text: str) -> None:
        self._text = text
        self._missing: set[str] = set()  # ends that stand nowhere below
        self._fence_ends: dict[str, dict[int, list[tuple[int, int]]]] = {}

    def seen(self) -> Seen:
        kept: list[str] = []
        excluded: list[tuple[int, str]] = []
        fences: dict[int, int] = {}
        at = line = 0
        while begin := _BEGIN.search(self._text, at):
            end = self._end(begin)
            kept.append(self._text[at : begin.start()])
            line += self._text.count("\n", at, begin.start())
            hidden = self._text[begin.start() : end]
            if begin["fence"]:
                kept.append(hidden)
                if hidden.count("\n"):
                    fences[line] = line + hidden.count("\n")
            elif end > begin.end():
                kept.append("\n" * hidden.count("\n"))
                excluded += [(line + k + 1, part.strip()) for k, part in enumerate(hidden.split("\n")) if part.strip()]
            else:
                kept.append(hidden)
            line += hidden.count("\n")
            at = end
        kept.append(self._text[at:])
        return Seen("".join(kept).split("\n"), excluded, fences)

    def _end(self, begin: re.Match[str]) -> int:
        """Where what begins ends; the end of its first sign if it does not."""
        kind = begin.lastgroup or ""
        if begin["fence"]:
            return self._fence_end(begin)
        if begin["element"] or begin["liquid"]:
            return self._named_end(begin)
        if begin["comment"] and self._text[begin.end() : begin.end() + 2].startswith((">", "->")):
            return self._text.index(">", begin.end()) + 1
        sign, most = _ENDS[kind], _LONGEST.get(kind)
        end = self._text.find(sign, begin.end(), begin.end() + most) if most else self._find(sign, begin.end())
        if end < 0 or self._text.find(_APART.get(kind, sign), begin.end(), end) >= 0:
            return begin.end()
        return end + len(sign)

    def _named_end(self, begin: re.Match[str]) -> int:
        sign = f"</{begin['element'].lower()}" if begin["element"] else "endcomment"
        end = self._find(sign, begin.end())
        close = self._text.find(">" if begin["element"] else "%}", end) if end >= 0 else -1
        return close + (1 if begin["element"] else 2) if close >= 0 else begin.end()

    def _find(self, sign: str, at: int) -> int:
        if sign in self._missing:
            return -1
        end = self._text.find(sign, at)
        if end < 0:
            self._missing.add(sign)
        return end

    def _fence_end(self, begin: re.Match[str]) -> int:
        """The end of the line that closes a fence: as many marks or more."""
        sign, size = begin["marks"][0], min(len(begin["marks"]), _LONGEST_MARKS)
        ends = self._ends_of(sign, size)
        nth = bisect_left(ends, (begin.end(), 0))
        return ends[nth][1] if nth < len(ends) else begin.end()

    def _ends_of(self, sign: str, size: int) -> list[tuple[int, int]]:
        by_size = self._fence_ends.setdefault(sign, {})
        if size not in by_size:
            ends = (match for match in _FENCE_END.finditer(self._text) if match["marks"][0] == sign)
            by_size[size] = [match.span() for match in ends if len(match["marks"]) >= size]
        return by_size[size]
