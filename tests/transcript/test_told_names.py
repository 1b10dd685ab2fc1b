"""Names that stand elsewhere than before what is said: in lists of people, credits, titles and legends."""

from __future__ import annotations

import re

import pytest

from toolkit.transcript import parse_script

Turns = list[tuple[str, str]]

TALK = "{a}：桶はいくつ作りましたか。\n{b}：数えたことはありません。\n{a}：道具は何本ですか。\n{b}：三十本です。\n"
SAID = ["桶はいくつ作りましたか。", "数えたことはありません。", "道具は何本ですか。", "三十本です。"]


def _turns(text: str) -> Turns:
    turns = [t for t in parse_script(text).turns if t.speaker]
    return [(t.speaker or "", re.sub(r"\s", "", "".join(p.text for p in t.paragraphs))) for t in turns]


# What the document is; its text; who speaks in turn.
TOLD: list[tuple[str, str, list[str]]] = [
    ("each is introduced above, a line a person", "桶の回\n\n■登場人物\n佐伯：この番組の進行。木が苦手\n湊：桶職人。三代目\n\n■本編\n" + TALK.format(a="佐伯", b="湊"), ["佐伯", "湊"]),  # noqa: E501
    ("each is introduced by a post, with no heading", "桶の回\n\n佐伯　町の広報担当\n湊　桶職人、三代目の親方代表\n\n" + TALK.replace("：", "　").format(a="佐伯", b="湊"), ["佐伯", "湊"]),  # noqa: E501
    ("a letter for a role with a name in brackets", "【凡例】\nI:　調査者（佐伯）\nR:　職人、七十八歳\n\n" + TALK.format(a="I", b="R"), ["佐伯", "R"]),  # noqa: E501
    ("a post in the label, its holder in the title", "佐伯大臣と湊さんの対話\n\n" + TALK.format(a="湊", b="大　臣"), ["湊", "佐伯"]),  # noqa: E501
    ("a word for a person above who that is", "出席\n湊　ゆう（桶職人）\n司会\n総務部　佐伯\n\n" + TALK.format(a="司会", b="湊"), ["佐伯", "湊"]),  # noqa: E501
    ("who asks, in the brackets of the credits", "桶職人・湊 ゆうさんに質問\n\nQ　桶はいくつ作りましたか。\nA　数えたことはありません。\n\nQ　道具は何本ですか。\nA　三十本です。\n\n（聞き手・佐伯　広報誌　六月号）", ["佐伯", "湊 ゆう"]),  # noqa: E501
]  # fmt: skip


@pytest.mark.parametrize(("text", "who"), [row[1:] for row in TOLD], ids=[row[0] for row in TOLD])
def test_names_told_elsewhere(text: str, who: list[str]) -> None:
    assert _turns(text) == list(zip(who * 2, SAID, strict=True))


def test_a_statement_bears_the_name_that_the_head_tells() -> None:
    text = (
        "佐伯町長会見要旨\n会見者：佐伯町長\n\n冒頭発言\n\n（1）工房\n　本日は一点です。工房を町で借ります。\n\n"
        "質疑応答\n\n"
        "（記者）いつからですか。\n（町長）四月です。\n（記者）なぜですか。\n（町長）残したいからです。\n"
    )
    assert _turns(text)[0] == ("佐伯", "本日は一点です。工房を町で借ります。")
    assert [who for who, _ in _turns(text)[1:]] == ["記者", "佐伯"] * 2
