"""Both clocks keep every duration and gap rule of every style, whatever the cues."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.model import Cue, Source, Timeline
from toolkit.styles import STYLES, Style
from toolkit.timing import by_reading_speed, by_speech, fitting_ms, reading_units
from toolkit.timing.reading import TURN_PAUSE_MS
from toolkit.timing.speech import LATE_MS, LINGER_MS

styles = st.sampled_from(list(STYLES.values()))
texts = st.text(alphabet="字幕あいABC 、。（）\u3000", min_size=1, max_size=16)


@st.composite
def cue_lists(draw: st.DrawFn) -> list[Cue]:
    rows = draw(st.lists(st.tuples(st.lists(texts, min_size=1, max_size=2), st.booleans()), max_size=12))
    cues, turn = [], 0
    for lines, same in rows:
        turn += not same
        cues.append(Cue(f"話者{turn}", tuple(lines), Source(turn, 0, 1)))
    return cues


@st.composite
def spoken(draw: st.DrawFn) -> tuple[list[Cue], list[tuple[float, float]], int]:
    cues = draw(cue_lists())
    at, times = draw(st.integers(0, 2000)), []
    for _ in cues:
        length = draw(st.one_of(st.just(0), st.integers(150, 9000)))
        times.append((at + draw(st.sampled_from([0, 0.4])), float(at + length)))
        at += max(length, draw(st.sampled_from([0, 200]))) + draw(st.one_of(st.just(0), st.integers(0, 1500)))
    return cues, times, at


def gaps(timeline: Timeline) -> list[int]:
    return [b.start_ms - a.end_ms for a, b in zip(timeline.cues, timeline.cues[1:], strict=False)]


@given(cue_lists(), styles)
def test_reading_speed_keeps_every_rule(cues: list[Cue], style: Style) -> None:
    timeline = by_reading_speed(cues, style)
    assert [timed.cue for timed in timeline.cues] == cues
    for timed in timeline.cues:
        assert style.min_ms <= timed.duration_ms <= style.max_ms
        if timed.duration_ms < style.max_ms:
            assert reading_units(timed.cue.text, style) * 1000 <= style.cps * timed.duration_ms + 1e-6
    assert all(gap == style.gap_ms or gap >= style.open_gap_ms for gap in gaps(timeline))
    assert timeline.duration_ms == (timeline.cues[-1].end_ms if cues else 0)


@given(cue_lists(), styles)
def test_a_new_turn_begins_after_a_pause(cues: list[Cue], style: Style) -> None:
    for gap, one, other in zip(gaps(by_reading_speed(cues, style)), cues, cues[1:], strict=False):
        assert one.source is not None
        assert other.source is not None
        same = one.source.turn == other.source.turn
        assert gap == style.gap_ms if same else gap >= TURN_PAUSE_MS


@given(spoken(), styles)
def test_speech_never_overlaps_and_never_goes_back(
    case: tuple[list[Cue], list[tuple[float, float]], int], style: Style
) -> None:
    cues, times, duration = case
    timeline = by_speech(cues, times, style, duration)
    assert [timed.cue for timed in timeline.cues] == cues
    assert all(timed.end_ms > timed.start_ms >= 0 for timed in timeline.cues)
    assert all(gap >= 0 for gap in gaps(timeline))
    for gap, (begin, end), (start, stop) in zip(gaps(timeline), times, times[1:], strict=False):
        assert gap >= style.gap_ms or end - begin < 1 or stop - start < 1
    assert timeline.duration_ms >= duration
    assert {timed.clock for timed in timeline.cues} <= {"speech"}


@given(spoken(), styles)
def test_speech_is_on_its_first_sound_and_lingers(
    case: tuple[list[Cue], list[tuple[float, float]], int], style: Style
) -> None:
    cues, times, duration = case
    if any(last - first < 1 for first, last in times):
        return  # directions take their room from the pauses: the next test
    timeline = by_speech(cues, times, style, duration).cues
    for k, timed in enumerate(timeline):
        first, last = times[k]
        assert int(first) <= timed.start_ms <= int(first) + LATE_MS
        assert timed.end_ms >= last - style.gap_ms
        following = timeline[k + 1].start_ms if k + 1 < len(timeline) else max(duration, int(last)) + style.gap_ms
        room = max(following - style.gap_ms, math.ceil(last))
        assert (
            timed.end_ms <= max(last + LINGER_MS, timed.start_ms + fitting_ms(timed.cue.text, style))
            or timed.end_ms == room
        )
        if last - first <= style.max_ms:
            assert timed.duration_ms <= style.max_ms


@pytest.mark.parametrize(
    ("name", "times", "expected"),
    [
        ("a long pause: half a second after speech", [(0, 2000), (4000, 5000)], [(0, 2500), (4000, 5500)]),
        (
            "no pause: the second is a frame late, the first ends a frame early",
            [(0, 2000), (2000, 4000)],
            [(0, 1956), (2040, 4500)],
        ),
        ("a short pause is closed to two frames", [(0, 2000), (2300, 4000)], [(0, 2216), (2300, 4500)]),
        ("rather earlier than into the chain", [(0, 2000), (2700, 4000)], [(0, 2200), (2700, 4500)]),
        ("a short word is held to be read", [(0, 200), (4000, 5000)], [(0, 700), (4000, 5500)]),
        ("first sounds are rounded down", [(0.9, 2000), (3000.9, 4000)], [(0, 2500), (3000, 4500)]),
    ],
)
def test_speech_table(name: str, times: list[tuple[float, float]], expected: list[tuple[int, int]]) -> None:
    cues = [Cue(None, ("はい",))] * 2
    timeline = by_speech(cues, times, STYLES["sdh"], 10_000)
    assert [(timed.start_ms, timed.end_ms) for timed in timeline.cues] == expected


def test_a_direction_is_placed_in_the_pause_and_moves_no_speech() -> None:
    cues = [Cue("佐藤", ("そうです",)), Cue(None, ("（拍手）",)), Cue("鈴木", ("はい",))]
    timed = by_speech(cues, [(0, 1000), (1000, 1000), (2500, 3000)], STYLES["sdh"], 4000).cues
    assert [cue.start_ms for cue in timed] == [0, 1084, 2500]
    assert timed[1].duration_ms >= 500


def test_a_direction_at_the_start_of_the_next_sentence_moves_into_the_pause_before_it() -> None:
    cues = [Cue("佐藤", ("そうです",)), Cue(None, ("（拍手）",)), Cue("鈴木", ("はい",))]
    timed = by_speech(cues, [(0, 1000), (2500, 2500), (2500, 3000)], STYLES["sdh"], 4000).cues
    assert [cue.start_ms for cue in timed] == [0, 1916, 2500]


def test_the_last_cue_stays_within_the_programme() -> None:
    assert by_speech([Cue(None, ("はい",))], [(0, 900)], STYLES["sdh"], 1000).cues[0].end_ms == 1000


def test_speech_longer_than_the_longest_duration_is_left_whole() -> None:
    assert by_speech([Cue(None, ("はい",))], [(0, 9000)], STYLES["sdh"], 9500).cues[0].end_ms == 9000


def test_lengths_must_agree() -> None:
    with pytest.raises(ValueError, match="1 cues, but 0"):
        by_speech([Cue(None, ("はい",))], [], STYLES["sdh"], 0)


def test_masc_counts_neither_spaces_nor_brackets() -> None:
    assert reading_units("（佐藤）\nはい　そう", STYLES["barrier-free"]) == 6
    assert reading_units("（佐藤）\nはい　そう", STYLES["sdh"]) == 9
