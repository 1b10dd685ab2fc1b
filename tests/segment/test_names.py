"""Cues that say who speaks: when, in which words, and that nothing is lost or too wide for it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.corrections.saving import save
from toolkit.japanese.width import width
from toolkit.model import Paragraph, Span, Speaker, Turn
from toolkit.pipeline import Cutting, subtitles
from toolkit.segment import prove, segment
from toolkit.segment.labels import short_names
from toolkit.styles import STYLES, Names, NamesForm
from toolkit.transcript import parse_script, read_script

SDH = STYLES["sdh"]
LONG = "その頃の港はとても静かで、朝になると漁船の音だけが聞こえていました。"


def turn(who: str | None, *texts: str) -> Turn:
    return Turn(who, tuple(Paragraph(text, 1) for text in texts), 1)


def labels(turns: list[Turn], names: Names = "change", **called: str) -> list[str]:
    return [cue.label for cue in segment(turns, SDH.with_names(names), names=called).cues]


WHEN: list[tuple[str, list[Turn], list[str]]] = [
    ("where the speaker changes", [turn("佐藤", "はい。"), turn("鈴木", "ええ。")], ["（佐藤）", "（鈴木）"]),
    ("once a turn", [turn("佐藤", "はい。", "海です。"), turn("鈴木", "ええ。")], ["（佐藤）", "", "（鈴木）"]),
    (
        "not where one goes on",
        [turn("佐藤", "海。"), turn("佐藤", "声。"), turn("森", "ええ。")],
        ["（佐藤）", "", "（森）"],
    ),
    ("never of one alone", [turn("佐藤", "はい。"), turn(None, "海が鳴る。"), turn("佐藤", "ええ。")], ["", "", ""]),
    (
        "again behind the narrator",
        [turn("佐藤", "はい。"), turn("森", "ええ。"), turn(None, "海が鳴る。"), turn("森", "ほら。")],
        ["（佐藤）", "（森）", "", "（森）"],
    ),
]


@pytest.mark.parametrize(("turns", "shown"), [row[1:] for row in WHEN], ids=[row[0] for row in WHEN])
def test_when_a_name_is_shown(turns: list[Turn], shown: list[str]) -> None:
    assert labels(turns) == shown
    assert not any(labels(turns, "never"))


def test_in_each_cue() -> None:
    turns = [turn("佐藤", LONG), turn("鈴木", "ええ。")]
    shown = labels(turns, "always")
    assert len(shown) > 2
    assert shown == ["（佐藤）"] * (len(shown) - 1) + ["（鈴木）"]


def test_a_direction_is_nobodys() -> None:
    laughter = Paragraph("[拍手]", 1, spans=(Span(0, 4, "direction", "拍手"),))
    turns = [Turn("佐藤", (laughter, Paragraph("はい。", 2)), 1), turn("鈴木", "ええ。")]
    assert labels(turns) == ["", "（佐藤）", "（鈴木）"]


PLACES: list[tuple[str, str, str, tuple[str, ...]]] = [
    ("beside the text", "佐藤", "はい、そうですね。", ("（佐藤）はい そうですね",)),
    (
        "above it, where it is wide",
        "リナ・ハルヴォルセン",
        LONG,
        ("（リナ・ハルヴォルセン）", "その頃の港はとても静かで"),
    ),
    ("beside it, where a line holds both", "リナ・ハルヴォルセン", "はい。", ("（リナ・ハルヴォルセン）はい",)),
    (
        "above it, where no phrase is short enough",
        "宇津井",
        "インターナショナルスクールです。",
        ("（宇津井）", "インターナショナルスクールです"),
    ),
    ("nowhere, where no line holds it", "あ" * 15, "はい。", ("はい",)),
]


@pytest.mark.parametrize(("name", "text", "lines"), [row[1:] for row in PLACES], ids=[row[0] for row in PLACES])
def test_where_a_name_stands(name: str, text: str, lines: tuple[str, ...]) -> None:
    cues = segment([turn(name, text), turn("鈴木", "ええ。")], SDH).cues
    assert cues[0].lines == lines
    assert all(width(line) <= SDH.line_width for cue in cues for line in cue.lines)


def test_a_name_that_is_not_shown_is_said() -> None:
    turns = [turn("あ" * 15, "はい。"), turn("鈴木", "ええ。")]
    assert ["あ" * 15 in doubt.message for doubt in segment(turns, SDH).warnings] == [True]
    assert segment(turns, SDH, names={"あ" * 15: "あああ"}).warnings == ()
    assert segment(turns, SDH.with_names("never")).warnings == ()


CALLED = [
    ([Speaker("葉山しずく", ("館長 葉山しずく", "葉山"), "館長"), Speaker("聞き手")], ["葉山", "聞き手"]),
    ([Speaker("佐藤太郎", ("佐藤",)), Speaker("佐藤花子", ("佐藤",))], ["佐藤太郎", "佐藤花子"]),
    ([Speaker("カイ・ヴェルナー", ("ヴェルナー", "W"))], ["ヴェルナー"]),
    ([Speaker("聞き手", ("――", "Q"))], ["聞き手"]),
]


@pytest.mark.parametrize(("cast", "called"), CALLED)
def test_what_people_are_called(cast: list[Speaker], called: list[str]) -> None:
    assert list(short_names(cast).values()) == called


_TURNS = st.lists(
    st.tuples(
        st.sampled_from([None, "佐藤", "森", "リナ・ハルヴォルセン", "W"]),
        st.lists(
            st.text(st.sampled_from("海の声は、静かだ。Aー（）"), min_size=1, max_size=60), min_size=1, max_size=2
        ),
    ),
    min_size=1,
    max_size=4,
)


@settings(max_examples=60, deadline=None)
@given(
    _TURNS,
    st.sampled_from(sorted(STYLES)),
    st.sampled_from(["change", "always"]),
    st.sampled_from(["bracket", "colon", "colour"]),
    st.integers(4, 20),
    st.sampled_from([1, 2, 3]),
)
def test_nothing_is_lost_and_nothing_too_wide(
    made: list[tuple[str | None, list[str]]], style: str, names: Names, form: NamesForm, line_width: int, lines: int
) -> None:
    wished = STYLES[style].with_width(line_width, lines).with_names(names, form)
    turns = [turn(who, *texts) for who, texts in made]
    plain = segment(turns, wished.with_names("never")).cues
    cues = segment(turns, wished).cues
    prove(turns, cues, wished)
    widest = max((width(line) for cue in plain for line in cue.lines), default=0)
    assert all(width(line) <= max(line_width, widest) for cue in cues for line in cue.lines)
    assert all(len(cue.lines) <= wished.max_lines for cue in cues)
    assert all(cue.text.startswith(cue.label) for cue in cues)


@pytest.mark.parametrize("style", ["sdh", "barrier-free", "podcast"])
@pytest.mark.parametrize("suffix", [".srt", ".vtt"])
def test_who_speaks_is_read_back(style: str, suffix: str, tmp_path: Path) -> None:
    text = f"佐藤：{LONG}\n鈴木：それはいつ頃のお話でしょうか。\n佐藤：{LONG}\n鈴木：なるほど、そうでしたか。\n"
    timeline, _ = subtitles(parse_script(text), Cutting(STYLES[style]))
    save(timeline, tmp_path / f"talk{suffix}")
    back = read_script(tmp_path / f"talk{suffix}")
    assert [t.speaker for t in back.turns] == ["佐藤", "鈴木", "佐藤", "鈴木"]
    assert "佐藤" not in "".join(t.text for t in back.turns)
