"""Where a player may jump to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from toolkit.model import Turn
    from toolkit.narration.narrate import Narration

_LONGEST_TITLE = 24


def chapters_of(turns: Sequence[Turn], sections: Mapping[int, str], narration: Narration) -> list[tuple[int, str]]:
    """(sample, title) of a chapter for each section that is heard; where there is only one, for each turn, by its first
    words. The first begins with the programme: M4B knows no time before it.

    ``sections``: by the turn that begins it, its title ('' if it has none: it gets its first speaker and words).
    """
    found = _heard(turns, sections, narration.turn_starts)
    return [(0, title) for _, title in found[:1]] + found[1:]


def _heard(turns: Sequence[Turn], sections: Mapping[int, str], starts: Mapping[int, int]) -> list[tuple[int, str]]:
    if len(sections) < 2:
        return [(at, _words(turns[index])) for index, at in starts.items()]
    ends = [*list(sections)[1:], len(turns)]
    found = []
    for (first, title), end in zip(sections.items(), ends, strict=True):
        heard = next(
            (index for index in range(first, end) if index in starts), None
        )  # a section may open with a direction
        if heard is not None:
            found.append((starts[heard], title or _words(turns[heard])))
    return found


def _words(turn: Turn) -> str:
    return f"{turn.speaker or ''} {turn.text[:_LONGEST_TITLE]}".strip()
