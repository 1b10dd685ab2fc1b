"""What is spoken, in what pieces: whole sentences without their stage directions, each knowing where its
characters are displayed.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from toolkit.japanese.sentences import sentence_spans
from toolkit.model import Cue, Paragraph, Source, Turn
from toolkit.narration.pauses import PauseName

LONGEST = 240  # characters spoken at once; the frontend fails beyond 4,000, a listener long before


@dataclass(frozen=True, slots=True)
class Sentence:
    """``text`` as it goes to the reader ('' for a beat: a silence in which a direction is shown).

    ``offsets``: for every character of ``text`` its offset in ``Turn.text``; ``start``/``end``: what of the
    turn it covers. ``rubies``: (start, end, kana) in ``text``. ``pause``: the silence before it. ``line``:
    1-based in the source.
    """

    turn: int
    speaker: str | None
    text: str
    start: int
    end: int
    offsets: tuple[int, ...] = ()
    rubies: tuple[tuple[int, int, str], ...] = ()
    pause: PauseName = "sentence"
    line: int = 0


def plan(turns: Sequence[Turn], cues: Iterable[Cue] = (), section_starts: Collection[int] = ()) -> tuple[Sentence, ...]:
    """Every sentence of the turns, and a beat for every cue in which nothing is spoken, in order.

    ``section_starts``: the turns (by index) with which a section begins.
    """
    beats = _mute_sources(turns, cues)
    sentences: list[Sentence] = []
    for index, turn in enumerate(turns):
        opening: PauseName = "head" if not sentences else "section" if index in section_starts else "turn"
        sentences.extend(_of_turn(index, turn, beats.get(index, []), opening))
    return tuple(sentences)


def speakable(text: str) -> bool:
    """Whether any character is a letter, a digit or a sign that has a name: punctuation alone is silent."""
    return any(unicodedata.category(char)[0] in "LN" or char in "%+=℃¥$€" for char in text)


def _mute_sources(turns: Sequence[Turn], cues: Iterable[Cue]) -> dict[int, list[Source]]:
    """By turn, the places of cues that show nothing that is spoken."""
    mute: dict[int, list[Source]] = {}
    spoken = [_spoken_text(turn) for turn in turns]
    for cue in cues:
        source = cue.source
        if source is not None and not speakable(spoken[source.turn][source.start : source.end]):
            mute.setdefault(source.turn, []).append(source)
    return mute


def _spoken_text(turn: Turn) -> str:
    """``Turn.text`` with a space for every character of a direction."""
    return "\n".join("".join(_voiced(paragraph)) for paragraph in turn.paragraphs)


def _voiced(paragraph: Paragraph) -> list[str]:
    chars = list(paragraph.text)
    for span in paragraph.spans:
        if span.kind == "direction":
            chars[span.start : span.end] = " " * (span.end - span.start)
    return chars


def _of_turn(index: int, turn: Turn, beats: Sequence[Source], opening: PauseName) -> Iterator[Sentence]:
    base = 0
    between = opening
    for paragraph in turn.paragraphs:
        if paragraph.kind == "heading" and between != "head":
            between = "section"
        end = base + len(paragraph.text)
        own = [beat for beat in beats if base <= beat.start < end]
        place = _Place(index, turn.speaker, paragraph, base, "".join(_voiced(paragraph)))
        for k, piece in enumerate(_pieces(place, own)):
            yield piece if k else replace(piece, pause=between)
            between = "heading" if paragraph.kind == "heading" else "paragraph"
        base = end + 1


@dataclass(frozen=True, slots=True)
class _Place:
    """A paragraph in its turn. ``base``: its offset there; ``chars``: its text, directions blanked out."""

    turn: int
    speaker: str | None
    paragraph: Paragraph
    base: int
    chars: str


def _pieces(place: _Place, beats: Sequence[Source]) -> Iterator[Sentence]:
    """The sentences and beats of one paragraph. A beat parts the sentence it stands in."""
    base = place.base
    for start, end in _spans(place.paragraph.text):
        at, pause = start, _joint(place.paragraph.text, start)
        inside = [beat for beat in beats if start <= beat.start - base < end]
        for beat in [*inside, None]:
            stop = end if beat is None else beat.start - base
            if speakable(place.chars[at:stop]):
                yield _sentence(place, at, stop, pause)
                pause = "comma"
            if beat is not None:
                yield _beat(place, beat)
                at, pause = min(beat.end - base, end), "comma"


def _beat(place: _Place, source: Source) -> Sentence:
    return Sentence(place.turn, place.speaker, "", source.start, source.end, pause="comma", line=place.paragraph.line)


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Sentences, those too long to be spoken at once cut after their last 、 that is not too far."""
    for start, end in sentence_spans(text):
        at = start
        while end - at > LONGEST:
            cut = text.rfind("、", at + LONGEST // 3, at + LONGEST) + 1 or at + LONGEST
            yield at, cut
            at = cut
        yield at, end


def _joint(text: str, start: int) -> PauseName:
    """The pause before a sentence of a paragraph: 。 or, where a long one was cut, 、."""
    before = text[:start].rstrip()
    return "comma" if before.endswith("、") else "sentence"


def _sentence(place: _Place, start: int, end: int, pause: PauseName) -> Sentence:
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


def _kept(place: _Place, start: int, end: int) -> list[int]:
    """Offsets in the paragraph of the characters that go to the reader."""
    directions = [span for span in place.paragraph.spans if span.kind == "direction"]
    silent = {k for span in directions for k in range(span.start, span.end)}
    kept = [k for k in range(start, end) if k not in silent]
    while kept and place.chars[kept[-1]].isspace():
        kept.pop()
    while kept and place.chars[kept[0]].isspace():
        kept.pop(0)
    return kept
