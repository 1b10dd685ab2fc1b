"""What stands in the page: chapters, turns and paragraphs, and the times of everything in them that is heard."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

from toolkit.edition.book import Book, Chapter, Clip, Part, Passage
from toolkit.edition.player.markup import escaped, proved, ruled
from toolkit.edition.player.units import Stretch, Unit, cue_stretches, cue_units, sentence_units

if TYPE_CHECKING:
    from toolkit.edition.forms import Unit as UnitName

COLOURS = 6  # of people; a seventh has the first's
Placed = tuple[int, Passage]  # with its offset in the turn's text


@dataclass(frozen=True, slots=True)
class Times:
    """When every element of class ``s`` (a unit) and ``w`` (a word in it) is heard, in the page's order."""

    units: list[Clip] = field(default_factory=list)
    words: list[Clip] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Body:
    """The text of a book as HTML. ``times`` grow while it is written."""

    book: Book
    unit: UnitName
    people: Mapping[str, int]
    cues: Mapping[int, tuple[Stretch, ...]]
    times: Times = field(default_factory=Times)

    def text(self) -> str:
        """All chapters. ConservationError if a character would be missing."""
        return "\n".join(self._chapter(number, chapter) for number, chapter in enumerate(self.book.chapters, 1))

    def _chapter(self, number: int, chapter: Chapter) -> str:
        first, *others = [(part, tuple(_placed(part))) for part in chapter.parts]
        head, heading = f'<h2 id="c{number}" tabindex="-1"', escaped(chapter.title)
        if chapter.headed and first[1]:
            heading = self._passage(first[0], first[1][0])
            first = first[0], first[1][1:]
        rows = [
            f'<section class="chapter" aria-labelledby="c{number}">',
            f"{head}>{heading}</h2>" if chapter.headed else f'{head} class="made">{heading}</h2>',
            *(self._turn(part, passages) for part, passages in (first, *others)),
            "</section>",
        ]
        return "\n".join(row for row in rows if row)

    def _turn(self, part: Part, passages: Sequence[Placed]) -> str:
        """An article with its speaker's name above it; what the narrator says of itself has none."""
        if part.speaker is None:
            before = len(self.times.units)
            rows = self._blocks(part, passages, "h3")
            return f'<div class="turn" id="t{part.number}">\n{self._from("", before)}{rows}\n</div>' if rows else ""
        before = len(self.times.units)
        name = f"<bdi>{escaped(part.speaker)}</bdi>"
        head = self._lit(name, part.announced, " a")
        rows = self._blocks(part, passages, "h4")
        return (
            f'<article class="turn p{self.people[part.speaker] % COLOURS}" id="t{part.number}">\n'
            f'<div class="head"><h3>{head}</h3>{self._from(name, before)}</div>\n{rows}\n</article>'
        )

    def _from(self, name: str, unit: int) -> str:
        """The button with the time of that unit, from which one hears; none if there is no such unit."""
        if unit >= len(self.times.units):
            return ""
        who = f'<span class="unseen">{name}　</span>' if name else ""
        time = clock(self.times.units[unit].start)
        return (
            f'<button type="button" class="from" tabindex="-1">{who}{time}<span class="unseen">から聞く</span></button>'
        )

    def _blocks(self, part: Part, passages: Sequence[Placed], heading: str) -> str:
        """Paragraphs, lists and headings."""
        rows: list[str] = []
        for kind, own in groupby(passages, key=lambda each: each[1].kind):
            tag = {"bullet": "li", "heading": heading}.get(kind, "p")
            made = [f"<{tag}>{self._passage(part, each)}</{tag}>" for each in own]
            rows += ["<ul>", *made, "</ul>"] if kind == "bullet" else made
        return "\n".join(rows)

    def _passage(self, part: Part, placed: Placed) -> str:
        base, passage = placed
        units = (
            cue_units(passage, base, self.cues.get(part.number, ()))
            if self.unit == "cue"
            else sentence_units(passage, self.unit == "word")
        )
        return proved("".join(self._unit(unit) for unit in units), passage.text)

    def _unit(self, unit: Unit) -> str:
        marked = ruled(unit.text, unit.rubies, unit.words)
        self.times.words.extend(word.clip for word in unit.words)
        return self._lit(marked, unit.clip, " d" if unit.kind == "direction" else "")

    def _lit(self, marked: str, clip: Clip | None, kind: str) -> str:
        """As an element that lights up in ``clip``; as it is where nothing is heard."""
        if clip is None:
            return marked
        self.times.units.append(clip)
        return f'<span class="s{kind}">{marked}</span>'


def body_of(book: Book, unit: UnitName) -> Body:
    """The book's text by sentences, cues or words, not yet written."""
    people = {name: k for k, name in enumerate(book.people)}
    return Body(book, unit, people, cue_stretches(book) if unit == "cue" else {})


def contents(book: Book) -> str:
    """The list of chapters, with the time at which each begins."""
    return "\n".join(
        f'<li><a href="#c{number}"><span class="title">{escaped(chapter.title)}</span>{_when(chapter.clip)}</a></li>'
        for number, chapter in enumerate(book.chapters, 1)
    )


def clock(ms: int) -> str:
    """Minutes and seconds, from an hour on with hours: 0:05, 1:02:03."""
    minutes, seconds = divmod(ms // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def _when(clip: Clip | None) -> str:
    return f' <span class="at">{clock(clip.start)}</span>' if clip else ""


def _placed(part: Part) -> Iterator[Placed]:
    base = 0
    for passage in part.passages:
        yield base, passage
        base += len(passage.text) + 1
