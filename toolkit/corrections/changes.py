"""What moved between two subtitle files: breaks, times, text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from toolkit.corrections.passage import Block, Passage, blocks, letters, untouched
from toolkit.corrections.reading import says_who, without_names
from toolkit.model import TimedCue

ChangeKind = Literal["breaks", "times", "text", "looks"]


@dataclass(frozen=True, slots=True)
class Change:
    """Cues that stand for each other, and in what they differ; one side is empty for cues that only the other has.

    ``kinds``: ``breaks`` (where lines and cues end), ``times``, ``text`` (letters, marks, blanks inside a line),
    ``looks`` (italics, places on the screen, who speaks).
    """

    old: tuple[TimedCue, ...]
    new: tuple[TimedCue, ...]
    kinds: tuple[ChangeKind, ...]

    @property
    def at_ms(self) -> int:
        """The start of its first cue, in the new file if it is there."""
        return (self.new or self.old)[0].start_ms

    @property
    def shift(self) -> tuple[int, int]:
        """By how many ms its start and its end moved; (0, 0) if it is in one file only."""
        if not (self.old and self.new):
            return 0, 0
        return self.new[0].start_ms - self.old[0].start_ms, self.new[-1].end_ms - self.old[-1].end_ms


def changes(old: Sequence[TimedCue], new: Sequence[TimedCue]) -> list[Change]:
    """Every change, in order, each in as few cues as hold it. Who speaks counts where both files say it."""
    if not (says_who(old) and says_who(new)):
        old, new = without_names(old), without_names(new)
    one, other = Passage.of(old), Passage.of(new)
    return [_change(block, one, other) for block in blocks(one, other) if not untouched(block, one, other)]


def _change(block: Block, one: Passage, other: Passage) -> Change:
    old, new = one.cues[block.old.start : block.old.stop], other.cues[block.new.start : block.new.stop]
    if not (old and new):
        return Change(old, new, ("text",))
    kinds: list[ChangeKind] = []
    same_letters = one.said(block.old) == other.said(block.new)
    broken = _ends(old) != _ends(new) if same_letters else _shape(old) != _shape(new)
    if broken:
        kinds.append("breaks")
    if _times(old) != _times(new):
        kinds.append("times")
    if _solid(old) != _solid(new) or (not broken and _lines(old) != _lines(new)):
        kinds.append("text")
    return Change(old, new, tuple(kinds) or ("looks",))


def _lines(cues: Sequence[TimedCue]) -> list[str]:
    return [line for timed in cues for line in timed.cue.lines]


def _solid(cues: Sequence[TimedCue]) -> str:
    return "".join("".join(_lines(cues)).split())


def _shape(cues: Sequence[TimedCue]) -> list[int]:
    return [len(timed.cue.lines) for timed in cues]


def _ends(cues: Sequence[TimedCue]) -> list[list[int]]:
    """How many letters each line of each cue holds."""
    return [[len(letters(line)) for line in timed.cue.lines] for timed in cues]


def _times(cues: Sequence[TimedCue]) -> list[tuple[int, int]]:
    return [(timed.start_ms, timed.end_ms) for timed in cues]
