"""A line of text as it will be shown: markup and ruby notation taken out, what they said kept as spans.

Nothing is rewritten: characters are only left out, so the text that stays is a subsequence of the line and every
removal can be listed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from toolkit.model import Span
from toolkit.transcript.directions import direction_spans
from toolkit.transcript.ruby import Ruby, marked, rubies

_Range = tuple[int, int]

# Each pattern: group 1 stays, what surrounds it goes. [^*] and the like keep every scan linear.
_AROUND = (
    re.compile(r"\*\*(?=[^\s*])([^*\n]+)(?<=\S)\*\*"),
    re.compile(r"(?<![A-Za-z0-9_])__(?=[^\s_])(?![A-Za-z0-9]+__)([^_\n]+)(?<=\S)__(?![A-Za-z0-9_])"),
    re.compile(r"(?<!`)`([^`\n]+)`(?!`)"),
    re.compile(r"!?\[([^\[\]]*)\]\((?:https?:|mailto:|[/.#])[^()\s]*\)"),
)
_SIGNS = frozenset("*_`\\<>[]()（）［］〔〕《》【】＜＞")  # no markup, reading or direction is without one of these
_GONE = (re.compile(r"<br ?/?>", re.IGNORECASE), re.compile(r"\\(?=[*_`#\[\]>-])"))


@dataclass(frozen=True, slots=True)
class Shown:
    """``removed`` are the pieces left out, in order; ``spans`` are offsets into ``text``, ``offsets[k]`` that of the
    line's offset k (empty where nothing but the edges went: ``lead`` characters before the text)."""

    text: str
    spans: tuple[Span, ...] = ()
    removed: tuple[str, ...] = ()
    lead: int = 0
    offsets: Sequence[int] = ()

    def place(self, at: int) -> int:
        """The offset in ``text`` of an offset in the line."""
        at = self.offsets[min(max(0, at), len(self.offsets) - 1)] if self.offsets else at - self.lead
        return min(max(0, at), len(self.text))


def shown(line: str, protected: Sequence[str] = ()) -> Shown:
    """The text of ``line`` with its edges stripped, its directions, readings and protected strings as spans. Tabs
    become spaces.
    """
    line = line.replace("\t", " ")
    if _SIGNS.isdisjoint(line):
        return Shown(line.strip(), tuple(protected_spans(line.strip(), protected)), lead=len(line) - len(line.lstrip()))
    found = list(_safe(rubies(line)))
    gone = _merged([*_markup(line), *(r for ruby in found for r in ruby.removed), *_edges(line)])
    text, offset = _without(line, gone)
    spans = [
        Span(offset[r.start], offset[r.end], "ruby", r.reading)
        for r in found
        if r.reading and offset[r.end] > offset[r.start]
    ]
    spans += direction_spans(text)
    spans += protected_spans(text, protected)
    removed = tuple(piece for a, b in gone if (piece := line[a:b].strip()))
    return Shown(text, tuple(sorted(spans, key=lambda s: (s.start, s.end, s.kind))), removed, offsets=offset)


def unmarked(line: str, protected: Sequence[str] = ()) -> Shown:
    """The line as it is: no markup is read but readings in their own notation, for they would be said twice."""
    line = line.replace("\t", " ")
    found = list(_safe(marked(line)))
    text, offset = _without(line, _merged([*(r for ruby in found for r in ruby.removed), *_edges(line)]))
    spans = [Span(offset[r.start], offset[r.end], "ruby", r.reading) for r in found if offset[r.end] > offset[r.start]]
    spans += protected_spans(text, protected)
    removed = tuple(line[a:b] for ruby in found for a, b in ruby.removed if b > a)
    return Shown(text, tuple(sorted(spans, key=lambda s: (s.start, s.end, s.kind))), removed, offsets=offset)


def protected_spans(text: str, protected: Sequence[str]) -> Iterator[Span]:
    """Where the strings stand that must never be broken."""
    return (
        Span(m.start(), m.end(), "protected") for word in protected if word for m in re.finditer(re.escape(word), text)
    )


def _safe(found: Iterator[Ruby]) -> Iterator[Ruby]:
    """Readings whose notation does not lie inside another's."""
    end = -1
    for ruby in sorted(found, key=lambda r: r.removed[0]):
        if ruby.removed[0][0] >= end:
            end = ruby.removed[-1][1]
            yield ruby


def _markup(line: str) -> Iterator[_Range]:
    for pattern in _AROUND:
        for match in pattern.finditer(line):
            yield match.start(), match.start(1)
            yield match.end(1), match.end()
    for pattern in _GONE:
        yield from (match.span() for match in pattern.finditer(line))


def _edges(line: str) -> Iterator[_Range]:
    yield 0, len(line) - len(line.lstrip())
    yield len(line.rstrip()), len(line)


def _merged(ranges: list[_Range]) -> list[_Range]:
    """The union of the ranges, in order, empty ones dropped."""
    union: list[_Range] = []
    for start, end in sorted(r for r in ranges if r[0] < r[1]):
        if union and start < union[-1][1]:
            union[-1] = (union[-1][0], max(union[-1][1], end))
        else:
            union.append((start, end))
    return union


def _without(line: str, gone: list[_Range]) -> tuple[str, list[int]]:
    """The line less the ranges, and for every offset of the line the offset in what stays."""
    parts: list[str] = []
    offset: list[int] = []
    at = kept = 0
    for start, end in (*gone, (len(line), len(line))):
        parts.append(line[at:start])
        offset.extend(range(kept, kept + start - at))
        kept += start - at
        offset.extend([kept] * (end - start))
        at = end
    offset.append(kept)
    text = "".join(parts)
    stripped = text.strip()
    lead = len(text) - len(text.lstrip())
    if stripped == text:
        return text, offset
    return stripped, [min(max(0, n - lead), len(stripped)) for n in offset]
