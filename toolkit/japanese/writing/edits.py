"""A text with stretches of it written otherwise, and which place of the new text is which of the old."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple


class Edit(NamedTuple):
    """``text[start:end]`` is written ``new``; ``start`` = ``end`` where something is put in."""

    start: int
    end: int
    new: str


Look = Callable[[str], Iterable[Edit]]  # edits in order that do not overlap


def applied(text: str, edits: Sequence[Edit]) -> str:
    """The text with its edits."""
    parts: list[str] = []
    at = 0
    for start, end, new in edits:
        parts += (text[at:start], new)
        at = end
    return "".join((*parts, text[at:]))


@dataclass(frozen=True, slots=True)
class Rewritten:
    """``old`` as it is written: ``text``. ``origin[k]``: where in ``old`` begins what ``text[k]`` belongs to; one more
    at the end. None where nothing is written otherwise.
    """

    old: str
    text: str
    origin: tuple[int, ...] | None = None

    def then(self, edits: Sequence[Edit]) -> Rewritten:
        """The same with edits of ``text``."""
        if not edits:
            return self
        old = self.origin or tuple(range(len(self.text) + 1))
        origin: list[int] = []
        at = 0
        for start, end, new in edits:
            origin += old[at:start]
            here, last = old[start], max(old[start], old[end] - 1)
            origin += (min(here + k, last) for k in range(len(new)))
            at = end
        return Rewritten(self.old, applied(self.text, edits), (*origin, *old[at:]))

    def source(self, at: int) -> int:
        """The place of ``old`` that is shown at ``text[at]``; within what is written otherwise, a place within it."""
        return at if self.origin is None else self.origin[at]

    def place(self, at: int) -> int | None:
        """The last place of ``text`` that shows ``old[at]``; None if none does."""
        if self.origin is None:
            return at
        k = bisect_right(self.origin, at) - 1
        return k if k >= 0 and self.origin[k] == at else None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of ``text`` that shows ``old[start:end]``."""
        if self.origin is None:
            return start, end
        return bisect_left(self.origin, start), bisect_left(self.origin, end)
