"""When each word of a cue begins to be heard, as points in its text: karaoke.

Sources: ASS, ``{\\k20}`` before a syllable says how long it lasts in hundredths of a second; WebVTT (W3C),
``<00:00:01.000>`` before what is not yet said.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Literal

from toolkit import timecode
from toolkit.model import Markup, TimedCue, Timeline, Turn

Spelling = Literal["ass", "vtt"]
_DROPPED = frozenset("、。，．")


def with_word_times(timeline: Timeline, turns: Sequence[Turn], spelling: Spelling) -> Timeline:
    """The cues with a mark in the text where a word begins, if it is known when; ``turns`` are those they are cut
    from.
    """
    spell = _SPELLINGS[spelling]
    return replace(timeline, cues=tuple(_marked(timed, turns, spell) for timed in timeline.cues))


def _marked(timed: TimedCue, turns: Sequence[Turn], spell: Callable[..., list[Markup]]) -> TimedCue:
    source = timed.cue.source
    words = words_shown(timed, turns[source.turn].text) if source and timed.words else []
    marks = spell(timed, words) if words else []
    markup = sorted((*timed.cue.markup, *marks), key=lambda m: (m.start, -m.end))
    return replace(timed, cue=replace(timed.cue, markup=tuple(markup)))


def words_shown(timed: TimedCue, said: str) -> list[tuple[int, int]]:
    """(offset in the cue's text, ms) of its words; ``said``: the text of its turn. Marks that a style drops or rewrites
    are no letters; where it has written letters otherwise, offsets are in proportion.
    """
    source, text = timed.cue.source, timed.cue.text
    if source is None:
        return []
    head = len(timed.cue.label) if text.startswith(timed.cue.label) else 0
    spoken = [n for n in range(source.start, source.end) if _is_letter(said[n])]
    shown = [n for n in range(head, len(text)) if _is_letter(text[n])]
    found: dict[int, int] = {}
    for offset, ms in timed.words:
        k = bisect_left(spoken, offset)
        if k < len(spoken) and shown:
            found.setdefault(shown[k * len(shown) // len(spoken)], ms)
    return sorted(found.items())


def _is_letter(char: str) -> bool:
    return not char.isspace() and char not in _DROPPED


def _of_ass(timed: TimedCue, words: Sequence[tuple[int, int]]) -> list[Markup]:
    """How long each word lasts; what stands or is silent before the first is a syllable too."""
    first = timed.start_ms // 10
    places = [(0, first), *((at, max(ms // 10, first)) for at, ms in words), (0, timed.end_ms // 10)]
    if places[1] == (0, first):
        del places[0]
    lengths = ((at, max(0, end - start)) for (at, start), (_, end) in pairwise(places))
    return [Markup(at, at, "other", f"{{\\k{length}}}") for at, length in lengths]


def _of_vtt(timed: TimedCue, words: Sequence[tuple[int, int]]) -> list[Markup]:
    """Times within the cue's, each later than the one before."""
    found: list[Markup] = []
    last = timed.start_ms
    for at, ms in words:
        if last < ms < timed.end_ms:
            found.append(Markup(at, at, "other", f"<{timecode.text_of(ms, '.')}>"))
            last = ms
    return found


_SPELLINGS: dict[Spelling, Callable[..., list[Markup]]] = {"ass": _of_ass, "vtt": _of_vtt}
