"""Subtitles of a text that has its recording: sentences → alignment → cues → timeline."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit import timecode
from toolkit.align import Alignment, Line, align
from toolkit.errors import InputError
from toolkit.formats.conversion import Retiming
from toolkit.formats.conversion import retimed as formats_retimed
from toolkit.model import Cue, Doubt, Paragraph, Source, Span, TimedCue, Timeline, Turn
from toolkit.narration.delivery import Delivery
from toolkit.narration.plan import plan_of
from toolkit.narration.silences import pauses_of
from toolkit.pipeline import Cutting, reading_copy
from toolkit.recorded.clocks import by_lengths, by_text
from toolkit.segment import segment
from toolkit.segment.labels import short_names
from toolkit.timing import shared
from toolkit.timing.narration import by_narration, cue_sounds
from toolkit.timing.room import NONE
from toolkit.timing.shift import Shift, shift_of
from toolkit.transcript.scope import Scope, in_scope

if TYPE_CHECKING:
    from toolkit.japanese.lexicon import Entry
    from toolkit.model import Script, Speaker
    from toolkit.styles import Style

_HEARD = Delivery(directions="skip")  # a recording pauses as it does: no silence is made for what is shown


@dataclass(frozen=True, slots=True)
class Hearing:
    """How a recording is listened to. ``cache``: where what was heard is kept, None: nowhere. ``prior``: cues of
    another language, and what they are called. ``by_voice``: by our own narration, without a model.
    """

    media: Path
    lexicon: Sequence[Entry] = ()
    cache: Path | None = None
    threads: int = 1
    progress: Callable[[str, int, int], None] = lambda *_: None
    prior: tuple[Sequence[TimedCue], str] | None = None
    by_voice: bool = False


@dataclass(frozen=True, slots=True)
class Recorded:
    """``timeline``: the cues that are spoken; ``unspoken``: those that are not, and so have no time."""

    timeline: Timeline
    unspoken: tuple[Cue, ...]
    alignment: Alignment
    warnings: tuple[Doubt, ...] = ()


def subtitles(script: Script, cutting: Cutting, hearing: Hearing, scope: Scope | None = None) -> Recorded:
    """The script cut where its speakers pause, each cue at the time its words are heard."""
    turns = in_scope(reading_copy(script, cutting), scope).turns
    return cut_by(aligned(turns, hearing), turns, cutting, script.cast)


def cut_by(alignment: Alignment, turns: Sequence[Turn], cutting: Cutting, cast: Sequence[Speaker]) -> Recorded:
    """The turns cut and timed by what was heard of them."""
    pauses, names = pauses_of(alignment.narration), short_names(cast)
    cut = segment(turns, cutting.style, cutting.model, protected=cutting.protected, pauses=pauses, names=names)
    made = _timed(cut.cues, alignment, cutting.style, tuple(cut.warnings))
    return replace(made, timeline=shared(made.timeline, cutting.style)[0])


def retimed(cues: Sequence[Cue], style: Style, hearing: Hearing) -> Recorded:
    """Subtitles at the times their words are heard; the cues themselves, their lines and order, stay as they are."""
    turn, placed = _as_turn(cues)
    made = _timed(placed, aligned((turn,), hearing), style)
    own = {_source(cue).start: original for cue, original in zip(placed, cues, strict=True)}
    timed = tuple(replace(t, cue=own[_source(t.cue).start], words=()) for t in made.timeline.cues)
    unspoken = tuple(own[_source(cue).start] for cue in made.unspoken)
    return replace(made, timeline=replace(made.timeline, cues=timed), unspoken=unspoken)


@dataclass(frozen=True, slots=True)
class Shifted:
    """``timeline``: the cues, all moved alike by ``shift``."""

    timeline: Timeline
    shift: Shift
    alignment: Alignment


def shifted(timeline: Timeline, hearing: Hearing) -> Shifted:
    """Subtitles moved by one shift, and by one of the usual rates, so that they begin with their sounds.

    InputError if that does not bring them to the recording.
    """
    turn, placed = _as_turn([timed.cue for timed in timeline.cues])
    alignment = aligned((turn,), hearing)
    sounds = cue_sounds(placed, alignment.narration)
    ms = 1000 / alignment.narration.rate
    shift = shift_of([(timed.start_ms, a * ms) for timed, (a, b) in zip(timeline.cues, sounds, strict=True) if a < b])
    if shift is None:
        what = "no one shift brings these subtitles to the recording"
        raise InputError(
            what, where=str(hearing.media), mend="leave --shift-only out: every cue gets a time of its own"
        )
    moved, _ = formats_retimed(timeline, Retiming(shift.factor, shift.offset_ms))
    if len(moved.cues) < len(timeline.cues):
        what = f"{len(timeline.cues) - len(moved.cues)} of the subtitles would end before the recording begins"
        raise InputError(what, where=str(hearing.media), mend="leave --shift-only out")
    return Shifted(moved, shift, alignment)


def misfits(alignment: Alignment, heard: Sequence[str] = ()) -> Iterator[Doubt]:
    """What a person should look at: lines that are not spoken or in doubt, sound that is not in the text, a damaged
    file. ``heard``: what a recogniser made of each of the ``extras``.
    """
    for line in alignment.lines:
        where = line.sentence.line
        if line.start_ms is None and line.sentence.text:
            place = "" if line.elsewhere_ms is None else f", but heard at {timecode.text_of(line.elsewhere_ms)}"
            yield Doubt(where, f"not spoken{place}: 「{line.sentence.text}」")
        elif line.start_ms is not None and line.doubts:
            why = ", ".join(_DOUBTS[doubt] for doubt in line.doubts)
            yield Doubt(where, f"in doubt at {timecode.text_of(line.start_ms)} ({why}): 「{line.sentence.text}」")
    for k, (start, end) in enumerate(alignment.extras):
        span = f"{timecode.text_of(start)} to {timecode.text_of(end)}"
        words = f"; Whisper hears 「{heard[k]}」" if heard else ""
        yield Doubt(0, f"{span}: sound that is not in the text{words}")
    for remark in alignment.remarks:
        yield Doubt(0, f"warning: {remark}")


_DOUBTS = {
    "confidence": "it sounds otherwise",
    "pace": "too fast or too slow for these speakers",
    "passes": "two passes disagree",
}


# in subtitles brackets hold who speaks and what is heard: neither is said
_ASIDE = re.compile(r"（[^（）]*）|\([^()]*\)|［[^［］]*］|\[[^\[\]]*\]")


def _as_turn(cues: Sequence[Cue]) -> tuple[Turn, list[Cue]]:
    """All cues as the paragraphs of one turn, and the same cues with their places in it."""
    paragraphs, placed, at = [], [], 0
    for number, cue in enumerate(cues, 1):
        text = " ".join(cue.lines)
        asides = tuple(Span(m.start(), m.end(), "direction", m[0][1:-1]) for m in _ASIDE.finditer(text))
        paragraphs.append(Paragraph(text, number, spans=asides))
        placed.append(replace(cue, source=Source(0, at, at + len(text))))
        at += len(text) + 1
    return Turn(None, tuple(paragraphs), 1), placed


def aligned(turns: Sequence[Turn], hearing: Hearing) -> Alignment:
    """When the sentences of the turns are heard. InputError if the recording does not say them."""
    plan = plan_of(turns, (), _HEARD)
    return align(
        plan.sentences,
        hearing.media,
        lexicon=hearing.lexicon,
        cache=hearing.cache,
        threads=hearing.threads,
        progress=hearing.progress,
        by_voice=hearing.by_voice,
        clocks=(
            by_text(turns, plan.sentences),
            *([by_lengths(*hearing.prior, plan.sentences)] if hearing.prior else ()),
        ),
    )


def _source(cue: Cue) -> Source:
    assert cue.source is not None
    return cue.source


def _timed(cues: Sequence[Cue], alignment: Alignment, style: Style, warnings: tuple[Doubt, ...] = ()) -> Recorded:
    """The spoken of the cues on the recording's clock."""
    lines = alignment.lines
    places = [(line.sentence.turn, line.sentence.start) for line in lines]
    own = [_lines_of(_source(cue), lines, places) for cue in cues]
    unspoken = [bool(mine) and not any(lines[k].spoken for k in mine) for mine in own]
    kept = [cue for cue, gone in zip(cues, unspoken, strict=True) if not gone]
    sure = [
        min((lines[k].confidence for k in mine if lines[k].spoken), default=None)
        for mine, gone in zip(own, unspoken, strict=True)
        if not gone
    ]
    timeline = by_narration(kept, alignment.narration, style, "recording", NONE)
    timed: tuple[TimedCue, ...] = tuple(
        replace(each, confidence=confidence) for each, confidence in zip(timeline.cues, sure, strict=True)
    )
    gone = tuple(cue for cue, left in zip(cues, unspoken, strict=True) if left)
    return Recorded(replace(timeline, cues=timed), gone, alignment, warnings)


def _lines_of(source: Source, lines: Sequence[Line], places: Sequence[tuple[int, int]]) -> list[int]:
    """The sentences, by index, of which a cue shows something that can be said. ``places``: where each begins."""
    first = max(0, bisect_right(places, (source.turn, source.start)) - 1)
    last = bisect_left(places, (source.turn, source.end))
    return [
        k
        for k in range(first, last)
        if lines[k].sentence.turn == source.turn
        and any(source.start <= at < source.end for at in lines[k].sentence.offsets)
    ]
