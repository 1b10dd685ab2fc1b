"""Books of invented talks, for the tests of their forms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from toolkit.edition.book import Book, Chapter, Clip, Part, Passage, Phrase, Ruby
from toolkit.model import Timeline
from toolkit.model.edition import Role

CAST = (Role("汐里", (), "mei", 1.0, 0.0, "CC BY 3.0", "Voice “mei”: CC BY 3.0"),)


def book_of_texts(*texts: str, doubtful: Sequence[tuple[str, str]] = (), rubies: Sequence[Ruby] = ()) -> Book:
    """A chapter of one turn, a paragraph a text, a second a phrase; ``rubies`` are in the first."""
    phrases = [Phrase(text, "text", Clip(k * 1000, k * 1000 + 900)) for k, text in enumerate(texts)]
    phrases[0] = replace(phrases[0], rubies=tuple(rubies))
    passages = tuple(Passage("speech", (phrase,), k) for k, phrase in enumerate(phrases))
    return book_of_parts(Part(0, "汐里", passages), doubtful=doubtful)


def book_of_parts(*parts: Part, doubtful: Sequence[tuple[str, str]] = ()) -> Book:
    """One chapter."""
    last = max((part.clip.end for part in parts if part.clip), default=0)
    return Book(
        name="talk",
        title="海の話",
        author="",
        date="",
        source="",
        identifier="urn:uuid:00000000-0000-5000-8000-000000000000",
        chapters=(Chapter("海の話", "interview", parts, False),),
        people=tuple(dict.fromkeys(part.speaker for part in parts if part.speaker)),
        cast=CAST,
        timeline=Timeline((), last + 500),
        credits=("Voice “mei”: CC BY 3.0",),
        doubtful=tuple(doubtful),
        duration_ms=last + 500,
    )
