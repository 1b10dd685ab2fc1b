"""Stage directions beside what is said: spoken by the narrator, or shown in a silence of their own."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.model.narration import Sentence

if TYPE_CHECKING:
    from toolkit.model import Paragraph, Span

# 笑 alone is read "shō"; as a remark it is said わらい, but in these compounds
_LAUGHS = frozenset("苦爆失微冷談可嘲")


@dataclass(frozen=True, slots=True)
class Place:
    """A paragraph in its turn. ``base``: its offset there; ``chars``: its text, directions blanked out."""

    turn: int
    speaker: str | None
    paragraph: Paragraph
    base: int
    chars: str


def speakable(text: str) -> bool:
    """Whether any character is a letter, a digit or a sign that has a name: punctuation alone is silent."""
    return any(unicodedata.category(char)[0] in "LN" or char in "%+=℃¥$€" for char in text)


def beat(place: Place) -> Iterator[Sentence]:
    """A silence for a paragraph in which nothing is said, if there is anything to be seen."""
    text = place.paragraph.text
    if text.strip():
        end = place.base + len(text)
        yield Sentence(place.turn, place.speaker, "", place.base, end, line=place.paragraph.line, kind="beat")


def with_room(place: Place, pieces: Sequence[Sentence]) -> Iterator[Sentence]:
    """The sentences of a paragraph, and a short silence behind them if it closes with a direction that is only shown:
    one that stands before something said shares its cue with that. The beat covers nothing: what is shown in it belongs
    to the last sentence's place.
    """
    yield from pieces
    last = pieces[-1]
    said = max(at for at, char in zip(last.offsets, last.text, strict=True) if speakable(char))
    if any(span.kind == "direction" and place.base + span.start > said for span in place.paragraph.spans):
        yield Sentence(place.turn, place.speaker, "", last.end, last.end, line=place.paragraph.line, kind="beat")


def asides_of(place: Place) -> Iterator[Sentence]:
    """The paragraph's directions in the narrator's voice, those that have words."""
    for span in sorted(place.paragraph.spans, key=lambda span: span.start):
        if span.kind == "direction" and speakable(place.paragraph.text[span.start : span.end]):
            yield _aside(place, span)


def _aside(place: Place, span: Span) -> Sentence:
    text = place.paragraph.text
    kept = range(span.start + 1, span.end - 1)
    words = text[span.start + 1 : span.end - 1]
    rubies = tuple(
        (s.start - kept.start, s.end - kept.start, s.value)
        for s in place.paragraph.spans
        if s.kind == "ruby" and span.start < s.start < s.end < span.end
    )
    if words.endswith("笑") and words[-2:-1] not in _LAUGHS and not rubies:
        rubies = ((len(words) - 1, len(words), "わらい"),)
    return Sentence(
        place.turn,
        None,
        words,
        place.base + span.start,
        place.base + span.end,
        offsets=tuple(place.base + k for k in kept),
        rubies=rubies,
        pause="direction",
        line=place.paragraph.line,
        kind="direction",
    )
