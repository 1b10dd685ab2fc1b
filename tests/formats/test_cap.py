"""Lambda Cap, in the forms in which users show it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from subtitle_texts import NASTY, covered, marked_cues, timeline

from toolkit.errors import InputError, OutputError
from toolkit.formats import Options, cap
from toolkit.formats.frames import FrameRate, frame_rate
from toolkit.formats.proof import nfc
from toolkit.model import Cue, Markup, SubtitleFile, TimedCue, Timeline

HEAD = 'Lambda字幕V4\tDF0+1\tSCENE"和文標準"\n\n'
RATE = frame_rate("25")


def one(rows: str, head: str = HEAD, rate: FrameRate | None = RATE) -> SubtitleFile:
    return cap.read(f"{head}1\t00000105/00000210\t{rows}\n", rate)


TEXTS = [
    ("海の声\t＠横下\t＠中頭", ("海の声",), []),
    ("海の\t＠横下\t＠中頭\n\t\t\t\t声", ("海の", "声"), []),
    ("＠ルビ上［潮田｜しおだ］＠の海", ("潮田の海",), [(0, 2, "ruby", "しおだ")]),
    ("＠ルビ右［潮田|しおだ］＠の海", ("潮田の海",), [(0, 2, "ruby", "しおだ")]),
    ("でも＠ルビ上［誰｜↓］＠が", ("でも誰が",), [(2, 3, "other", "＠ルビ上［↓］")]),
    ("＠組［12］＠時間", ("12時間",), [(0, 2, "upright", "")]),
    ("＠斜３［ABC］＠です", ("ABCです",), [(0, 3, "italic", "")]),
    ("海の\t＠横下\t＠斜３\n\t\t\t\t声", ("海の", "声"), [(0, 4, "italic", "")]),
    ("海\t＠横上", ("海",), [(0, 0, "placement", "＠横上")]),
    ("海\t＠縦右\t＠行頭", ("海",), [(0, 0, "placement", "＠縦右 ＠行頭")]),
    ("海 ＠縦左 ＠行頭", ("海",), [(0, 0, "placement", "＠縦左 ＠行頭")]),
    ("海\t@縦左", ("海",), [(0, 0, "placement", "＠縦左")]),
    ("＠幅広［―］＠そう\t＠横下", ("―そう",), []),
    ("＠謎［海］＠\t＠謎コード", ("海 ＠謎コード",), []),  # nothing that is unknown is lost
    ("＠ルビ上［潮田", ("＠ルビ上［潮田",), []),
    ("＠ルビ上［｜しお］＠", ("しお",), []),
    ("ひとりで＠店番＠", ("ひとりで＠店番＠",), []),
    ("", (), []),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "lines", "markup"), TEXTS, ids=[row[0] for row in TEXTS])
def test_texts(rows: str, lines: tuple[str, ...], markup: list[tuple[int, int, str, str]]) -> None:
    (timed,) = one(rows).cues
    assert (timed.start_ms, timed.end_ms, timed.cue.lines) == (1200, 2400, lines)
    assert sorted((m.start, m.end, m.kind, m.value) for m in timed.cue.markup) == sorted(markup)


RATES = [
    (HEAD, None, (1208, 2417), {"CAP-RATE"}),
    (HEAD, frame_rate("25"), (1200, 2400), set()),
    (HEAD.replace("DF0", "DF1"), None, (1168, 2336), set()),
    ("", frame_rate("25"), (1200, 2400), {"CAP-HEAD"}),
    (HEAD, frame_rate("12"), (1417, 2833), set()),
    (HEAD, frame_rate("8"), (1625, 2000), {"CAP-TIME"}),
]


@pytest.mark.parametrize(("head", "rate", "times", "rules"), RATES)
def test_frames(head: str, rate: FrameRate | None, times: tuple[int, int], rules: set[str]) -> None:
    found = one("海", head, rate)
    assert (found.cues[0].start_ms, found.cues[0].end_ms) == times
    assert {remark.rule for remark in found.remarks} == rules


def test_without_a_cue_it_is_refused() -> None:
    with pytest.raises(InputError, match="holds no subtitle"):
        cap.read(HEAD)


# ---------------------------------------------------------------- writing


def test_form() -> None:
    marks = (Markup(0, 0, "placement", "{\\an8}"), Markup(0, 7, "italic"), Markup(0, 2, "ruby", "しおだ"))
    cues = (
        TimedCue(1200, 2400, Cue("佐藤", ("潮田の海", "で@"), None, marks)),
        TimedCue(3000, 4000, Cue(None, ("＠組",))),
    )
    assert cap.write(Timeline(cues, 4000), Options(rate=RATE)) == (
        f"{HEAD}1\t00000105/00000210\t＠ルビ上［潮田｜しおだ］＠の海\t＠横上\t＠中頭\t＠斜３\n\t\t\t\tで@\n"
        "2\t00000300/00000400\t@組\t＠横下\t＠中頭\n"
    )
    assert cap.write(Timeline(cues, 4000)).startswith("Lambda字幕V4\tDF1+1\t")
    with pytest.raises(OutputError, match="two digits"):
        cap.write(Timeline(cues, 4000), Options(rate=frame_rate("119.88")))


@given(
    st.lists(
        st.lists(st.sampled_from([*NASTY, "＠", "組", "［", "］", "｜"]), min_size=1, max_size=12).map("".join),
        min_size=1,
        max_size=4,
    )
)
@example(["@横下", "＠横下", "＠組［12］＠", "1\t00000105/00000210\t偽"])
@settings(deadline=None)
def test_what_is_written_reads_as_it_was_meant(texts: list[str]) -> None:
    kept = [text for text in texts if cap.neutral(text)]
    if kept:
        back = cap.read(cap.write(timeline(*kept), Options(rate=frame_rate("50"))), frame_rate("50"))
        assert not back.remarks
        assert [(c.start_ms, c.end_ms, c.cue.text, c.cue.markup) for c in back.cues] == [
            (k * 2000, k * 2000 + 1500, nfc(cap.neutral(text)), ()) for k, text in enumerate(kept)
        ]


@given(st.lists(marked_cues(("italic", "ruby")), min_size=1, max_size=3))
@settings(deadline=None)
def test_markup_comes_back(cues: list[Cue]) -> None:
    """As far as the format can say it."""
    said = tuple(TimedCue(k * 1000, k * 1000 + 900, cue) for k, cue in enumerate(cues))
    back = cap.read(cap.write(Timeline(said, 0), Options(rate=frame_rate("50"))), frame_rate("50")).cues
    for found, cue in zip(back, cues, strict=True):
        held = replace(cue, markup=tuple(m for m in cue.markup if cap.holds(m, cue)))
        assert covered(found.cue) == covered(held)


@pytest.mark.parametrize("rows", [row[0] for row in TEXTS if row[1]], ids=[row[0] for row in TEXTS if row[1]])
def test_what_is_read_is_written_so_that_it_reads_alike(rows: str) -> None:
    cues = one(rows).cues
    again = cap.read(cap.write(Timeline(cues, 0), Options(rate=RATE)), RATE).cues
    assert [c.cue.markup for c in again] == [c.cue.markup for c in cues]
    assert [c.cue.text for c in again] == [c.cue.text.replace("＠", "@") for c in cues]


def test_a_file_says_how_many_frames_its_seconds_have() -> None:
    assert cap.read(cap.write(timeline("字幕"), Options(rate=RATE)), RATE).fps == RATE.fps
    assert cap.read(cap.write(timeline("字幕"))).fps == frame_rate("29.97df").fps
