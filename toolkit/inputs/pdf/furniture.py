"""Running heads, page numbers and repeated footers: what a page has because it is a page.

Told over the pages: the same words at the same height, but for the numbers in them, or numbers that count the pages.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from toolkit.inputs.pdf.lines import Line

_EDGE_LINES = 3  # at either end of a page
_SAME_HEIGHT = 0.5  # em
_SHARE = 0.4  # of the pages: heads of left and right pages differ, and chapters begin without
_SET_APART = 1.3  # line spacings from the text
_OTHER_SIZE = 0.06  # of the body's size
_IS_SAID = re.compile("[。？！?!」』：:]$")  # no running head is a sentence or a label
_DIGITS = re.compile("[0-9]+")
_NUMBER = re.compile(
    r"[\s\-–—―‐・~〜()\[\]<>|/#.]*(?:p|pp|page|ページ|頁|第|no)?\.?\s*#\s*(?:ページ|頁|page)?\s*(?:(?:/|of|\|)\s*(?:全)?#\s*(?:ページ|頁)?)?"
    r"[\s\-–—―‐・~〜()\[\]<>|.]*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Edge:
    """A line near the end of a page. ``at``: which one from its top (0, 1 …) or its bottom (-1, -2 …). ``form``: its
    words with # for their ``numbers``. ``parted``: the last line before the gap that parts it from the text; itself if
    its size does.
    """

    page: int
    line: Line
    at: int
    form: str
    numbers: tuple[int, ...]
    parted: int

    @property
    def is_apart(self) -> bool:
        return -_EDGE_LINES <= self.parted < _EDGE_LINES

    @property
    def is_outermost(self) -> bool:
        return self.at in (0, -1)

    @property
    def is_number(self) -> bool:
        return bool(_NUMBER.fullmatch(self.form))

    def stands_at(self, other: _Edge) -> bool:
        same_end = (self.line.is_down, self.at < 0) == (other.line.is_down, other.at < 0)
        return same_end and abs(self.line.v - other.line.v) <= _SAME_HEIGHT * max(self.line.size, other.line.size)


def furniture_of(pages: Sequence[Sequence[Line]], pitch: float, body: float) -> frozenset[Line]:
    """The lines of ``pages`` that are no text. ``pitch``: the distance between two lines, ``body``: the size of most
    letters, in points.
    """
    edges = [edge for number, lines in enumerate(pages) for edge in _edges(number, lines, pitch, body)]
    everywhere = Counter(_form(line.text)[0] for lines in pages for line in lines)
    found = [e for group in _alike(edges) if _repeats(group, len(pages), everywhere[group[0].form]) for e in group]
    found += [e for group in _numbers(edges) if _are_numbers(group, len(pages)) for e in group]
    slots = _one_each([edge for edge in found if edge.is_apart and edge.is_outermost])
    found += [e for e in edges if e.is_apart and e.is_outermost and any(e.stands_at(slot) for slot in slots)]
    return frozenset(_outer(found))


def _edges(number: int, lines: Sequence[Line], pitch: float, body: float) -> Iterator[_Edge]:
    """The lines near the ends of a page, by height."""
    ordered = sorted(lines, key=lambda line: (line.is_down, line.v))
    last = len(ordered) - 1
    gaps = [k for k, (one, other) in enumerate(pairwise(ordered)) if abs(other.v - one.v) > _SET_APART * pitch]
    for k, line in enumerate(ordered):
        form, numbers = _form(line.text)
        differs = abs(line.size - body) > _OTHER_SIZE * body
        below = next((gap for gap in gaps if gap >= k), last)
        above = next((gap + 1 for gap in reversed(gaps) if gap < k), 0)
        if k < _EDGE_LINES:
            yield _Edge(number, line, k, form, numbers, k if differs else below)
        if last - k < _EDGE_LINES:
            yield _Edge(number, line, k - last - 1, form, numbers, (k if differs else above) - last - 1)


def _outer(edges: Sequence[_Edge]) -> Iterator[Line]:
    """Of what was found, that with nothing but the like between it and the page's end, and to the gap that parts it."""
    at = {(edge.page, edge.at) for edge in edges}
    for edge in edges:
        block = range(edge.parted + 1) if edge.at >= 0 else range(edge.parted, 0)
        if all((edge.page, k) in at for k in block):
            yield edge.line


def _form(text: str) -> tuple[str, tuple[int, ...]]:
    """A line with # for its numbers, and these."""
    plain = " ".join(unicodedata.normalize("NFKC", text).split())
    return _DIGITS.sub("#", plain), tuple(int(digits) for digits in _DIGITS.findall(plain) if len(digits) < 7)


def _alike(edges: Sequence[_Edge]) -> Iterator[list[_Edge]]:
    """Edges of one form at one height."""
    for _, form in _by(edges, lambda edge: (edge.form, edge.line.is_down, edge.at < 0)):
        group: list[_Edge] = []
        for edge in sorted(form, key=lambda edge: edge.line.v):
            if group and not edge.stands_at(group[-1]):
                yield group
                group = []
            group.append(edge)
        yield group


def _numbers(edges: Sequence[_Edge]) -> Iterator[list[_Edge]]:
    """Outermost lines that may be page numbers, of one form at one end, at whatever height."""
    numbers = [edge for edge in edges if edge.is_outermost and edge.is_number]
    yield from (group for _, group in _by(numbers, lambda edge: (edge.form, edge.at)))


def _by(edges: Sequence[_Edge], key: Callable[[_Edge], object]) -> Iterable[tuple[object, list[_Edge]]]:
    groups: defaultdict[object, list[_Edge]] = defaultdict(list)
    for edge in edges:
        groups[key(edge)].append(edge)
    return groups.items()


def _repeats(group: Sequence[_Edge], pages: int, everywhere: int) -> bool:
    """Whether one form of words at one height is there for the pages' sake. ``everywhere``: how often the document has
    it; names of speakers it has in its text as well.
    """
    here = len({edge.page for edge in group})
    elsewhere = everywhere - here
    if here < 2 or elsewhere > max(1, here // 4) or _IS_SAID.search(group[0].form):
        return False
    return all(edge.is_apart for edge in group) and (here >= _SHARE * pages or _counts(group))


def _are_numbers(group: Sequence[_Edge], pages: int) -> bool:
    """Whether what looks like page numbers counts pages; on the only page there is nothing to count."""
    return _counts(group) if len(group) > 1 else pages == 1 and group[0].is_apart


def _counts(group: Sequence[_Edge]) -> bool:
    """Whether one of the numbers goes up with the pages."""
    columns = zip(*(edge.numbers for edge in group), strict=False)
    return any(len({n - edge.page for n, edge in zip(column, group, strict=False)}) == 1 for column in columns)


def _one_each(edges: Sequence[_Edge]) -> list[_Edge]:
    """One of those that stand at one place."""
    slots: list[_Edge] = []
    for edge in edges:
        if not any(edge.stands_at(slot) for slot in slots[-20:]):
            slots.append(edge)
    return slots[:20]
