"""What lights up with the sound: the text of a paragraph in stretches, by sentence, by word, or by subtitle."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from toolkit.edition.book import Clip, Ruby

if TYPE_CHECKING:
    from toolkit.edition.book import Part, Passage, Phrase, PhraseKind
    from toolkit.edition.forms import Unit
    from toolkit.model import Timeline


@dataclass(frozen=True, slots=True)
class Stretch:
    """Text that lights up as one in ``clip``, or never (None). Those of a paragraph, joined, are its text."""

    text: str
    kind: PhraseKind
    clip: Clip | None
    rubies: tuple[Ruby, ...] = ()


@dataclass(frozen=True, slots=True)
class _Shown:
    """``text[start:end]`` of a turn is shown by a subtitle in ``clip``."""

    start: int
    end: int
    clip: Clip


class Units:
    """The stretches of the turns of a book."""

    def __init__(self, unit: Unit, timeline: Timeline) -> None:
        self._unit = unit
        self._shown = _shown_by_turn(timeline) if unit == "cue" else {}

    def of(self, part: Part) -> Iterator[tuple[Passage, tuple[Stretch, ...]]]:
        """Each paragraph of a turn with its stretches."""
        base = 0
        for passage in part.passages:
            if self._unit == "cue":
                shown = self._shown.get(part.number, ())
                found = _by_cue(passage, base, shown)
            else:
                cut = _by_word if self._unit == "word" else _whole
                found = [stretch for phrase in passage.phrases for stretch in cut(phrase)]
            yield passage, tuple(found)
            base += len(passage.text) + 1


def _whole(phrase: Phrase) -> Iterator[Stretch]:
    yield Stretch(phrase.text, phrase.kind, phrase.clip, phrase.rubies)


def _by_word(phrase: Phrase) -> Iterator[Stretch]:
    """A phrase of which no words are known is one stretch."""
    if not phrase.words:
        yield from _whole(phrase)
        return
    first = phrase.words[0]
    words = [first]
    for word in phrase.words[1:]:
        if any(ruby.start < word.start < ruby.end for ruby in phrase.rubies):  # one reading over two words
            words[-1] = replace(words[-1], end=word.end, clip=Clip(words[-1].clip.start, word.clip.end))
        else:
            words.append(word)
    for word in words:
        yield _cut(phrase.text, phrase.rubies, word.start, word.end, phrase.kind, word.clip)


def _cut(
    text: str, rubies: Sequence[Ruby], start: int, end: int, kind: PhraseKind, clip: Clip | None, base: int = 0
) -> Stretch:
    """``text[start:end]``; ``base`` is where ``text`` begins in that in which the rubies count."""
    own = tuple(
        Ruby(ruby.start + base - start, ruby.end + base - start, ruby.kana)
        for ruby in rubies
        if start <= ruby.start + base and ruby.end + base <= end
    )
    return Stretch(text[start:end], kind, clip, own)


def _shown_by_turn(timeline: Timeline) -> dict[int, list[_Shown]]:
    shown: dict[int, list[_Shown]] = {}
    for cue in timeline.cues:
        first, second = cue.cue.source, cue.cue.second
        clip = Clip(cue.start_ms, cue.end_ms)
        if first and second:  # two people in one subtitle share its time by the length of what they say
            share = (first.end - first.start) / max(1, first.end - first.start + second.end - second.start)
            middle = clip.start + max(1, min(clip.end - clip.start - 1, round((clip.end - clip.start) * share)))
            shown.setdefault(first.turn, []).append(_Shown(first.start, first.end, Clip(clip.start, middle)))
            shown.setdefault(second.turn, []).append(_Shown(second.start, second.end, Clip(middle, clip.end)))
        elif first:
            shown.setdefault(first.turn, []).append(_Shown(first.start, first.end, clip))
    return shown


def _by_cue(passage: Passage, base: int, shown: Sequence[_Shown]) -> list[Stretch]:
    text = passage.text
    rubies = tuple(_placed(passage.phrases))
    length = len(text)
    own = [
        _Shown(_outside(each.start - base, rubies), _outside(each.end - base, rubies), each.clip)
        for each in shown
        if each.start - base >= 0 and each.end - base <= length
    ]
    clips = {(each.start, each.end): each.clip for each in own if each.end > each.start}
    cuts = sorted({0, length, *(at for span in clips for at in span)})
    return [
        _cut(text, rubies, start, end, _kind(passage, start, end), clips.get((start, end)))
        for start, end in pairwise(cuts)
    ]


def _placed(phrases: Sequence[Phrase]) -> Iterator[Ruby]:
    """The readings of the phrases, counted in their paragraph."""
    base = 0
    for phrase in phrases:
        yield from (Ruby(ruby.start + base, ruby.end + base, ruby.kana) for ruby in phrase.rubies)
        base += len(phrase.text)


def _outside(at: int, rubies: Sequence[Ruby]) -> int:
    """A cut under a reading moves behind it."""
    return next((ruby.end for ruby in rubies if ruby.start < at < ruby.end), at)


def _kind(passage: Passage, start: int, end: int) -> PhraseKind:
    """What all of the stretch is, else text."""
    kinds: set[PhraseKind] = set()
    at = 0
    for phrase in passage.phrases:
        if at < end and start < at + len(phrase.text):
            kinds.add(phrase.kind)
        at += len(phrase.text)
    return kinds.pop() if len(kinds) == 1 else "text"
