"""Cues as one text without white space, line breaks and the marks that styles drop; and two such texts cut into the
smallest blocks of cues that hold the same stretch.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from toolkit.corrections.alignment import Alignment, align
from toolkit.model import Cue, TimedCue

_DROPPED = str.maketrans("?!()", "？！（）", "、。，．")
NOTHING = "\0"  # stands for a cue without a letter, so that every cue has a place


def letters(text: str) -> str:
    """What is compared of a text: no white space, no 、。, signs as Japanese writes them."""
    return "".join(text.split()).translate(_DROPPED)


def unlabelled(cue: Cue, labels: Collection[str] = ()) -> str:
    """The text of a cue without the sign that says who speaks: its own, or one of ``labels``, however a person broke
    it.
    """
    text = cue.text
    for label in (cue.label, *labels) if cue.label else labels:
        sign = re.match(r"\s*".join(map(re.escape, "".join(label.split()))), text)
        if sign:
            return text[sign.end() :].lstrip()
    return text


@dataclass(frozen=True, slots=True)
class Passage:
    """``edges[k]``: where the letters of cue k begin in ``text``; one more at the end. Each cue has one at least."""

    cues: tuple[TimedCue, ...]
    text: str
    edges: tuple[int, ...]

    @classmethod
    def of(cls, cues: Sequence[TimedCue], labels: Collection[str] = ()) -> Passage:
        """``labels``: what the cues may begin with to say who speaks; it is no text."""
        parts = [letters(unlabelled(timed.cue, labels)) or NOTHING for timed in cues]
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
    seams = _seams(old, new, align(old.text, new.text))
    return [Block(range(a, b), range(c, d)) for (a, c), (b, d) in pairwise(seams)]


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
