"""A minute of a transcript to be heard before the hour: everybody's first words, and the sentences most in doubt."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import TYPE_CHECKING, Any

from toolkit.japanese.sentences import utterance_spans
from toolkit.model import Paragraph, Script, Section, Turn
from toolkit.model.narration import Sentence
from toolkit.narration.delivery import USUAL, Delivery
from toolkit.narration.plan import plan_of
from toolkit.transcript.scope import InScope, Scope, in_scope

if TYPE_CHECKING:
    from toolkit.japanese.reading import Reading, Word

SECONDS = 60.0  # what a sample is to last; nobody's first sentence and no doubtful one is left out for it
_MORAE = 5.5  # a second of an edition, its pauses counted: the talks of media/ have 5.3–5.8
_LEAST = 0.01  # a word of less risk is in no doubt


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A sentence of a sample and why it is heard. ``speaker`` None: the narrator; ``doubtful``: the word most in doubt,
    of a sentence that is there for it.
    """

    line: int
    speaker: str | None
    text: str
    doubtful: Word | None


@dataclass(frozen=True, slots=True)
class _Read:
    """A sentence of the plan, by its index there, as it will be said."""

    index: int
    sentence: Sentence
    words: tuple[Word, ...]
    morae: int

    @property
    def worst(self) -> Word | None:
        return max(self.words, key=lambda word: word.risk, default=None)

    @property
    def doubt(self) -> tuple[float, float]:
        """What sentences are ranked by: the worst word, then all of them."""
        risks = [word.risk for word in self.words]
        return max(risks, default=0.0), sum(risks)


def sampled(
    script: Script,
    most: int,
    scope: Scope | None = None,
    delivery: Delivery = USUAL,
    lexicon: Sequence[Any] = (),
) -> tuple[Script, tuple[Excerpt, ...]]:
    """The script less all but a sample: of everybody's first turn the first sentences, and ``most`` sentences whose
    reading is most in doubt, no two for the same word; about ``SECONDS`` of sound in all. And what was taken.

    ``script`` is what is heard (``pipeline.reading_copy``). InputError if nothing is in scope.
    """
    parts = in_scope(script, scope)
    read = _read(plan_of(parts.turns, (), delivery).sentences, lexicon)
    doubtful = {one.index: one.worst for one in _doubtful(read, most)}
    rest = SECONDS * _MORAE - sum(one.morae for one in read if one.index in doubtful)
    taken = {*doubtful, *_first_turns(read, rest, doubtful)}
    heard = [one for one in read if one.index in taken]
    excerpts = tuple(
        Excerpt(one.sentence.line, one.sentence.speaker, one.sentence.text, doubtful.get(one.index)) for one in heard
    )
    return replace(script, sections=tuple(_sections(parts, [one.sentence for one in heard]))), excerpts


def _read(sentences: Sequence[Sentence], lexicon: Sequence[Any]) -> list[_Read]:
    """What of the plan is in the text and is heard."""
    from toolkit.japanese.readings import Reader
    from toolkit.speech.morae import morae

    reader = Reader(tuple(lexicon))
    found = []
    for index, sentence in enumerate(sentences):
        if sentence.text and sentence.kind in ("text", "direction"):
            reading: Reading = reader.read(sentence.text, sentence.rubies)
            found.append(_Read(index, sentence, reading.words, sum(morae(word.reading) for word in reading.words)))
    return found


def _doubtful(read: Sequence[_Read], most: int) -> list[_Read]:
    """The sentences most in doubt, no two for the same word read alike."""
    by_word: dict[tuple[str, str], _Read] = {}
    for one in sorted(read, key=lambda one: (-one.doubt[0], -one.doubt[1], one.index)):
        word = one.worst
        if word and word.risk >= _LEAST:
            by_word.setdefault((word.surface, word.reading), one)
    return list(by_word.values())[:most]


def _first_turns(read: Sequence[_Read], left: float, heard: Collection[int]) -> Iterator[int]:
    """The first sentences of everybody's first turn, by index: one at least, more in turn as long as ``left`` morae
    hold them. ``heard``: what is in the sample anyway.
    """
    turns: dict[str | None, list[_Read]] = {}
    for one in read:
        own = turns.setdefault(one.sentence.speaker, [])
        if not own or own[0].sentence.turn == one.sentence.turn:
            own.append(one)
    going = list(turns.values())
    for k in count():
        going = [own for own in going if k < len(own)]
        if not going:
            return
        for own in tuple(going):
            cost = 0 if own[k].index in heard else own[k].morae
            if k and cost > left:
                going.remove(own)
            else:
                left -= cost
                yield own[k].index


def _sections(parts: InScope, sentences: Sequence[Sentence]) -> Iterator[Section]:
    """The sections in scope with what is left of them; none that is empty."""
    ends = [opening.turn for opening in parts.sections[1:]] + [len(parts.turns)]
    by_turn: dict[int, list[int]] = {}
    for sentence in sentences:
        by_turn.setdefault(sentence.turn, []).append(sentence.start)
    for opening, end in zip(parts.sections, ends, strict=True):
        turns = tuple(_turn(parts.turns[k], by_turn[k]) for k in range(opening.turn, end) if k in by_turn)
        if turns:
            heading = opening.heading if any(p.kind == "heading" for p in turns[0].paragraphs) else ""
            yield Section(opening.kind, heading, turns)


def _turn(turn: Turn, places: Sequence[int]) -> Turn:
    """What of a turn is spoken at once with something at these offsets."""
    paragraphs: list[Paragraph] = []
    base = 0
    for paragraph in turn.paragraphs:
        inside = [place - base for place in places if base <= place < base + len(paragraph.text)]
        paragraphs.extend(_part(paragraph, start, end) for start, end in _runs(paragraph.text, inside))
        base += len(paragraph.text) + 1
    return replace(turn, paragraphs=tuple(paragraphs))


def _runs(text: str, places: Sequence[int]) -> list[tuple[int, int]]:
    """The pieces of a paragraph that hold a place; those that follow one another as one."""
    runs: list[tuple[int, int]] = []
    for start, end in utterance_spans(text):
        if any(start <= place < end for place in places):
            joined = bool(runs) and runs[-1][1] == start
            runs.append((runs.pop()[0] if joined else start, end))
    return runs


def _part(paragraph: Paragraph, start: int, end: int) -> Paragraph:
    """``text[start:end]`` of a paragraph with the spans inside; times of a recording are of no use to it."""
    text = paragraph.text[start:end]
    start += len(text) - len(text.lstrip())
    text = text.strip()
    spans = tuple(
        replace(span, start=span.start - start, end=span.end - start)
        for span in paragraph.spans
        if start <= span.start and span.end <= start + len(text)
    )
    return replace(paragraph, text=text, spans=spans, times=())
