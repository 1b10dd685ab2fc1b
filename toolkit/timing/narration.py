"""Cues in step with a narration: each at the time its words are heard."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from toolkit.timing.room import NEAR, Give
from toolkit.timing.speech import by_speech

if TYPE_CHECKING:
    from toolkit.model import Clock, Cue, Source, TimedCue, Timeline
    from toolkit.model.narration import Narration, Utterance
    from toolkit.styles import Style

_SIGNS = "、。，．！？!?,.…‥・「」『』（）()【】〈〉《》“”\"' 　"  # at a word's end they take none of its time


def by_narration(
    cues: Sequence[Cue], narration: Narration, style: Style, clock: Clock = "speech", give: Give = NEAR
) -> Timeline:
    """The clock of a voice, or of a recording (``clock``): ``by_speech`` of ``cue_sounds``; every cue knows when its
    words are heard.

    ``cues`` are of the turns that are narrated. Raises ValueError for a cue without a source: one read from a file has
    no sentence.
    """
    rate = narration.rate
    heard = [(first * 1000 / rate, last * 1000 / rate) for first, last in cue_sounds(cues, narration)]
    timeline = by_speech(cues, heard, style, round(narration.length * 1000 / rate), clock, give=give)
    text = _Text.of(narration)
    timed = (replace(cue, words=tuple(_words(cue, text, rate))) for cue in timeline.cues)
    return replace(timeline, cues=tuple(timed))


def cue_sounds(cues: Sequence[Cue], narration: Narration) -> tuple[tuple[int, int], ...]:
    """(first sound, after the last) of every cue, in samples; for one of which nothing is heard, twice the end of the
    sound before it. Raises ValueError for a cue without a source.
    """
    text = _Text.of(narration)
    return tuple(_sound(_source(cue), text) for cue in cues)


@dataclass(frozen=True, slots=True)
class _Text:
    """The utterances that are displayed, in order; ``starts``: the (turn, offset) at which each begins."""

    utterances: tuple[Utterance, ...]
    starts: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, narration: Narration) -> _Text:
        sentences = narration.sentences
        return cls(sentences, tuple((u.sentence.turn, u.sentence.start) for u in sentences))

    def last_before(self, source: Source) -> int:
        """The index of the last utterance that starts with the source's first character or before it, or −1."""
        return bisect_right(self.starts, (source.turn, source.start)) - 1

    def around(self, source: Source) -> tuple[Utterance, ...]:
        """The utterances that may hold some of the source's characters."""
        return self.utterances[max(0, self.last_before(source)) : bisect_left(self.starts, (source.turn, source.end))]


def _source(cue: Cue) -> Source:
    if cue.source is None:
        raise ValueError(f"the cue {cue.text!r} does not say where it comes from")
    return cue.source


def _sound(source: Source, text: _Text) -> tuple[int, int]:
    heard = [edges for u in text.around(source) if (edges := _heard(source, u)) is not None]
    if heard:
        return heard[0][0], heard[-1][1]
    at = _end_before(source, text)
    return at, at


def _end_before(source: Source, text: _Text) -> int:
    """Where the sound before the source's first character ends, in or before the sentence in which it stands."""
    index = text.last_before(source)
    if index < 0:
        return 0
    utterance = text.utterances[index]
    offsets = utterance.sentence.offsets if utterance.sentence.turn == source.turn else ()
    at = bisect_left(offsets, source.start)
    if at < len(offsets):
        return _edges(utterance, at)[0] if at else text.utterances[index - 1].end if index else 0
    return utterance.end


def _span(source: Source, utterance: Utterance) -> range:
    """Which characters of a sentence's text are the source's."""
    if utterance.sentence.turn != source.turn or not utterance.audible:
        return range(0)
    offsets = utterance.sentence.offsets
    return range(bisect_left(offsets, source.start), bisect_left(offsets, source.end))


def _heard(source: Source, utterance: Utterance) -> tuple[int, int] | None:
    """What of a sentence is heard of the source's characters, None if nothing."""
    span = _span(source, utterance)
    if not span:
        return None
    begin, end = _edges(utterance, span.start)[1], _edges(utterance, span.stop)[0]
    return (begin, end) if begin < end else None


def _edges(utterance: Utterance, at: int) -> tuple[int, int]:
    """Where the sound before the character ``text[at]`` ends, and where its own begins: one sample, or both
    edges of a pause.
    """
    time = _border(utterance, at)
    for start, end in utterance.pauses:
        if start <= time <= end:
            return start, end
    return time, time


def _border(utterance: Utterance, at: int) -> int:
    """The sample at which ``text[at]`` begins; inside a word in proportion to its spoken characters."""
    text = utterance.sentence.text
    if at >= len(text):
        return utterance.end
    offsets = [offset for offset, _ in utterance.marks]
    k = bisect_right(offsets, at) - 1
    if k < 0:
        return utterance.start
    offset, begin = utterance.marks[k]
    if offset == at:
        return begin
    following, end = utterance.marks[k + 1] if k + 1 < len(utterance.marks) else (len(text), utterance.end)
    letters = len(text[offset:following].rstrip(_SIGNS))
    if at - offset >= letters:
        return end
    pause = next((start for start, stop in utterance.pauses if begin < stop <= end), end)
    return begin + (pause - begin) * (at - offset) // letters


def _words(timed: TimedCue, text: _Text, rate: int) -> Iterator[tuple[int, int]]:
    """``TimedCue.words``; where a cue begins inside a word, the rest of it is one."""
    source = _source(timed.cue)
    for utterance in text.around(source):
        span = _span(source, utterance)
        offsets = utterance.sentence.offsets
        for at, sample in _beginnings(utterance, span) if span else ():
            yield offsets[at], min(max(sample * 1000 // rate, timed.start_ms), timed.end_ms)


def _beginnings(utterance: Utterance, span: range) -> Iterator[tuple[int, int]]:
    """(offset in the sentence, sample) of the words in the span; signs without a sound of their own are none."""
    inside = [(at, sample) for at, sample in utterance.marks if at in span]
    if not inside or inside[0][0] > span.start:
        inside.insert(0, (span.start, _edges(utterance, span.start)[1]))
    end = _edges(utterance, span.stop)[0]
    for (at, sample), (_, following) in pairwise([*inside, (span.stop, end)]):
        if sample < following:
            yield at, sample
