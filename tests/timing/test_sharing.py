"""Two who speak in one cue: which turns share one, and that every rule and every letter is kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.corrections.hand import read_hand
from toolkit.corrections.saving import save
from toolkit.errors import InputError
from toolkit.formats import Options
from toolkit.formats.frames import FrameRate, frame_rate
from toolkit.japanese.width import width
from toolkit.model import Cue, Source, TimedCue, Timeline
from toolkit.pipeline import Cutting, corrected, subtitles
from toolkit.styles import STYLES
from toolkit.timing import by_reading_speed, reading_ms, shared
from toolkit.timing.points import point
from toolkit.timing.sharing import unshared
from toolkit.timing.video import Video, manner
from toolkit.transcript import parse_script

SDH = STYLES["sdh"].with_names(None, "dash")
LONG = "その頃の港はとても静かで"

Spoken = tuple[str, int, int, int, tuple[str, ...]]  # who, turn, from, to (ms), lines


def cues(*spoken: Spoken) -> Timeline:
    timed = (TimedCue(a, b, Cue(who, lines, Source(turn, 0, 9))) for who, turn, a, b, lines in spoken)
    return Timeline(tuple(timed), 60_000)


A: Spoken = ("佐藤", 0, 0, 1000, ("海ですか",))
B: Spoken = ("鈴木", 1, 1500, 2500, ("はい",))
WHICH: list[tuple[str, Timeline, list[tuple[str, ...]]]] = [
    ("question and answer", cues(A, B), [("-海ですか", "-はい")]),
    ("no three", cues(A, B, ("佐藤", 2, 3000, 4000, ("そう",))), [("-海ですか", "-はい"), ("そう",)]),
    ("one who goes on", cues(A, ("佐藤", 1, 1500, 2500, ("はい",))), [("海ですか",), ("はい",)]),
    ("part of a turn", cues(A, B, ("鈴木", 1, 2600, 4000, (LONG,))), [("海ですか",), ("はい",), (LONG,)]),
    ("two lines", cues(A, ("鈴木", 1, 1500, 4500, ("はい", "海"))), [("海ですか",), ("はい", "海")]),
    ("no room for the dash", cues(A, ("鈴木", 1, 1500, 4500, ("あ" * 16,))), [("海ですか",), ("あ" * 16,)]),
    ("too fast", cues(A, ("鈴木", 1, 1100, 1700, (LONG,))), [("海ですか",), (LONG,)]),
    ("too long", cues(A, ("鈴木", 1, 1500, 7100, ("はい",))), [("海ですか",), ("はい",)]),
    ("a silence between", cues(A, ("鈴木", 1, 2100, 3100, ("はい",))), [("海ですか",), ("はい",)]),
    ("nobody named", cues(A, ("", 1, 1500, 2500, ("はい",))), [("海ですか",), ("はい",)]),
]


@pytest.mark.parametrize(("made", "lines"), [row[1:] for row in WHICH], ids=[row[0] for row in WHICH])
def test_which_turns_share_a_cue(made: Timeline, lines: list[tuple[str, ...]]) -> None:
    assert [timed.cue.lines for timed in shared(made, SDH)[0].cues] == lines
    assert shared(made, STYLES["sdh"])[0] == made


def test_who_speaks_and_where_from() -> None:
    cue = shared(cues(A, B), SDH)[0].cues[0].cue
    assert [(cue.text[m.start : m.end], m.kind, m.value) for m in cue.markup] == [
        ("-海ですか", "speaker", "佐藤"),
        ("-はい", "speaker", "鈴木"),
    ]
    assert (cue.speaker, cue.source, cue.second) == (None, Source(0, 0, 9), Source(1, 0, 9))


def test_a_style_without_room_refuses() -> None:
    with pytest.raises(InputError, match="a cue of its own"):
        STYLES["podcast"].with_names(None, "dash")
    with pytest.raises(InputError, match="two lines"):
        STYLES["sdh"].with_width(None, 1).with_names(None, "dash")


_LINES = st.text("海の声は静か", min_size=1, max_size=18)


@given(st.lists(st.tuples(st.sampled_from(["佐藤", "鈴木", "森"]), _LINES), max_size=12), st.sets(st.integers(0, 11)))
@settings(deadline=None)
def test_nothing_is_lost_and_every_rule_kept(turns: list[tuple[str, str]], fixed: set[int]) -> None:
    made = by_reading_speed([Cue(who, (line,), Source(k, 0, 9)) for k, (who, line) in enumerate(turns)], SDH)
    timeline, now = shared(made, SDH, fixed)
    assert "".join(unshared(timed.cue) for timed in timeline.cues).replace("\n", "") == "".join(x for _, x in turns)
    assert (len(now), now[-1]) == (len(turns) + 1, len(timeline.cues))
    assert all(timeline.cues[now[k]].cue == made.cues[k].cue for k in fixed if k < len(turns))
    joined = [timed for timed in timeline.cues if timed.cue.second]
    for timed in joined:
        assert timed.duration_ms <= SDH.max_ms
        assert reading_ms(timed.cue.text, SDH) <= timed.duration_ms
        assert all(width(line) <= SDH.line_width for line in timed.cue.lines)


TALK = f"佐藤：海ですか。\n鈴木：はい。\n佐藤：{LONG}ですか。\n鈴木：{LONG}した。\n佐藤：森ですか。\n鈴木：いいえ。\n"


@pytest.mark.parametrize("suffix", [".srt", ".vtt"])
def test_corrections_of_shared_cues_are_kept(suffix: str, tmp_path: Path) -> None:
    script, cutting = parse_script(TALK), Cutting(SDH)
    made, _ = subtitles(script, cutting)
    assert [timed.cue.second is not None for timed in made.cues] == [True, False, False, True]
    path = tmp_path / f"talk{suffix}"
    save(made, path, manner=repr(SDH))
    untouched = corrected(script, cutting, read_hand(str(path)))
    assert (untouched.timeline, untouched.kept, untouched.differences) == (made, 0, ())
    path.write_text(path.read_text("utf-8").replace("はい", "うん"), "utf-8")
    kept = corrected(script, cutting, read_hand(str(path)))
    assert [timed.cue.text for timed in kept.timeline.cues] == [
        "-海ですか\n-うん",
        *(timed.cue.text for timed in made.cues[1:]),
    ]
    assert [one.kind for one in kept.differences] == ["correction"]
    assert kept.kept == 1


def test_a_cue_taken_away_before_a_shared_one(tmp_path: Path) -> None:
    script, cutting = parse_script(TALK), Cutting(SDH)
    made, _ = subtitles(script, cutting)
    path = tmp_path / "talk.srt"
    save(made, path, manner=repr(SDH))
    rest = path.read_text("utf-8").split("\n\n")[3:]
    path.write_text("\n\n".join(rest), "utf-8")
    kept = corrected(script, cutting, read_hand(str(path)))
    assert [timed.cue for timed in kept.timeline.cues] == [made.cues[3].cue]


POINTS: list[tuple[str, str, int]] = [  # who is pinned, the cue that then starts there, how many there are
    ("cue 4=60s", "-森ですか\n-いいえ", 4),
    ("cue 1=60s", "-海ですか\n-はい", 4),
    ("「いいえ」=60s", "いいえ", 5),
    ("line 2=60s", "はい", 5),
]


@pytest.mark.parametrize(("said", "text", "count"), POINTS, ids=[row[0] for row in POINTS])
@pytest.mark.parametrize("rate", [None, frame_rate("29.97")], ids=["ms", "frames"])
def test_sync_points_of_shared_cues(said: str, text: str, count: int, rate: FrameRate | None, tmp_path: Path) -> None:
    script, cutting, video = parse_script(TALK), Cutting(SDH), Video(points=(point(said),), rate=rate)
    assert len(subtitles(script, cutting)[0].cues) == 4
    made = subtitles(script, cutting, video=video)[0]
    (at,) = (timed.start_ms for timed in made.cues if timed.cue.text == text)
    assert at == (60_000 if rate is None else rate.ms(rate.frame(60_000)))
    assert len(made.cues) == count
    for suffix in (".srt", ".vtt", ".csv"):
        path = tmp_path / f"talk{suffix}"
        save(made, path, manner=manner(SDH, video), options=Options(rate=rate))
        again = corrected(script, cutting, read_hand(str(path), rate), video=video)
        assert (again.timeline, again.kept, again.differences) == (made, 0, ())


def test_numbers_of_sync_points_are_those_of_the_file() -> None:
    script, cutting = parse_script(TALK), Cutting(SDH)
    with pytest.raises(InputError, match="there are 4 subtitles"):
        subtitles(script, cutting, video=Video(points=(point("cue 5=60s"),)))
    with pytest.raises(InputError, match="is subtitle 4, and no later than --at 'cue 3=60s', subtitle 3"):
        subtitles(script, cutting, video=Video(points=(point("cue 3=60s"), point("cue 4=50s"))))
    with pytest.raises(InputError, match=r"same subtitle \(4\)"):
        subtitles(script, cutting, video=Video(points=(point("cue 4=60s"), point("「森ですか」=50s"))))
    pressed = Video(length_ms=9000)
    seen, _ = subtitles(script, cutting, video=pressed)
    last = f"cue {len(seen.cues)}=6s"
    made, _ = subtitles(script, cutting, video=Video(length_ms=9000, points=(point(last),)))
    assert [t.start_ms for t in made.cues if t.cue.text.endswith(seen.cues[-1].cue.text)] == [6000]
