"""What is read in less than a second, and quotations that begin in the midst of a line."""

from __future__ import annotations

import pytest

from toolkit.japanese.breaks import Gap, default
from toolkit.japanese.width import width
from toolkit.model import Paragraph, Turn
from toolkit.segment import segment
from toolkit.segment.lattice import Rules, build
from toolkit.styles import style_named

SDH = style_named("sdh")


def cues(text: str) -> list[tuple[str, ...]]:
    return [cue.lines for cue in segment([Turn(None, (Paragraph(text, 1),), 1)], SDH).cues]


@pytest.mark.parametrize(
    "text",
    [
        "誰も使わない机を廊下に並べようとしていました。",
        "うちの孫は玄関の鈴の音で誰が来たのか分かるそうです。",
        "はい、そのとおりだと思います。本当ですよ。",
        "それは、海の近くで育ったからでしょう。",
        "でも、どうして灯台の仕事を選んだんですか。",
    ],
)
def test_no_cue_is_gone_in_less_than_a_second(text: str) -> None:
    assert min(sum(map(width, lines)) for lines in cues(text)) >= SDH.cps


def test_a_text_that_is_short_is_a_short_cue() -> None:
    assert cues("はい。") == [("はい",)]


@pytest.mark.parametrize(
    ("text", "at", "opened"),
    [
        ("彼は「雨だ」と言う", [0, 2, 5, 6, 7, 9], [0, 0, 2, 0, 0, 0]),
        ("「雨だ」と言う", [0, 2, 4, 7], [0, 0, 0, 0]),  # at the head no line begins before it
        ("父が『「雨」の歌』を", [0, 2, 5, 6, 7, 10], [0, 0, 2, 2, 2, 0]),
        ("雨」と風", [0, 2, 4], [0, 0, 0]),
    ],
)
def test_a_node_knows_where_its_quotation_began(text: str, at: list[int], opened: list[int]) -> None:
    rules = Rules(SDH, default().tables["h"])
    lattice = build(text, [Gap(k, 0.0, 0.0) for k in at[1:-1]], rules)
    assert (lattice.at, lattice.opened) == (at, opened)


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("監督が「今日は全員で守り切るぞ」と声をかけてくれました。", "「今日"),
        ("台所の姉は「お湯が沸いたら呼んで」と言って、奥の部屋へ行きました。", "「お湯"),
        ("祖母は「朝の海を見てから決めなさい」といつも言っていました。", "「朝の"),
    ],
)
def test_a_quotation_that_is_broken_begins_a_line(text: str, head: str) -> None:
    assert any(line.startswith(head) for lines in cues(text) for line in lines), cues(text)
