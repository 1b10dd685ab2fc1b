"""The one model that every form of an edition is made of: a book of chapters, turns, paragraphs and phrases, each
phrase with the milliseconds in which it is heard.

What is shown is the turns' text, whole: the phrases of a paragraph, joined, are its text. What is heard when comes from
the manifest's sentences alone, so that all forms tell the same times.
"""

from __future__ import annotations

import bisect
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, zip_longest
from typing import TYPE_CHECKING, Literal

from toolkit.edition.about import author_of, date_of, source_of

if TYPE_CHECKING:
    from toolkit.model import Opening, Paragraph, ParagraphKind, SectionKind, Timeline, Turn
    from toolkit.model.edition import Edition, Role
    from toolkit.model.narration import Utterance

PhraseKind = Literal["text", "direction", "silent"]
_SPACE = uuid.UUID("6f1d3f0c-6a7e-5a63-9f4e-9d4f6f5f4a11")  # of the identifiers made here


@dataclass(frozen=True, slots=True)
class Clip:
    """A stretch of the programme, in milliseconds; ``end`` is after ``start``."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class WordTime:
    """``text[start:end]`` of a phrase is heard in ``clip``. Words follow one another without a gap in the text."""

    start: int
    end: int
    clip: Clip


@dataclass(frozen=True, slots=True)
class Ruby:
    """The reading of ``text[start:end]`` of a phrase, in kana."""

    start: int
    end: int
    kana: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """A sentence as it is shown, or a stretch between sentences that is not spoken (``clip`` None, kind silent).

    ``kind`` direction: a stage direction that the narrator says. ``rubies`` are those the transcript gives.
    """

    text: str
    kind: PhraseKind
    clip: Clip | None = None
    words: tuple[WordTime, ...] = ()
    rubies: tuple[Ruby, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph. Its phrases, joined, are its text."""

    kind: ParagraphKind
    phrases: tuple[Phrase, ...]
    line: int

    @property
    def text(self) -> str:
        """As displayed."""
        return "".join(phrase.text for phrase in self.phrases)


@dataclass(frozen=True, slots=True)
class Part:
    """A turn: ``speaker`` None for the narrator of an article. ``number``: its index in the edition's turns, from 0.
    ``announced``: when the narrator says the speaker's name before it.
    """

    number: int
    speaker: str | None
    passages: tuple[Passage, ...]
    announced: Clip | None = None

    @property
    def phrases(self) -> tuple[Phrase, ...]:
        """Those of all its passages, in order."""
        return tuple(phrase for passage in self.passages for phrase in passage.phrases)

    @property
    def clip(self) -> Clip | None:
        """From its first sound to after its last, its announcement too; None if nothing of it is heard."""
        return covering([self.announced, *(phrase.clip for phrase in self.phrases)])


@dataclass(frozen=True, slots=True)
class Chapter:
    """A section. ``title`` is never empty; ``headed``: whether the transcript has it, as the first passage."""

    title: str
    kind: SectionKind
    parts: tuple[Part, ...]
    headed: bool

    @property
    def clip(self) -> Clip | None:
        """From its first sound to after its last; None if nothing of it is heard."""
        return covering(part.clip for part in self.parts)


@dataclass(frozen=True, slots=True)
class Book:
    """An edition as it is read: everything in reading order, times in milliseconds of the mix.

    ``identifier`` is a URN that stays the same for the same text, voices and times. ``date``: YYYY-MM-DD or '' where
    the transcript tells none. ``people``: whoever speaks, in the order of their first turns. ``cast`` are the voices.
    ``doubtful``: words whose reading may be wrong, and how they are read (katakana, as said), the riskiest first.
    """

    name: str
    title: str
    author: str
    date: str
    source: str
    identifier: str
    chapters: tuple[Chapter, ...]
    people: tuple[str, ...]
    cast: tuple[Role, ...]
    timeline: Timeline
    credits: tuple[str, ...]
    doubtful: tuple[tuple[str, str], ...]
    duration_ms: int
    language: str = "ja"

    @property
    def parts(self) -> tuple[Part, ...]:
        """The turns of all chapters, in order."""
        return tuple(part for chapter in self.chapters for part in chapter.parts)

    @property
    def phrases(self) -> tuple[Phrase, ...]:
        """All phrases, in order."""
        return tuple(phrase for part in self.parts for phrase in part.phrases)


def covering(clips: Iterable[Clip | None]) -> Clip | None:
    """From the first start to the last end of those there are."""
    known = [clip for clip in clips if clip]
    return Clip(min(clip.start for clip in known), max(clip.end for clip in known)) if known else None


def book_of(edition: Edition) -> Book:
    """The book of an edition."""
    spoken: dict[int, list[Utterance]] = {}
    announced: dict[int, Clip] = {}
    rate = edition.narration.rate
    for utterance in edition.narration.utterances:
        clip = _clip(utterance.start, utterance.end, rate)
        if utterance.sentence.kind == "announcement":
            if clip:
                announced[utterance.sentence.turn] = clip
        elif clip and utterance.sentence.kind != "credits":
            spoken.setdefault(utterance.sentence.turn, []).append(utterance)
    parts = [
        Part(k, turn.speaker, tuple(_passages(turn, spoken.get(k, ()), rate)), announced.get(k))
        for k, turn in enumerate(edition.turns)
    ]
    meta = edition.meta
    return Book(
        name=edition.name,
        title=edition.title or edition.name,
        author=author_of(meta),
        date=date_of(meta),
        source=source_of(meta),
        identifier=uuid.uuid5(_SPACE, edition.provenance.made_from).urn,
        chapters=tuple(_chapters(parts, edition.sections)),
        people=tuple(dict.fromkeys(turn.speaker for turn in edition.turns if turn.speaker)),
        cast=edition.cast,
        timeline=edition.timeline,
        credits=edition.credits,
        doubtful=tuple((word.surface, word.reading) for word in edition.doubtful_readings),
        duration_ms=edition.timeline.duration_ms,
    )


def _clip(start: int, end: int, rate: int) -> Clip | None:
    """Samples to milliseconds; None for what is shorter than one."""
    clip = Clip(round(start * 1000 / rate), round(end * 1000 / rate))
    return clip if clip.end > clip.start else None


def _chapters(parts: Sequence[Part], sections: Sequence[Opening]) -> Iterator[Chapter]:
    """A chapter a section; what stands before the first section opens with it."""
    starts = [0, *(section.turn for section in sections[1:]), len(parts)]
    for k, (first, after) in enumerate(pairwise(starts)):
        own = tuple(parts[first:after])
        if own:
            heading = sections[k].heading if sections else ""
            kind = sections[k].kind if sections else "interview"
            yield Chapter(heading or _words(own), kind, own, bool(heading))


_LONGEST_TITLE = 40


def _words(parts: Sequence[Part]) -> str:
    """What a chapter without a heading is called: who begins it, and with what words."""
    for part in parts:
        text = " ".join("".join(passage.text for passage in part.passages).split())
        if text:
            cut = text if len(text) <= _LONGEST_TITLE else f"{text[:_LONGEST_TITLE]}…"
            return f"{part.speaker}：{cut}" if part.speaker else cut
    return parts[0].speaker or "…"


def _passages(turn: Turn, spoken: Sequence[Utterance], rate: int) -> Iterator[Passage]:
    base = 0
    for paragraph in turn.paragraphs:
        end = base + len(paragraph.text)
        own = [heard for heard in spoken if base <= heard.sentence.start and heard.sentence.end <= end]
        yield Passage(paragraph.kind, tuple(_phrases(paragraph, base, own, rate)), paragraph.line)
        base = end + 1


def _phrases(paragraph: Paragraph, base: int, spoken: Sequence[Utterance], rate: int) -> Iterator[Phrase]:
    """Sentences, and between them what is not spoken; all of the text in order."""
    at = 0
    ordered = sorted(spoken, key=lambda heard: heard.sentence.start)
    ends = [
        min(heard.sentence.end, after.sentence.start) if after else heard.sentence.end
        for heard, after in zip_longest(ordered, ordered[1:])
        if heard
    ]  # a direction that is spoken may stand within the sentence before it: そうですか（笑）？
    for heard, stop in zip(ordered, ends, strict=True):
        start, end = max(at, heard.sentence.start - base), stop - base
        if start > at:
            yield Phrase(paragraph.text[at:start], "silent", rubies=_rubies(paragraph, at, start))
        if end > start:
            yield _phrase(paragraph, base, heard, start, end, rate)
            at = end
    if at < len(paragraph.text):
        yield Phrase(paragraph.text[at:], "silent", rubies=_rubies(paragraph, at, len(paragraph.text)))


def _phrase(paragraph: Paragraph, base: int, heard: Utterance, start: int, end: int, rate: int) -> Phrase:
    clip = _clip(heard.start, heard.end, rate)
    assert clip is not None  # only what sounds is spoken
    return Phrase(
        text=paragraph.text[start:end],
        kind="direction" if heard.sentence.kind == "direction" else "text",
        clip=clip,
        words=tuple(_words_of(heard, base + start, end - start, clip, rate)),
        rubies=_rubies(paragraph, start, end),
    )


def _rubies(paragraph: Paragraph, start: int, end: int) -> tuple[Ruby, ...]:
    return tuple(
        Ruby(span.start - start, span.end - start, span.value)
        for span in paragraph.spans
        if span.kind == "ruby" and start <= span.start and span.end <= end
    )


def _words_of(heard: Utterance, base: int, length: int, clip: Clip, rate: int) -> Iterator[WordTime]:
    """A word from its mark to the next or to the silence before it. Characters before the first mark go with it; those
    of several marks in one character stand once.
    """
    places = [(heard.sentence.offsets[at] - base, sample) for at, sample in heard.marks]
    rows: list[tuple[int, int]] = []
    for place, sample in places:
        if 0 <= place < length and (not rows or place > rows[-1][0]):
            rows.append((place, sample))
    if not rows:
        return
    rows[0] = (0, rows[0][1])
    silences = [silence for silence, _ in heard.pauses]
    word: WordTime | None = None
    for (place, sample), (after, following) in pairwise([*rows, (length, heard.end)]):
        k = bisect.bisect_right(silences, sample)
        end = min(following, silences[k]) if k < len(silences) else following
        begin = max(clip.start, round(sample * 1000 / rate))
        stop = min(clip.end, round(end * 1000 / rate))
        if word and (stop <= begin or begin <= word.clip.start):  # a word that is not heard goes with its neighbour
            word = replace(word, end=after, clip=Clip(word.clip.start, max(word.clip.end, stop)))
            continue
        if word:
            yield word
        word = WordTime(place, after, Clip(begin, max(stop, begin + 1)))
    if word:
        yield word
