"""Where a player may jump to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from toolkit.japanese.sentences import sentence_spans
from toolkit.model.edition import Chapter

if TYPE_CHECKING:
    from toolkit.model import Opening, Turn
    from toolkit.model.narration import Narration

_SHORTEST_S = 30  # of a chapter made of turns: nobody jumps by less


def chapters_of(turns: Sequence[Turn], sections: Sequence[Opening], narration: Narration) -> tuple[Chapter, ...]:
    """A chapter for each section that is heard or shown, by its heading or its first speaker and sentence; where there
    is only one section, for turns together that last half a minute. The first begins with the programme: M4B knows no
    time before it.
    """
    starts = narration.turn_starts
    if len(sections) < 2:
        shortest = _SHORTEST_S * narration.rate
        places = [(at, _words(turns[k])) for at, k in _merged(starts, shortest, narration.length)]
    else:
        places = list(_headed(turns, sections, starts))
    return tuple(Chapter(start if k else 0, title) for k, (start, title) in enumerate(places))


def _merged(starts: Mapping[int, int], shortest: int, length: int) -> Iterator[tuple[int, int]]:
    """(sample, turn) of each turn that begins so long after the last one that is given and before the end."""
    before: int | None = None
    for index, at in starts.items():
        if before is None or (at - before >= shortest and length - at >= shortest):
            yield at, index
            before = at


def _headed(turns: Sequence[Turn], sections: Sequence[Opening], starts: Mapping[int, int]) -> Iterator[tuple[int, str]]:
    for section, end in zip(sections, [*(s.turn for s in sections[1:]), len(turns)], strict=True):
        index = next((index for index in range(section.turn, end) if index in starts), None)
        if index is not None:
            yield starts[index], section.heading or _words(turns[index])


def _words(turn: Turn) -> str:
    """Who speaks, and their first sentence, whole."""
    text = next((p.text for p in turn.paragraphs if p.text.strip()), "")
    first = next((text[start:end] for start, end in sentence_spans(text)), "")
    return f"{turn.speaker or ''} {first.strip()}".strip()
