"""Where a player may jump to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from toolkit.model.edition import Chapter

if TYPE_CHECKING:
    from toolkit.model import Opening, Turn
    from toolkit.model.narration import Narration

_LONGEST_TITLE = 24


def chapters_of(turns: Sequence[Turn], sections: Sequence[Opening], narration: Narration) -> tuple[Chapter, ...]:
    """A chapter for each section that is heard or shown, by its heading or its first speaker and words; where there is
    only one section, for each turn. The first begins with the programme: M4B knows no time before it.
    """
    places = _places(turns, sections, narration.turn_starts)
    return tuple(Chapter(start if k else 0, title) for k, (start, title) in enumerate(places))


def _places(turns: Sequence[Turn], sections: Sequence[Opening], starts: Mapping[int, int]) -> list[tuple[int, str]]:
    if len(sections) < 2:
        return [(at, _words(turns[index])) for index, at in starts.items()]
    places = []
    for section, end in zip(sections, [*(s.turn for s in sections[1:]), len(turns)], strict=True):
        index = next((index for index in range(section.turn, end) if index in starts), None)
        if index is not None:
            places.append((starts[index], section.heading or _words(turns[index])))
    return places


def _words(turn: Turn) -> str:
    return f"{turn.speaker or ''} {turn.text[:_LONGEST_TITLE]}".strip()
