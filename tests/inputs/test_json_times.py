"""The times of JSON transcripts: in which unit the file counts, which times are none, and that order and words stay."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import pairwise
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from recognisers import NAMES, clock

from toolkit.inputs.records.transcript import sheet_of_json
from toolkit.inputs.sheet import Sheet

Span = tuple[int | None, int | None]


def sheet(data: Any) -> Sheet:
    return sheet_of_json(data if isinstance(data, str) else json.dumps(data, ensure_ascii=False), "talk.json")


def spans(found: Sheet) -> list[Span]:
    times = [found.mark(k).times for k in range(len(found.lines))]
    return [(t[0].start_ms, t[0].end_ms) if t else (None, None) for t in times]


def pieces(*times: tuple[Any, Any], text: str = "その頃の港はとても静かでした。") -> dict[str, Any]:
    return {"segments": [{"start": a, "end": b, "text": text} for a, b in times]}


# the same two utterances of 3 and 4 s, an hour into the recording
UNITS: dict[str, Any] = {
    "seconds": pieces((3600, 3603), (3605, 3609)),
    "seconds with a point": pieces((3600.0, 3603.0), (3605.0, 3609.0)),
    "seconds as strings": pieces(("3600.00", "3603.0"), ("3605", "3609")),
    "milliseconds": pieces((3_600_000, 3_603_000), (3_605_000, 3_609_000)),
    "milliseconds as strings": pieces(("3600000", "3603000"), ("3605000", "3609000")),
    "ticks": pieces((36_000_000_000, 36_030_000_000), (36_050_000_000, 36_090_000_000)),
    "clocks": pieces(("01:00:00", "01:00:03"), ("1:00:05.000", "01:00:09,000")),
    "minutes and seconds": pieces(("60:00", "60:03"), ("60:05", "60:09")),
    "with units": pieces(("3600s", "3603.0s"), ("1h0m5s", "60分9秒")),
    "ISO 8601": pieces(("PT1H", "PT1H0M3S"), ("PT3605.0S", "PT1H9.000S")),
    "frames": pieces(("01:00:00:00", "01:00:03:00"), ("01:00:05;00", "01:00:09:00")),
    "a unit in the key": [{"startSec": a, "endSec": b, "text": "はい"} for a, b in ((3600, 3603), (3605, 3609))],
    "a length": [{"start_ms": a, "duration_ms": b, "text": "はい"} for a, b in ((3_600_000, 3000), (3_605_000, 4000))],
    "a clock and a length": [{"time": a, "duration": b, "text": "はい"} for a, b in (("60:00", 3), ("60:05", 4))],
}


@pytest.mark.parametrize("data", UNITS.values(), ids=UNITS)
def test_the_unit_of_times(data: Any) -> None:
    assert spans(sheet(data)) == [(3_600_000, 3_603_000), (3_605_000, 3_609_000)]


def test_milliseconds_of_three_pieces_over_150_minutes() -> None:
    rows = [
        (188, 5021, "はい、どうも、今日は港の話をします。"),
        (5021, 7747, "よろしくお願いします。"),
        (9_064_473, 9_071_000, "では、また来週の朝に。"),
    ]
    assert spans(sheet([{"start": a, "end": b, "text": t} for a, b, t in rows])) == [(a, b) for a, b, _ in rows]


@pytest.mark.parametrize("unit", [1, 1000])
def test_a_clock_beside_the_number_tells_its_unit(unit: int) -> None:
    rows = [(1, "00:00:01"), (120, "00:02:00"), (600, "00:10:00")]
    found = sheet([{"start": a * unit, "timestamp": c, "text": "はい"} for a, c in rows])
    assert spans(found) == [(1000, None), (120_000, None), (600_000, None)]


def test_the_length_of_the_recording_tells_the_unit() -> None:
    slow = pieces((0, 400), (500, 900))  # in ms too fast, in seconds too slow
    assert spans(sheet({"duration": "PT15M1S"} | slow)) == [(0, 400_000), (500_000, 900_000)]
    assert spans(sheet({"duration": 0.9} | slow)) == [(0, 400), (500, 900)]


@pytest.mark.parametrize("unit", [1, 1000])
def test_starts_alone(unit: int) -> None:
    """Chapters minutes apart, in seconds; sentences seconds apart, in ms."""
    rows = (
        [(0, "はじめに"), (310, "港の朝"), (900, "まとめ")]
        if unit == 1
        else [(k * 4, "朝の港の話です。") for k in range(5)]
    )
    found = sheet([{"start": start * unit, "text": text} for start, text in rows])
    assert spans(found) == [(start * 1000, None) for start, _ in rows]


def test_slow_speech_in_milliseconds() -> None:
    assert spans(sheet(pieces((0, 20_000), (30_000, 50_000)))) == [(0, 20_000), (30_000, 50_000)]


def test_short_words_in_whole_seconds() -> None:
    assert spans(sheet(pieces((0, 10), (20, 21), text="海"))) == [(0, 10_000), (20_000, 21_000)]


def test_hours_and_minutes_of_a_chat() -> None:
    log = [("20:58", 40), ("20:58", 40), ("20:59", 60), ("21:00", 50), ("21:03", 5)]
    found = sheet([{"time": clock, "name": "大場", "message": "あ" * n} for clock, n in log])
    assert [start for start, _ in spans(found)] == [0, 0, 60_000, 120_000, 300_000]
    assert any("counted from the first" in warning for warning in found.warnings)


FAULTS: dict[str, tuple[list[tuple[Any, Any]], list[Span], str]] = {
    "null": ([(0, 2), (None, 5), (6, 8)], [(0, 2000), (None, None), (6000, 8000)], "segment 2: 'start' is null"),
    "negative": ([(-1, 2), (3, 5), (6, 8)], [(None, None), (3000, 5000), (6000, 8000)], "segment 1 has a time outside"),
    "infinite": ([(0, 2), (3, 1e400), (6, 8)], [(0, 2000), (3000, None), (6000, 8000)], "segment 2: 'end' is inf"),
    "a word": ([(0, 2), (3, 5), ("now", 8)], [(0, 2000), (3000, 5000), (None, None)], "segment 3: 'start' is 'now'"),
    "true": ([(0, 2), (3, True), (6, 8)], [(0, 2000), (3000, None), (6000, 8000)], "segment 2: 'end' is True"),
    "over 99 hours": ([(0, 2), (3, 5), (6, 360_001)], [(0, 2000), (3000, 5000), (6000, None)], "segment 3 has a time"),
    "the end first": ([(2, 0), (3, 5), (6, 8)], [(2000, None), (3000, 5000), (6000, 8000)], "segment 1 ends before"),
    "an open end": ([(0, 2), (3, 5), (6, None)], [(0, 2000), (3000, 5000), (6000, None)], ""),
    "no time that is one": ([("x", 2), ("y", 5)], [(None, None)] * 2, "segment 1: 'start' is 'x', no time"),
    "ends alone": ([(None, 2), (None, 5)], [(None, None)] * 2, "no segment says when it starts"),
    "no time at all": ([(None, None)] * 2, [(None, None)] * 2, ""),
}


@pytest.mark.parametrize(("times", "wanted", "says"), FAULTS.values(), ids=FAULTS)
def test_a_wrong_time_is_not_used_and_said(times: list[tuple[Any, Any]], wanted: list[Span], says: str) -> None:
    found = sheet(json.dumps(pieces(*times)).replace("Infinity", "1e999"))
    assert spans(found) == wanted
    assert any(says in warning for warning in found.warnings) if says else not found.warnings


def test_a_time_that_goes_back_alone_is_not_used() -> None:
    times = [(k * 20, k * 20 + 3) for k in range(30)]
    times[17] = (40, 43)
    found = sheet(pieces(*times))
    assert [start for start, _ in spans(found)] == [None if k == 17 else k * 20_000 for k in range(30)]
    assert any("segment 18 goes back in time" in warning for warning in found.warnings)


def test_a_list_in_disorder_is_sorted() -> None:
    found = sheet([{"start": 5, "end": 6, "text": "次です。"}, {"start": 1, "end": 2, "text": "まず。"}])
    assert found.lines == ("まず。", "次です。")
    assert any("sorted" in warning for warning in found.warnings)


# ---------------------------------------------------------------------------------------------------------- properties

_LETTERS = st.text("海の声は港朝夕網船", min_size=8, max_size=40)
_SPEECH = st.lists(  # letters, ms of silence after them, who, letters a second
    st.tuples(_LETTERS, st.integers(200, 3000), st.integers(0, 1), st.integers(5, 9)), min_size=3, max_size=25
)
_WRITTEN: dict[str, Callable[[int], Any]] = {
    "seconds": lambda t: t / 1000,
    "strings": lambda t: f"{t / 1000:.3f}",
    "ms": lambda t: t,
    "ticks": lambda t: t * 10_000,
    "clocks": lambda t: clock(t / 1000),
    "s": lambda t: f"{t / 1000:.3f}s",
    "ISO": lambda t: f"PT{t // 60_000}M{t % 60_000 / 1000:.3f}S",
}


def _talk(rows: list[tuple[str, int, int, int]], at: int) -> list[tuple[str, int, int, str]]:
    talk = []
    for text, pause, who, pace in rows:
        talk.append((NAMES[who], at, at + len(text) * 1000 // pace, text))
        at = talk[-1][2] + pause
    return talk


@given(
    _SPEECH, st.sampled_from(sorted(_WRITTEN)), st.booleans(), st.booleans(), st.integers(0, 3_600_000), st.randoms()
)
@settings(max_examples=200, deadline=None)
def test_whatever_the_unit_and_the_order(
    rows: list[tuple[str, int, int, int]], unit: str, lengths: bool, beside: bool, late: int, random: Random
) -> None:
    """Speech of 5 to 9 letters a second comes back whole: order, speakers, every letter, times to a ms."""
    written, wanted = _WRITTEN[unit], _talk(rows, late)
    data = [
        {
            "speaker": s,
            "start": written(a),
            "text": t,
            **({"duration": written(b - a)} if lengths else {"end": written(b)}),
        }
        for s, a, b, t in wanted
    ]
    random.shuffle(data)
    found = sheet({"segments": data} | ({"text": "".join(row["text"] for row in data)} if beside else {}))
    assert [(found.mark(k).speaker, line) for k, line in enumerate(found.lines)] == [(s, t) for s, _, _, t in wanted]
    for (a, b), (_, start, end, _) in zip(spans(found), wanted, strict=True):
        assert a is not None
        assert b is not None
        assert max(abs(a - start), abs(b - end)) <= 1
    assert all(one <= other for (one, _), (other, _) in pairwise(spans(found)) if one is not None and other is not None)
    assert found.left_out == ()


@given(_SPEECH, st.integers(1, 4), st.booleans())
@settings(max_examples=100, deadline=None)
def test_the_letters_of_words_stay_in_order(rows: list[tuple[str, int, int, int]], size: int, blanks: bool) -> None:
    words = [
        {
            "word": f" {t[k : k + size]}" if blanks else t[k : k + size],
            "start": a + k * 150,
            "end": a + k * 150 + 150 * size,
        }
        for _, a, _, t in _talk(rows, 0)
        for k in range(0, len(t), size)
    ]
    assert "".join(sheet({"words": words}).lines).replace(" ", "") == "".join(text for text, *_ in rows)
