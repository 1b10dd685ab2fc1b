"""How text is written: a table a rule, and what holds for all of them."""

from __future__ import annotations

from dataclasses import fields, replace
from itertools import pairwise
from typing import get_args, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.japanese.writing import CHOICES, RULES, Writing, applied, mark_edits, rewritten, shown_lines, steps
from toolkit.styles import STYLES

# rule, its value, (text, as it is written)
ROWS: dict[tuple[str, str], tuple[tuple[str, str], ...]] = {
    ("digits", "one-wide"): (
        ("犬が3匹", "犬が３匹"),
        ("犬が１２匹と3羽", "犬が12匹と３羽"),
        ("犬が１2匹", "犬が12匹"),
        ("2027年4月10日", "2027年４月10日"),
        ("3〜5人、4 3 2", "３〜５人、４ ３ ２"),
        ("3.5倍と10-0と9:30と4KとH1", "3.5倍と10-0と9:30と4KとH1"),
        ("x=1とy2と#7と$5と50%と5%", "x=1とy2と#7と$5と50%と5%"),
        ("第3。", "第３。"),
        ("（3）と「3」", "（３）と「３」"),
    ),
    ("digits", "half"): (("２０２７年４月と3", "2027年4月と3"),),
    ("decimal_point", "half"): (
        ("３．５倍", "3.5倍"),
        ("2１．4％", "21.4％"),
        ("0.５と１．２．３", "0.5と1.2.3"),
        ("３．それから", "３．それから"),
        ("3.5と３・１１", "3.5と３・１１"),
    ),
    ("thousands", "myriads"): (
        ("1,500円", "1500円"),
        ("86,400秒", "8万6400秒"),
        ("50,000 台と150,000 台", "5万 台と15万 台"),
        ("約4億8,000万円", "約4億8000万円"),
        ("12,000万円", "1億2000万円"),
        ("123,456,789人", "1億2345万6789人"),
        ("100,050歩", "10万50歩"),
        ("１，０００円と１２，０００円", "1000円と1万2000円"),
        ("12345人と１２３４５人", "1万2345人と1万2345人"),
        ("12,345.6と1,234.5", "1万2345.6と1234.5"),
        ("1,234.5万", "1234.5万"),
        ("12,345.6万", "12,345.6万"),
        ("$30,000と10,000km", "$3万と1万km"),
        ("2027年と1500人と2、3人", "2027年と1500人と2、3人"),
        ("郵便番号6048567と〒12345", "郵便番号6048567と〒12345"),
        ("090-1234-5678と0120123456", "090-1234-5678と0120123456"),
        ("ISO27001と12345番と20261130", "ISO27001と12345番と20261130"),
        ("1.23456と12345.6", "1.23456と12345.6"),
        ("2,3回と1,23人", "2,3回と1,23人"),
    ),
    ("acronyms", "wide"): (
        ("BBCのニュース", "ＢＢＣのニュース"),
        ("（HBM）でした", "（ＨＢＭ）でした"),
        ("M.I.T.に", "ＭＩＴに"),
        ("NASDAQとLGBTQ+", "NASDAQとLGBTQ+"),
        ("real time OSとTCP/IPとR&DとH100とCO2", "real time OSとTCP/IPとR&DとH100とCO2"),
        ("J.K. RowlingとAと5G", "J.K. RowlingとAと5G"),
        ("Apple、OSの話", "Apple、ＯＳの話"),
    ),
    ("marks", "wide"): (("本当?", "本当？"), ("えっ!?", "えっ！？"), ("OK? Really?", "OK? Really?")),
    ("mark_space", "half-space"): (
        ("え？そう", "え？ そう"),
        ("え？　そう", "え？ そう"),
        ("「え？」と", "「え？」と"),
        ("え！？…", "え！？…"),
        ("え？、そう", "え？、そう"),
        ("え？", "え？"),
    ),
    ("mark_space", "wide-space"): (("え？ そう", "え？　そう"), ("え！？そう", "え！？　そう")),
    ("mark_space", "none"): (("え？ そう", "え？そう"),),
    ("brackets", "wide"): (("(笑)", "（笑）"), ("約(3m)です", "約（3m）です"), ("f(x)", "f(x)"), ("[1]", "[1]")),
    ("labels", "parentheses"): (
        ("[拍手]はい", "（拍手）はい"),
        ("(佐藤)はい[笑]", "（佐藤）はい（笑）"),
        ("[1]と(x)と［注］", "[1]と(x)と［注］"),
        ("[拍手)", "[拍手)"),
    ),
    ("ellipsis", "one"): (
        ("えっと...", "えっと…"),
        ("えっと・・・そう。。。", "えっと…そう…"),
        ("......と……", "…と……"),
        ("第一章" + "." * 30, "第一章" + "." * 30),
        ("A・B..", "A・B.."),
    ),
    ("dash", "pair"): (
        ("でも──", "でも――"),
        ("――でも——", "――でも――"),
        ("でも--", "でも――"),
        ("a--bと----と10—20", "a--bと----と10—20"),
    ),
    ("music", "note"): (("♫うた🎵", "♪うた♪"), ("♪", "♪")),
    ("half_kana", "wide"): (("ﾊﾅとﾊﾞﾅﾅ", "ハナとバナナ"), ("｢ﾊｲ｣｡", "「ハイ」。"), ("ハナ", "ハナ")),
}
TABLE = [(rule, value, *row) for (rule, value), rows in ROWS.items() for row in rows]


@pytest.mark.parametrize(("rule", "value", "text", "expected"), TABLE)
def test_rules(rule: str, value: str, text: str, expected: str) -> None:
    asked = replace(Writing(), **{rule: value})
    assert rewritten(text, asked).text == expected
    assert rewritten(expected, asked).text == expected
    assert rewritten(text, Writing()).text == text


def test_the_table_names_every_rule_and_every_value() -> None:
    assert set(ROWS) == {(rule.name, value) for rule in RULES for value in rule.looks}
    hints = get_type_hints(Writing)
    assert {name: set(get_args(hint)) for name, hint in hints.items()} == {k: set(v) for k, v in CHOICES.items()}
    assert {field.name for field in fields(Writing)} == set(CHOICES)


SPACES = Writing(full_stop="wide-space", comma="half-space")
# lines of a cue, divided by ／
LINES = (
    ("はい。", "はい"),
    ("はい。そうです。", "はい　そうです"),
    ("はい、そうです。", "はい そうです"),
    ("はい。 そうです", "はい　そうです"),
    ("はい 。　そうです", "はい　そうです"),
    ("はい。、そう", "はい　そう"),
    ("、はい", "はい"),
    ("「はい。」と言う", "「はい」と言う"),
    ("（笑。）", "（笑）"),
    ("「はい、そう」", "「はい そう」"),
    ("『はい、そう。いや』を読む", "『はい、そう。いや』を読む"),
    ("『はい、／そう。いや』を読む", "『はい／そう。いや』を読む"),
    ("本『A、B』と、C", "本『A、B』と C"),
    ("『一度だけ返事をして。", "『一度だけ返事をして"),
    ("えっ？はい！", "えっ？はい！"),
    ("3.5と1,000", "3.5と1,000"),
    ("３．５と１，０００", "３．５と１，０００"),
    ("そうです．はい，", "そうです　はい"),
    ("そうです｡はい､ええ", "そうです はい ええ"),
    ("Hello, world. Bye.", "Hello, world. Bye."),
    ("でも……。", "でも……"),
    ("、／はい", "はい"),
    ("。", "。"),
    ("", ""),
)


@pytest.mark.parametrize(("text", "expected"), LINES)
def test_marks_become_spaces(text: str, expected: str) -> None:
    assert "／".join(shown_lines(text.split("／"), SPACES)) == expected
    assert shown_lines([f" {text}　"], Writing()) == ((text,) if text else ())


@pytest.mark.parametrize(
    ("full_stop", "comma", "expected"),
    [
        ("half-space", "keep", "はい そう、です"),
        ("keep", "wide-space", "はい。そう　です。"),
        ("wide-space", "wide-space", "はい　そう　です"),
    ],
)
def test_each_mark_by_its_own_space(full_stop: str, comma: str, expected: str) -> None:
    asked = replace(Writing(), full_stop=full_stop, comma=comma)
    assert shown_lines(["はい。そう、です。"], asked) == (expected,)


def test_the_space_behind_a_mark_is_one() -> None:
    asked = replace(SPACES, mark_space="wide-space")
    assert shown_lines(["え？、そう"], asked) == ("え？　そう",)


def test_a_quotation_may_be_a_title_to_who_reads() -> None:
    assert not list(mark_edits("「食べて、恋。」", SPACES, lenient=True))
    assert list(mark_edits("「食べて、恋。」", SPACES))


PIECES = st.sampled_from(
    "あ 漢 カ ｶﾞ ﾞ A b AI 1 ３ 12,000 ， . ． ... ・・・ 。 、 - -- ── — ? ! ？ ( ) [ ] （ 『 』 「 」 \u3000 ♫ 万 億 / ".split(
        " "
    )
)
TEXTS = st.lists(PIECES, max_size=14).map("".join)
WRITINGS = st.sampled_from([style.writing for style in STYLES.values()]) | st.builds(
    Writing, **{name: st.sampled_from(values) for name, values in CHOICES.items()}
)


@given(TEXTS, WRITINGS)
def test_what_is_written_stays_so_and_says_the_same(text: str, asked: Writing) -> None:
    found = rewritten(text, asked)
    assert rewritten(found.text, asked).text == found.text
    for rule, before, edits in steps(text, asked):
        assert all(rule.same(before[a:b]) == rule.same(new) for a, b, new in edits), rule.name
        assert all(one.end <= other.start for one, other in pairwise(edits)), rule.name
    lines = shown_lines([found.text], asked)
    assert shown_lines(lines, asked) == lines


@given(TEXTS, WRITINGS)
def test_every_place_is_known(text: str, asked: Writing) -> None:
    """Places go up from the beginning to the end; what is found at a place of the old text begins there."""
    found = rewritten(text, asked)
    places = [found.source(at) for at in range(len(found.text) + 1)]
    assert places == sorted(places)
    assert places[-1] == len(text)
    back = [found.place(at) for at in range(len(text) + 1)]
    assert all(found.source(at) == old for old, at in enumerate(back) if at is not None)
    if found.origin is None:
        assert found.text == text


def test_edits_are_applied_from_left_to_right() -> None:
    assert applied("abc", []) == "abc"
    assert [r.name for r, _, _ in steps("12,000と3", STYLES["netflix"].writing)] == ["thousands", "digits"]


@pytest.mark.parametrize("text", ["。" * 100_000 + "あ", " " * 100_000, "A" * 100_000, "1" * 100_000, "(" * 100_000])
def test_a_long_run_takes_no_square(text: str) -> None:
    asked = STYLES["netflix"].writing
    assert shown_lines([rewritten(text, asked).text], asked) is not None
