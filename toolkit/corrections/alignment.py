"""Two texts laid beside each other: which characters of one are those of the other, in order.

``difflib`` alone is quadratic on long texts. Strings of some characters that stand once in either text are anchors; the
longest chain of them in order divides the texts, what is left between two is divided by shorter anchors, and only what
is then small is compared whole. 20,000 characters take some tens of milliseconds.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

_ANCHORS = (12, 6, 3)  # characters; a shorter one is only looked for between longer ones (product default)
_SMALL = 40_000  # pairs of characters that are compared whole; what is larger without an anchor is another text

Match = tuple[int, int, int]  # one[i : i + n] is other[j : j + n]


@dataclass(frozen=True, slots=True)
class Alignment:
    """``matches``: in order in both texts, neither touching the next in both. ``sizes``: characters of the texts."""

    matches: tuple[Match, ...]
    sizes: tuple[int, int]
    _starts: list[int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_starts", [i for i, _, _ in self.matches])

    def gaps(self) -> Iterator[tuple[int, int, int, int]]:
        """(from, to in one; from, to in the other) of what lies between the matches, empty in both at the ends only."""
        i = j = 0
        for a, b, n in (*self.matches, (*self.sizes, 0)):
            yield i, a, j, b
            i, j = a + n, b + n

    def start(self, at: int) -> int:
        """Where in the other text that begins which begins at ``at`` in the one. What only the other has lies before
        it.
        """
        k = bisect_right(self._starts, at) - 1
        if k >= 0 and at < self.matches[k][0] + self.matches[k][2]:
            return self.matches[k][1] + at - self.matches[k][0]
        return self._between(k, at)

    def end(self, at: int) -> int:
        """Where in the other text that ends which ends at ``at`` in the one. What only the other has lies behind it."""
        if at <= 0:
            return 0
        k = bisect_right(self._starts, at - 1) - 1
        if k >= 0 and at <= self.matches[k][0] + self.matches[k][2]:
            return self.matches[k][1] + at - self.matches[k][0]
        return self._between(k, at)

    def unsure(self, at: int) -> tuple[int, int] | None:
        """Where in the other text a place may be that has letters before and behind it which are all others there: from
        where to where. None for a place beside a letter that is found again.
        """
        k = bisect_right(self._starts, at) - 1
        i, j, n = self.matches[k] if k >= 0 else (0, 0, 0)
        to_i, to_j, _ = self.matches[k + 1] if k + 1 < len(self.matches) else (*self.sizes, 0)
        return (j + n, to_j) if i + n < at < to_i else None

    def _between(self, k: int, at: int) -> int:
        """A place behind the match ``k`` and not in the next: in proportion, for there is nothing better."""
        i, j, n = self.matches[k] if k >= 0 else (0, 0, 0)
        to_i, to_j, _ = self.matches[k + 1] if k + 1 < len(self.matches) else (*self.sizes, 0)
        i, j = i + n, j + n
        return j + (at - i) * (to_j - j) // (to_i - i) if to_i > i else j


def align(one: str, other: str) -> Alignment:
    """The alignment of two texts. Linear but for small stretches that have no anchor."""
    found: list[Match] = []
    open_: list[tuple[int, int, int, int, int]] = [(0, len(one), 0, len(other), 0)]
    while open_:
        a, b, c, d, depth = open_.pop()
        head = _common(one, other, a, b, c, d, 1)
        if head:
            found.append((a, c, head))
        a, c = a + head, c + head
        tail = _common(one, other, b - 1, a - 1, d - 1, c - 1, -1)
        if tail:
            found.append((b - tail, d - tail, tail))
        b, d = b - tail, d - tail
        if a < b and c < d:
            open_ += _divided(one, other, (a, b, c, d), depth, found)
    return Alignment(tuple(_joined(sorted(found))), (len(one), len(other)))


def _common(one: str, other: str, a: int, b: int, c: int, d: int, step: int) -> int:
    """How many characters are the same from (a, c) on, before b and d."""
    most = min((b - a) * step, (d - c) * step)
    n = 0
    while n < most and one[a + n * step] == other[c + n * step]:
        n += 1
    return max(n, 0)


def _divided(
    one: str, other: str, span: tuple[int, int, int, int], depth: int, found: list[Match]
) -> Iterator[tuple[int, int, int, int, int]]:
    """The stretches between the anchors of a stretch; what needs no anchor goes to ``found``."""
    a, b, c, d = span
    if (b - a) * (d - c) <= _SMALL:
        matcher = SequenceMatcher(None, one[a:b], other[c:d], autojunk=False)
        found.extend((a + i, c + j, n) for i, j, n in matcher.get_matching_blocks() if n > 1)  # one letter is chance
        return
    for level in range(depth, len(_ANCHORS)):
        anchors = _in_order(_anchors(one[a:b], other[c:d], _ANCHORS[level]))
        if anchors:
            break
    else:
        return
    size = _ANCHORS[level]
    i, j = a, c
    for x, y in anchors:
        if a + x < i or c + y < j:
            continue
        yield i, a + x, j, c + y, level + 1
        found.append((a + x, c + y, size))
        i, j = a + x + size, c + y + size
    yield i, b, j, d, level + 1


def _anchors(one: str, other: str, size: int) -> list[tuple[int, int]]:
    """Where strings of so many characters stand that each text has once, by their place in the one."""
    here, there = _once(one, size), _once(other, size)
    return [(at, there[string]) for string, at in here.items() if at >= 0 and there.get(string, -1) >= 0]


def _once(text: str, size: int) -> dict[str, int]:
    """The place of each string of that size, −1 if it has several."""
    places: dict[str, int] = {}
    for at in range(len(text) - size + 1):
        string = text[at : at + size]
        places[string] = -1 if string in places else at
    return places


def _in_order(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest chain of pairs that ascends in both."""
    tops: list[int] = []
    chain: list[int] = []
    before: list[int] = []
    for n, (_, j) in enumerate(pairs):
        at = bisect_left(tops, j)
        before.append(chain[at - 1] if at else -1)
        if at == len(tops):
            tops.append(j)
            chain.append(n)
        else:
            tops[at], chain[at] = j, n
    found = []
    n = chain[-1] if chain else -1
    while n >= 0:
        found.append(pairs[n])
        n = before[n]
    return found[::-1]


def _joined(matches: Sequence[Match]) -> Iterator[Match]:
    """Matches that touch in both texts as one."""
    held: Match | None = None
    for i, j, n in matches:
        if held and (held[0] + held[2], held[1] + held[2]) == (i, j):
            held = (held[0], held[1], held[2] + n)
            continue
        if held:
            yield held
        held = (i, j, n)
    if held:
        yield held
