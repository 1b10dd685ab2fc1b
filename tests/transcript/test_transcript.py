"""What the reader makes of directions, readings, markup, headings, metadata; and the proof that it loses nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.errors import ConservationError, InputError
from toolkit.model import Paragraph, Script
from toolkit.transcript import parse_script, prove
from toolkit.transcript.directions import direction_spans, only_directions
from toolkit.transcript.lines import meta_of
from toolkit.transcript.markup import shown
from toolkit.transcript.names import Name, parse_name, shape
from toolkit.transcript.relation import relation

LONG = "その頃の港はとても静かで、朝になると漁船の音だけが聞こえていました。"
ASK = "それはいつ頃のお話でしょうか。"

DIRECTIONS: list[tuple[str, list[str]]] = [
    ("[音楽] ようこそ。[拍手] どうも。", ["音楽", "拍手"]),
    ("そうですね（笑）。", ["笑"]),
    ("そうですね(笑)", ["笑"]),
    ("いや（苦笑）、それは（会場爆笑）ですね", ["苦笑", "会場爆笑"]),
    ("（資料を見ながら）ここです。", ["資料を見ながら"]),
    ("（少し考えて）はい。", ["少し考えて"]),
    ("（首を横に振る）いえ。", ["首を横に振る"]),
    ("はい。（一同うなずく）", ["一同うなずく"]),
    ("〔録音中断〕〔笑い声〕", ["録音中断", "笑い声"]),
    ("［会場から拍手が起こる］", ["会場から拍手が起こる"]),
    ("（聞き取り不能）なんです。", ["聞き取り不能"]),
    ("[applause] [laughs] OK.", ["applause", "laughs"]),
    ("（間）そうです。", ["間"]),
    # text
    ("高さ1000フィート(約300メートル)の津波", []),
    ("Yコンビネーター(YC)は", []),
    ("強化学習(RL)ループ", []),
    ("私(も)行きます。", []),
    ("全文(AI翻訳)", []),
    ("二〇二四年（令和六年）に", []),
    ("(間もなく)始まります", []),
    ("芸術(音楽)の授業", []),
    ("彼は（笑顔で）答えた", []),
    ("脚注[1]と[注2]と［※3］", []),
    ("〔会社を〕辞めた", []),
    ("配列a[i]とb[0]", []),
    ("（泣く子も黙る）", []),
    ("株式会社（以下、当社）", []),
    ("『波の音（上）』を読む", []),
]


@pytest.mark.parametrize(("text", "values"), DIRECTIONS)
def test_directions(text: str, values: list[str]) -> None:
    spans = list(direction_spans(text))
    assert [span.value for span in spans] == values
    assert all(text[span.start + 1 : span.end - 1].strip() == span.value for span in spans)


@pytest.mark.parametrize(
    ("line", "alone"),
    [("[音楽]", True), ("（拍手）。", True), ("(笑) はい", False), ("(YC)", False), ("", False)],
)
def test_a_line_of_directions_alone(line: str, alone: bool) -> None:
    assert only_directions(line) is alone


RUBY: list[tuple[str, str, list[tuple[str, str]]]] = [
    ("潮田《うしおだ》さん", "潮田さん", [("潮田", "うしおだ")]),
    ("海の｜発電機《はつでんき》は", "海の発電機は", [("発電機", "はつでんき")]),
    ("｜Ocean《オーシャン》の", "Oceanの", [("Ocean", "オーシャン")]),
    ("汐見(しおみ)さん", "汐見さん", [("汐見", "しおみ")]),
    ("本日潮田（うしおだ）さんに", "本日潮田さんに", [("潮田", "うしおだ")]),
    ("社長潮田湊（うしおだみなと）が", "社長潮田湊が", [("潮田湊", "うしおだみなと")]),
    ("湖(みずうみ)の", "湖の", [("湖", "みずうみ")]),
    ("木曽川(きそがわ)", "木曽川", [("木曽川", "きそがわ")]),
    ("<ruby>漢字<rt>かんじ</rt></ruby>の", "漢字の", [("漢字", "かんじ")]),
    ("<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp>字<rt>じ</rt></ruby>", "漢字", [("漢", "かん"), ("字", "じ")]),
    # text
    ("私(も)行く", "私(も)行く", []),
    ("記者(はい)それで", "記者(はい)それで", []),
    ("参加者(ほか)", "参加者(ほか)", []),
    ("首相(チャーチル)", "首相(チャーチル)", []),
    ("《青い海》を読む", "《青い海》を読む", []),
    ("発電所建設工事(など)", "発電所建設工事(など)", []),
    ("海(うみ", "海(うみ", []),
]


@pytest.mark.parametrize(("line", "text", "pairs"), RUBY)
def test_ruby(line: str, text: str, pairs: list[tuple[str, str]]) -> None:
    result = shown(line)
    assert result.text == text
    assert [(text[s.start : s.end], s.value) for s in result.spans if s.kind == "ruby"] == pairs


MARKUP: list[tuple[str, str]] = [
    ("これは**とても**大事", "これはとても大事"),
    ("これは__強調__です", "これは強調です"),
    ("`pip`を使う", "pipを使う"),
    ("[会社](https://example.com/a_b)の話", "会社の話"),
    ("![図](/a.png)の話", "図の話"),
    ("一行<br>二行", "一行二行"),
    (r"\*印", "*印"),
    ("3 * 4 ** 2", "3 * 4 ** 2"),
    ("__init__とsnake_case_name", "__init__とsnake_case_name"),
    ("★___★", "★___★"),
    ("a < b > c <v 佐藤> {\\b1}", "a < b > c <v 佐藤> {\\b1}"),
    ("<script>alert(1)</script>", "<script>alert(1)</script>"),
]


@pytest.mark.parametrize(("line", "text"), MARKUP)
def test_markup(line: str, text: str) -> None:
    assert shown(line).text == text


def test_spans_refer_to_the_final_text() -> None:
    result = shown("　**潮田**《しおだ》は（笑）`GridOS`と言う", protected=("GridOS",))
    assert result.text == "潮田《しおだ》は（笑）GridOSと言う"
    assert [(result.text[s.start : s.end], s.kind) for s in result.spans] == [
        ("（笑）", "direction"),
        ("GridOS", "protected"),
    ]


NAMES: list[tuple[str, str, str, str]] = [
    ("OG CEO兼社長 ミナ・ロウ", "ミナ・ロウ", "OG CEO兼社長", ""),
    ("佐藤さん", "佐藤", "", "さん"),
    ("佐藤太郎教授", "佐藤太郎", "教授", ""),
    ("佐藤太郎（港湾大学教授）", "佐藤太郎", "港湾大学教授", ""),
    ("佐藤太郎（さとう・たろう）", "佐藤太郎", "", ""),
    ("議長（佐藤太郎君）", "佐藤太郎", "議長", "君"),
    ("港湾大学教授 佐藤 太郎", "佐藤 太郎", "港湾大学教授", ""),
    ("佐藤 太郎", "佐藤 太郎", "", ""),
    ("司会／佐藤", "佐藤", "司会", ""),
    ("CEO Jane Miller", "Jane Miller", "CEO", ""),
    ("イーサン・ロウ", "イーサン・ロウ", "", ""),
    ("学生代表", "学生代表", "", ""),
    ("聞き手", "聞き手", "", ""),
]


@pytest.mark.parametrize(("written", "bare", "role", "honorific"), NAMES)
def test_parts_of_a_name(written: str, bare: str, role: str, honorific: str) -> None:
    assert parse_name(written) == Name(written, bare, role, honorific)


RELATIONS = [
    ("カイ・ヴェルナー", "ヴェルナー", "part"),
    ("カイ・ヴェルナー", "カイ", "part"),
    ("佐藤太郎", "佐藤", "part"),
    ("ＫＡＩ", "kai", "same"),
    ("髙﨑", "高崎", "variant"),
    ("佐藤太郎", "太郎", "perhaps"),
    ("佐藤太朗", "佐藤太郎", "perhaps"),
    ("佐藤", "鈴木", ""),
    ("司会", "司会者", ""),
    ("佐藤太郎", "佐藤花子", ""),
    ("Jane Miller", "Miller", "part"),
    ("話者1", "話者2", ""),
]


@pytest.mark.parametrize(("a", "b", "how"), RELATIONS)
def test_how_two_names_stand(a: str, b: str, how: str) -> None:
    assert relation(a, b) == relation(b, a) == how


@pytest.mark.parametrize(
    "label",
    [
        "潮流発電の未来",
        "はじめに",
        "なぜ海なのか",
        "まとめ",
        "料金",
        "https",
        "3つの壁",
        "港は静かだった",
        "佐藤です",
    ],
)
def test_what_is_no_name(label: str) -> None:
    assert not shape(label).strong


@pytest.mark.parametrize(
    "label", ["佐藤", "佐藤太郎", "井上はるか", "司会", "話者1", "汐見さん", "聞き手", "田中教授", "参加者A"]
)
def test_what_convinces_seen_once(label: str) -> None:
    assert shape(label).strong


META = [
    ("著者:三枝悠", ("著者", "三枝悠")),
    ("出典：島しょ経済ジャーナル", ("出典", "島しょ経済ジャーナル")),
    ("取材・文／三枝悠", ("取材・文", "三枝悠")),
    ("文＝三枝悠", ("文", "三枝悠")),
    ("【聞き手】柚木ナナ", ("聞き手", "柚木ナナ")),
    ("日付: 2024-05-28", ("日付", "2024-05-28")),
    ("Author: Kai", ("Author", "Kai")),
    ("聞き手：それでは始めます。", None),
    ("司会：こんにちは", None),
    ("結論：海は強い", None),
    ("https://example.com", None),
    ("著者はこう語る", None),
]


@pytest.mark.parametrize(("line", "pair"), META)
def test_metadata(line: str, pair: tuple[str, str] | None) -> None:
    found = meta_of(line)
    assert (found and (found.key, found.value)) == pair


@pytest.mark.parametrize("parting", ["\u3000", "  ", " "])
def test_metadata_whose_key_stands_before_a_space(parting: str) -> None:
    talk = "".join(f"{who}：{LONG}\n" for who in ("佐藤", "鈴木") * 2)
    script = parse_script(f"海の記録\n取材・文{parting}三枝 悠\n公開日{parting}2026年4月1日\n\n{talk}")
    assert dict(script.meta) == {"取材・文": "三枝 悠", "公開日": "2026年4月1日"}
    assert [turn.speaker for turn in script.turns][-4:] == ["佐藤", "鈴木"] * 2


ARTICLE = f"""\
# 潮の力で島を照らす

著者：三枝 悠
撮影：宇津井 光

島の港に小さな会社がある。
• 出力は200キロワット
・ 費用は3億円
1. 許可を取る

## 海の発電所
羽根は潮の満ち引きで回る。
未来への投資
海は止まらない、と汐見氏は言う。
---
インタビューの全文は以下のとおりです（編集部訳）
汐見航
[拍手] {LONG}
（笑）
柚木ナナ
{ASK}
汐見
はい

■次の十年

柚木
{ASK}
汐見
{LONG}

プロフィール
汐見航（しおみ・わたる）1980年生まれ。
"""


def test_an_article_around_an_interview() -> None:
    script = parse_script(ARTICLE)
    assert script.title == "潮の力で島を照らす"
    assert dict(script.meta) == {"著者": "三枝 悠", "撮影": "宇津井 光"}
    assert [(s.kind, s.heading) for s in script.sections] == [
        ("article", "潮の力で島を照らす"),
        ("article", "海の発電所"),
        ("article", "未来への投資"),
        ("interview", ""),
        ("interview", "次の十年"),
        ("article", "プロフィール"),
    ]
    kinds = [[p.kind for t in s.turns for p in t.paragraphs] for s in script.sections]
    assert kinds[0] == ["heading", "prose", "bullet", "bullet", "bullet"]
    assert script.sections[2].turns[0].paragraphs[-1].text == "インタビューの全文は以下のとおりです（編集部訳）"
    assert "line 16" in script.evidence["interview"]
    assert [t.speaker for t in script.sections[3].turns] == ["汐見航", "柚木ナナ", "汐見航"]
    assert [t.speaker for t in script.sections[4].turns] == [None, "柚木ナナ", "汐見航"]
    assert [s.value for p in script.sections[3].turns[0].paragraphs for s in p.spans] == ["拍手", "笑"]
    assert (1, "#") in script.excluded
    assert (3, "著者：三枝 悠") in script.excluded
    assert (17, "汐見航") in script.excluded


def test_turns_and_paragraphs_know_their_lines() -> None:
    turn = parse_script(ARTICLE).sections[3].turns[0]
    assert (turn.line, [p.line for p in turn.paragraphs]) == (17, [18, 19])


def test_front_matter() -> None:
    script = parse_script(f"---\ntitle: 潮の話\nauthor: 三枝\n---\n\n佐藤：{LONG}\n鈴木：{ASK}\n")
    assert (script.title, dict(script.meta)) == ("潮の話", {"title": "潮の話", "author": "三枝"})
    assert len(script.turns) == 2


def test_a_heading_carries_the_speaker_over() -> None:
    script = parse_script(
        f"佐藤：{LONG}\n鈴木：{ASK}\n佐藤：{LONG}\n\n■次の十年\n\nそうですね、{LONG}\n\n鈴木：{ASK}\n"
    )
    assert [t.speaker for t in script.sections[1].turns] == [None, "佐藤", "鈴木"]


@pytest.mark.parametrize("answer", ["はい", "そうですね", "三年前の夏", "ええ、まあ"])
def test_a_short_answer_is_no_heading(answer: str) -> None:
    script = parse_script(f"佐藤\n\n{LONG}\n\n鈴木\n\n{answer}\n\n佐藤\n\n{LONG}\n")
    assert script.turns[1].text == answer
    assert len(script.sections) == 1


def test_plain_text_keeps_everything() -> None:
    text = "佐藤：**はい**。\n\n著者：潮田(しおだ)\n• [拍手]"
    script = parse_script(text, plain=True)
    assert [t.text for t in script.turns] == ["佐藤：**はい**。", "著者：潮田(しおだ)", "• [拍手]"]
    assert [t.line for t in script.turns] == [1, 3, 4]
    assert {t.speaker for t in script.turns} == {None}
    assert {p.kind for t in script.turns for p in t.paragraphs} == {"prose"}
    assert (script.excluded, script.cast, [s.kind for s in script.sections]) == ((), (), ["interview"])


@pytest.mark.parametrize("text", ["", "\n\n", "　\n", "……\n---"])
def test_nothing_to_read(text: str) -> None:
    with pytest.raises(InputError, match=r"talk\.txt"):
        parse_script(text, name="talk.txt")


def _with_text(script: Script, text: str) -> Script:
    section = script.sections[0]
    turn = replace(section.turns[0], paragraphs=(Paragraph(text, 1),))
    return replace(script, sections=(replace(section, turns=(turn, *section.turns[1:])),))


@pytest.mark.parametrize("text", ["はい、そうで。", "はい、そうですよ。", "そう、はいです。", ""])
def test_the_proof_catches_loss_and_invention(text: str) -> None:
    script = parse_script("はい、そうです。\n二行目です。", plain=True)
    prove("はい、そうです。\n二行目です。", script)
    with pytest.raises(ConservationError, match="line 1"):
        prove("はい、そうです。\n二行目です。", _with_text(script, text))


_LINE = st.one_of(
    st.text(st.sampled_from("佐藤鈴木：:はいそう。、（笑）[]《》｜()*_`#-•「」―　 1.あアa\t"), max_size=30),
    st.sampled_from(
        [
            "佐藤",
            "鈴木",
            "佐藤：はい。",
            "**鈴木** ええ。",
            "――なぜ。",
            LONG,
            ASK,
            "[拍手]",
            "# 見出し",
            "---",
            "著者：三枝",
            "",
            "プロフィール",
        ]
    ),
    st.text(max_size=20),
)


@given(st.lists(_LINE, max_size=25).map("\n".join), st.booleans())
@settings(max_examples=300, deadline=None)
def test_every_character_is_kept_or_listed(text: str, plain: bool) -> None:
    """parse_script proves itself; here its results must also keep the model's promises."""
    try:
        script = parse_script(text, plain=plain)
    except InputError:
        return
    prove(text, script)
    names = {s.name for s in script.cast}
    for section in script.sections:
        assert section.turns
        for turn in section.turns:
            assert turn.speaker is None or turn.speaker in names
            for paragraph in turn.paragraphs:
                assert paragraph.text == paragraph.text.strip() != ""
                assert "\n" not in paragraph.text
                assert all(0 <= s.start < s.end <= len(paragraph.text) for s in paragraph.spans)


NASTY = [
    " ",
    "(",
    "（",
    "[",
    "「",
    "1",
    "<",
    "-",
    "*",
    "_",
    "`",
    "あ",
    "漢",
    "《",
    "｜",
    "：",
    ":",
    "―",
    "・",
    "#",
    "<ruby>",
    "**a",
    "漢(",
    "[a",
    "佐藤：",
    "\u3000",
    "○",
]


@pytest.mark.parametrize("sign", NASTY)
def test_a_hundred_thousand_of_one_sign(sign: str) -> None:
    """Quadratic work here takes minutes; the suite's time limit is the assertion."""
    text = f"佐藤：はい。\n鈴木：{sign * (100_000 // len(sign))}\n{sign * (100_000 // len(sign))}\n"
    assert parse_script(text).sections


@pytest.mark.parametrize("line", ["あ", "佐藤：はい。", "佐藤\nはい。\n鈴木", "• 項目", "――はい。"])
def test_many_lines(line: str) -> None:
    assert parse_script("\n".join([line] * 20_000)).sections


def test_a_name_under_the_profile_does_not_speak() -> None:
    text = f"佐藤太郎\n{LONG}\n柚木\n{ASK}\n佐藤太郎\n{LONG}\n柚木\n{ASK}\n\nプロフィール\n佐藤太郎\n1980年生まれ。港の技師。\n"  # noqa: E501
    script = parse_script(text)
    assert len([t for t in script.turns if t.speaker]) == 4
    assert script.sections[-1].kind == "article"
    assert [p.text for p in script.sections[-1].turns[0].paragraphs] == [
        "プロフィール",
        "佐藤太郎",
        "1980年生まれ。港の技師。",
    ]


WRAPPED = """\
佐藤：その頃の港はとても静かで、朝になると漁船
の音だけが聞こえていました。祖母は毎朝、台所の
暦に潮の時刻を書き込んでいて、それがOcean
Gridの最初のデータになったわけです（笑）。
　もう一つ、忘れられないのは嵐の夜のことで、海
が鳴っていました。
鈴木：それはいつ頃のお話でしょうか。島の方々は
どう受け止めていたのか、そこも聞かせてください
ませんか。
佐藤：はい。
"""


def test_lines_broken_at_a_width_are_joined() -> None:
    script = parse_script(WRAPPED)
    assert [t.speaker for t in script.turns] == ["佐藤", "鈴木", "佐藤"]
    assert [p.line for p in script.turns[0].paragraphs] == [1, 5]
    first = script.turns[0].paragraphs[0]
    assert "朝になると漁船の音だけ" in first.text
    assert "それがOcean Gridの" in first.text
    assert [first.text[s.start : s.end] for s in first.spans] == ["（笑）"]
    assert script.turns[1].text.endswith("聞かせてくださいませんか。")


def test_lines_that_are_paragraphs_stay_apart() -> None:
    text = "\n".join(f"佐藤：{LONG}\n鈴木：{ASK}\n{LONG}" for _ in range(3))
    assert [len(t.paragraphs) for t in parse_script(text).turns] == [1, 2] * 3
