"""Cues brought to a video: sync points are hit, nothing overlaps, the style's rules hold, and twice is once."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from toolkit.errors import InputError
from toolkit.formats.frames import FrameRate, frame_rate
from toolkit.model import Cue, Paragraph, Source, TimedCue, Timeline, TimeMark, Turn
from toolkit.styles import STYLES, Style
from toolkit.timecode import span, warped
from toolkit.timing import by_reading_speed, by_times, fitting_ms, reading_units
from toolkit.timing.points import cue_of, moment, point
from toolkit.timing.video import UNKNOWN, Video, broken, framed, knots_of, on_video
from toolkit.wishes.figures import with_fps

RATES = ("23.976", "24", "25", "29.97", "29.97df", "30", "50", "59.94")
SDH = STYLES["sdh"]
rates = st.sampled_from([None, *map(frame_rate, RATES)])


def turns_of(*texts: str, times: tuple[int | None, ...] = ()) -> list[Turn]:
    """A turn a text, on lines 2, 4, 6 …, behind a line with its speaker."""
    stamps = [*times, *[None] * (len(texts) - len(times))]
    return [
        Turn(
            f"話者{k % 2}",
            (Paragraph(text, 2 * k + 2, times=() if ms is None else (TimeMark(0, ms),)),),
            2 * k + 1,
        )
        for k, (text, ms) in enumerate(zip(texts, stamps, strict=True))
    ]


def cues_of(turns: list[Turn], size: int = 12) -> list[Cue]:
    return [
        Cue(turn.speaker, (turn.text[at : at + size],), Source(k, at, min(at + size, len(turn.text))))
        for k, turn in enumerate(turns)
        for at in range(0, len(turn.text), size)
    ]


@st.composite
def cases(draw: st.DrawFn, *, by_reading: bool = False) -> tuple[Timeline, list[Turn], Style, FrameRate | None]:
    texts = draw(st.lists(st.text("字幕あいうAB、。", min_size=1, max_size=60), min_size=1, max_size=8))
    stamped = not by_reading and draw(st.booleans())
    times = sorted(draw(st.lists(st.integers(0, 300_000), min_size=len(texts), max_size=len(texts))))
    turns = turns_of(*texts, times=tuple(times) if stamped else ())
    rate = None if by_reading else draw(rates)
    style = with_fps(draw(st.sampled_from(list(STYLES.values()))), rate)
    cues = cues_of(turns, draw(st.integers(4, 20)))
    timeline = by_times(cues, turns, style) if stamped else by_reading_speed(cues, style)
    return timeline, turns, style, rate


def placed(case: tuple[Timeline, list[Turn], Style, FrameRate | None], video: Video) -> Timeline:
    """On the video; a case whose wishes leave no room is none."""
    timeline, turns, style, rate = case
    try:
        return on_video(timeline, replace(video, rate=rate), turns, style)
    except InputError:
        assume(False)
        raise


def on_grid(ms: int, rate: FrameRate | None) -> int:
    return ms if rate is None else rate.ms(rate.frame(ms))


def gap_rule(timeline: Timeline, style: Style, rate: FrameRate | None) -> None:
    """Cues rise, keep the gap, and are as long as the shortest at least."""
    for timed in timeline.cues:
        assert timed.start_ms >= 0
        assert timed.duration_ms >= style.min_ms - 1
    for one, other in pairwise(timeline.cues):
        gap = other.start_ms - one.end_ms
        frames = gap if rate is None else rate.frame(other.start_ms) - rate.frame(one.end_ms)
        assert frames >= (style.gap_ms if rate is None else style.gap_frames)


@given(cases(), st.data())
def test_sync_points_are_hit_and_the_rules_hold(
    case: tuple[Timeline, list[Turn], Style, FrameRate | None], data: st.DataObject
) -> None:
    timeline, _, style, rate = case
    count = len(timeline.cues)
    named = sorted(data.draw(st.sets(st.integers(1, count), min_size=1, max_size=4)))
    steps = data.draw(st.lists(st.integers(0, 60_000), min_size=len(named), max_size=len(named)))
    points = tuple(
        point(f"cue {number}={(sum(steps[: k + 1]) + number * 3000) / 1000:.3f}") for k, number in enumerate(named)
    )
    moved = placed(case, Video(points=points))
    assert [timed.cue for timed in moved.cues] == [timed.cue for timed in timeline.cues]
    for one in points:
        assert moved.cues[int(one.place) - 1].start_ms == on_grid(one.ms, rate)
    gap_rule(moved, style, rate)


@given(cases(), st.integers(1000, 900_000), st.one_of(st.none(), st.integers(0, 90_000)))
def test_the_length_is_kept_and_twice_is_once(
    case: tuple[Timeline, list[Turn], Style, FrameRate | None], length: int, offset: int | None
) -> None:
    _, turns, style, rate = case
    video = Video(length_ms=length, offset_ms=offset)
    moved = placed(case, video)
    gap_rule(moved, style, rate)
    last = moved.cues[-1]
    if abs(last.end_ms - on_grid(length, rate)) > style.frames_ms(
        1
    ):  # a time stands so early that it would stay too long
        assert last.duration_ms >= style.max_ms - 50
        assert "the last subtitle ends at" in broken(moved, video, style)[0]
    elif last.duration_ms < style.max_ms - 50:
        assert last.end_ms == on_grid(length, rate)
    assert moved.duration_ms >= last.end_ms
    again = on_video(moved, Video(length_ms=length, rate=rate), turns, style)
    assert again == moved


@given(cases(), st.integers(0, 90_000))
def test_an_offset_moves_all_alike(case: tuple[Timeline, list[Turn], Style, FrameRate | None], offset: int) -> None:
    timeline, turns, style, _ = case
    moved = on_video(timeline, Video(offset_ms=offset), turns, style)
    assert {b.start_ms - a.start_ms for a, b in zip(timeline.cues, moved.cues, strict=True)} == {offset}


@given(cases())
def test_frames_alone_move_no_cue_of_the_text_by_more_than_they_must(
    case: tuple[Timeline, list[Turn], Style, FrameRate | None],
) -> None:
    timeline, _, style, rate = case
    moved = placed(case, UNKNOWN)
    if rate is None:
        assert moved == timeline
        return
    gap_rule(moved, style, rate)
    for timed in moved.cues:
        assert timed.start_ms == on_grid(timed.start_ms, rate)
        assert timed.end_ms == on_grid(timed.end_ms, rate)
        if timed.clock == "reading" and timed.duration_ms < style.max_ms - 50:
            assert reading_units(timed.cue.text, style) * 1000 <= style.cps * timed.duration_ms + 1e-6


@given(cases(by_reading=True), st.floats(0.3, 1.0))
def test_pauses_give_way_before_reading_speed(
    case: tuple[Timeline, list[Turn], Style, FrameRate | None], share: float
) -> None:
    timeline, _, style, _ = case
    needs = [fitting_ms(timed.cue.text, style) for timed in timeline.cues]
    least = sum(needs) + style.gap_ms * (len(needs) - 1)
    length = round(least + (timeline.cues[-1].end_ms - least) * share)
    moved = placed(case, Video(length_ms=length))
    assert all(timed.duration_ms >= need for timed, need in zip(moved.cues, needs, strict=True))
    assert [words for words in broken(moved, Video(length_ms=length), style) if "faster" in words] == []


def reading(*texts: str) -> tuple[Timeline, list[Turn]]:
    turns = turns_of(*texts)
    return by_reading_speed(cues_of(turns), SDH), turns


def test_what_is_too_fast_is_named() -> None:
    timeline, turns = reading("海の上で見る朝日がいちばん好きです。", "はい、そうですね。")
    video = Video(length_ms=4000)
    assert broken(timeline, UNKNOWN, SDH) == []
    (words,) = broken(on_video(timeline, video, turns, SDH), video, SDH)
    assert (
        words == "3 of 3 subtitles go by faster than 7 characters a second (up to 7.0): 1–3; to read all takes 00:00:05"
    )


def test_times_in_the_text_stand_and_the_length_moves_what_is_behind() -> None:
    turns = turns_of(
        "海の話をうかがいます。", "毎朝三時に起きて船を出します。それから氷を積みます。", times=(5000, 9000)
    )
    cues = cues_of(turns, 9)
    timeline = by_times(cues, turns, SDH)
    moved = on_video(timeline, Video(length_ms=30_000), turns, SDH)
    stamped = [k for k, cue in enumerate(cues) if cue.source and cue.source.start == 0]
    assert [moved.cues[k].start_ms for k in stamped] == [5000, 9000]
    assert moved.cues[-1].end_ms == 30_000
    later = on_video(timeline, Video(length_ms=40_000, offset_ms=10_000), turns, SDH)
    assert [later.cues[k].start_ms for k in stamped] == [15_000, 19_000]


REFUSED = [
    (("cue 2=20",), {"offset_ms": 30_000}, "no later than"),
    (("cue 1=5",), {"offset_ms": 6000}, "are the same subtitle (1)"),
    (("cue 1=5", "cue 2=5"), {}, "no later than"),
    (("cue 1=5", "cue 2=5.1"), {}, "0.016 s for 1 subtitles, which take 0.5 s"),
    (("cue 9=5",), {}, "there are 3 subtitles"),
    (("line 3=5", "line 4=6"), {}, "are the same subtitle (3)"),
    (("line 7=5",), {}, "no subtitle begins on that line — the nearest are of line 4"),
    (("「船」=5",), {}, "no turn and no subtitle begins with these words"),
    (("「は」=5",), {}, "2 turns begin with these words"),
    ((), {"offset_ms": -1}, "0.001 s before the video"),
    ((), {"length_ms": 900}, "from the beginning to --fit 00:00:00.900 are 0.9 s for 3 subtitles"),
    (("cue 3=10",), {"length_ms": 9000}, "--fit 00:00:09.000 is no later than --at 'cue 3=10'"),
]


@pytest.mark.parametrize(("points", "known", "says"), REFUSED, ids=[says for *_, says in REFUSED])
def test_what_cannot_be(points: tuple[str, ...], known: dict[str, int], says: str) -> None:
    timeline, turns = reading("はい、海の上で朝日を見ます。", "は、そうですか。")
    with pytest.raises(InputError) as caught:
        on_video(timeline, Video(points=tuple(map(point, points)), **known), turns, SDH)  # type: ignore[arg-type]
    assert says in str(caught.value)
    assert caught.value.mend


POINTS = [
    ("cue 2=1:00", 1),
    ("Cue2=1:00", 1),
    ("字幕２=1:00", 1),
    ("line 4=1:00", 2),
    ("行 3=1:00", 2),
    ("「氷を」=1:00", 2),
    ("「氷を、積みます」=1:00", 2),
    ('"毎朝"=1:00', 0),
    ("『毎朝，三時』=1:00", 0),
    ("「船を出します」=1:00", 1),
]


@pytest.mark.parametrize(("said", "cue"), POINTS)
def test_what_a_point_names(said: str, cue: int) -> None:
    turns = turns_of("毎朝、三時に起きて、すぐに船を出します。", "氷を積みます。")
    cues = cues_of(turns, 13)
    assert (cue_of(point(said), cues, turns), point(said).ms) == (cue, 60_000)


@pytest.mark.parametrize(
    "said",
    ["", "cue=5", "cue 3", "cue x=5", "12=5", "「」=5", "「、」=5", "cue 3=", "cue 3=abc", "cue 3=-5", "cue 3=1:99"],
)
def test_what_is_no_point(said: str) -> None:
    with pytest.raises(InputError, match="--at") as caught:
        point(said)
    assert caught.value.mend


TIMES = [
    ("90", 90_000),
    ("90s", 90_000),
    ("-2.5", -2500),
    ("−2,5", -2500),
    ("+1", 1000),
    ("52:10", 3_130_000),
    ("75:30.25", 4_530_250),
    ("00:01:30", 90_000),
    ("00:01:30,5", 90_500),
    ("-00:01:02.5", -62_500),
    ("５２：１０", 3_130_000),
    ("52分10秒", 3_130_000),
    ("1時間2分", 3_720_000),
    ("1.5秒", 1500),
]


@pytest.mark.parametrize(("text", "ms"), TIMES)
def test_a_time_as_people_write_it(text: str, ms: int) -> None:
    assert span(text) == moment(text) == ms


@pytest.mark.parametrize("text", ["", "-", "s", "1:60", "1:2:3:4:5", "soon", "1e3", "分", "00:99:00", "1 2 x"])
def test_what_is_no_time(text: str) -> None:
    with pytest.raises(InputError, match="is no time"):
        span(text)


def test_a_time_code_counts_frames() -> None:
    assert moment("00:01:00;02", frame_rate("29.97df")) == 60_060
    assert moment("00:00:01:12", frame_rate("24")) == 1500
    with pytest.raises(InputError, match="counts frames"):
        moment("00:00:01:12")


rising = st.lists(st.tuples(st.integers(1, 90_000), st.integers(1, 90_000)), min_size=1, max_size=5)


@given(rising, st.lists(st.integers(0, 400_000), min_size=2, max_size=8))
def test_a_warped_clock_goes_through_its_knots_and_never_back(steps: list[tuple[int, int]], moments: list[int]) -> None:
    knots = [(sum(a for a, _ in steps[: k + 1]), sum(b for _, b in steps[: k + 1])) for k in range(len(steps))]
    assert [warped(ms, knots) for ms, _ in knots] == [ms for _, ms in knots]
    moments = sorted(moments)
    found = [warped(ms, knots) for ms in moments]
    assert found == sorted(found)
    assert warped(5, []) == 5


def test_a_file_is_stretched_between_its_points() -> None:
    cues = [TimedCue(k * 10_000, k * 10_000 + 2000, Cue(None, (words,))) for k, words in enumerate(["海", "氷", "船"])]
    timeline = Timeline(tuple(cues), 22_000)
    assert knots_of(timeline, UNKNOWN) == ()
    assert knots_of(timeline, Video(length_ms=44_000)) == ((0, 0), (22_000, 44_000))
    both = Video(points=(point("「氷」=12"), point("cue 3=20")), length_ms=23_000)
    assert knots_of(timeline, both) == ((10_000, 12_000), (20_000, 20_000), (22_000, 23_000))
    for wrong, says in (
        (Video(points=(point("line 3=5"),)), "lines of a transcript"),
        (Video(points=(point("cue 3=9"),), length_ms=8000), "cannot both be"),
    ):
        with pytest.raises(InputError, match=says):
            knots_of(timeline, wrong)


def test_held_cues_stay_off_the_frames() -> None:
    cues = [TimedCue(a, b, Cue(None, ("海",))) for a, b in ((0, 1010), (1011, 2005), (2007, 3333), (3334, 3340))]
    found = framed(Timeline(tuple(cues), 4000), {1}, frame_rate("25"))
    assert [(t.start_ms, t.end_ms) for t in found.cues] == [(0, 1000), (1011, 2005), (2040, 3320), (3320, 3360)]
