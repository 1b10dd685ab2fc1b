"""The layouts people write interviews in: a table of texts and who speaks in them, turn by turn."""

from __future__ import annotations

import pytest

from toolkit.transcript import parse_script

LONG = "その頃の港はとても静かで、朝になると漁船の音だけが聞こえていました。"
ASK = "それはいつ頃のお話でしょうか。"

NARRATION = """\
潮の力で島を照らす
著者：三枝 悠
出典：島しょ経済ジャーナル

小さな島の港に、ひとつの会社がある。
• 出力は200キロワット
• 費用：3億円
発電の仕組み
潮の満ち引きで羽根が回る。海は止まらない、と代表の汐見氏は言う。

対談の全文は以下のとおりです。
"""

LAYOUTS: list[tuple[str, str, list[str]]] = [
    (
        "name alone, in turn",
        f"汐見航\n{LONG}\n聞き手\n{ASK}\n汐見航\n{LONG}\n聞き手\n{ASK}\n",
        ["汐見航", "聞き手"] * 2,
    ),
    (
        "name alone, blank lines around",
        f"汐見航\n\n{LONG}\n\n{LONG}\n\n柚木ナナ\n\n{ASK}\n\n汐見航\n\n{LONG}\n\n柚木ナナ\n\nはい。\n",
        ["汐見航", "柚木ナナ"] * 2,
    ),
    (
        "full-width colon",
        f"佐藤：{LONG}\n鈴木：{ASK}\n佐藤：はい。\n鈴木：なるほど。\n",
        ["佐藤", "鈴木"] * 2,
    ),
    (
        "half-width colon",
        f"Sato: {LONG}\nMiller: {ASK}\nSato: はい。\nMiller: なるほど。\n",
        ["Sato", "Miller"] * 2,
    ),
    ("colon, text below", f"佐藤：\n{LONG}\n\n鈴木：\n{ASK}\n\n佐藤：\n{LONG}\n", ["佐藤", "鈴木", "佐藤"]),
    (
        "bold name",
        f"**佐藤**\n\n{LONG}\n\n**鈴木**\n\n{ASK}\n\n**佐藤**\n\n{LONG}\n",
        ["佐藤", "鈴木", "佐藤"],
    ),
    ("bold name inline", f"**佐藤** {LONG}\n\n**鈴木** {ASK}\n\n**佐藤** {LONG}\n", ["佐藤", "鈴木", "佐藤"]),
    ("bold with colon inside", f"**佐藤：** {LONG}\n\n**鈴木：** {ASK}\n", ["佐藤", "鈴木"]),
    ("bold with colon outside", f"**佐藤**：{LONG}\n\n**鈴木**：{ASK}\n", ["佐藤", "鈴木"]),
    (
        "Markdown heading per speaker",
        f"# 潮の話\n\n### 佐藤\n\n{LONG}\n\n### 鈴木\n\n{ASK}\n\n### 佐藤\n\n{LONG}\n",
        ["佐藤", "鈴木", "佐藤"],
    ),
    (
        "lenticular brackets",
        f"【佐藤】{LONG}\n【鈴木】{ASK}\n【佐藤】{LONG}\n【鈴木】はい。\n",
        ["佐藤", "鈴木"] * 2,
    ),
    (
        "square brackets",
        f"[佐藤] {LONG}\n[鈴木] {ASK}\n[佐藤] {LONG}\n[鈴木] はい。[笑い]\n",
        ["佐藤", "鈴木"] * 2,
    ),
    (
        "wide space",
        f"佐藤　{LONG}\n鈴木　{ASK}\n佐藤　はい。\n鈴木　そうですか。\n佐藤　ええ。\n",
        ["佐藤", "鈴木", "佐藤", "鈴木", "佐藤"],
    ),
    (
        "tab",
        f"汐見\t{LONG}\n柚木\t{ASK}\n汐見\tはい。\n柚木\tそうですか。\n汐見\tええ。\n柚木\tなるほど。\n",
        ["汐見", "柚木"] * 3,
    ),
    (
        "minutes of a meeting",
        f"○議長（佐藤太郎君）　{LONG}\n○鈴木花子君　{ASK}\n○議長（佐藤太郎君）　はい。\n○鈴木花子君　以上です。\n",
        ["佐藤太郎", "鈴木花子"] * 2,
    ),
    (
        "quotations",
        f"汐見「{LONG}」\n柚木「{ASK}」\n汐見「はい」\n柚木「そうですか」\n汐見「ええ」\n柚木「では」\n",
        ["汐見", "柚木"] * 3,
    ),
    (
        "dashed questions, named answers",
        f"――{ASK}\n佐藤：{LONG}\n――なぜですか。\n佐藤：{LONG}\n",
        ["聞き手", "佐藤"] * 2,
    ),
    (
        "dashed questions, unnamed answers",
        f"――{ASK}\n\n{LONG}\n\n{LONG}\n\n――なぜですか。\n\n{LONG}\n",
        ["聞き手", "話し手"] * 2,
    ),
    (
        "dashed questions in bold",
        f"**——{ASK}**\n\n{LONG}\n\n**——なぜですか。**\n\n{LONG}\n",
        ["聞き手", "話し手"] * 2,
    ),
    (
        "dashes, names in the metadata",
        f"聞き手：三枝悠\n話し手：汐見航\n\n――{ASK}\n{LONG}\n――なぜですか。\n{LONG}\n",
        ["三枝悠", "汐見航"] * 2,
    ),
    ("Q and A", f"Q. {ASK}\nA. {LONG}\nQ. なぜですか。\nA. {LONG}\n", ["聞き手", "話し手"] * 2),
    ("numbered Q and A", f"Q1：{ASK}\nA1：{LONG}\nQ2：なぜですか。\nA2：{LONG}\n", ["聞き手", "話し手"] * 2),
    (
        "times after the name",
        f"話者1 00:00:03\n{LONG}\n\n話者2 00:00:10\n{ASK}\n\n話者1 00:00:15\n{LONG}\n",
        ["話者1", "話者2", "話者1"],
    ),
    (
        "times before the name",
        f"[00:00:03] 汐見: {LONG}\n[00:00:10] 柚木: {ASK}\n[00:00:15] 汐見: はい。\n[00:00:20] 柚木: では。\n",
        ["汐見", "柚木"] * 2,
    ),
    (
        "no punctuation at all",
        "話者A\nえっとそれはですね\n話者B\nはい\n話者A\n三年前の夏だったと思います\n話者B\nなるほど\n",
        ["話者A", "話者B"] * 2,
    ),
    (
        "article around it",
        NARRATION + f"汐見航\n{LONG}\n柚木ナナ\n{ASK}\n汐見\n{LONG}\n柚木\n{ASK}\n汐見\n{LONG}\n",
        ["汐見航", "柚木ナナ", "汐見航", "柚木ナナ", "汐見航"],
    ),
    (
        "headings inside",
        f"佐藤：{LONG}\n鈴木：{ASK}\n\n■海と暮らす\n\n佐藤：{LONG}\n\n次の十年\n\n鈴木：{ASK}\n",
        ["佐藤", "鈴木", "佐藤", "鈴木"],
    ),
    (
        "three people, one once",
        f"司会：それでは始めます。\n佐藤：{LONG}\n鈴木：{ASK}\n佐藤：はい。\n鈴木：どうも。\n",
        ["司会", "佐藤", "鈴木", "佐藤", "鈴木"],
    ),
    ("one turn each", f"佐藤：{LONG}\n鈴木：{ASK}\n", ["佐藤", "鈴木"]),
    (
        "Windows line ends and indents",
        f"佐藤：{LONG}\r\n　{LONG}\r\n鈴木：{ASK}\r\n佐藤：はい。\r\n",
        ["佐藤", "鈴木", "佐藤"],
    ),
    (
        "Latin full names",
        f"Jane Miller\n{LONG}\nTom Okada\n{ASK}\nJane Miller\n{LONG}\nOkada\n{ASK}\n",
        ["Jane Miller", "Tom Okada"] * 2,
    ),
    ("at-signs", f"@佐藤\n{LONG}\n\n@鈴木\n{ASK}\n\n@佐藤\n{LONG}\n", ["佐藤", "鈴木", "佐藤"]),
    (
        "an utterance that looks like metadata",
        f"聞き手：第一声が（笑）\n佐藤：{LONG}\n聞き手：三枝さん\n佐藤：はい。\n",
        ["聞き手", "佐藤"] * 2,
    ),
    (
        "metadata, then the same word as a label",
        f"潮の話\n聞き手：三枝悠\n\n聞き手：{ASK}\n佐藤：{LONG}\n聞き手：{ASK}\n",
        ["三枝悠", "佐藤", "三枝悠"],
    ),
    (
        "wide space before a quotation",
        f"佐藤　{LONG}\n鈴木　「もういいか」。\n佐藤　はい。\n鈴木　{ASK}\n",
        ["佐藤", "鈴木"] * 2,
    ),
    (
        "a lecture",
        f"司会\nそれでは汐見さん、お願いします。\n汐見航\n{LONG}\n{LONG}\n司会\nありがとうございました。\n",
        ["司会", "汐見航", "司会"],
    ),
]


@pytest.mark.parametrize(("text", "speakers"), [row[1:] for row in LAYOUTS], ids=[row[0] for row in LAYOUTS])
def test_who_speaks(text: str, speakers: list[str]) -> None:
    script = parse_script(text)
    assert [turn.speaker for turn in script.turns if turn.speaker] == speakers
    assert {s.name for s in script.cast} == set(speakers)
    assert all(turn.paragraphs for turn in script.turns)


NO_SPEAKERS: list[tuple[str, str]] = [
    ("an essay", f"港の朝\n\n{LONG}\n{LONG}\n\n潮の力\n\n{LONG}\n{LONG}\n"),
    ("fields before colons", f"{LONG}\n料金：500円\n日時：10月3日 14:00\n場所：東の港\n{LONG}\n"),
    ("headings with colons", f"潮流発電：島の新しい力\n{LONG}\n費用：どこまで下がるか\n{LONG}\n"),
    (
        "bullets with colons",
        f"{LONG}\n• 期間：3年\n• 費用：3億円\n• 期間：さらに2年\n• 費用：1億円\n{LONG}\n",
    ),
    ("quoted speech in prose", f"{LONG}\n汐見氏は「{LONG}」と話す。\n「そうですね」と柚木氏。\n{LONG}\n"),
    ("a list of topics", "潮流\n波力\n風力\n太陽光\n" + LONG),
    ("numbered headings", f"第一章　港\n{LONG}\n第二章　海\n{LONG}\n第三章　島\n{LONG}\n"),
    ("repeated small headings", f"ポイント\n{LONG}\nまとめ\n{LONG}\nポイント\n{LONG}\nまとめ\n{LONG}\n"),
    ("a link and a time", f"https://example.com/a:b\n10:30 開場\n{LONG}\n"),
    ("one sentence", LONG),
]


@pytest.mark.parametrize("text", [row[1] for row in NO_SPEAKERS], ids=[row[0] for row in NO_SPEAKERS])
def test_nobody_speaks(text: str) -> None:
    script = parse_script(text)
    assert script.cast == ()
    assert {section.kind for section in script.sections} == {"article"}


def _dialogue(*extra: tuple[int, str]) -> str:
    """Eight turns of two people, with lines slipped in before the turn of that number."""
    turns = [f"汐見航\n{LONG}" if k % 2 == 0 else f"柚木ナナ\n{ASK}" for k in range(8)]
    for at, line in sorted(extra, reverse=True):
        turns.insert(at, line)
    return "\n".join(turns)


@pytest.mark.parametrize(
    "heading",
    [
        "潮流発電の未来",
        "オープン・イノベーション",
        "島の暮らし",
        "海底ケーブル",
        "資金調達",
    ],
)
def test_a_heading_seen_once_is_no_speaker(heading: str) -> None:
    script = parse_script(_dialogue((4, f"\n{heading}\n")))
    assert {s.name for s in script.cast} == {"汐見航", "柚木ナナ"}
    assert heading in [section.heading for section in script.sections]


def test_a_name_seen_once_is_a_doubt() -> None:
    script = parse_script(_dialogue((4, "カイ・ヴェルナー\n私からもひとつ申し上げます。")))
    assert {"汐見航", "柚木ナナ"} < {s.name for s in script.cast}
    assert [d.line for d in script.doubts if "カイ・ヴェルナー" in d.message] == [9]


def test_a_name_seen_once_that_the_text_calls_a_person_speaks() -> None:
    script = parse_script(
        _dialogue(
            (4, "カイ・ヴェルナー\n私からもひとつ申し上げます。"),
            (8, "柚木ナナ\nカイ・ヴェルナーさん、どうも。"),
        )
    )
    assert "カイ・ヴェルナー" in {s.name for s in script.cast}
    assert any("カイ・ヴェルナー" in d.message for d in script.doubts)


ALIASES: list[tuple[list[str], str, set[str], str]] = [
    (["カイ・ヴェルナー", "ヴェルナー"], "カイ・ヴェルナー", {"ヴェルナー"}, ""),
    (["佐藤太郎", "佐藤"], "佐藤太郎", {"佐藤"}, ""),
    (["佐藤太郎", "佐藤さん", "佐藤氏"], "佐藤太郎", {"佐藤さん", "佐藤氏"}, ""),
    (["佐藤 太郎", "佐藤"], "佐藤 太郎", {"佐藤"}, ""),
    (
        ["汐見電力 代表取締役 佐藤太郎", "佐藤"],
        "佐藤太郎",
        {"汐見電力 代表取締役 佐藤太郎", "佐藤"},
        "汐見電力 代表取締役",
    ),
    (
        ["佐藤太郎（港湾大学教授）", "佐藤教授"],
        "佐藤太郎",
        {"佐藤太郎（港湾大学教授）", "佐藤教授"},
        "港湾大学教授",
    ),
    (["司会・佐藤", "佐藤"], "佐藤", {"司会・佐藤"}, "司会"),
    (["ＫＡＩ", "KAI", "Kai"], "ＫＡＩ", {"KAI", "Kai"}, ""),
    (["髙﨑", "高崎"], "髙﨑", {"高崎"}, ""),
    (["佐藤社長", "佐藤"], "佐藤", {"佐藤社長"}, "社長"),
]


@pytest.mark.parametrize(
    ("forms", "name", "aliases", "role"), ALIASES, ids=[row[1] + str(len(row[0])) for row in ALIASES]
)
def test_forms_of_one_name(forms: list[str], name: str, aliases: set[str], role: str) -> None:
    written = [forms[min(k, len(forms) - 1)] for k in range(4)]
    text = "\n".join(f"{form}\n{LONG}\n柚木ナナ\n{ASK}" for form in written)
    person = parse_script(text).cast[0]
    assert (person.name, set(person.aliases), person.role) == (name, aliases, role)


def test_two_people_of_one_family_stay_two() -> None:
    text = "\n".join(f"佐藤太郎：{LONG}\n佐藤花子：{ASK}\n佐藤：はい。" for _ in range(3))
    script = parse_script(text)
    assert {s.name for s in script.cast} == {"佐藤太郎", "佐藤花子", "佐藤"}
    assert any("佐藤" in d.message and "may be one person" in d.message for d in script.doubts)


def test_names_that_may_be_one_person_are_a_doubt() -> None:
    text = "\n".join(f"カイ・ヴェルナー：{LONG}\n柚木：{ASK}\nカイ・ヴェルター：はい。\n柚木：{ASK}" for _ in range(3))
    assert any("may be one person" in d.message for d in parse_script(text).doubts)


ODD = ["../../etc/x", "{0.__class__}", "x<script>", "A&B", "x/y", "-rf"]


@pytest.mark.parametrize("name", ODD)
def test_odd_names_are_only_names(name: str) -> None:
    script = parse_script(f"{name}：{LONG}\n佐藤：{ASK}\n" * 3)
    assert {s.name for s in script.cast} == {name, "佐藤"}
