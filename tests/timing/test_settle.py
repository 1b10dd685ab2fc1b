"""Cues that cannot be read in time: given time by their neighbours, or divided anew."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.check import findings
from toolkit.formats import srt
from toolkit.model import Cue, Paragraph, Source, Timeline, Turn
from toolkit.pipeline import Cutting, Speaking, narrate
from toolkit.segment import segment
from toolkit.speech.protocol import EngineSpec
from toolkit.styles import STYLES, Style
from toolkit.timing import by_speech, fitting_ms
from toolkit.timing.room import FAR, NEAR, NONE, Give, with_room
from toolkit.timing.settle import settled
from toolkit.transcript import read_script

MEDIA = Path(__file__).parents[2] / "media"
SDH = STYLES["sdh"]
GAP = SDH.gap_ms

# name, starts = first sounds, last sounds, ms to be read, what may be given, the starts then
ROOM = (
    ("all in time", [0, 1000], [900, 2000], [900, 900], NEAR, [0, 1000]),
    ("the next waits", [0, 1000, 3000], [990, 1500, 4000], [1000, 900, 900], NEAR, [0, 1000 + GAP, 3000]),
    ("into the silence before it", [500, 1000, 2000], [990, 1900, 3000], [466, 916, 900], NEAR, [450, 1000, 2000]),
    ("both", [500, 1000, 3000], [990, 1500, 4000], [600, 900, 900], NEAR, [400, 1000 + GAP, 3000]),
    ("not into the sound before it", [0, 1000, 2000], [980, 1990, 3000], [900, 1000, 900], NEAR, [0, 1000, 2000 + GAP]),
    ("the waiting is handed on", [0, 1000, 2000], [990, 1990, 2500], [1000, 1000, 500], NEAR,
     [0, 1000 + GAP, 2000 + 2 * GAP]),
    ("too far: nothing moves", [0, 1000, 9000], [990, 8900, 9900], [1500, 900, 900], NEAR, [0, 1000, 9000]),
    ("as far as it may", [0, 1000, 9000], [990, 8900, 9900], [1400, 900, 900], FAR, [0, 1400 + GAP, 9000]),
    ("the last cannot outlast the programme", [500, 9600], [990, 9990], [400, 1000], NEAR, [500, 9600]),
    ("nothing to give", [0, 1000], [990, 2000], [1000, 900], NONE, [0, 1000]),
)  # fmt: skip


@pytest.mark.parametrize(("name", "starts", "lasts", "needs", "give", "expected"), ROOM)
def test_room(
    name: str, starts: list[int], lasts: list[int], needs: list[int], give: Give, expected: list[int]
) -> None:
    sounds = list(zip(starts, lasts, strict=True))
    assert with_room(starts, sounds, needs, SDH, give, 10_000) == expected


@given(
    st.lists(st.tuples(st.integers(0, 1500), st.integers(100, 4000), st.integers(500, 5000)), max_size=8),
    st.sampled_from([NONE, NEAR, FAR]),
    st.sampled_from(list(STYLES)),
)
def test_room_is_given_within_bounds_and_takes_nobody_s(
    rows: list[tuple[int, int, int]], give: Give, name: str
) -> None:
    style, at, sounds = STYLES[name], 0, []
    for pause, length, _ in rows:
        sounds.append((at + pause, at + pause + length))
        at += pause + length + style.gap_ms
    starts, needs = [first for first, _ in sounds], [need for _, _, need in rows]
    moved = with_room(starts, sounds, needs, style, give, at)
    for old, new in zip(starts, moved, strict=True):
        assert old - give.early_ms <= new <= old + give.late_ms
    before, after = (
        [b - style.gap_ms - a for a, b in pairwise([*these, at + style.gap_ms])] for these in (starts, moved)
    )
    for had, has, need in zip(before, after, needs, strict=True):
        assert has >= min(had, need)


TALK = "海の話をしていると、父はいつも、港の朝のことを、ゆっくりと思い出すように話してくれました。"


def clock(ms_a_letter: Mapping[int, int], cues: Sequence[Cue], give: Give, style: Style = SDH) -> Timeline:
    """A voice that takes as long for each letter as is said of its place, 100 ms where nothing is."""
    edges = [0]
    for at in range(len(TALK)):
        edges.append(edges[-1] + ms_a_letter.get(at, 100))
    spoken = [(float(edges[c.source.start]), float(edges[c.source.end])) for c in cues if c.source]
    return by_speech(cues, spoken, style, edges[-1] + 500, give=give)


def cut(
    turns: Sequence[Turn], style: Style, steer: Mapping[tuple[int, int], float], only: Collection[int]
) -> list[Cue]:
    return list(segment(turns, style, steer=steer, only=only).cues)


@pytest.mark.parametrize("pace", [60, 120, 150, 200, 350, 500])
@pytest.mark.parametrize("name", ["sdh", "ted", "podcast"])
def test_what_is_settled_is_no_worse_and_whole(name: str, pace: int) -> None:
    style = STYLES[name]
    turns = [Turn("父", (Paragraph(TALK, 1),), 1)]
    cues = segment(turns, style).cues
    slow = dict.fromkeys(range(len(TALK)), pace)
    timeline = settled(cues, turns, partial(cut, turns, style), partial(clock, slow, style=style), style)
    places = [timed.cue.source for timed in timeline.cues if timed.cue.source]
    assert [p.start for p in places[1:]] == [p.end for p in places[:-1]]
    assert faults(timeline, style) <= faults(clock(slow, cues, NEAR, style), style)
    if 150 <= pace <= 350:
        assert not faults(timeline, style)


def faults(timeline: Timeline, style: Style) -> int:
    return sum(
        timed.duration_ms < fitting_ms(timed.cue.text, style) or timed.duration_ms > style.max_ms
        for timed in timeline.cues
    )


def test_a_cue_that_lasts_too_long_ends_earlier() -> None:
    style = STYLES["podcast"]
    turns = [Turn("父", (Paragraph(TALK, 1),), 1)]
    slow = dict.fromkeys(range(len(TALK)), 250)
    before = clock(slow, segment(turns, style).cues, NEAR, style)
    voice = partial(clock, slow, style=style)
    after = settled(segment(turns, style).cues, turns, partial(cut, turns, style), voice, style)
    assert max(timed.duration_ms for timed in before.cues) > 7000 >= max(timed.duration_ms for timed in after.cues)


def test_a_cue_that_is_too_fast_is_joined() -> None:
    turns = [Turn("父", (Paragraph(TALK, 1),), 1)]
    whole = segment(turns, SDH).cues
    (first,) = [cue.source for cue in whole[:1] if cue.source]
    cues = [
        Cue("父", (TALK[:4],), Source(0, 0, 4)),
        Cue("父", (TALK[4 : first.end],), Source(0, 4, first.end)),
        *whole[1:],
    ]
    pace = {at: 60 if at < 4 else 170 for at in range(len(TALK))}
    assert faults(clock(pace, cues, NEAR), SDH)
    timeline = settled(cues, turns, partial(cut, turns, SDH), partial(clock, pace), SDH)
    assert [timed.cue for timed in timeline.cues] == list(whole)
    assert not faults(timeline, SDH)


@pytest.mark.parametrize("name", ["sdh", "ted", "podcast"])
def test_subtitles_of_an_edition_have_no_findings(name: str, tmp_path: Path) -> None:
    style = STYLES[name]
    speaking = Speaking(EngineSpec("silent"), jobs=0)
    narrate(read_script(MEDIA / "mijikai.txt"), Cutting(style), speaking, tmp_path, "mijikai")
    found = findings(srt.read((tmp_path / "mijikai.srt").read_text(encoding="utf-8")), style)
    assert [finding for finding in found if finding.severity != "info"] == []


@pytest.mark.parametrize(("text", "longest"), [("（拍手）", 3000), ("（拍手）はい", 7000), ("拍手", 7000)])
def test_a_sound_stands_as_long_as_the_style_lets_it(text: str, longest: int) -> None:
    cues = [Cue(None, (text,)), Cue(None, ("はい",))]
    timed = by_speech(cues, [(0, 6900), (9000, 9900)], STYLES["ted"], 10_000).cues[0]
    assert timed.duration_ms == (longest if longest < 7000 else 7000)
    assert by_speech(cues, [(0, 6900), (9000, 9900)], SDH, 10_000).cues[0].duration_ms == 7000


def test_a_cue_that_may_not_stand_longer_is_later_instead() -> None:
    """7 s of speech and 111 ms to the next: three frames are to be closed to two, and 7,027 ms would be too long."""
    cues = [Cue(None, ("はい",)), Cue(None, ("あ" * 16, "あ" * 16)), Cue(None, ("ええ",))]
    timed = by_speech(cues, [(0, 1900), (2000, 9000), (9111, 9900)], SDH, 10_000).cues
    assert [(cue.start_ms, cue.end_ms) for cue in timed][:2] == [(0, 1943), (2027, 9027)]
