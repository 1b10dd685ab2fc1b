"""Markdown as a sheet: every line where it stands in the file, what its marks say, and nothing lost."""

from __future__ import annotations

import re
import time
from collections import Counter
from pathlib import Path

import pytest
from cpu import seconds_of
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.errors import InputError
from toolkit.inputs.clean import clean
from toolkit.inputs.document import document_at
from toolkit.inputs.markdown import document
from toolkit.inputs.markdown.document import sheet_of_markdown
from toolkit.inputs.sheet import Sheet

LONG = "その頃の港はとても静かで、朝になると漁船の音だけが聞こえていました。"


def rows(text: str) -> list[tuple[int, str, str]]:
    """(line of the file, kind with its level, text)."""
    sheet = sheet_of_markdown(text, "talk.md")
    marks = [(k, line, sheet.mark(k)) for k, line in enumerate(sheet.lines) if line]
    return [(sheet.place(k), f"{mark.kind}{mark.level or ''}", line) for k, line, mark in marks]


def left(text: str) -> list[tuple[int, str, str]]:
    return [(one.line, one.why, one.text) for one in sheet_of_markdown(text, "talk.md").left_out]


ROWS: list[tuple[str, str, list[tuple[int, str, str]]]] = [
    (
        "a turn a line",
        "鵜殿：潮は？\n湯殿：引きました。\n\n鵜殿：では。",
        [(1, "paragraph", "鵜殿：潮は？"), (2, "paragraph", "湯殿：引きました。"), (4, "paragraph", "鵜殿：では。")],
    ),
    (
        "headings",
        "# 浜の朝\n\n## 一\n### 二 ###\n###　三\n##四\n#五",
        [
            (1, "title", "浜の朝"),
            (3, "heading2", "一"),
            (4, "heading3", "二"),
            (5, "heading3", "三"),
            (6, "heading2", "四"),
            (7, "paragraph", "#五"),
        ],
    ),
    (
        "headings below a line",
        "浜の朝\n====\n\n干潟\n---\n本文",
        [(1, "title", "浜の朝"), (4, "heading2", "干潟"), (6, "paragraph", "本文")],
    ),
    ("a rule below speech", "潮が引く。\n---\n次", [(1, "paragraph", "潮が引く。"), (3, "paragraph", "次")]),
    ("a rule below a label", "鵜殿：はい\n---\n次", [(1, "paragraph", "鵜殿：はい"), (3, "paragraph", "次")]),
    (
        "a rule below several lines",
        "潮が\n引く\n---\n次",
        [(1, "paragraph", "潮が"), (2, "paragraph", "引く"), (4, "paragraph", "次")],
    ),
    ("rules", "上\n\n***\n\n- - -\n\n*　*　*\n\n下", [(1, "paragraph", "上"), (9, "paragraph", "下")]),
    (
        "a list",
        "- 鵜殿: 潮は？\n- 湯殿: 引いた。\n  まだ暗い。\n\n  次の段落\n  - 深い\n* [x] 済み",
        [
            (1, "item1", "鵜殿: 潮は？"),
            (2, "item1", "湯殿: 引いた。"),
            (3, "paragraph1", "まだ暗い。"),
            (5, "paragraph1", "次の段落"),
            (6, "item2", "深い"),
            (7, "item1", "済み"),
        ],
    ),
    (
        "a line that leaves a list",
        "- 鵜殿：はい\n湯殿：ええ",
        [(1, "item1", "鵜殿：はい"), (2, "paragraph", "湯殿：ええ")],
    ),
    ("full-width blanks behind signs", "-　潮\n-　浜", [(1, "item1", "潮"), (2, "item1", "浜")]),
    (
        "numbers",
        "1. 潮\n2. 浜\n\n1998. 結成",
        [(1, "item1", "潮"), (2, "item1", "浜"), (4, "paragraph", "1998. 結成")],
    ),
    (
        "a number in the text",
        "四つある。\n1) 潮　2) 浜\n以上",
        [(1, "paragraph", "四つある。"), (2, "paragraph", "1) 潮　2) 浜"), (3, "paragraph", "以上")],
    ),
    (
        "quotations",
        "> 問い\n答え\n>> 深い\n\n> - 項目",
        [(1, "quote1", "問い"), (2, "paragraph", "答え"), (3, "quote2", "深い"), (5, "item1", "項目")],
    ),
    (
        "definitions",
        "鵜殿\n: 潮は？\n\n湯殿\n:   引いた。\n    まだ暗い。\n\n鵜殿\n\n: では。",
        [
            (1, "term", "鵜殿"),
            (2, "paragraph", "潮は？"),
            (4, "term", "湯殿"),
            (5, "paragraph", "引いた。"),
            (6, "paragraph", "まだ暗い。"),
            (8, "term", "鵜殿"),
            (10, "paragraph", "では。"),
        ],
    ),
    (
        "definitions without blank lines",
        "前書き\n鵜殿\n: 潮は？\n湯殿\n: 引いた。\n: まだ暗い。",
        [
            (1, "paragraph", "前書き"),
            (2, "term", "鵜殿"),
            (3, "paragraph", "潮は？"),
            (4, "term", "湯殿"),
            (5, "paragraph", "引いた。"),
            (6, "paragraph", "まだ暗い。"),
        ],
    ),
    (
        "code",
        "```yaml\n鵜殿: 8425\n```\n\n    host: a\n\n~~~\n名前: b\n~~~",
        [(2, "code", "鵜殿: 8425"), (5, "code", "host: a"), (8, "code", "名前: b")],
    ),
    (
        "preformatted code",
        "<pre class=x>\nif (a &lt; b) {\n  host: 1\n}\n</pre>\n\n<pre>\n鵜殿：潮は引きましたか。\n</pre>",
        [
            (2, "code", "if (a < b) {"),
            (3, "code", "  host: 1"),
            (4, "code", "}"),
            (8, "paragraph", "鵜殿：潮は引きましたか。"),
        ],
    ),
    (
        "speech in a fence",
        f"```\n鵜殿：{LONG}\n湯殿：はい。\n```",
        [(2, "paragraph", f"鵜殿：{LONG}"), (3, "paragraph", "湯殿：はい。")],
    ),
    ("a fence without an end", "```\n鵜殿：はい", [(2, "paragraph", "鵜殿：はい")]),
    (
        "indentation is no code",
        "鵜殿\n\n    潮が引きました。\n\n    OK!\n\n　浜も。\n　船も。",
        [
            (1, "paragraph", "鵜殿"),
            (3, "paragraph", "潮が引きました。"),
            (5, "paragraph", "OK!"),
            (7, "paragraph", "　浜も。"),
            (8, "paragraph", "　船も。"),
        ],
    ),
    (
        "names in square brackets",
        "[鵜殿]: はい。\n[SPEAKER_00]: OK\n\n[潮][a]と[浜]と[a]\n\n[a]: https://example.com '題'",
        [(1, "paragraph", "[鵜殿]: はい。"), (2, "paragraph", "[SPEAKER_00]: OK"), (4, "paragraph", "潮と[浜]とa")],
    ),
    (
        "breaks",
        "潮が<br>引く<br/>\n浜が  \n出る\\\n朝",
        [
            (1, "paragraph", "潮が"),
            (1, "paragraph", "引く"),
            (2, "paragraph", "浜が"),
            (3, "paragraph", "出る"),
            (4, "paragraph", "朝"),
        ],
    ),
    (
        "comments",
        "潮<!-- 一 -->が\n<!-- 二\n\n三 -->\n浜\n<!-- 閉じない",
        [(1, "paragraph", "潮が"), (5, "paragraph", "浜"), (6, "paragraph", "<!-- 閉じない")],
    ),
    (
        "templates",
        "{% include a.html x=1 %}\n{{< b >}}潮{{ c }}\n{{ 閉じない",
        [(2, "paragraph", "潮"), (3, "paragraph", "{{ 閉じない")],
    ),
    ("attributes", "## 潮 {#ebb .x}\n\n浜\n{: .note}", [(1, "heading2", "潮"), (3, "paragraph", "浜")]),
    (
        "containers",
        ":::message\n潮\n:::\n:::details 浜の話\n朝\n:::",
        [(2, "paragraph", "潮"), (4, "paragraph", "浜の話"), (5, "paragraph", "朝")],
    ),
    ("tables of contents", "[[toc]]\n\n[TOC]\n\n@[toc]\n\n潮", [(7, "paragraph", "潮")]),
    ("an alert", "> [!NOTE]\n> 潮", [(2, "quote1", "潮")]),
    (
        "elements around Markdown",
        "<div class=x>\n**潮** が\n\n- 浜\n</div>\n<p align=center>朝</p>\n"
        "<details><summary>昼</summary>\n夜\n</details>",
        [
            (2, "paragraph", "潮 が"),
            (4, "item1", "浜"),
            (6, "paragraph", "朝"),
            (7, "paragraph", "昼"),
            (8, "paragraph", "夜"),
        ],
    ),
    (
        "names in angle brackets",
        "<A> はい\n<SPEAKER_00> ええ",
        [(1, "paragraph", "<A> はい"), (2, "paragraph", "<SPEAKER_00> ええ")],
    ),
    (
        "scripts",
        "潮<script>\nvar a;\n\n</script>浜\n<style>p{}</style>",
        [(1, "paragraph", "潮"), (4, "paragraph", "浜")],
    ),
    ("nothing", "", []),
    ("only blanks", " \n　\n", []),
]


@pytest.mark.parametrize(("text", "expected"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_blocks(text: str, expected: list[tuple[int, str, str]]) -> None:
    assert rows(text) == expected


LEFT: list[tuple[str, str, list[tuple[int, str, str]], list[str]]] = [
    (
        "a picture",
        '浜\n\n![朝の浜](a.png "左は鵜殿さん")\n潮',
        [(3, "caption", "朝の浜"), (3, "caption", "左は鵜殿さん")],
        ["浜", "潮"],
    ),
    (
        "a caption below a picture",
        "![浜](a.png)\n*写真：夏の浜*\n潮",
        [(1, "caption", "浜"), (2, "caption", "写真：夏の浜")],
        ["潮"],
    ),
    ("a bold question below a picture", "![](a.png)\n**潮は？**", [], ["潮は？"]),
    ("a picture in HTML", '<img src=x alt="浜">潮', [(1, "caption", "浜")], ["潮"]),
    (
        "a picture in the page",
        f'<img src="data:image/png;base64,{"A" * 9000}" alt="a > b">潮',
        [(1, "caption", "a > b")],
        ["潮"],
    ),
    ("a linked picture", "[![浜](a.png)](b)潮", [(1, "caption", "浜")], ["潮"]),
    (
        "footnotes",
        "潮[^1]が[^注]。\n\n[^1]: 引き潮\n[^注]: 二行の\n    注。\n\n    次の段落\n\n浜",
        [(3, "note", "引き潮"), (4, "note", "二行の"), (5, "note", "注。"), (7, "note", "次の段落")],
        ["潮が。", "浜"],
    ),
    ("speech below a footnote", "[^1]: 引き潮。\n鵜殿：はい", [(1, "note", "引き潮。")], ["鵜殿：はい"]),
    ("a footnote in the line", "潮^[引き潮]が", [(1, "note", "引き潮")], ["潮が"]),
    ("a list that a program fills", "* 目次\n{:toc}\n\n潮", [(1, "page", "目次")], ["潮"]),
    ("what a page puts aside", "<aside>\n\n広告の**文**\n\n</aside>\n\n潮", [(3, "page", "広告の文")], ["潮"]),
    ("an element that nobody closes", "<aside>\n\n潮", [], ["潮"]),
]


@pytest.mark.parametrize(("text", "expected", "lines"), [row[1:] for row in LEFT], ids=[row[0] for row in LEFT])
def test_what_is_left_out(text: str, expected: list[tuple[int, str, str]], lines: list[str]) -> None:
    assert left(text) == expected
    assert [line for line in sheet_of_markdown(text, "t").lines if line] == lines


def test_a_table_of_speech() -> None:
    text = (
        "話の前\n\n| 話者 | 発言 |\n|:--|---|\n| 鵜殿 | 潮は？ |\n"
        "| 湯殿 | **引き**ました。<br>まだ \\| 暗い。 | 船も。 |\n"
        "| 鵜殿 | では。 |\n| 湯殿 | ええ。 |\n\n後"
    )
    sheet = sheet_of_markdown(text, "t")
    spoken = [
        (sheet.place(k), sheet.mark(k).speaker, line) for k, line in enumerate(sheet.lines) if sheet.mark(k).speaker
    ]
    assert spoken == [
        (5, "鵜殿", "潮は？"),
        (6, "湯殿", "引きました。"),
        (6, "湯殿", "まだ | 暗い。 | 船も。"),
        (7, "鵜殿", "では。"),
        (8, "湯殿", "ええ。"),
    ]
    assert (sheet.place(list(sheet.lines).index("後")), sheet.lines[9]) == (10, "後")
    assert [(k, sheet.place(k)) for k in sheet.places] == [(6, 6), (7, 7), (8, 8)]


def test_a_table_of_anything_else() -> None:
    found = rows("| 曜日 | 午前 |\n|---|---|\n| 火 | 海岸 |\n")
    assert found == [(1, "cell", "曜日"), (1, "cell", "午前"), (3, "cell", "火"), (3, "cell", "海岸")]


def test_html_that_is_no_markdown_is_read_as_a_page_at_its_lines() -> None:
    text = "潮\n\n<table>\n<tr><td>鵜殿<td>潮は？\n\n<tr><td>湯殿<td>引いた。\n</table>\n浜"
    found = rows(text)
    assert [(line, text) for line, _, text in found if text in ("潮は？", "引いた。", "浜")] == [
        (4, "潮は？"),
        (6, "引いた。"),
        (8, "浜"),
    ]


SPEAKERS = [
    ('<div data-speaker="鵜殿">\n\n潮は？\n\n- はい\n\n</div>\n\n浜', ["鵜殿", "鵜殿", ""]),
    ("<section data-speaker=鵜殿>\n潮は？\n</section>\n浜", ["鵜殿", ""]),
    ("<span data-speaker='鵜殿'>潮は？</span>\n浜", ["鵜殿", ""]),
    ('<div data-speaker="鵜殿">\n<div>\n\n潮は？\n\n</div>\n浜\n</div>', ["鵜殿", "鵜殿"]),
    ('<div data-speaker="鵜殿">\n\n潮は？', [""]),
]


@pytest.mark.parametrize(("text", "speakers"), SPEAKERS)
def test_an_attribute_names_the_speaker(text: str, speakers: list[str]) -> None:
    sheet = sheet_of_markdown(text, "t")
    assert [sheet.mark(k).speaker for k, line in enumerate(sheet.lines) if line] == speakers


TITLES = [
    ("# 浜\n\n# 潮", None),
    ("# 浜\n\n## 潮", "浜"),
    ("## 浜\n\n### 潮\n\n### 朝", "浜"),
    ("## 浜\n\n### 潮", None),
    ("# 浜", "浜"),
    ("## 浜", None),
    ("## 一\n\n# 浜", None),
]


@pytest.mark.parametrize(("text", "title"), TITLES)
def test_the_first_heading_is_the_title_if_all_others_are_below_it(text: str, title: str | None) -> None:
    assert next((line for _, kind, line in rows(text) if kind == "title"), None) == title


def test_a_file_is_read_by_its_name_or_by_its_marks(tmp_path: Path) -> None:
    text = "# 浜\n\n**鵜殿** 潮は？[^1]\n\n[^1]: 引き潮\n"
    for name, kind in (("a.md", "a Markdown file"), ("a.MARKDOWN", "a Markdown file"), ("a.txt", None)):
        (tmp_path / name).write_text(text if name != "a.txt" else "# 浜\n鵜殿：潮は？\n", encoding="utf-8")
        assert document_at(tmp_path / name).evidence.get("input") == kind
    (tmp_path / "b.md").write_text("<!doctype html><p>潮", encoding="utf-8")
    assert document_at(tmp_path / "b.md").evidence["input"].startswith("a web page")


def test_a_file_that_is_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document, "LONGEST", 10)
    with pytest.raises(InputError, match="longer than 10") as caught:
        sheet_of_markdown("潮" * 11, "t.md")
    assert caught.value.mend


def test_characters_that_hide_are_told_with_their_lines() -> None:
    sheet = sheet_of_markdown("---\ntitle: 浜\n---\n潮\u202e\n", "t")
    assert sheet.warnings == ("line 4: 1 text-direction character removed",)


_PIECES = st.sampled_from(
    "# ## #### - * + 1. 2) 10. 1998. > >> ** * __ _ *** ~~ ~ == ` `` ``` ~~~ --- === ___ | || |---|---| \\| [ ] ( ) "
    "[^1] [^1]: [a] [a]: /x ![ ](u) [a](b) : ~ ::: {#id} {:toc} {% %} {{ }} {漢|かん} <!-- --> <br> <b> </b> <ruby> "
    "</ruby> <rt> </rt> <div> </div> <aside> </aside> <table> </table> <tr> "
    "<td> <li> <ul> </ul> <dl> <dt> <dd> </dl> <p> "
    "<script> </script> <A> <x> &amp; &#x3042; & < > \\ \\* ^[ [[a|b]] +++ a: 佐藤 本文。 佐藤： (*^_^*) %% !".split()
)
_LONGER = st.sampled_from(['<div data-speaker="鮎">', "<p hidden>", '<img alt="絵">', '](u "題")', "[x] ", "title: 題"])
_BLANKS = st.sampled_from([" ", "\n", "\n\n", "    ", "　", "\t", "  \n"])
_TEXTS = st.lists(st.one_of(_PIECES, _LONGER, _BLANKS), max_size=40).map("".join)


def _characters(*texts: str) -> Counter[str]:
    return Counter("".join("".join(texts).split()))


def _kept(sheet: Sheet) -> Counter[str]:
    return _characters(*sheet.lines, *(t for _, t in sheet.excluded), *(one.text for one in sheet.left_out))


@given(_TEXTS)
@settings(max_examples=600, deadline=None)
def test_every_character_is_in_a_line_or_listed(text: str) -> None:
    sheet = sheet_of_markdown(text, "t")
    source = "\n".join(clean(text).lines)
    if "<" in text or "&" in text:  # references to characters are decoded, and what HTML hides is listed whole
        assert not _characters(re.sub("&amp;|&#x3042;", "", source)) - _kept(sheet)
    else:
        assert _characters(source) == _kept(sheet)


@given(_TEXTS)
@settings(max_examples=300, deadline=None)
def test_rows_stand_in_the_order_of_the_file(text: str) -> None:
    sheet = sheet_of_markdown(text, "t")
    places = [sheet.place(k) for k, line in enumerate(sheet.lines) if line]
    assert places == sorted(places)
    assert all(1 <= place <= text.count("\n") + 1 for place in places)
    for k, mark in sheet.marks.items():
        assert 0 <= mark.bold <= len(sheet.lines[k])
        assert all(0 <= one.start < one.end <= len(sheet.lines[k]) for one in mark.readings)


@given(st.lists(st.text(st.sampled_from("ぁあ漢字ー。、？「」（）…12Aa　"), max_size=30), max_size=20))
@settings(max_examples=200, deadline=None)
def test_text_without_signs_is_read_as_the_text_reader_reads_it(lines: list[str]) -> None:
    found = sheet_of_markdown("\n".join(lines), "t").lines
    expected = [line.rstrip() for line in lines]
    assert [*found, *[""] * (len(lines) - len(found))][: len(lines)] == expected


HOSTILE = (
    "* _ ` [ ] ( < <a␣ <!-- ![ [a]( & &# &amp; \\ # - -␣ "
    ">␣ > 1.␣ | |⏎ |␣a␣|⏎ ~ = =⏎ -⏎ : ⏎:␣a [^1] [^1]:␣a⏎ { {{ {% {#a "
    "{a|b <div> <div>⏎ <div>⏎⏎ **a␣ **a a** *a_␣ __a␣ `␣``␣ "
    "[a]:␣/b⏎ <b> <rt> <ruby>漢<rt>か ```⏎ ```a⏎ ~~~⏎ ␣␣␣␣a⏎ ␣␣-␣a⏎ "
    "\\⏎ <br> <? <![CDATA[ **「 」** _あ -␣-␣ *␣*␣a⏎ %% ==␣ :::␣a⏎ "
    "<table>⏎ <ul><li>a⏎ <ul>⏎⏎ *?␣ ^[ [[a [a][b] 　⏎ ##a⏎ <p> *1 "
    '|a|b|⏎|-|-|⏎ ---⏎ [a](b␣"c ![a](b)⏎*c*⏎ <A␣x= <svg>⏎ &#x3042;'
).split()


@pytest.mark.parametrize("piece", HOSTILE)
def test_time_is_linear_on_runs_of_any_sign(piece: str) -> None:
    """Eight times the length takes less than forty times as long: the square would take sixty-four."""
    piece = piece.replace("␣", " ").replace("⏎", "\n")
    few, many = (min(_seconds((piece * size)[:size] + "\n潮") for _ in range(2)) for size in (4_000, 32_000))
    assert many < 0.6 or many < 45 * few


def _seconds(text: str) -> float:
    def read() -> None:
        sheet = sheet_of_markdown(text, "t")
        assert "潮" in "".join((*sheet.lines, *(one.text for one in sheet.left_out)))

    return seconds_of(read)


def test_a_megabyte_takes_no_longer_than_the_table_allows() -> None:
    """Product default: 3 s for a page of 1 MB; twice that here, for a machine that does other things too."""
    page = (
        f"## 浜\n\n**鵜殿** {LONG}[^1]\n\n**湯殿** [潮](https://example.com/)が*すぐに*引いて、{LONG}\n{LONG}\n\n"
        f"- 浜：{LONG}\n\n[^1]: {LONG}\n\n"
    )
    text = page * (1_000_000 // len(page.encode()))
    begun = time.process_time()
    sheet = sheet_of_markdown(text, "t")
    assert time.process_time() - begun < 6
    assert len(sheet.lines) > 10_000
