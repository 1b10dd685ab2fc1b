"""What is spoken, in what pieces, and in what order: whole sentences without their stage directions, each knowing where
its characters are displayed; announcements of speakers, and directions where they are spoken.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from toolkit.japanese.sentences import utterance_spans
from toolkit.model import Paragraph, Turn
from toolkit.model.narration import Sentence
from toolkit.narration.asides import Place, asides_of, beat, speakable, with_room
from toolkit.narration.casting import NARRATOR
from toolkit.narration.credits import NONE, Credits
from toolkit.narration.delivery import USUAL, Delivery
from toolkit.narration.windows import windows_by_sentence
from toolkit.speech.protocol import Request

if TYPE_CHECKING:
    from toolkit.model import Voice
    from toolkit.model.narration import Announce, PauseName, Window

_ENDS = frozenset("。！？!?…‥、，")


@dataclass(frozen=True, slots=True)
class Plan:
    """What will be heard, in order, and how. ``tracks``: whose each track is: the speakers in the order in which they
    first speak; last a narrator (None) who only announces or says directions. ``headings``: the sentences, by index,
    that are of a heading. ``windows``: of a delivery to given times, the one of each sentence.
    """

    sentences: tuple[Sentence, ...]
    tracks: tuple[str | None, ...]
    delivery: Delivery
    headings: frozenset[int] = frozenset()
    windows: tuple[Window, ...] = ()

    @property
    def names(self) -> list[str]:
        """What each track is called, in the language of what is heard."""
        return [who or NARRATOR for who in self.tracks]

    def requests(self, voices: Mapping[str | None, Voice]) -> Iterator[Request]:
        """What is asked of the engine, sentence for sentence; nothing for a beat."""
        for index, sentence in enumerate(self.sentences):
            if sentence.text:
                who = sentence.speaker
                figures = self.delivery.heading_of if index in self.headings else self.delivery.figures_of
                yield Request(
                    sentence.text,
                    voices[who].name,
                    sentence.rubies,
                    where=f"line {sentence.line}" if sentence.line else "",
                    **figures(who),
                )


def plan_of(
    turns: Sequence[Turn],
    section_starts: Collection[int] = (),
    delivery: Delivery = USUAL,
) -> Plan:
    """The sentences of the turns, and a beat for every paragraph that is shown and holds nothing to be said.

    ``section_starts``: the turns (by index) with which a section begins.
    """
    sentences: list[Sentence] = []
    heard: list[str | None] = []
    after: PauseName = "turn"
    for index, turn in enumerate(turns):
        opening: PauseName = "head" if not sentences else "section" if index in section_starts else after
        own = tuple(_of_turn(index, turn, opening, delivery))
        if any(sentence.text for sentence in own):
            if _announced(turn.speaker, heard, delivery.announce):
                own = (_announcement(index, turn, opening), replace(own[0], pause="announcement"), *own[1:])
            heard.append(turn.speaker)
        if own:
            after = "heading" if turn.paragraphs[-1].kind == "heading" else "turn"
        sentences.extend(own)
    return _plan(turns, sentences, delivery)


def framed(plan: Plan, turns: Sequence[Turn], credits: Credits) -> Plan:
    """The plan with what the narrator says around the turns, as far as there is anything to be heard between."""
    if credits == NONE or not any(sentence.text for sentence in plan.sentences):
        return plan
    return _plan(turns, _framed(turns, plan.sentences, credits), plan.delivery)


def _plan(turns: Sequence[Turn], sentences: Sequence[Sentence], delivery: Delivery) -> Plan:
    headings = (k for k, sentence in enumerate(sentences) if _is_heading(sentence, turns[sentence.turn]))
    plan = Plan(tuple(sentences), _tracks(turns, sentences), delivery, frozenset(headings))
    return _at_windows(plan, turns) if delivery.fit else plan


def _at_windows(plan: Plan, turns: Sequence[Turn]) -> Plan:
    """The plan of turns that are divided by windows; with each its pause is what is left before it."""
    windows = windows_by_sentence(turns, plan.sentences, plan.delivery.fit)
    opens = [k == 0 or windows[k] != windows[k - 1] for k in range(len(windows))]
    sentences = (replace(s, pause="given") if new else s for s, new in zip(plan.sentences, opens, strict=True))
    return replace(plan, sentences=tuple(sentences), windows=windows)


def _is_heading(sentence: Sentence, turn: Turn) -> bool:
    """Whether a sentence is of a heading's own text: neither a direction in it nor an announcement before it."""
    base = 0
    for paragraph in turn.paragraphs:
        if base <= sentence.start <= base + len(paragraph.text):
            return sentence.kind == "text" and paragraph.kind == "heading"
        base += len(paragraph.text) + 1
    return False


def _framed(turns: Sequence[Turn], sentences: Sequence[Sentence], credits: Credits) -> list[Sentence]:
    """The sentences between the credits, which belong to the first and the last turn and cover nothing of them."""
    end = len(turns[-1].text)
    before = [Sentence(0, None, text, 0, 0, kind="credits") for text in credits.before]
    after = [Sentence(len(turns) - 1, None, text, end, end, kind="credits") for text in credits.after]
    if before:
        before[0] = replace(before[0], pause="head")
        sentences = [replace(sentences[0], pause="section"), *sentences[1:]]
    if after:
        after[0] = replace(after[0], pause="section")
    return [*before, *sentences, *after]


def _tracks(turns: Sequence[Turn], sentences: Sequence[Sentence]) -> tuple[str | None, ...]:
    speakers = dict.fromkeys(turn.speaker for turn in turns)
    aside = None not in speakers and any(sentence.speaker is None for sentence in sentences)
    return (*speakers, None) if aside else tuple(speakers)


def _announced(speaker: str | None, heard: Sequence[str | None], announce: Announce) -> bool:
    """Whether a turn that is heard begins with its speaker's name. ``heard``: who spoke before, turn by turn."""
    if speaker is None or announce == "never":
        return False
    return speaker not in (heard if announce == "first" else heard[-1:])


def _announcement(index: int, turn: Turn, pause: PauseName) -> Sentence:
    return Sentence(index, None, turn.speaker or "", 0, 0, pause=pause, line=turn.line, kind="announcement")


def _voiced(paragraph: Paragraph) -> list[str]:
    chars = list(paragraph.text)
    for span in paragraph.spans:
        if span.kind == "direction":
            chars[span.start : span.end] = " " * (span.end - span.start)
    return chars


def _of_turn(index: int, turn: Turn, opening: PauseName, delivery: Delivery) -> Iterator[Sentence]:
    base = 0
    between = opening
    for paragraph in turn.paragraphs:
        if paragraph.kind == "heading" and between != "head":
            between = "section"
        place = Place(index, turn.speaker, paragraph, base, "".join(_voiced(paragraph)))
        asides = tuple(asides_of(place)) if delivery.directions == "speak" else ()
        pieces = (*_pieces(place, asides),)
        if pieces and delivery.directions == "show" and not delivery.fit:
            pieces = (*with_room(place, pieces),)
        for k, piece in enumerate(pieces or beat(place)):
            yield piece if k else replace(piece, pause=between)
            between = "heading" if paragraph.kind == "heading" else "paragraph"
        base += len(paragraph.text) + 1


def _pieces(place: Place, asides: Sequence[Sentence]) -> Iterator[Sentence]:
    """The sentences of one paragraph, parted by the directions that are spoken in them."""
    base = place.base
    for start, end in utterance_spans(place.paragraph.text):
        at, pause = start, _joint(place.paragraph.text, start)
        for aside in [aside for aside in asides if start <= aside.start - base < end]:
            after = min(aside.end - base, end)
            stop = _with_ending(place, after, end)
            if speakable(place.chars[at:stop]):
                yield _sentence(place, at, stop, pause)
            yield aside if aside.start - base > start else replace(aside, pause=pause)
            at, pause = max(stop, after), aside.pause
        if speakable(place.chars[at:end]):
            yield _sentence(place, at, end, pause)


def _with_ending(place: Place, at: int, end: int) -> int:
    """The offset after the signs that follow a direction and end what stands before it: そうですか（笑）？ is a
    question.
    """
    while at < end and place.chars[at] in _ENDS:
        at += 1
    return at


def _joint(text: str, start: int) -> PauseName:
    """The pause before a sentence of a paragraph: 。 or, where a long one was cut, 、."""
    before = text[:start].rstrip()
    return "comma" if before.endswith("、") else "sentence"


def _sentence(place: Place, start: int, end: int, pause: PauseName) -> Sentence:
    """``chars[start:end]`` of a paragraph without directions and edge spaces."""
    kept = _kept(place, start, end)
    at_offset = {k: at for at, k in enumerate(kept)}
    rubies = tuple(
        (at_offset[s.start], at_offset[s.end - 1] + 1, s.value)
        for s in place.paragraph.spans
        if s.kind == "ruby" and s.start in at_offset and s.end - 1 in at_offset
    )
    return Sentence(
        place.turn,
        place.speaker,
        "".join(place.chars[k] for k in kept),
        place.base + start,
        place.base + end,
        offsets=tuple(place.base + k for k in kept),
        rubies=rubies,
        pause=pause,
        line=place.paragraph.line,
    )


def _kept(place: Place, start: int, end: int) -> list[int]:
    """Offsets in the paragraph of the characters that go to the reader."""
    directions = [span for span in place.paragraph.spans if span.kind == "direction"]
    silent = {k for span in directions for k in range(span.start, span.end)}
    kept = [k for k in range(start, end) if k not in silent]
    while kept and place.chars[kept[-1]].isspace():
        kept.pop()
    while kept and place.chars[kept[0]].isspace():
        kept.pop(0)
    return kept
