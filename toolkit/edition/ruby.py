"""Readings over the words of a book, as many as are wanted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from toolkit.edition.book import Book, Chapter, Part, Passage, Phrase, Ruby

if TYPE_CHECKING:
    from toolkit.edition.forms import Job
    from toolkit.japanese.lexicon import Entry
    from toolkit.japanese.reading import Word
    from toolkit.japanese.readings import Reader

Which = Literal["none", "source", "doubtful", "first", "all"]


def rubied(book: Book, which: Which, lexicon: Sequence[Entry] = ()) -> Book:
    """The book with readings over these words: ``none``; ``source``, those of the transcript alone; besides them
    ``doubtful``, the words whose reading may be wrong, as they are heard; ``first``, each word of kanji the first time;
    ``all``, every time. ``lexicon``: what the narration was made with, or its words are shown as the dictionary has
    them.

    Kana are hiragana as spelled, over kanji only. InputError as the reader's.
    """
    if which == "source":
        return book
    if which == "none":
        return _mapped(book, lambda phrase: replace(phrase, rubies=()))
    from toolkit.japanese.readings import Reader

    return _mapped(book, _Ruling(Reader(lexicon), book, which).phrase)


def rubied_as_wanted(job: Job) -> Book:
    """The book of a job with the readings that are wanted. InputError for a lexicon that is none."""
    from toolkit.inputs.lexicon import read_lexicon

    wanted = job.wanted
    return rubied(job.book, wanted.ruby, read_lexicon(wanted.lexicon) if wanted.lexicon else ())


def _mapped(book: Book, change: Callable[[Phrase], Phrase]) -> Book:
    """The book with its phrases changed, in reading order."""

    def passage(each: Passage) -> Passage:
        return replace(each, phrases=tuple(change(phrase) for phrase in each.phrases))

    def part(each: Part) -> Part:
        return replace(each, passages=tuple(passage(own) for own in each.passages))

    def chapter(each: Chapter) -> Chapter:
        return replace(each, parts=tuple(part(own) for own in each.parts))

    return replace(book, chapters=tuple(chapter(each) for each in book.chapters))


@dataclass(slots=True)
class _Ruling:
    """Which words of a book get a reading, met in their order. ``seen``: words of kanji so far, with their readings."""

    reader: Reader
    book: Book
    which: Which
    seen: set[tuple[str, str]] = field(default_factory=set)
    doubtful: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for surface, reading in self.book.doubtful:
            self.doubtful.setdefault(surface, []).append(reading)

    def phrase(self, phrase: Phrase) -> Phrase:
        """With its readings: the transcript's, and those that are wanted of words it gives none for."""
        from toolkit.japanese.readings.passages import passages

        given = [(ruby.start, ruby.end, ruby.kana) for ruby in phrase.rubies]
        covered = {k for ruby in phrase.rubies for k in range(ruby.start, ruby.end)}
        self.seen |= {(phrase.text[start:end], kana) for start, end, kana in given}
        more = [
            ruby
            for passage in passages(self.reader, phrase.text, given)
            for word in passage.reading.words
            if covered.isdisjoint(range(passage.start + word.start, passage.start + word.end))
            for ruby in self._word(word, passage.start + word.start)
        ]
        return replace(phrase, rubies=tuple(sorted([*phrase.rubies, *more], key=lambda ruby: ruby.start)))

    def _word(self, word: Word, base: int) -> Iterator[Ruby]:
        from toolkit.japanese.readings.furigana import furigana

        heard = self.doubtful.get(word.surface, ())
        reading = heard[0] if heard and word.reading not in heard else word.reading
        spans = furigana(word.surface, reading)
        if self.which == "doubtful":
            spans = (spans or _latin(word.surface, reading)) if heard else ()
        elif self.which == "first" and self._known(word.surface, spans):
            spans = ()
        yield from (Ruby(base + start, base + end, kana) for start, end, kana in spans)

    def _known(self, surface: str, spans: Sequence[tuple[int, int, str]]) -> bool:
        """Whether the kanji stood there before, read so; other endings (食べる, 食べた) are no other word."""
        if not spans:
            return True
        word = surface[spans[0][0] : spans[-1][1]], "".join(kana for _, _, kana in spans)
        known = word in self.seen
        self.seen.add(word)
        return known


def _latin(surface: str, sound: str) -> tuple[tuple[int, int, str], ...]:
    """A doubtful word in Latin letters has its sound over it."""
    return ((0, len(surface), sound),) if any(char.isascii() and char.isalpha() for char in surface) and sound else ()
