"""From any format into any other and back: what both can hold comes back to the letter."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from subtitle_texts import marked_cues

from toolkit.formats import Format, Options, named
from toolkit.formats.conversion import timeline_of
from toolkit.formats.frames import frame_rate
from toolkit.model import Cue, Markup, TimedCue, Timeline

RATE = frame_rate("25")  # whose frames are also whole hundredths
OPTIONS = Options(rate=RATE)
BOTH = [one for one in named().values() if one.writes and one.reads]
KINDS = ("italic", "bold", "underline", "ruby", "colour", "upright")
TOP = Markup(0, 0, "placement", "{\\an8}")


@st.composite
def talks(draw: st.DrawFn) -> Timeline:
    """Cues on frames of 25, one behind the other, with looks, places and speakers."""
    cues, at = [], 0
    for cue in draw(st.lists(marked_cues(KINDS), min_size=1, max_size=3)):
        text = cue.text.translate(str.maketrans("<&>{\\", "海の声字幕"))
        marks = (TOP, *cue.markup) if draw(st.booleans()) else cue.markup
        said = Cue(draw(st.sampled_from([None, "佐藤", "鈴木 一郎"])), tuple(text.split("\n")), None, marks)
        at += 40 * draw(st.integers(1, 50))
        end = at + 40 * draw(st.integers(25, 100))
        cues.append(TimedCue(at, end, said, "text"))
        at = end
    return Timeline(tuple(cues), at)


def _is_one_line(one: Format) -> bool:
    return "\n" not in one.neutral("海\n声")


def _common(talk: Timeline, one: Format, other: Format) -> Timeline:
    """The talk with what both formats can hold."""
    found = []
    for timed in talk.cues:
        cue = timed.cue
        if _is_one_line(one) or _is_one_line(other):
            cue = replace(cue, lines=("".join(cue.lines),), markup=cue.markup[:0])
        speaker = cue.speaker if one.names_people and other.names_people else None
        told = [m for m in cue.markup if all(not f.missing(_alone(cue, m), OPTIONS) for f in (one, other))]
        found.append(replace(timed, cue=replace(cue, speaker=speaker, markup=tuple(told))))
    return replace(talk, cues=tuple(found))


def _alone(cue: Cue, markup: Markup) -> Timeline:
    return Timeline((TimedCue(0, 1000, Cue(None, cue.lines, None, (markup,))),), 1000)


def _through(text: str, one: Format, other: Format) -> str:
    timeline, mended = timeline_of(one.read(text, RATE))
    assert not mended
    return other.write(timeline, OPTIONS)


@pytest.mark.parametrize("one", BOTH, ids=lambda one: one.name)
@given(talks())
@settings(deadline=None, max_examples=12)
def test_there_and_back_is_the_identity(one: Format, talk: Timeline) -> None:
    for other in BOTH:
        written = one.write(_common(talk, one, other), OPTIONS)
        settled = _through(written, one, one)  # stretches of markup as a reader cuts them
        there = _through(settled, one, other)
        assert _through(there, other, one) == settled, (one.name, other.name)
