"""Speech within given times: windows of subtitles, a script divided by them, tempo and pauses, what is told."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from narrations import RATE, Ledger, speak, voices_of
from sounds import babble

from toolkit.formats import read
from toolkit.model import Clip, Paragraph, Script, Section, Span, TimeMark, Turn
from toolkit.model.narration import Narration, Window
from toolkit.narration import Delivery, plan_of
from toolkit.narration.fit import FASTEST, SLOWEST, paced
from toolkit.narration.misfits import misfits
from toolkit.narration.narrate import narrate
from toolkit.narration.plan import Plan
from toolkit.narration.windows import divided
from toolkit.speech.tempo import at_tempo
from toolkit.timing.windows import windows_of


def srt(*cues: tuple[str, str, str]) -> str:
    return "\n".join(f"{n}\n00:00:{a} --> 00:00:{b}\n{text}\n" for n, (a, b, text) in enumerate(cues, 1))


@pytest.mark.parametrize(
    ("text", "windows"),
    [
        (srt(("01,000", "02,000", "朝です"), ("04,000", "05,000", "昼です")), [(1, 1000, 2000), (2, 4000, 5000)]),
        # the next begins before the end: so far, and no further
        (srt(("01,000", "04,500", "朝です"), ("04,000", "05,000", "昼です")), [(1, 1000, 4000), (2, 4000, 5000)]),
        # two begin together: one window, called by the first
        (srt(("01,000", "02,000", "朝です"), ("01,000", "03,000", "ええ")), [(1, 1000, 3000)]),
        # numbers count what has no text too
        (srt(("01,000", "02,000", ""), ("04,000", "05,000", "昼です")), [(2, 4000, 5000)]),
        # the file's order is not that of time
        (srt(("04,000", "05,000", "昼です"), ("01,000", "02,000", "朝です")), [(2, 1000, 2000), (1, 4000, 5000)]),
        # no end is told: until the next, or as long as it is read
        ("[00:01.00]朝です\n[00:03.00]昼です\n", [(1, 1000, 3000), (2, 3000, 3750)]),
    ],
)
def test_windows_are_the_times_of_subtitles(text: str, windows: list[tuple[int, int, int]]) -> None:
    name = "talk.lrc" if text.startswith("[") else "talk.srt"
    assert [(w.number, w.start_ms, w.end_ms) for w in windows_of(read(text, name))] == windows


@given(st.lists(st.integers(1, 90_000), min_size=1, max_size=5), st.data(), st.integers(1, 400_000))
def test_tempo_and_pauses_fill_the_room_or_come_as_near_as_may_be(
    sounds: list[int], data: st.DataObject, room: int
) -> None:
    count = len(sounds) - 1
    pauses = data.draw(st.lists(st.integers(0, 60_000), min_size=count, max_size=count))
    how = paced(sounds, pauses, room, least := 12_000)
    length = sum(sounds) / how.tempo + sum(how.pauses)
    assert SLOWEST <= how.tempo <= FASTEST
    assert all(now >= min(least, before) for now, before in zip(how.pauses, pauses, strict=True))
    if how.tempo < FASTEST:
        assert length <= room + len(pauses)
    else:
        assert how.pauses == tuple(min(least, pause) for pause in pauses)
    if how.tempo > SLOWEST and how.tempo < FASTEST:
        assert length >= room - 2 * len(pauses) - room / 800


def windows(*spans: tuple[int, int]) -> tuple[Window, ...]:
    return tuple(Window(n, n, start, end) for n, (start, end) in enumerate(spans, 1))


@given(
    st.lists(st.sampled_from("朝の港に霧 、（笑）\n"), min_size=1, max_size=40),
    st.lists(st.tuples(st.integers(0, 39), st.integers(0, 9000)), max_size=6),
    st.integers(0, 39),
    st.integers(1, 12),
)
def test_a_script_divided_loses_no_character(
    chars: list[str], marks: list[tuple[int, int]], start: int, length: int
) -> None:
    lines = [line.strip() for line in "".join(chars).split("\n") if line.strip()]
    ats, starts = sorted(at for at, _ in marks), sorted(ms for _, ms in marks)
    paragraphs = tuple(
        Paragraph(
            line,
            n,
            spans=(Span(start, min(start + length, len(line)), "direction"),) if start < len(line) else (),
            times=tuple(TimeMark(at, ms) for at, ms in zip(ats, starts, strict=True) if at < len(line))
            if not n
            else (),
        )
        for n, line in enumerate(lines)
    )
    script = Script("", {}, (), (Section("interview", "", (Turn("灘", paragraphs, 1),)),))
    whole = divided(script, windows((0, 2000), (2000, 5000), (7000, 8000))).turns[0]
    assert "".join(whole.text.split()) == "".join("".join(lines).split())
    assert [p.times[0].start_ms for p in whole.paragraphs] == sorted(p.times[0].start_ms for p in whole.paragraphs)
    assert all(0 <= s.start < s.end <= len(p.text) for p in whole.paragraphs for s in p.spans)


def said(*rows: tuple[str, int, int]) -> tuple[Plan, Narration, Ledger]:
    """Paragraphs of one turn with their times, in the silent engine's voice: 7.5 morae a second."""
    fit = windows(*dict.fromkeys((a, b) for _, a, b in rows))
    turns = [Turn("灘", tuple(Paragraph(t, n, times=(TimeMark(0, a, b),)) for n, (t, a, b) in enumerate(rows, 1)), 1)]
    plan, ledger = plan_of(turns, delivery=Delivery(fit=fit)), Ledger()
    return plan, narrate(plan, speak(plan.requests(voices_of(turns))), ledger, rate=RATE), ledger


@pytest.mark.parametrize(
    ("rows", "heard", "told"),
    [
        # 15 morae, two seconds: as it is, slower, faster
        ([("あ" * 15, 1000, 3000)], [(1000, 3000, 1.0)], []),
        ([("あ" * 15, 1000, 9000)], [(1000, 3222, 0.9)], []),
        ([("あ" * 15, 1000, 2600)], [(1000, 2600, 1.25)], []),
        # too long: said to its end, and what follows is late and told
        (
            [("あ" * 30, 1000, 2000), ("あ" * 15, 2100, 4500)],
            [(1000, 3857, 1.4), (3957, 5386, 1.4)],
            [
                "subtitle 1 is said until 1.86 s after its time, at 1.40 times the speed",
                "subtitle 2 is said 1.86 s late: the one before it takes so long; "
                "is said until 0.89 s after its time, at 1.40 times the speed",
            ],
        ),
        # two who speak in one time: one after the other, the pause between them gives way first
        ([("あ" * 15, 0, 4500), ("い" * 15, 0, 4500)], [(0, 2000, 1.0), (2500, 4500, 1.0)], []),
        # nothing to be said: shown where its time begins
        ([("あ" * 15, 0, 2000), ("……", 5000, 6000)], [(0, 2000, 1.0), (5000, 5000, 1.0)], []),
    ],
)
def test_each_window_is_said_in_its_own_time(
    rows: list[tuple[str, int, int]], heard: list[tuple[int, int, float]], told: list[str]
) -> None:
    plan, narration, ledger = said(*rows)
    found = [(round(u.start * 1000 / RATE), round(u.end * 1000 / RATE), u.tempo) for u in narration.utterances]
    assert found == heard
    assert [doubt.message for doubt in misfits(plan, narration)] == told
    assert all(one[2] <= other[1] for one, other in pairwise(ledger.placed))


def test_the_programme_lasts_as_long_as_its_subtitles() -> None:
    _, narration, _ = said(("あ" * 15, 0, 60_000))
    assert narration.seconds == 60


@pytest.mark.parametrize("tempo", [0.9, 1.0, 1.234, 1.4])
def test_marks_move_with_the_sound(tempo: float) -> None:
    clip = Clip(babble(2.0, rate=RATE), RATE, ((0, 480), (3, 48_000)), ((40_000, 48_000),), lead=480, tail=960)
    changed = at_tempo(clip, tempo)
    assert abs(len(changed.samples) - len(clip.samples) / tempo) <= 1
    assert changed.marks == tuple((offset, round(at / tempo)) for offset, at in clip.marks)
    assert changed.pauses == ((round(40_000 / tempo), round(48_000 / tempo)),)
    assert (changed.lead, changed.tail) == pytest.approx((clip.lead / tempo, clip.tail / tempo), abs=2)
