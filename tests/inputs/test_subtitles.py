"""Subtitle files as transcripts: their words, speakers and times; what players forgive is forgiven and said."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.errors import InputError
from toolkit.inputs.subtitles import sheet_of_subtitles
from toolkit.model import Script
from toolkit.transcript import read_script
from toolkit.transcript.reader import understood

LONG = "その頃の港はとても静かで、朝になると漁船の音だけが聞こえていました。"
T = "00:00:01,000 --> 00:00:02,000"
U = "00:00:03,000 --> 00:00:04,500"


def read(tmp_path: Path, text: str, name: str = "talk.srt") -> Script:
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    return read_script(file)


WILD: list[tuple[str, str, list[str], str]] = [
    ("tidy", f"1\n{T}\n海。\n\n2\n{U}\n声。\n", ["海。", "声。"], ""),
    ("dots", f"1\n{T.replace(',', '.')}\n海。\n", ["海。"], ""),
    ("no index", f"{T}\n海。\n\n{U}\n声。", ["海。", "声。"], ""),
    ("no blank line", f"1\n{T}\n海。\n2\n{U}\n声。", ["海。", "声。"], ""),
    ("a blank line inside", f"1\n{T}\n海\n\nの声。\n", ["海の声。"], ""),
    ("61 minutes", "1\n00:61:00,000 --> 00:61:02,000\n海。", ["海。"], ""),
    ("100 hours", "1\n100:00:00,000 --> 100:00:02,000\n海。", ["海。"], "above 99 hours"),
    ("negative", "1\n-00:00:01,000 --> 00:00:02,000\n海。", ["海。"], "below 0"),
    ("the end first", "1\n00:00:05,000 --> 00:00:02,000\n海。", ["海。"], "end before they start"),
    ("coordinates", f"1\n{T} X1:10 X2:20 Y1:1 Y2:2\n海。", ["海。"], ""),
    ("a header", f"Title\nby me\n\n1\n{T}\n海。", ["海。"], ""),
    ("tags", f"1\n{T}\n<i>海</i>{{\\an8}}<font color=red>の</font>声。", ["海の声。"], ""),
    ("what is no tag", f"1\n{T}\na < b > c <未定義> 3<5", ["a < b > c <未定義> 3<5"], ""),
    ("two lines", f"1\n{T}\n海の\n声。", ["海の声。"], ""),
    ("two lines of English", f"1\n{T}\nthe sea\nis calm.", ["the sea is calm."], ""),
    ("a number as text", f"1\n{T}\n海は\n2024\n年。", ["海は2024年。"], ""),
    ("overlap", f"1\n00:00:01,000 --> 00:00:09,000\n海。\n\n2\n{U}\n声。", ["海。", "声。"], ""),
    ("out of order", f"1\n{U}\n声。\n\n2\n{T}\n海。", ["海。", "声。"], "sorted"),
    ("CR only", f"1\r{T}\r海。\r\r2\r{U}\r声。", ["海。", "声。"], ""),
    ("an arrow in a text", f"1\n{T}\n海 --> 声", ["海 --> 声"], ""),
    ("dashes", f"1\n{T}\n- 海。\n- 声。", ["海。", "声。"], "begin with a dash"),
    ("a sentence over two cues", f"1\n{T}\n海の\n\n2\n{U}\n声がしました。\n", ["海の声がしました。"], ""),
    (
        "a pause parts them",
        f"1\n{T}\n海の\n\n2\n00:00:09,000 --> 00:00:10,000\n声がしました。\n",
        ["海の", "声がしました。"],
        "",
    ),
]


@pytest.mark.parametrize(("text", "lines", "warning"), [row[1:] for row in WILD], ids=[row[0] for row in WILD])
def test_files_of_the_wild(tmp_path: Path, text: str, lines: list[str], warning: str) -> None:
    script = read(tmp_path, text)
    assert [p.text for t in script.turns for p in t.paragraphs] == lines
    assert warning in " ".join(script.warnings)
    assert bool(warning) == bool(script.warnings)


def test_lines_are_those_of_the_file(tmp_path: Path) -> None:
    script = read(tmp_path, f"1\n{T}\n海。\n\n2\n{U}\n声。\n")
    assert [(p.line, p.times[0].start_ms) for p in script.turns[0].paragraphs] == [(3, 1000), (7, 3000)]
    assert (1, "1") in script.excluded
    assert (6, U) in script.excluded


VTT = """\ufeffWEBVTT - 対談
Kind: captions

STYLE
::cue { color: red }

NOTE これは
注です

intro
00:01.000 --> 00:02.000 align:start
<v.loud 佐藤>海の &lt;声&gt; &amp; <00:00:01.500><c>音。</c></v>

00:00:03.000 --> 00:00:04.500
<v 鈴木>はい。<v 佐藤>ええ。

00:05.000 --> 00:06.000
<v 佐藤>そう<ruby>潮田<rt>しおだ</rt></ruby>さん。
"""


def test_webvtt(tmp_path: Path) -> None:
    script = read(tmp_path, VTT, "talk.vtt")
    assert [(t.speaker, t.text) for t in script.turns] == [
        ("佐藤", "海の <声> & 音。"),
        ("鈴木", "はい。"),
        ("佐藤", "ええ。\nそう潮田さん。"),
    ]
    times = [(t.start_ms, t.end_ms) for turn in script.turns for p in turn.paragraphs for t in p.times]
    assert times == [(1000, 2000), (3000, 3750), (3750, 4500), (5000, 6000)]
    assert [s.value for s in script.turns[2].paragraphs[1].spans if s.kind == "ruby"] == ["しおだ"]
    assert "intro" in [text for _, text in script.excluded]
    assert script.warnings == ()


def test_readings_follow_their_letters(tmp_path: Path) -> None:
    ruby = "<ruby>潮<rt>しお</rt>田<rt>だ</rt></ruby>"
    text = f"WEBVTT\n\n00:01.000 --> 00:02.000\n- （佐藤）それは\n- the {ruby}さん<v 鈴木>はい{ruby}の\n\n"
    script = read(tmp_path, text + "00:02.100 --> 00:03.000\n<v 鈴木>声。", "talk.vtt")
    found = [(p.text[s.start : s.end], s.value) for t in script.turns for p in t.paragraphs for s in p.spans]
    assert [pair for pair in found if pair[1] in ("しお", "だ")] == [("潮", "しお"), ("田", "だ")] * 2
    assert [p.text for t in script.turns for p in t.paragraphs] == [
        "それは",
        "the 潮田さん",
        "はい潮田の",
        "声。",
    ]


def test_a_reading_behind_a_label_that_is_taken_off(tmp_path: Path) -> None:
    cue = "{}\n00:00:0{},000 --> 00:00:0{},900\n（{}）<ruby>潮田<rt>しおだ</rt></ruby>の話をします。\n\n"
    text = "".join(cue.format(k, k, k, "佐藤" if k % 2 else "鈴木") for k in range(1, 5))
    script = read(tmp_path, text)
    assert [turn.speaker for turn in script.turns] == ["佐藤", "鈴木"] * 2
    spans = [span for turn in script.turns for p in turn.paragraphs for span in p.spans if span.kind == "ruby"]
    assert [(span.start, span.end, span.value) for span in spans] == [(0, 2, "しおだ")] * 4


def test_a_tag_is_no_label(tmp_path: Path) -> None:
    script = read(tmp_path, f"1\n{T}\nそれは\n<i>海</i>の声。\n")
    assert [p.text for t in script.turns for p in t.paragraphs] == ["それは海の声。"]


def test_names_before_a_colon_and_in_brackets(tmp_path: Path) -> None:
    for form in ("{}：", "{}:", "【{}】", "（{}）", "({})"):
        text = "\n".join(
            f"{k}\n00:00:0{k},000 --> 00:00:0{k},900\n{form.format(who)}{LONG}\n"
            for k, who in enumerate(["佐藤", "鈴木"] * 2)
        )
        script = read(tmp_path, text)
        assert [(t.speaker, t.text) for t in script.turns] == [("佐藤", LONG), ("鈴木", LONG)] * 2, form


def _two_rows(*cues: tuple[str, str]) -> str:
    return "\n".join(f"{k}\n00:00:0{k},000 --> 00:00:0{k},900\n{a}\n{b}\n" for k, (a, b) in enumerate(cues, 1))


def test_names_on_a_line_of_their_own(tmp_path: Path) -> None:
    cues = (("保田", "窓を開けて"), ("みなみ", "保田さん 風です"), ("保田", "知ってる"))
    script = read(tmp_path, _two_rows(*cues))
    assert [(t.speaker, t.text) for t in script.turns] == list(cues)


@pytest.mark.parametrize(
    "cues",
    [
        (("窓を", "開けて"), ("風が", "入る"), ("もう", "寒い")),  # nothing recurs
        (("はい。", "窓を"), ("ええ。", "風が"), ("はい。", "知ってる")),  # sentences
        (("保田", "窓を"), ("保田", "風が"), ("保田", "知ってる")),  # nobody takes turns
    ],
)
def test_two_rows_are_no_names(tmp_path: Path, cues: tuple[tuple[str, str], ...]) -> None:
    assert not {turn.speaker for turn in read(tmp_path, _two_rows(*cues)).turns} & {"窓を", "はい。", "保田"}


def test_directions_are_no_names(tmp_path: Path) -> None:
    script = read(tmp_path, f"1\n{T}\n（拍手）\n\n2\n{U}\n（拍手）ありがとうございます。\n")
    assert "拍手" not in {name for speaker in script.cast for name in (speaker.name, *speaker.aliases)}
    assert [p.text for p in script.turns[0].paragraphs] == ["（拍手）", "（拍手）ありがとうございます。"]


@pytest.mark.parametrize(("name", "head"), [("talk.txt", ""), ("talk", ""), ("talk.txt", "WEBVTT\n\n")])
def test_known_by_their_content(tmp_path: Path, name: str, head: str) -> None:
    script = read(tmp_path, f"{head}1\n{T}\n海。\n", name)
    assert (script.turns[0].text, script.turns[0].paragraphs[0].times[0].start_ms) == ("海。", 1000)


@pytest.mark.parametrize("text", ["海の声。\n", "1\n2\n", "WEBVTT\n\n海\n", "00:00:01 - 00:00:02\n海"])
def test_without_a_timing_it_is_no_subtitle_file(tmp_path: Path, text: str) -> None:
    with pytest.raises(InputError, match="no subtitle") as caught:
        read(tmp_path, text)
    assert "talk.srt" in str(caught.value)


@pytest.mark.parametrize(
    "piece", ["1\n", "<", "<v ", "<i>", "{\\", "-", "あ", "\n", "（", "-->", f"{T}\n", "9", "[00:00:01]", "： "]
)
def test_linear_on_any_run_of_signs(piece: str) -> None:
    sheet = sheet_of_subtitles(f"1\n{T}\n海の声\n{piece * 20_000}", "t")
    assert "海の声" in "".join(sheet.lines)


_LINE = st.one_of(
    st.sampled_from(
        [
            T,
            U,
            "1",
            "2",
            "",
            "WEBVTT",
            "NOTE x",
            "STYLE",
            "佐藤：はい。",
            "- はい",
            "<v 佐藤>はい</v>",
            "（笑）",
            "00:05.000 --> 00:04.000",
            "99:99:99,999 --> 100:00:00,000",
        ]
    ),
    st.text(st.sampled_from("海の声はい。：（）<>iv/{}\\-12 &;:,.あ\t"), max_size=20),
)


@given(st.lists(_LINE, max_size=25).map("\n".join))
@settings(max_examples=400, deadline=None)
def test_every_character_is_in_a_line_or_listed(text: str) -> None:
    try:
        sheet = sheet_of_subtitles(text, "t")
    except InputError:
        return
    if "&" not in text:
        kept = "".join((*sheet.lines, *(piece for _, piece in sheet.excluded)))
        names = "".join(m.speaker for m in sheet.marks.values() if m.speaker)
        assert sorted("".join(kept.split())) == sorted("".join(text.split()))
        assert all(name in text for name in names)
    for k, mark in sheet.marks.items():
        assert all(0 <= t.at <= len(sheet.lines[k]) for t in mark.times)


def test_a_meeting_tool_names_who_speaks_in_the_id() -> None:
    cue = '{} "{}" (10234{})\n00:00:0{}.000 --> 00:00:0{}.900\nはい。\n\n'
    text = "WEBVTT\n\n" + "".join(cue.format(k, "湊 ゆう" if k % 2 else "Ana", k, k, k) for k in range(1, 4))
    sheet = sheet_of_subtitles(text, "talk.vtt")
    assert [sheet.mark(k).speaker for k, line in enumerate(sheet.lines) if line] == ["湊 ゆう", "Ana", "湊 ゆう"]


@pytest.mark.parametrize(
    "said",
    [
        ["［湊］\n桶を作ります", "［榎］\n何本ですか", "三十ですか", "［湊］\nええ"],
        ["【湊】桶を作ります", "【榎】何本ですか", "（木の音）", "三十ですか", "【湊】ええ"],
    ],
    ids=["a name alone in brackets", "who speaks goes on behind a sound"],
)
def test_names_in_cues(said: list[str]) -> None:
    text = "".join(f"{k}\n00:00:0{k},000 --> 00:00:0{k},900\n{one}\n\n" for k, one in enumerate(said, 1))
    turns = understood(sheet_of_subtitles(text, "t.srt"), plain=False, project=None, name="t.srt").turns
    who = [turn.speaker for turn in turns if turn.speaker]
    assert [name for name, _ in groupby(who)] == ["湊", "榎", "湊"]
