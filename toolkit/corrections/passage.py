"""Cues as one text without white space, line breaks and the marks that styles drop; and two such texts cut into the
smallest blocks of cues that hold the same stretch.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from toolkit.corrections.alignment import Alignment, align
from toolkit.model import TimedCue
from toolkit.timing.sharing import unshared

_DROPPED = str.maketrans("?!()", "？！（）", "、。，．")
_FARTHEST = 64  # letters that a stretch is moved (product default: two cues)
NOTHING = "\0"  # stands for a cue without a letter, so that every cue has a place


def letters(text: str) -> str:
    """What is compared of a text: no white space, no 、。, signs as Japanese writes them."""
    return "".join(text.split()).translate(_DROPPED)


@dataclass(frozen=True, slots=True)
class Passage:
    """``edges[k]``: where the letters of cue k begin in ``text``; one more at the end. Each cue has one at least."""

    cues: tuple[TimedCue, ...]
    text: str
    edges: tuple[int, ...]

    @classmethod
    def of(cls, cues: Sequence[TimedCue]) -> Passage:
        parts = [letters(unshared(timed.cue)) or NOTHING for timed in cues]
        return cls(tuple(cues), "".join(parts), tuple(accumulate(map(len, parts), initial=0)))

    def said(self, span: range) -> str:
        """The letters of some of the cues, without what stands for nothing."""
        return self.text[self.edges[span.start] : self.edges[span.stop]].replace(NOTHING, "")


@dataclass(frozen=True, slots=True)
class Block:
    """Cues of one passage and those of the other that hold the same stretch of it; either may be none."""

    old: range
    new: range


def blocks(old: Passage, new: Passage) -> list[Block]:
    """Both passages in as many blocks as can be, in order: cut wherever a cue ends in both at the same place of the
    text.
    """
    seams = _seams(old, new, aligned(old, new))
    return [Block(range(a, b), range(c, d)) for (a, c), (b, d) in pairwise(seams)]


def aligned(old: Passage, new: Passage) -> Alignment:
    """The letters of two passages beside each other. What only one has may often stand in several places (of 「甲乙甲」
    either 甲 may be the new one): it begins and ends with cues where it can.
    """
    found = align(old.text, new.text)
    matches = [(0, 0, 0), *found.matches, (*found.sizes, 0)]
    for k in range(1, len(matches)):
        (i, j, n), (to_i, to_j, m) = matches[k - 1], matches[k]
        if i + n == to_i:
            by = _slide(new, j + n, to_j, n, m, old.edges, i + n)
        elif j + n == to_j:
            by = _slide(old, i + n, to_i, n, m, new.edges, j + n)
        else:
            continue
        matches[k - 1], matches[k] = (i, j, n + by), (to_i + by, to_j + by, m - by)
    return Alignment(tuple(match for match in matches if match[2]), found.sizes)


def _slide(passage: Passage, start: int, end: int, back: int, on: int, beside: Sequence[int], at: int) -> int:
    """By how many letters ``text[start:end]`` is to move, at most ``back`` to the left and ``on`` to the right, to be
    whole cues; ``at``: where it is missing in the other text, whose cues begin at ``beside``.
    """
    text = passage.text
    left = 0
    while left < min(back, _FARTHEST) and text[start - left - 1] == text[end - left - 1]:
        left += 1
    right = 0
    while right < min(on, _FARTHEST) and text[start + right] == text[end + right]:
        right += 1
    ways = [
        by
        for by in range(-left, right + 1)
        if _is_edge(passage.edges, start + by) and _is_edge(passage.edges, end + by) and _is_edge(beside, at + by)
    ]
    return min(ways, key=abs, default=0)


def _is_edge(edges: Sequence[int], at: int) -> bool:
    k = bisect_left(edges, at)
    return k < len(edges) and edges[k] == at


def _seams(old: Passage, new: Passage, alignment: Alignment) -> list[tuple[int, int]]:
    """Pairs of cue numbers before which both are cut."""
    here = {edge: k for k, edge in enumerate(old.edges)}
    there = {edge: k for k, edge in enumerate(new.edges)}
    seams = {(0, 0), (len(old.cues), len(new.cues))}
    for i, j, n in alignment.matches:
        seams |= {(here[i + m], there[j + m]) for m in range(n + 1) if i + m in here and j + m in there}
    for i, to_i, j, to_j in alignment.gaps():
        if i == to_i and i in here:  # what only the new one has
            seams |= {(here[i], there[at]) for at in range(j, to_j + 1) if at in there}
        elif j == to_j and j in there:
            seams |= {(here[at], there[j]) for at in range(i, to_i + 1) if at in here}
    return sorted(seams)


def same(one: TimedCue, other: TimedCue) -> bool:
    """Whether two cues are the same to whoever reads the file: times, lines, looks and who speaks."""
    return (one.start_ms, one.end_ms, one.cue.lines, one.cue.markup, one.cue.speaker) == (
        other.start_ms,
        other.end_ms,
        other.cue.lines,
        other.cue.markup,
        other.cue.speaker,
    )


def untouched(block: Block, old: Passage, new: Passage) -> bool:
    """Whether a block is one cue that is the same in both."""
    return len(block.old) == len(block.new) == 1 and same(old.cues[block.old.start], new.cues[block.new.start])
