"""What holds for every format: the registry, and readers that nothing hurts and that lose nothing."""

from __future__ import annotations

import html
import importlib
import re
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from subtitle_texts import NASTY, TWO

from toolkit.errors import InputError, JimakuError
from toolkit.formats import (
    DEFAULT,
    FORMATS,
    SUFFIXES,
    Format,
    Options,
    format_in,
    format_of,
    read,
    remark_rule,
    sniff,
    writer_of,
)
from toolkit.formats.places import place_of
from toolkit.inputs.subtitles import sheet_of_subtitles
from toolkit.model import Cue, Markup, TimedCue, Timeline
from toolkit.transcript import read_script

EXAMPLES = {
    "srt": TWO,
    "vtt": "WEBVTT\n\n1\n00:01.000 --> 00:02.000\nはい\n\n2\n00:03.000 --> 00:04.000\nええ\n",
    "ass": "[Script Info]\nScriptType: v4.00+\n\n[Events]\n"
    "Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n"
    "Dialogue: 0,0:00:01.00,0:00:02.00,Default,,0,0,0,,はい\n"
    "Dialogue: 0,0:00:03.00,0:00:04.00,Default,,0,0,0,,ええ\n",
    "ttml": '<?xml version="1.0"?>\n<tt xmlns="http://www.w3.org/ns/ttml"><body><div>\n'
    '<p begin="1s" end="2s">はい</p>\n<p begin="00:00:03.000" end="00:00:04.000">ええ</p>\n</div></body></tt>\n',
    "cap": 'Lambda字幕V4\tDF0+1\tSCENE"和文標準"\n\n1\t00000100/00000200\tはい\t＠横下\t＠中頭\n'
    "2\t00000300/00000400\tええ\t＠横下\t＠中頭\n",
    "sbv": "0:00:01.000,0:00:02.000\nはい\n\n0:00:03.000,0:00:04.000\nええ\n",
    "lrc": "[ti:話]\n[00:01.00]はい\n[00:02.00]\n[00:03.00]ええ\n[00:04.00]\n",
}
every = pytest.mark.parametrize("one", FORMATS, ids=lambda one: one.name)


@every
def test_every_format_reads_its_example_by_its_content(one: Format, tmp_path: Path) -> None:
    text = EXAMPLES[one.name]
    assert sniff(text) == sniff(f"\ufeff\n{text}") == one
    found = read(text)
    assert [(c.start_ms, c.end_ms, c.cue.text) for c in found.cues] == [(1000, 2000, "はい"), (3000, 4000, "ええ")]
    assert found.remarks == ()
    assert all(c.cue.text in text.split("\n")[row - 1] for (row,), c in zip(found.rows, found.cues, strict=True))
    file = tmp_path / f"talk{one.suffix}"
    file.write_text(text.replace("はい", "はい。"), encoding="utf-8")
    script = read_script(file)
    assert [p.text for turn in script.turns for p in turn.paragraphs] == ["はい。", "ええ"]
    assert [p.times[0].start_ms for turn in script.turns for p in turn.paragraphs] == [1000, 3000]


@every
def test_a_module_offers_what_its_row_says(one: Format) -> None:
    module = importlib.import_module(one.module)
    assert {hasattr(module, name) for name in ("write", "neutral", "holds")} == {one.writes}
    assert all(rule.startswith(f"{one.name.upper()}-") and remark_rule(rule).source for rule in one.remarks)
    assert all(format_of(f"a.b{suffix.upper()}") is one for suffix in one.suffixes)


@every
def test_only_what_can_be_written_is_written(one: Format) -> None:
    for suffix in one.suffixes:
        if one.writes and suffix not in one.elder:
            assert writer_of(f"x{suffix}") is one
        else:
            with pytest.raises(InputError, match=r"only read here — name a file in \.srt, \.vtt, \.webvtt"):
                writer_of(f"x{suffix}")


def test_a_name_that_is_no_subtitle_file_is_refused() -> None:
    assert format_of("-") is DEFAULT is writer_of("-")
    for door in (format_of, writer_of):
        with pytest.raises(InputError, match=r"name a file in \.srt, \.vtt"):
            door("talk.odt")
    assert len(set(SUFFIXES)) == len(SUFFIXES)


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        (EXAMPLES["vtt"], "x.srt", "vtt"),
        (EXAMPLES["ass"], "x.srt", "ass"),
        (EXAMPLES["ttml"], "x.xml", "ttml"),
        (TWO, "x.vtt", "vtt"),  # by its name: WebVTT whose header is missing
        (TWO, "x.txt", "srt"),
        ("はい", "x.lrc", "lrc"),
        ("はい", "-", "srt"),
        ("00:01,000 --> 00:02,500\nはい", "-", "srt"),
    ],
)
def test_the_first_line_wins_over_the_name(text: str, name: str, expected: str) -> None:
    assert format_in(text, name).name == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\ufeff\n",
        "佐藤：はい。",
        "1\n2\n",
        "10:30 開会\n11:00 閉会",
        "[00:05] 佐藤：はい。",
        "[Laughter] はい。",
        "[拍手]\n",
        "<p>はい</p>",
        "WEBVTTER",
        "1984\nオーウェル",
        "00:00:05 --> 次へ",
        "0:10,0:20 の間",
    ],
)
def test_a_transcript_is_no_subtitle_file(text: str) -> None:
    assert sniff(text) is None


def test_what_a_format_cannot_say_is_counted() -> None:
    cue = Cue("佐藤", ("潮田です",), None, (Markup(0, 2, "ruby", "しおだ"), Markup(2, 4, "italic")))
    timeline = Timeline((TimedCue(0, 1000, cue),) * 2, 1000)
    assert format_of("x.srt").missing(timeline) == {"ruby": 2, "speaker": 2}
    assert format_of("x.vtt").missing(timeline) == {}
    assert format_of("x.srt").missing(timeline, Options(readings=True)) == {"speaker": 2}


def test_a_reading_stands_in_brackets_where_that_is_wished_and_there_is_no_ruby() -> None:
    marks = (Markup(0, 5, "italic"), Markup(0, 2, "ruby", "しおだ"), Markup(2, 4, "bold"), Markup(4, 5, "ruby", "うみ"))
    timeline = Timeline((TimedCue(0, 1000, Cue(None, ("潮田さん海", "だ"), None, marks)),), 1000)
    spelled = format_of("x.srt").write(timeline, Options(readings=True))
    assert "<i>潮田（しおだ）<b>さん</b>海（うみ）</i>\nだ\n" in spelled
    assert "<i>潮田<b>さん</b>海</i>\nだ\n" in format_of("x.srt").write(timeline)
    assert "<ruby>潮田<rt>しおだ</rt></ruby>" in format_of("x.vtt").write(timeline, Options(readings=True))


PLACES = {
    "top": ["{\\an8}", "{\\an7}", "region=top", "line:0", "align:start line:10%,start size:50%", "＠横上"],
    "right": ["vertical:rl line:0", "line:5% vertical:rl", "region=right", "＠縦右", "＠縦右 ＠行頭"],
    "left": ["vertical:rl", "vertical:rl line:-1", "region=left", "＠縦左", "＠縦左 ＠行頭"],
    "": [
        "{\\an2}",
        "{\\pos(9,9)}",
        "region=bottom",
        "line:-1",
        "line:90%",
        "vertical:lr line:0",
        "line:00",
        "＠横下",
        "",
    ],
}


@pytest.mark.parametrize(("place", "value"), [(place, value) for place in PLACES for value in PLACES[place]])
def test_places_that_formats_share(place: str, value: str) -> None:
    cue = Cue(None, ("はい",), None, (Markup(0, 0, "placement", value),))
    timeline = Timeline((TimedCue(0, 900, cue),), 900)
    assert place_of(cue.markup[0]) == place
    for name in {"top": ("srt", "vtt", "ass", "ttml", "cap"), "": ()}.get(place, ("vtt", "ttml", "cap")):
        one = format_of(f"x.{name}")
        assert one.missing(timeline) == {}
        (found,) = one.read(one.write(timeline)).cues
        assert place_of(found.cue.markup[0]) == place


@pytest.mark.parametrize(
    ("name", "utf8", "marked", "rule"),
    [
        ("srt", True, False, None),
        ("srt", True, True, "SRT-ENC"),
        ("srt", False, False, "SRT-ENC"),
        ("vtt", True, True, None),
        ("vtt", False, False, "VTT-ENC"),
        ("ass", True, True, None),
        ("ass", False, False, None),
    ],
)
def test_an_encoding_is_remarked_on_where_the_format_asks_for_one(
    name: str, utf8: bool, marked: bool, rule: str | None
) -> None:
    remark = format_of(f"x.{name}").remark_of_encoding("CP932", utf8=utf8, marked=marked)
    assert (remark.rule if remark else None) == rule


# ---------------------------------------------------------------- any text at all

HEADS = {
    "srt": "1\n00:00:01,000 --> 00:00:02,000\n",
    "vtt": "WEBVTT\n\n00:01.000 --> 00:02.000\n",
    "ass": "[Script Info]\n[Events]\nDialogue: 0,0:00:01.00,0:00:02.00,D,,0,0,0,,",
    "ttml": '<tt><body><p begin="1s" end="2s">',
    "cap": "Lambda字幕V4\tDF0+1\n1\t00000100/00000200\t",
    "sbv": "0:00:01.000,0:00:02.000\n",
    "lrc": "[ti:x]\n[00:01.00]",
}
PIECES = [
    "0", "1\n", "<", "<i", "<i>a", "<i>a</i>", "<v ", "<v a>b", "<ruby>a<rt>b</rt></ruby>", "<rt>", "<rp>", "<c.a",
    "<font x>a", "{", "{\\", "{\\an8}", "{\\i1}a", "&", "&#", "&#9", "-", "-->", "1:2 -> ", " ", "\n", "[", "[00:01",
    "[00:01.00]", "[00:01.00]a\n", ",", "\\N", "\\", "\u3000", "\u0301", "<i> ", "a\n", "<span>", "<br/>a",
    '<span begin="0s" end="1s">a</span>', "X1:1 ", "align:start ",
    "\t", "＠", "＠組［", "＠ルビ上［海｜うみ］＠", "1\t",
    "1\t00000100/00000200\ta\n", "00:00:01,000 --> 00:00:02,000\n",
]  # fmt: skip


@every
@pytest.mark.parametrize("piece", PIECES)
def test_any_run_of_signs_is_read_in_linear_time(one: Format, piece: str) -> None:
    """A reader that is quadratic in any of these would not come back for minutes."""
    for text in (HEADS[one.name] + piece * 20_000, piece * 20_000):
        try:
            found = one.read(text)
        except InputError:
            continue
        for writer in (other for other in FORMATS if other.writes):
            try:
                writer.write(Timeline(found.cues, 0))
            except JimakuError:
                continue


pieces = st.sampled_from([*NASTY, *PIECES, *HEADS.values(), "\nNOTE x\n", "\n\n", "Dialogue: 0,a,b,", "</p>", "</tt>"])
anything = st.lists(st.one_of(pieces, st.text(max_size=5)), max_size=25).map("".join)


@every
@given(text=anything)
@settings(deadline=None)
def test_reading_anything_raises_nothing_but_input_error(one: Format, text: str) -> None:
    for whole in (text, HEADS[one.name] + text):
        try:
            found = one.read(whole)
        except InputError:
            continue
        assert len(found.cues) == len(found.lines) == len(found.rows) > 0
        for timed, rows in zip(found.cues, found.rows, strict=True):
            assert len(timed.cue.lines) == len(rows)
            assert all(line == line.strip() != "" for line in timed.cue.lines)
            assert all(0 <= m.start <= m.end <= len(timed.cue.text) for m in timed.cue.markup)
        assert all(remark_rule(remark.rule) for remark in found.remarks)
        assert all(1 <= line <= whole.count("\n") + whole.count("\r") + 1 for line, _ in found.excluded)


SIGNS = [
    *HEADS.values(), "はい", "- 海", "<i>", "</i>", "<v 佐藤>", "<ruby>", "<rt>", "</rt>", "</ruby>", "\n", "\n\n",
    "NOTE x", "7\n", "{\\an8}", "{x}", "\\N", "a < b", "[br]", "[00:02.00]", "Comment: x",
    "00:05.000 --> 00:04.000", "<00:00:01.500>", "<c.x>",
    "＠ルビ上［海｜うみ］＠", "＠組［", "12", "］＠", "＠横上", "\t",
]  # fmt: skip
SAFE = st.lists(st.sampled_from(SIGNS), max_size=20).map("".join)


@pytest.mark.parametrize("one", [one for one in FORMATS if one.name not in ("ttml", "lrc")], ids=lambda one: one.name)
@given(text=SAFE)
@example(text="<ruby>海<rt>うみ</ruby>の<rp>（</rp><i>\n声</i></i>")
@example(text="<ruby><rt>うみ\n<v 佐藤></v>")
@settings(deadline=None)
def test_every_character_is_in_a_cue_or_listed(one: Format, text: str) -> None:
    whole = HEADS[one.name] + text
    found = one.read(whole)
    shown = [timed.cue.text for timed in found.cues]
    readings = [m.value for timed in found.cues for m in timed.cue.markup if m.kind == "ruby"]
    listed = [piece for _, piece in found.excluded]
    kept = "".join((*shown, *readings, *listed))
    assert sorted("".join(kept.split())) == sorted("".join(whole.split()))


@given(
    text=st.lists(
        st.sampled_from(["はい", "[00:01.00]", "[00:02.00]", "<00:01.50>", "\n", "[ar:x]", "海"]), max_size=20
    ).map("".join)
)
@settings(deadline=None)
def test_every_character_of_lyrics_is_in_a_cue_or_listed(text: str) -> None:
    """A line with two stamps is two cues, and counts once."""
    found = FORMATS[-1].read(f"[00:09.00]終\n{text}")
    once = {rows: timed.cue.text for timed, rows in zip(found.cues, found.rows, strict=True)}
    kept = "".join((*once.values(), *(piece for _, piece in found.excluded)))
    assert sorted(kept) == sorted("".join(f"[00:09.00]終\n{text}".split()))


@given(
    text=st.lists(
        st.sampled_from(["はい", "<br/>", "<span>", "</span>", "&lt;", "\n", "<!-- x -->", "<p>", "</p>"]), max_size=12
    ).map("".join)
)
@settings(deadline=None)
def test_every_character_of_ttml_s_text_is_in_a_cue_or_listed(text: str) -> None:
    whole = f'<tt><body><p begin="1s" end="2s">終</p>{text}<p begin="1s" end="2s">{text}</p></body></tt>'
    try:
        found = format_of("x.ttml").read(whole)
    except InputError:
        return
    kept = "".join((*(timed.cue.text for timed in found.cues), *(piece for _, piece in found.excluded)))
    text_alone = html.unescape(re.sub("<[^>]*>", "", re.sub("<!--.*?-->", "", whole)))
    assert sorted("".join(kept.split())) == sorted("".join(text_alone.split()))


@every
@given(text=anything)
@settings(deadline=None, max_examples=60)
def test_a_transcript_is_made_of_it_or_it_is_refused(one: Format, text: str) -> None:
    try:
        sheet = sheet_of_subtitles(HEADS[one.name] + text, f"x{one.suffix}")
    except InputError:
        return
    for k, mark in sheet.marks.items():
        assert all(0 <= t.at <= len(sheet.lines[k]) for t in mark.times)
        assert all(0 <= r.start < r.end <= len(sheet.lines[k]) for r in mark.readings)
