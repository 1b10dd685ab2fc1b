"""What lights up with the sound and is moved by: the sentences of a book, its cues, or words within sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from toolkit.edition.book import Book, Clip, Passage, PhraseKind, Ruby, WordTime


@dataclass(frozen=True, slots=True)
class Unit:
    """A stretch of a passage's text. ``clip``: when it is heard, None for what is not; ``words``: what lights up
    within it.
    """

    text: str
    kind: PhraseKind
    clip: Clip | None = None
    words: tuple[WordTime, ...] = ()
    rubies: tuple[Ruby, ...] = ()


@dataclass(frozen=True, slots=True)
class Stretch:
    """``[start:end]`` of a turn's text stands in ``clip``."""

    start: int
    end: int
    clip: Clip


def sentence_units(passage: Passage, words: bool) -> Iterator[Unit]:
    """Its phrases; with their ``words`` if wanted, none of which cuts a reading."""
    for phrase in passage.phrases:
        times = _uncut(phrase.words, phrase.rubies) if words else ()
        yield Unit(phrase.text, phrase.kind, phrase.clip, tuple(times), phrase.rubies)


def _uncut(words: Sequence[WordTime], rubies: Sequence[Ruby]) -> Iterator[WordTime]:
    """Words that share a reading are one."""
    held: WordTime | None = None
    for word in words:
        if held and any(ruby.start < held.end < ruby.end for ruby in rubies):
            held = WordTime(held.start, word.end, Clip(held.clip.start, max(held.clip.end, word.clip.end)))
            continue
        if held:
            yield held
        held = word
    if held:
        yield held


def cue_stretches(book: Book) -> Mapping[int, tuple[Stretch, ...]]:
    """What of each turn stands in which cue, by the turn's number, in the order of the text and never twice."""
    found: dict[int, list[Stretch]] = {}
    for timed in book.timeline.cues:
        for source in (timed.cue.source, timed.cue.second):
            if source and timed.end_ms > timed.start_ms:
                stretch = Stretch(source.start, source.end, Clip(timed.start_ms, timed.end_ms))
                found.setdefault(source.turn, []).append(stretch)
    return {turn: tuple(_apart(stretches)) for turn, stretches in found.items()}


def _apart(stretches: Iterable[Stretch]) -> Iterator[Stretch]:
    at = 0
    for stretch in sorted(stretches, key=lambda each: each.start):
        if stretch.end > at:
            yield replace(stretch, start=max(at, stretch.start))
            at = stretch.end


def cue_units(passage: Passage, base: int, stretches: Sequence[Stretch]) -> Iterator[Unit]:
    """A passage that begins at ``base`` of its turn's text, by cues; what stands in none is a unit without a clip."""
    text, rubies = passage.text, tuple(_rubies(passage))
    bounds = [(0, None), *_bounds(stretches, base, len(text), rubies), (len(text), None)]
    for (start, clip), (end, _) in pairwise(bounds):
        if end > start:
            own = tuple(Ruby(r.start - start, r.end - start, r.kana) for r in rubies if start <= r.start < end)
            kind = _kind(passage, start, end) if clip else "silent"
            yield Unit(text[start:end], kind, clip, (), own)


def _bounds(
    stretches: Sequence[Stretch], base: int, length: int, rubies: Sequence[Ruby]
) -> Iterator[tuple[int, Clip | None]]:
    """Where what begins, in order: a cue's clip, or None for what stands in no cue. None lies within a reading."""
    last = 0
    for stretch in stretches:
        start, end = (_after_ruby(min(max(place - base, 0), length), rubies) for place in (stretch.start, stretch.end))
        if end > max(start, last):
            yield max(start, last), stretch.clip
            yield end, None
            last = end


def _after_ruby(place: int, rubies: Sequence[Ruby]) -> int:
    return next((ruby.end for ruby in rubies if ruby.start < place < ruby.end), place)


def _rubies(passage: Passage) -> Iterator[Ruby]:
    base = 0
    for phrase in passage.phrases:
        yield from (Ruby(base + ruby.start, base + ruby.end, ruby.kana) for ruby in phrase.rubies)
        base += len(phrase.text)


def _kind(passage: Passage, start: int, end: int) -> PhraseKind:
    """Direction if nothing else of it is heard."""
    base, kinds = 0, set()
    for phrase in passage.phrases:
        if phrase.clip and base < end and start < base + len(phrase.text):
            kinds.add(phrase.kind)
        base += len(phrase.text)
    return "direction" if kinds == {"direction"} else "text"
