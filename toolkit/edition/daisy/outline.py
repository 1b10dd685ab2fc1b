"""A book as a talking book has it: sections with a sound each, and in them events, which are a text and its clip."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from toolkit.edition.book import Clip, covering
from toolkit.edition.sound import chapter_bounds, heard_chapters
from toolkit.edition.xml_text import one_line, shortened, xml

if TYPE_CHECKING:
    from toolkit.edition.book import Book, Chapter, Part, Passage, Phrase

_LONGEST_LABEL = 30  # characters of a turn's first words in the navigation
_TAGS = {"bullet": "li", "heading": "h3"}


@dataclass(frozen=True, slots=True)
class Event:
    """A text (``id`` of its element in the section's page) and when it is heard, in milliseconds of the section's
    sound; None for a text without sound. ``skippable``: a listener may leave such parts out.
    """

    id: str
    clip: Clip | None
    skippable: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """What one can go to: ``level`` 1 (the book, sections) or 2 (turns), 0 for a part that can be skipped; ``event``
    counts in the section's. ``title``: of the book itself.
    """

    level: int
    words: str
    event: int
    title: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """``number`` from 1. ``body``: the text as XHTML. ``length``: of what is played, in milliseconds."""

    number: int
    words: str
    events: tuple[Event, ...]
    entries: tuple[Entry, ...]
    body: str

    @property
    def length(self) -> int:
        """All clips after one another."""
        return sum(event.clip.end - event.clip.start for event in self.events if event.clip)


def sections_of(book: Book, credits_shown: Sequence[str] = ()) -> Iterator[Section]:
    """A section a chapter of which something is heard; others stand in the text of the one before (the first: after).
    A clip begins when its words do and lasts until the next begins, so that the pauses are played.
    """
    bounds, heard = chapter_bounds(book), heard_chapters(book)
    after = [*heard[1:], len(book.chapters)]
    for number, (first, end, (start, stop)) in enumerate(zip(heard, after, pairwise(bounds), strict=True), 1):
        chapters = book.chapters[0 if number == 1 else first : end]
        page = _Page(start)
        if number == 1:
            page.open_book(book, chapters[0])
        for chapter in chapters:
            page.add(chapter)
        if number == len(heard):
            page.lines += [f'<p class="credits">{xml(one_line(line))}</p>' for line in credits_shown]
        yield page.section(number, book.chapters[first].title, stop - start)


@dataclass(slots=True)
class _Page:
    """A section being written. ``waiting``: entries that go to the next event."""

    start: int
    lines: list[str] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    waiting: list[Entry] = field(default_factory=list)
    opened: Chapter | None = None  # the chapter to which the entry of the book itself goes

    def open_book(self, book: Book, chapter: Chapter) -> None:
        """The first entry is the book's: over its title in the text, or over the silence before the first word."""
        entry = Entry(1, one_line(book.title), 0, title=True)
        if not chapter.headed:
            self.opened = chapter
        elif one_line(chapter.title) == entry.words and chapter.clip:
            self.waiting.append(entry)
            self.opened = chapter
            return
        clip = covering(part.clip for part in book.parts)
        self.waiting.append(entry)
        lead = Clip(self.start, clip.start) if clip and clip.start > self.start else None
        self.lines.append(f'<h1 class="title" id="{self.event(lead)}">{xml(entry.words)}</h1>')

    def event(self, clip: Clip | None, *, skippable: bool = False) -> str:
        """The id for the element of a text that is heard in ``clip`` of the programme."""
        name = f"t{len(self.events) + 1:05}"
        own = Clip(clip.start - self.start, clip.end - self.start) if clip else None
        self.entries += [replace(entry, event=len(self.events)) for entry in self.waiting]
        self.waiting.clear()
        self.events.append(Event(name, own, skippable))
        return name

    def add(self, chapter: Chapter) -> None:
        if chapter.clip and chapter is not self.opened:
            self.waiting.append(Entry(1, one_line(chapter.title), 0))
        first = chapter.parts[0].passages[:1]
        spoken = bool(first) and first[0].kind == "heading"
        if chapter.headed and not spoken:
            self.lines.append(f"<h1>{xml(one_line(chapter.title))}</h1>")
        for number, part in enumerate(chapter.parts):
            self._add_part(part, opens=number == 0, headed=chapter.headed and spoken and number == 0)

    def _add_part(self, part: Part, *, opens: bool, headed: bool) -> None:
        passages = list(part.passages)
        if headed:  # the heading stands over who speaks
            self._add_passage(passages.pop(0), "h1")
        if any(phrase.clip for passage in passages for phrase in passage.phrases) and (part.speaker or not opens):
            self.waiting.append(Entry(2, _label(part.speaker, passages), 0))
        if part.speaker:
            self._name(part)
        for passage in passages:
            self._add_passage(passage, _TAGS.get(passage.kind, "p"))

    def _name(self, part: Part) -> None:
        name = xml(one_line(part.speaker or ""))
        if part.announced:
            name = f'<span class="optional-prodnote" id="{self.event(part.announced, skippable=True)}">{name}</span>'
        self.lines.append(f"<h2>{name}</h2>")

    def _add_passage(self, passage: Passage, tag: str) -> None:
        words = "".join(map(self._phrase, passage.phrases))
        whole = f"<{tag}>{words}</{tag}>"
        if tag != "li":
            self.lines.append(whole)
        elif self.lines and self.lines[-1].endswith("</ul>"):  # bullets after one another are one list
            self.lines[-1] = f"{self.lines[-1].removesuffix('</ul>')}{whole}</ul>"
        else:
            self.lines.append(f"<ul>{whole}</ul>")

    def _phrase(self, phrase: Phrase) -> str:
        words = xml(phrase.text).replace("\n", "<br />")
        if phrase.clip is None:
            return words
        if phrase.kind == "text":
            return f'<span class="sentence" id="{self.event(phrase.clip)}">{words}</span>'
        self.waiting.append(Entry(0, one_line(phrase.text), 0))
        return f'<span class="optional-prodnote" id="{self.event(phrase.clip, skippable=True)}">{words}</span>'

    def section(self, number: int, words: str, length: int) -> Section:
        return Section(
            number,
            one_line(words),
            tuple(_played(self.events, length)),
            tuple(self.entries),
            "\n".join(self.lines),
        )


def _label(speaker: str | None, passages: Sequence[Passage]) -> str:
    words = shortened(one_line(" ".join(passage.text for passage in passages)), _LONGEST_LABEL)
    return f"{one_line(speaker)}：{words}" if speaker else words


def _played(events: Sequence[Event], length: int) -> Iterator[Event]:
    """Each clip until the next begins, the last until the sound ends."""
    starts = [event.clip.start for event in events if event.clip]
    ends = iter((*starts[1:], length))
    for event in events:
        if event.clip is None:
            yield event
        else:
            yield replace(event, clip=Clip(event.clip.start, max(event.clip.end, next(ends))))
