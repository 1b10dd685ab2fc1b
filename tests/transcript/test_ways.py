"""Labels written in ways that no form lists, and what is told where even these do not help."""

from __future__ import annotations

import pytest

from toolkit.model import Script
from toolkit.transcript import parse_script
from toolkit.transcript.critic import criticised
from toolkit.transcript.labels import Label
from toolkit.transcript.result import result_of
from toolkit.transcript.ways import ways_of

TURNS = [
    ("榎", "桶はいくつ作りましたか。"),
    ("湊", "数えたことはありません。"),
    ("榎", "道具は何本ですか。"),
    ("湊", "かんなだけで三十本です。"),
    ("榎", "弟子はいますか。"),
    ("湊", "……孫がときどき来ます。"),
]


def _written(form: str) -> str:
    return "\n".join(form.format(who=who, text=text, n=n) for n, (who, text) in enumerate(TURNS, start=1))


def _turns(script: Script) -> list[tuple[str | None, str]]:
    return [(turn.speaker, "".join(p.text for p in turn.paragraphs)) for turn in script.turns if turn.speaker]


WAYS = [
    "{who}〜 {text}",
    "{who}; {text}",
    "!{who} {text}",
    "┃{who}┃{text}",
    "※{who}※{text}",
    "\\{who}\\ {text}",
    "#{n} {who} {text}",
    "{text} <{who}>",
    "{text} [{who}]",
    "{text}／{who}",
    "{text}　～{who}",
]


@pytest.mark.parametrize("form", WAYS)
def test_words_that_take_turns_between_any_signs_name_speakers(form: str) -> None:
    assert _turns(parse_script("桶づくりの話\n\n" + _written(form))) == TURNS


@pytest.mark.parametrize(
    "text",
    [
        "桶の作り方\n\n水〜 200mlを温める。\n塩〜 小さじ1を溶かす。\n砂糖〜 大さじ2を入れる。\n酢〜 数滴を垂らす。",
        "名簿\n\n榎; 8:44\n湊; 11:19\n榎; 14:34\n湊; 17:14\n榎; 18:00\n湊; 19:30",
    ],
    ids=["what is needed", "a timetable"],
)
def test_what_is_not_said_names_nobody(text: str) -> None:
    assert [speaker.name for speaker in parse_script(text).cast] == []


def test_the_sign_of_a_label_may_be_doubled() -> None:
    assert _turns(parse_script(_written("{who}→→{text}"))) == TURNS


def test_a_way_needs_words_that_recur_and_take_turns() -> None:
    lines = ["榎〜 はい。", "榎〜 ええ。", "榎〜 そう。", "榎〜 うん。"]
    assert ways_of(lines, range(4)) == []


TOLD = [
    ("what somebody does", "駅長　最終は出ましたよ。\n旅人　知っています。\n　　　少女、入ってくる。\n少女　切符をください。\n駅長　どちらまで。\n少女　海まで。"),  # noqa: E501
    ("a sign and a time behind a name", _written("{who} » 12:0{n}\n{text}")),
    ("no sign between name and words", "桶の話\n\n" + _written("{who}{text}").replace("榎", "佐藤").replace("湊", "鈴木")),  # noqa: E501
    ("a talk without names", "桶の話\n\nはい、聞こえますか。\nええ、聞こえますよ。\nでは始めますね。\nそうですね、どうぞ。"),  # noqa: E501
    ("a second voice that nothing names", "榎：はじめます。\n\n桶はいくつですか。\n\n三つです。\n\n道具は何本ですか。\n\n五本です。"),  # noqa: E501
    ("few lines between the same signs", "榎・・・次は、箍の話です。\n湊・・・緩んだ桶、駅の事務室にあるそうです\n辻・・・先週の話。\n湊・・・同じ桶です"),  # noqa: E501
    ("few lines that begin alike in turn", "大木曰く、五歩で王手です\n松本曰く、逃げる場所がない\n大木曰く、ここに桂馬がある\n松本曰く、先ほど取った"),  # noqa: E501
    ("a letter and its answer", "人生の相談\n\n【相談】\n\n猫が夫になつきます。餌をやるのは私です。\n\n【回答】\n\n餌をやる人は、猫にとって空気です。"),  # noqa: E501
    ("a voice alone that looks for words", "新規録音 3\n\n今日は桶屋に来ています。ええと、棚の高さが二尺。かがまないと入れません。\n主人によると、箍は竹だそうです。"),  # noqa: E501
]  # fmt: skip


def test_short_lines_that_come_again_are_told() -> None:
    text = ";工房\n:桶の話をします。\n;町\n:道の話をします。\n;工房\n:木はさわらです。\n;町\n:土です。"
    assert parse_script(text).doubts


@pytest.mark.parametrize("text", [row[1] for row in TOLD], ids=[row[0] for row in TOLD])
def test_where_nobody_is_found_that_is_told(text: str) -> None:
    assert parse_script(text).doubts


@pytest.mark.parametrize(
    "text",
    [
        "桶の手入れ\n\n桶は乾かしすぎると箍がゆるむ。\n\n使わない日は水を張っておく。\n\n夏は日陰に置く。",
        "桶の手入れ\n\n桶は乾かしすぎないでください。\n\n使わない日は水を張ります。\n\n夏は日陰に置きます。",
        "桶の手入れ\n\n主人は「ええと、竹です」と言った。\n\n【相談】の窓口は駅前にある。\n\n夏は日陰に置く。",
    ],
)
def test_an_article_is_no_doubt(text: str) -> None:
    assert parse_script(text).doubts == ()


SAID = {
    "a sign before much of it": (["♪はい。", "ええ。", "♪どうぞ。", "♪では。"], "begin with 「♪」"),
    "a name between signs at its end": (["はい。<榎>", "ええ。<榎>", "どうぞ。<榎>"], "stands between signs"),
    "a tag": (["はい。<br>", "ええ。", "どうぞ。"], "<br>"),
    "emphasis": (["**はい**。", "ええ。", "どうぞ。"], "**"),
    "times": (["はい。(0:01)", "ええ。(0:02)", "どうぞ。(0:03)"], "(0:01)"),
    "the name of another speaker": (["はい。", "湊水門 どうぞ。", "ええ、そうです。"], "「湊水門」 stands at the head"),
    "the same beginning": (["東京ええ。", "東京はい。", "東京では。"], "begins with 「東京」"),
    "questions and answers of one": (["何歳ですか。", "九つです。", "どこですか。", "町です。"], "one person"),
}


@pytest.mark.parametrize(("texts", "told"), SAID.values(), ids=SAID.keys())
def test_what_is_left_in_speech_is_told(texts: list[str], told: str) -> None:
    lines = [f"榎：{text}" for text in texts]
    labels = {k: Label("colon", "：", "榎", 2) for k in range(len(lines))}
    result = result_of(lines, dict.fromkeys(labels, "named"), labels, {"榎": "榎"}, ["榎", "湊水門"])
    assert any(told in one.message for one in criticised(result)), criticised(result)


def test_people_spoken_of_are_no_doubt() -> None:
    text = "榎：湊さん、桶はいくつですか。\n湊：湊です。三つです。\n榎：湊は町の名ですか。\n湊：榎こそ、木の名です。"
    assert parse_script(text).doubts == ()


@pytest.mark.parametrize("names", [("佐藤曰く", "鈴木曰く"), ("by 榎", "by 湊")])
def test_what_all_names_share_is_told(names: tuple[str, str]) -> None:
    lines = [f"{names[n % 2]}：はい。" for n in range(4)]
    labels = {k: Label("colon", "：", names[k % 2], len(names[0]) + 1) for k in range(4)}
    speakers = {label.key: label.name for label in labels.values()}
    result = result_of(lines, dict.fromkeys(labels, "named"), labels, speakers, names)
    assert any("every name has" in one.message for one in criticised(result))


@pytest.mark.parametrize(("names", "told"), [(("榎（桶屋", "湊"), "榎（桶屋"), (("榎", "さん"), "「さん」")])
def test_a_part_of_a_name_is_told(names: tuple[str, str], told: str) -> None:
    lines = [f"{names[n % 2]}：はい。" for n in range(4)]
    labels = {k: Label("colon", "：", names[k % 2], len(names[k % 2]) + 1) for k in range(4)}
    result = result_of(lines, dict.fromkeys(labels, "named"), labels, {x.key: x.name for x in labels.values()}, names)
    assert any(told in one.message and "missing" in one.message for one in criticised(result))


def test_a_letter_that_nobody_explains_is_told_among_letters_that_are() -> None:
    lines = ["R：はい。", "M：ええ。", "R：どうぞ。"]
    labels = {k: Label("colon", "：", line[0], 2) for k, line in enumerate(lines)}
    result = result_of(lines, dict.fromkeys(labels, "named"), labels, {"r": "榎", "m": "M"}, ["榎", "R", "M"])
    assert any("「M」" in one.message for one in criticised(result))
