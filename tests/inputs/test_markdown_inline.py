"""The text inside a block of Markdown: emphasis as Japanese writers put it, links, entities, readings."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.inputs.markdown.document import sheet_of_markdown


def shown(text: str) -> list[tuple[str, str]]:
    """(the emphasised beginning, the rest) of each line."""
    sheet = sheet_of_markdown(text, "t")
    bold = [(line, sheet.mark(k).bold) for k, line in enumerate(sheet.lines) if line]
    return [(line[:at], line[at:]) for line, at in bold]


# CommonMark leaves the signs of the first eight standing
EMPHASIS: list[tuple[str, list[tuple[str, str]]]] = [
    ("**「引き潮」**です", [("「引き潮」", "です")]),
    ("**――**潮は？", [("――", "潮は？")]),
    ("__鵜殿__潮は？", [("鵜殿", "潮は？")]),
    ("_鵜殿_潮は？", [("鵜殿", "潮は？")]),
    ("**鵜殿 **潮は？", [("鵜殿 ", "潮は？")]),
    ("** 鵜殿 ** 潮は？", [("鵜殿 ", " 潮は？")]),
    ("**鵜殿：**潮は？", [("鵜殿：", "潮は？")]),
    ("潮が**（大潮）**引く", [("", "潮が（大潮）引く")]),
    ("**鵜殿** 潮は？", [("鵜殿", " 潮は？")]),
    ("*鵜殿* 潮は？", [("鵜殿", " 潮は？")]),
    ("***鵜殿*** 潮は？", [("鵜殿", " 潮は？")]),
    ("**鵜殿*殿***は", [("鵜殿殿", "は")]),
    ("**鵜殿****湯殿**は", [("鵜殿湯殿", "は")]),
    ("**潮は？**", [("潮は？", "")]),
    ("**潮は、  \n引きましたか。**\nはい。", [("潮は、", ""), ("引きましたか。", ""), ("", "はい。")]),
    ("　**鵜殿**　潮", [("　鵜殿", "　潮")]),
    ("<b>鵜殿</b>潮", [("鵜殿", "潮")]),
    ("[**鵜殿**](u)潮", [("鵜殿", "潮")]),
    ("**[鵜殿](u)**潮", [("鵜殿", "潮")]),
    ("`**鵜殿**`", [("", "**鵜殿**")]),
    ("\\**鵜殿*潮", [("", "*鵜殿潮")]),
    ("**鵜殿：潮は？\n**湯殿** 引いた。", [("", "鵜殿：潮は？"), ("湯殿", " 引いた。")]),
    ("~~潮~~と==浜==", [("", "潮と浜")]),
]


@pytest.mark.parametrize(("text", "expected"), EMPHASIS, ids=[row[0] for row in EMPHASIS])
def test_emphasis(text: str, expected: list[tuple[str, str]]) -> None:
    assert shown(text) == expected


LITERAL = [
    "(*^_^*) と (^_^) と (>_<) と m(_ _)m",
    "(*ﾟーﾟ*) です",
    "潮が*1引く。浜が*2出る。",
    "3*4*5 と 2**3**4",
    "tide_of_the_day.py",
    "先輩の**さんが言う",
    "名前は ____ です",
    "****と言いました",
    "＊船が来る＊",
    "*注 潮\n*注 浜",
    "ええ~と、10~20分",
    "a==b と a = b",
    "R&D、5 < 6 > 4",
    "潮 [1] と [笑] と [拍手](会場から) と ![1]",
    "\\1,000 です",
    "&unknown; です",
    "https://example.com/a_b_c?x=*y*",
    "100%% です",
    "{潮} と {笑|わらいます！}",
]


@pytest.mark.parametrize("text", LITERAL)
def test_signs_that_stand_for_themselves(text: str) -> None:
    assert "\n".join(sheet_of_markdown(text, "t").lines) == text


PLAIN = [
    ('潮が[引く](https://example.com/a_(b) "題")。', "潮が引く。"),
    ("<https://example.com/_a_> と <a@example.com>", "https://example.com/_a_ と a@example.com"),
    ("&amp; &lt; &copy; &#12354; &#x3042;", "& < © あ あ"),
    ("\\*潮\\* \\[浜\\]", "*潮* [浜]"),
    ("`` a`b `` と `c`", "a`b と c"),
    ("[[浜|潮]]と[[浜]]", "潮と浜"),
    ("潮[^1]<sup>2</sup>", "潮"),
    ("m<sup>2</sup>", "m2"),
    ("潮<!-- 浜 -->が<wbr>引<u>く</u>", "潮が引く"),
    ("[潮]{.x}", "潮"),
    ("潮 {#a .b}", "潮"),
    ("<Speaker name='鵜殿'>潮</Speaker>", "潮"),
    ("%%浜%% 潮", "潮"),
]


@pytest.mark.parametrize(("text", "line"), PLAIN)
def test_text(text: str, line: str) -> None:
    assert list(sheet_of_markdown(text, "t").lines) == [line]


READINGS = [
    ("<ruby>潮田<rt>しおだ</rt></ruby>さん", "潮田さん", [("潮田", "しおだ")]),
    ("<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp>字<rt>じ</rt></ruby>", "漢字", [("漢", "かん"), ("字", "じ")]),
    ("<ruby>潮<rt>tide</rt></ruby>", "潮", []),
    ("**鵜殿** {潮田|しおだ}さん", "鵜殿 潮田さん", [("潮田", "しおだ")]),
    ("{漢字|かん|じ}", "漢字", [("漢字", "かんじ")]),
    ("　<ruby>潮<rt>しお</ruby>", "　潮", [("潮", "しお")]),
    ("- [ ] {潮|しお}", "潮", [("潮", "しお")]),
]


@pytest.mark.parametrize(("text", "line", "pairs"), READINGS)
def test_readings(text: str, line: str, pairs: list[tuple[str, str]]) -> None:
    sheet = sheet_of_markdown(text, "t")
    assert list(sheet.lines) == [line]
    assert [(line[r.start : r.end], r.kana) for r in sheet.mark(0).readings] == pairs


def test_what_is_no_text_is_listed_with_its_line() -> None:
    sheet = sheet_of_markdown("潮\n\n- **鵜殿** [浜](https://example.com)&amp;\n", "t")
    assert sheet.excluded == (
        (3, "- **"),
        (3, "**"),
        (3, "["),
        (3, "](https://example.com)&amp;"),
    )


@given(
    st.text(st.sampled_from("鵜殿湯ああい"), min_size=1, max_size=6),
    st.sampled_from(["**", "__", "*", "_", "***"]),
    st.text(st.sampled_from("潮が引く。、「」（）？―　 "), max_size=12),
)
@settings(max_examples=300, deadline=None)
def test_a_name_in_emphasis_is_emphasised_whatever_follows(name: str, mark: str, rest: str) -> None:
    expected = name + rest.rstrip()
    sheet = sheet_of_markdown(f"{mark}{name}{mark}{rest}", "t")
    assert (sheet.lines[0].rstrip(), sheet.mark(0).bold) == (expected, len(name))
