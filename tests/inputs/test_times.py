"""Times in a transcript: out of the text, into the clock; and the cues spread between them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.errors import InputError
from toolkit.model import Cue, Paragraph, Script, Source, TimeMark, Turn
from toolkit.pipeline import Cutting, subtitles
from toolkit.styles import STYLES, Style
from toolkit.timing import by_times, reading_ms
from toolkit.timing.text import SLOWEST
from toolkit.transcript import parse_script
from toolkit.transcript.times import never_back

LONG = "その頃の港はとても静かで、朝になると漁船の音だけが聞こえていました。"
ASK = "それはいつ頃のお話でしょうか。"


def marks(script: Script) -> list[tuple[str, list[tuple[int, int, int | None]]]]:
    return [(p.text, [(t.at, t.start_ms, t.end_ms) for t in p.times]) for turn in script.turns for p in turn.paragraphs]


TIMED: list[tuple[str, str, list[int]]] = [
    (
        "before a speaker",
        f"[00:00:05] 佐藤：{LONG}\n[00:00:14] 鈴木：{ASK}\n[0:00:20] 佐藤：{LONG}",
        [5000, 14000, 20000],
    ),
    ("bare", f"00:00:05 佐藤：{LONG}\n00:00:14 鈴木：{ASK}\n00:00:20.5 佐藤：{LONG}", [5000, 14000, 20500]),
    ("round brackets", f"(00:05) 佐藤：{LONG}\n(00:14) 鈴木：{ASK}\n(00:20) 佐藤：{LONG}", [5000, 14000, 20000]),
    (
        "wide signs",
        f"［００：０５］佐藤：{LONG}\n［００：１４］鈴木：{ASK}\n［００：２０］佐藤：{LONG}",
        [5000, 14000, 20000],
    ),
    ("after the name", f"佐藤 0:05\n{LONG}\n\n鈴木 0:14\n{ASK}\n\n佐藤 0:20\n{LONG}", [5000, 14000, 20000]),
    (
        "after the name, boxed",
        f"佐藤（00:05）：{LONG}\n鈴木（00:14）：{ASK}\n佐藤（00:20）：{LONG}",
        [5000, 14000, 20000],
    ),
    (
        "alone above the name",
        f"00:00:05\n佐藤\n{LONG}\n\n00:00:14\n鈴木\n{ASK}\n\n00:00:20\n佐藤\n{LONG}",
        [5000, 14000, 20000],
    ),
    (
        "alone above a paragraph",
        f"[00:00:05]\n佐藤：{LONG}\n\n[00:00:14]\n鈴木：{ASK}\n\n[00:00:20]\n佐藤：{LONG}",
        [5000, 14000, 20000],
    ),
    (
        "minutes over 59",
        f"[62:05] 佐藤：{LONG}\n[1:02:14] 鈴木：{ASK}\n[1:02:20] 佐藤：{LONG}",
        [3_725_000, 3_734_000, 3_740_000],
    ),
]


@pytest.mark.parametrize(("text", "times"), [row[1:] for row in TIMED], ids=[row[0] for row in TIMED])
def test_times_become_data(text: str, times: list[int]) -> None:
    script = parse_script(text)
    found = marks(script)
    assert [mark[0][1] for _, mark in found if mark] == times
    assert [t.speaker for t in script.turns] == ["佐藤", "鈴木", "佐藤"]
    if len(times) == 3:
        assert [text for text, _ in found] == [LONG, ASK, LONG]
        assert all(mark[0][0] == 0 for _, mark in found)
        assert sum(any(c.isdigit() for c in text) for _, text in script.excluded) == 3


def test_ranges_and_times_inside() -> None:
    script = parse_script(
        f"[00:00:05 - 00:00:09] 佐藤：{ASK}[00:00:08] {LONG}\n[00:00:14 --> 00:00:16] 鈴木：{ASK}\n佐藤：{LONG}"
    )
    assert [mark for _, mark in marks(script)] == [[(0, 5000, 9000), (len(ASK), 8000, None)], [(0, 14000, 16000)], []]
    assert script.turns[0].text == ASK + LONG


TEXT = [
    "14:46に地震が起きました。",
    "会議は10:30から11:45まででした。",
    "比率は16:9です。",
    "14:46 地震が発生",
    "(12:34) 聖書のことばです。",
    "14:46:18 地震が発生した。",
    "佐藤は12:99と書いた。",
    "[99:99:99] はい。",
    "[12:34]",
    "写真は[1]と[2]です。",
]


@pytest.mark.parametrize("line", TEXT)
def test_what_is_no_time_stays(line: str) -> None:
    script = parse_script(f"{line}\n{LONG}\n{LONG}")
    assert script.turns[0].paragraphs[0].text == line
    assert all(not mark for _, mark in marks(script))


def test_an_agenda_stays() -> None:
    text = f"10:00 開会\n10:30 講演\n11:00 討論\n12:00 閉会\n{LONG}"
    assert all(not mark for _, mark in marks(parse_script(text)))


def test_a_time_that_goes_back_is_not_used_and_said() -> None:
    times = ["00:00:05", "00:00:14", "09:00:00", "00:00:30", "00:00:40"]
    script = parse_script(
        "\n".join(f"[{t}] {who}：{LONG}" for t, who in zip(times, ["佐藤", "鈴木"] * 3, strict=False))
    )
    assert [mark[0][1] if mark else None for _, mark in marks(script)] == [5000, 14000, None, 30000, 40000]
    assert [d.line for d in script.doubts if "goes back" in d.message] == [3]
    assert all("[" not in text for text, _ in marks(script))


def test_plain_text_keeps_its_times() -> None:
    script = parse_script("[00:00:05] はい。", plain=True)
    assert marks(script) == [("[00:00:05] はい。", [])]


@given(st.lists(st.integers(0, 50), max_size=40))
def test_never_back_is_the_longest_run(times: list[int]) -> None:
    chain = never_back(times)
    assert all(a < b and times[a] <= times[b] for a, b in pairwise(chain))
    best = [1] * len(times)
    for k in range(len(times)):
        best[k] = 1 + max((best[j] for j in range(k) if times[j] <= times[k]), default=0)
    assert len(chain) == max(best, default=0)


_LINE = st.one_of(
    st.sampled_from(
        [
            "[00:00:05] ",
            "(0:05) ",
            "00:00:07",
            "佐藤 0:10",
            "佐藤（00:14）：はい。",
            f"[00:00:20] 佐藤：{ASK}",
            f"鈴木：{LONG}[00:01:00]",
            LONG,
            "",
        ]
    ),
    st.text(st.sampled_from("佐藤[]（）()0123:：.,-> はい。\t"), max_size=25),
)


@given(st.lists(_LINE, max_size=15).map("\n".join))
@settings(max_examples=200, deadline=None)
def test_times_stand_in_their_paragraphs_and_never_go_back(text: str) -> None:
    try:
        script = parse_script(text)  # proves itself against the text
    except InputError:
        return
    times = [t for turn in script.turns for p in turn.paragraphs for t in p.times]
    assert all(a.start_ms <= b.start_ms for a, b in pairwise(times))
    for turn in script.turns:
        for p in turn.paragraphs:
            assert all(0 <= t.at <= len(p.text) for t in p.times)
            assert all(a.at <= b.at for a, b in pairwise(p.times))


# The clock


def turn_of(*pieces: tuple[str, TimeMark | None]) -> Turn:
    return Turn("佐藤", tuple(Paragraph(text, 1, times=(mark,) if mark else ()) for text, mark in pieces), 1)


def cues_of(turns: list[Turn], size: int = 12) -> list[Cue]:
    cues = []
    for n, turn in enumerate(turns):
        at = 0
        for paragraph in turn.paragraphs:
            for k in range(0, len(paragraph.text), size):
                text = paragraph.text[k : k + size]
                cues.append(Cue(turn.speaker, (text,), Source(n, at + k, at + k + len(text))))
            at += len(paragraph.text) + 1
    return cues


SDH = STYLES["sdh"]


def starts(turns: list[Turn], style: Style = SDH) -> list[tuple[int, int]]:
    return [(c.start_ms, c.end_ms) for c in by_times(cues_of(turns), turns, style).cues]


def test_cues_begin_at_their_times() -> None:
    text = "あ" * 24
    found = starts([turn_of((text, TimeMark(0, 10_000, 14_000)), (text, TimeMark(0, 20_000, 24_000)))])
    assert [start for start, _ in found] == [10_000, 12_000, 20_000, 22_000]


def test_text_without_an_end_runs_to_the_next_time_or_at_reading_speed() -> None:
    text = "あ" * 24
    needed = reading_ms(text, SDH)
    near, far = round(needed * SLOWEST) - 100, round(needed * SLOWEST) + 100
    assert starts([turn_of((text, TimeMark(0, 1000)), (text, TimeMark(0, 1000 + near)))])[1][0] == 1000 + near // 2
    assert starts([turn_of((text, TimeMark(0, 1000)), (text, TimeMark(0, 1000 + far)))])[1][0] == pytest.approx(
        1000 + needed / 2, abs=1
    )


def test_text_before_the_first_time_ends_at_it() -> None:
    text = "あ" * 24
    found = starts([turn_of((text, None), (text, TimeMark(0, 60_000)))])
    assert found[0][0] == pytest.approx(60_000 - reading_ms(text, SDH), abs=2)
    assert found[2][0] == 60_000
    assert starts([turn_of((text, None), (text, TimeMark(0, 100)))])[0][0] == 0


def test_untimed_turns_are_spread_between_known_ones() -> None:
    turns = [turn_of(("あ" * 12, TimeMark(0, 0))), turn_of(("い" * 12, None)), turn_of(("う" * 12, TimeMark(0, 4000)))]
    assert [start for start, _ in starts(turns)] == [0, 2000, 4000]


def test_the_pipeline_uses_the_clock_of_the_text() -> None:
    script = parse_script(f"[00:00:05] 佐藤：{LONG}\n[00:01:00] 鈴木：{ASK}\n[00:02:00] 佐藤：{LONG}")
    timeline, _ = subtitles(script, Cutting(SDH))
    assert {cue.clock for cue in timeline.cues} == {"text"}
    first = {cue.cue.source.turn: cue.start_ms for cue in reversed(timeline.cues) if cue.cue.source}
    assert first == {0: 5000, 1: 60_000, 2: 120_000}
    untimed, _ = subtitles(parse_script(LONG), Cutting(SDH))
    assert {cue.clock for cue in untimed.cues} == {"reading"}


_MARK = st.one_of(st.none(), st.tuples(st.integers(0, 20_000), st.one_of(st.none(), st.integers(0, 9000))))
_PIECES = st.lists(
    st.tuples(st.text(st.sampled_from("あいう、。A （）"), min_size=1, max_size=40), _MARK), min_size=1, max_size=8
)


@given(st.lists(_PIECES, min_size=1, max_size=3), st.sampled_from(list(STYLES.values())))
@settings(max_examples=200, deadline=None)
def test_nothing_overlaps_and_every_gap_is_kept(
    turns_: list[list[tuple[str, tuple[int, int | None] | None]]], style: Style
) -> None:
    clock = 0
    turns = []
    for pieces in turns_:
        row: list[tuple[str, TimeMark | None]] = []
        for text, mark in pieces:
            clock += mark[0] if mark else 0
            row.append((text, TimeMark(0, clock, None if mark[1] is None else clock + mark[1]) if mark else None))
        turns.append(turn_of(*row))
    cues = cues_of(turns)
    timeline = by_times(cues, turns, style)
    assert [timed.cue for timed in timeline.cues] == cues
    assert all(timed.start_ms < timed.end_ms for timed in timeline.cues)
    assert all(timed.duration_ms <= style.max_ms for timed in timeline.cues)
    assert all(b.start_ms - a.end_ms >= style.gap_ms for a, b in pairwise(timeline.cues))
    assert {timed.clock for timed in timeline.cues} == {"text"}


def test_a_word_between_equal_times_stands_long_enough() -> None:
    text = f"[00:00:30] 佐藤：{LONG}\n[00:00:33] 鈴木：はい\n[00:00:33] 佐藤：{ASK}\n[00:00:50] 鈴木：{ASK}\n"
    timeline, _ = subtitles(parse_script(text), Cutting(SDH))
    assert all(cue.end_ms - cue.start_ms >= SDH.min_ms for cue in timeline.cues)
    said = {cue.cue.lines[-1]: cue.start_ms for cue in timeline.cues}
    assert said["（鈴木）はい"] == 33_000
    assert timeline.cues[-1].start_ms == 50_000 or timeline.cues[-2].start_ms == 50_000
