"""What a style writes its check accepts: on samples, on invented transcripts, and not once a rule is turned off."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from toolkit.check import Finding, findings, fixed
from toolkit.formats import srt
from toolkit.model import Paragraph, Script, SubtitleFile, Turn
from toolkit.pipeline import Cutting, subtitles
from toolkit.segment import rewrap, segment
from toolkit.styles import STYLES, Figure, Names, Style
from toolkit.timing import by_reading_speed
from toolkit.transcript import parse_script, read_script

MEDIA = Path(__file__).parents[2] / "media"
QUALITY = Path(__file__).parents[1] / "quality"
STYLED = st.sampled_from(list(STYLES))
NAMES = st.sampled_from(["never", "change", "always"])


def made(script: Script, style: Style) -> SubtitleFile:
    """The SubRip file of a script, as it is read."""
    return srt.read(srt.write(subtitles(script, Cutting(style), "all")[0]))


def bad(file: SubtitleFile, style: Style) -> list[Finding]:
    return [finding for finding in findings(file, style) if finding.severity != "info"]


@pytest.mark.parametrize("names", ["never", "change", "always"])
@pytest.mark.parametrize("style", STYLES.values(), ids=STYLES)
@pytest.mark.parametrize("name", ["kouen.txt", "mijikai.txt", "kaigi-cp932.txt"])
def test_samples(name: str, style: Style, names: Names) -> None:
    style = style.with_names(names)
    assert bad(made(read_script(MEDIA / name), style), style) == []


CORPORA = [*sorted((QUALITY / "structure").glob("*.txt")), *sorted((QUALITY / "interviews").glob("*.raw.txt"))]


@pytest.mark.parametrize("path", CORPORA[::13], ids=lambda path: path.name)
def test_texts_of_every_layout(path: Path) -> None:
    """Where a text brings its own times, they may leave too little to read it; nothing else."""
    text = re.sub(r"⟦[^|⟦⟧¦\n]*\|([^⟦⟧¦]*)(?:¦[^⟦⟧¦]*)?⟧", r"\1", path.read_text(encoding="utf-8"))
    script = parse_script(text)
    timed = any(paragraph.times for turn in script.turns for paragraph in turn.paragraphs)
    for style in STYLES.values():
        speed = style.cite("cps").rule if timed else ""
        assert [finding for finding in bad(made(script, style), style) if finding.rule != speed] == [], style.name


PIECES = st.sampled_from(
    (
        "毎朝港まで歩いて、 船が三隻、 網を十二枚。 3匹 12,000人と １２３４５円 ３．５倍 BBCの記者が "
        "M.I.T.に 本当ですか? えっと... でも──違う (笑) [拍手] ﾊﾅ ♫歌 『はい、そう。』 "
        "「海へ行こう、すぐに。」 。 、 real\u3000time\u3000OS Apple、OS 5G 2027年4月10日に 4億8,000万円 "
        "（会場がわく） それは・・・ 六千人、 ええ。 そうですね。 10-0で 9:30に CO2を 1 2 A ー っ 々 "
        "！？ 〜 … ―― １ 90%"
    ).split(" ")
)
SAID = st.lists(st.lists(PIECES, min_size=1, max_size=12).map("".join), min_size=1, max_size=2)
SPOKEN = st.lists(
    st.tuples(st.sampled_from([None, "佐藤", "森", "W", "NHK", "高橋、榊"]), SAID), min_size=1, max_size=3
)


def file_of(spoken: list[tuple[str | None, list[str]]], style: Style) -> SubtitleFile:
    turns = [Turn(who, tuple(Paragraph(text, 1) for text in said), 1) for who, said in spoken]
    return srt.read(srt.write(by_reading_speed(segment(turns, style).cues, style)))


# What a break alone answers for, where nothing else is to be had in a line's reach
BREAKS = {"KIN-START", "KIN-INSEP", "KIN-NUM", "KIN-ABS", "KIN-END", "KIN-LATIN"}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(SPOKEN, STYLED, NAMES)
def test_invented_transcripts(spoken: list[tuple[str | None, list[str]]], name: str, names: Names) -> None:
    style = STYLES[name].with_names(names)
    file = file_of(spoken, style)
    assert [finding for finding in bad(file, style) if finding.rule not in BREAKS] == []


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(SPOKEN, STYLED, STYLED)
def test_repairs_leave_nothing_of_the_writing(
    spoken: list[tuple[str | None, list[str]]], name: str, other: str
) -> None:
    """Subtitles of another style, repaired where there is room."""
    style = STYLES[name].with_width(STYLES[other].line_width * 2, None)
    file = file_of(spoken, STYLES[other])
    cues = fixed(file, style, rewrap).cues
    left = findings(SubtitleFile(cues, tuple(range(len(cues)))), style)
    figures: tuple[Figure, ...] = (
        "digits",
        "acronyms",
        "thousands",
        "decimal_point",
        "half_kana",
        "ellipsis",
        "labels",
    )
    assert not {finding.rule for finding in left} & {style.cite(figure).rule for figure in figures}


# style, a figure of its writing, a text that shows what comes of it
OFF: tuple[tuple[str, Figure, str], ...] = (
    ("sdh", "full_stop", "はい。そうです。"),
    ("sdh", "comma", "はい、そうです。"),
    ("sdh", "marks", "本当ですか?そうです。"),
    ("sdh", "brackets", "約(3m)です。"),
    ("sdh", "labels", "本[全三巻]です。"),
    ("sdh", "ellipsis", "えっと...そうです。"),
    ("sdh", "dash", "でも──そうです。"),
    ("sdh", "music", "♫うたいます。"),
    ("netflix", "full_stop", "はい。そうです。"),
    ("netflix", "comma", "はい、そうです。"),
    ("netflix", "marks", "本当ですか?そうです。"),
    ("netflix", "brackets", "約(10m)です。"),
    ("netflix", "ellipsis", "えっと・・・そうです。"),
    ("netflix", "dash", "でも——そうです。"),
    ("netflix", "digits", "犬が3匹います。"),
    ("netflix", "decimal_point", "３．５倍です。"),
    ("netflix", "thousands", "12,000人です。"),
    ("netflix", "acronyms", "BBCの人です。"),
    ("ted", "full_stop", "はい。そうです。"),
    ("ted", "comma", "はい、そうです。"),
    ("ted", "marks", "本当ですか?そうです。"),
    ("ted", "brackets", "約(10m)です。"),
    ("ted", "ellipsis", "えっと...そうです。"),
    ("barrier-free", "marks", "本当ですか?そうです。"),
    ("barrier-free", "brackets", "約(10m)です。"),
    ("barrier-free", "ellipsis", "えっと...そうです。"),
    ("barrier-free", "digits", "犬が１２匹です。"),
    ("barrier-free", "acronyms", "DVDを見ます。"),
    ("barrier-free", "half_kana", "ﾊﾅが咲きます。"),
    ("podcast", "ellipsis", "えっと...そうです。"),
)


@pytest.mark.parametrize(("name", "figure", "text"), OFF)
def test_a_rule_that_is_not_written_is_found(name: str, figure: Figure, text: str) -> None:
    style = STYLES[name]
    without: dict[str, Any] = {figure: "keep"}
    assert findings(file_of([(None, [text])], style), style) == []
    found = findings(file_of([(None, [text])], replace(style, writing=replace(style.writing, **without))), style)
    assert {finding.rule for finding in found} == {style.cite(figure).rule}


def test_every_rule_of_every_style_is_turned_off_once() -> None:
    asked = {
        (name, figure)
        for name, style in STYLES.items()
        for figure in type(style.writing).__dataclass_fields__
        if getattr(style.writing, figure) != "keep"
    }
    assert {(name, figure) for name, figure, _ in OFF} == asked
