"""What a page's markup says of a line: kinds and levels, emphasis, speakers, readings; notes, captions and titles."""

from __future__ import annotations

import json

import pytest

from toolkit.inputs.html.page import sheet_of_html
from toolkit.inputs.sheet import Sheet

PLAIN = "この長い文には何の印もなく、ページの大半はこのような文でできています。"


def _marks(sheet: Sheet) -> list[tuple[str, int, str]]:
    return [(sheet.mark(k).kind, sheet.mark(k).level, line) for k, line in enumerate(sheet.lines)]


KINDS: list[tuple[str, str, list[tuple[str, int, str]]]] = [
    (
        "headings",
        "<h1>潮</h1><h2>海</h2><p>声</p><h4>港</h4><h1>町</h1>",
        [("title", 1, "潮"), ("heading", 2, "海"), ("paragraph", 0, "声"), ("heading", 4, "港"), ("heading", 1, "町")],
    ),
    ("a block in a heading", "<h2><div>海</div></h2>", [("heading", 2, "海")]),
    ("a heading nobody closes", "<h2>海<p>声", [("heading", 2, "海"), ("paragraph", 0, "声")]),
    (
        "lists in lists",
        "<ul><li>一<ul><li>二<p>三</p></li></ul>四</li></ul><ol><li><p>五</p><p>六</p></ol>",
        [
            ("item", 1, "一"),
            ("item", 2, "二"),
            ("paragraph", 2, "三"),
            ("paragraph", 1, "四"),
            ("item", 1, "五"),
            ("paragraph", 1, "六"),
        ],
    ),
    (
        "quotations",
        "<blockquote><p>海ですか。</p><blockquote>声</blockquote><ul><li>港</ul></blockquote><p>はい",
        [("quote", 1, "海ですか。"), ("quote", 2, "声"), ("item", 1, "港"), ("paragraph", 0, "はい")],
    ),
    (
        "terms",
        "<dl><dt>佐藤<dd>はい<dd>ええ<dt>鈴木<dd><p>一</p><p>二</p></dl>",
        [
            ("term", 0, "佐藤"),
            ("paragraph", 0, "はい"),
            ("paragraph", 0, "ええ"),
            ("term", 0, "鈴木"),
            ("paragraph", 0, "一"),
            ("paragraph", 0, "二"),
        ],
    ),
    (
        "a line broken twice",
        "<p>海<br><br><br>声<br>音</p><p>風",
        [
            ("paragraph", 0, "海"),
            ("paragraph", 0, ""),
            ("paragraph", 0, "声"),
            ("paragraph", 0, "音"),
            ("paragraph", 0, "風"),
        ],
    ),
    (
        "code",
        "<p>海</p><pre><code>name: 海\n\nx: 声</code></pre><pre>佐藤：はい",
        [
            ("paragraph", 0, "海"),
            ("code", 0, "name: 海"),
            ("code", 0, ""),
            ("code", 0, "x: 声"),
            ("paragraph", 0, "佐藤：はい"),
        ],
    ),
    (
        "a table of nothing spoken",
        "<table><tr><th>港<td>海<tr><th>町<td>山</table>",
        [("cell", 0, w) for w in "港海町山"],
    ),
    (
        "a layout of tables",
        "<table><tr><td><a href=a>朝</a><br><a href=b>昼</a><br><a href=c>夜</a><td><p>"
        "佐藤：はい。<br>鈴木：ええ。</table>",
        [("paragraph", 0, "佐藤：はい。"), ("paragraph", 0, "鈴木：ええ。")],
    ),
    (
        "a page of 1999",
        "<BODY><CENTER><H1>潮</H1></CENTER><HR><FONT SIZE=3>"
        "佐藤：はい。<BR>鈴木：ええ。</FONT><HR><A HREF=i.htm>戻る</A>",
        [("title", 1, "潮"), ("paragraph", 0, "佐藤：はい。"), ("paragraph", 0, "鈴木：ええ。")],
    ),
    (
        "questions to open",
        "<details><summary>海は？</summary><p>広い。</details>",
        [("paragraph", 0, "海は？"), ("paragraph", 0, "広い。")],
    ),
]


@pytest.mark.parametrize(("page", "marks"), [row[1:] for row in KINDS], ids=[row[0] for row in KINDS])
def test_kinds_and_levels(page: str, marks: list[tuple[str, int, str]]) -> None:
    assert _marks(sheet_of_html(page, "t")) == marks


def test_a_heading_on_two_lines_is_one() -> None:
    sheet = sheet_of_html("<h1>潮の<br>力</h1><p>海", "t")
    assert [(m.kind, m.joins) for m in map(sheet.mark, range(3))] == [
        ("title", False),
        ("title", True),
        ("paragraph", False),
    ]


BOLD = [
    ("<b>佐藤</b>　はい", 2),
    ("<strong>どうですか</strong>", 5),
    ("<b>佐</b><b>藤</b>：ええ", 2),
    ("はい<b>海</b>", 0),
    ("<em>佐藤</em> はい", 2),
    ("<font color=red>佐藤</font>はい", 2),
    ("<font size=5>港の朝</font>", 3),
    ("<font size=2>港の朝</font>", 0),
    ("<span style='font-weight: bold'>佐藤</span>はい", 2),
    ("<span style='color:#c00'>佐藤</span>はい", 2),
    ("<span class=nm>佐藤</span>はい", 2),
    ("<span class=question>佐藤</span>はい", 0),
    ("<span class=label>問</span>はい", 1),
    ("<span>佐藤</span>はい", 0),
]


@pytest.mark.parametrize(("line", "bold"), BOLD)
def test_emphasis(line: str, bold: int) -> None:
    sheet = sheet_of_html(f"<style>.x .nm{{color:red;font-weight:700}}</style><p>{line}</p><p>{PLAIN}</p>", "t")
    assert sheet.mark(0).bold == bold


def test_a_look_that_most_of_the_page_has_is_no_emphasis() -> None:
    sheet = sheet_of_html(f"<font color=navy><p>{PLAIN}</p><p><b>佐藤</b>　はい</p></font>", "t")
    assert [sheet.mark(k).bold for k in range(2)] == [0, 2]


def test_labels_of_any_class_that_come_again_and_again() -> None:
    turns = "".join(
        f"<p><span class={c}>{name}</span>{PLAIN}</p>" for c, name in [("red", "佐藤"), ("red", "鈴木")] * 2
    )
    sheet = sheet_of_html(turns, "t")
    assert [sheet.mark(k).bold for k in range(4)] == [2] * 4


def test_bold_ends_where_its_end_tag_stands() -> None:
    sheet = sheet_of_html(f"<b><p>佐藤</b><p>{PLAIN}</p>", "t")
    assert [sheet.mark(k).bold for k in range(2)] == [2, 0]


# Each gives 佐藤 は「はい」, 鈴木 は「ええ。」
NAMED: list[tuple[str, str, str]] = [
    ("a block before the text", "<div class=speaker>{}</div><div>{}</div>", "term"),
    ("a paragraph before the text", "<p class='talk-name'>{}</p><p>{}</p>", "term"),
    ("the head of the block", "<div><span class=name>{}</span>{}</div>", "term"),
    ("in bold", "<p><b class=cast>{}</b> {}</p>", "term"),
    ("a citation at the head", "<p><cite>{}</cite> {}</p>", "term"),
    (
        "Cocoon",
        "<div class=speech-wrap><div class=speech-person><figure class=speech-icon>"
        "<img src=a alt=x></figure><div class=speech-name>{}</div></div>"
        "<div class=speech-balloon><p>{}</p></div></div>",
        "term",
    ),
    (
        "SWELL",
        "<div class=c-balloon><div class=c-balloon__icon><img src=a>"
        "<span class=c-balloon__iconName>{}</span></div><div class=c-balloon__body><p>{}</p>"
        "</div></div>",
        "term",
    ),
    (
        "Word Balloon",
        "<div class='w_b_box w_b_w100'><div class=w_b_ava_box><img src=a>"
        "<div class=w_b_name>{}</div></div><div class=w_b_quote>{}</div></div>",
        "term",
    ),
    (
        "Speech bubble",
        "<div class=sb-type-std><div class=sb-speaker><div class=sb-icon><img src=a></div>"
        "<div class=sb-name>{}</div></div><div class=sb-content><p>{}</p></div></div>",
        "term",
    ),
    (
        "Stork",
        "<div class='voice cf l'><figure class=icon><img src=a><figcaption class=name>{}"
        "</figcaption></figure><div class=voicecomment>{}</div></div>",
        "term",
    ),
    (
        "a caption without a class",
        "<div class=fukidashi><figure><img src=a><figcaption>{}</figcaption></figure><div>{}</div></div>",
        "term",
    ),
    (
        "the picture's alt",
        "<div class=kaiwa><div class=face><img src=a alt='{}のアイコン'></div><div>{}</div></div>",
        "speaker",
    ),
    ("an attribute", "<p data-speaker='{}'>{}</p>", "speaker"),
    ("an attribute around", "<div data-speaker={}><p>{}</p></div>", "speaker"),
    ("another attribute", "<p data-name={}>{}港の話でございます。</p>", "speaker"),
    ("an attribute and once more", "<p data-speaker={0}><b>{0}</b>：{1}</p>", "speaker"),
    (
        "a citation after the quotation",
        "<blockquote><p>{1}</p><footer>— <cite>{0}</cite></footer></blockquote>",
        "speaker",
    ),
    ("a table", "<tr><td>{}<td>{}港の話でございます。", "speaker"),
]


@pytest.mark.parametrize(("layout", "by"), [row[1:] for row in NAMED], ids=[row[0] for row in NAMED])
def test_speakers_named_by_markup(layout: str, by: str) -> None:
    talk = [("佐藤", "はい"), ("鈴木", "ええ。")] * 3
    page = "".join(layout.format(name, words) for name, words in talk)
    sheet = sheet_of_html(f"<table>{page}</table>" if layout.startswith("<tr") else page, "t")
    said = [line.removesuffix("港の話でございます。").rstrip() for line in sheet.lines]
    if by == "term":
        assert said == [part for pair in talk for part in pair]
        assert [sheet.mark(k).kind for k in range(len(said))] == ["term", "paragraph"] * 6
    else:
        assert [(sheet.mark(k).speaker, line) for k, line in enumerate(said)] == talk
    assert sheet.left_out == ()


def test_what_parts_a_name_from_its_text_stays_with_the_name() -> None:
    heads = ["佐藤</span>：", "佐藤</span>　", "佐藤（社長）</span>", "佐藤</span>（漁師）：", "佐藤：</span>"]
    sheet = sheet_of_html("".join(f"<p><span class=speaker>{head}はい。</p>" for head in heads), "t")
    assert [line.strip() for line in sheet.lines[::2]] == ["佐藤：", "佐藤", "佐藤（社長）", "佐藤（漁師）：", "佐藤："]
    assert set(sheet.lines[1::2]) == {"はい。"}


NO_NAMES = [
    "<p class=name>港の歴史</p><p>古い。</p>",
    "<div><span class=name>赤い船</span>三千円</div><div><span class=name>青い船</span>五千円</div>",
    "<p>海の<span class=name>佐藤</span>と<span class=name>佐藤</span>です。</p>",
    "<p data-name=gallery-1.jpg>海。</p><p data-name=gallery-2.jpg>声。</p>",
    "<p data-name=佐藤>海</p>",
    "<div data-name=intro><p>海の話です。</p></div><div data-name=main><p>港の話です。</p></div>",
    "<figure class=photo><img src=a alt=佐藤><figcaption>佐藤</figcaption></figure><p>海。</p>" * 2,
]


@pytest.mark.parametrize("page", NO_NAMES)
def test_no_speaker_is_made_up(page: str) -> None:
    sheet = sheet_of_html(page, "t")
    assert {(sheet.mark(k).kind, sheet.mark(k).speaker) for k in range(len(sheet.lines))} == {("paragraph", "")}


SIGNS = [
    ("<sup>*1</sup>", "海。", ["*1"]),
    ("<sup>注1</sup>", "海。", ["注1"]),
    ("<sup>[1]</sup>", "海。", ["[1]"]),
    ("<sup>※</sup>", "海。", ["※"]),
    ("<sup><a href=#n1>1</a></sup>", "海。", ["1"]),
    ("<a href=#n1><sup>1</sup></a>", "海。", ["1"]),
    ("<a href=#n1 class=footnote-ref>1</a>", "海。", ["1"]),
    ("<a href=#n1 role=doc-noteref>a</a>", "海。", ["a"]),
    ("<a href=#n1>[1]</a>", "海。", ["[1]"]),
    ("<sup>2</sup>", "海²。", []),
    ("<sup>st</sup>", "海st。", []),
    ("<sub>2</sub>", "海2。", []),
    ("<a href=#n1>1</a>", "海1。", []),
    ("※1", "海※1。", []),
]


@pytest.mark.parametrize(("sign", "line", "excluded"), SIGNS)
def test_signs_of_notes_are_no_text(sign: str, line: str, excluded: list[str]) -> None:
    sheet = sheet_of_html(f"<p>海{sign}。</p><p>{PLAIN}</p>", "t")
    assert sheet.lines[0] == line
    assert [text for _, text in sheet.excluded] == excluded


NOTES = [
    ("<div class=notes><p>*1 港のこと</p><p>*2 海のこと</p></div>", ["*1 港のこと", "*2 海のこと"]),
    ("<p class=note>注）発言は要旨です。</p>", ["注）発言は要旨です。"]),
    ("<ol><li id=n1>港のこと <a href=#r1>↩</a></ol>", ["港のこと ↩"]),
    ("<section role=doc-endnotes><h2>脚注</h2><ol><li>港のこと</ol></section>", ["脚注", "港のこと"]),
    ("<aside class=footnotes><p>港のことです。</p></aside>", ["港のことです。"]),
    ("<h3>注</h3><p>*1 港のこと</p>", ["注", "*1 港のこと"]),
    ("<p>*1 港のこと</p>", ["*1 港のこと"]),
    ("<p>海<a href=#fn9>[9]</a></p><p id=fn9>[9] 港のこと</p>", ["[9] 港のこと"]),
]


@pytest.mark.parametrize(("notes", "texts"), NOTES)
def test_notes_are_left_out(notes: str, texts: list[str]) -> None:
    sheet = sheet_of_html(f"<p>海<sup>*1</sup>。</p><p>{PLAIN}</p>{notes}", "t")
    assert [one.text for one in sheet.left_out if one.why == "note"] == texts
    assert sheet.lines[:2] == ("海。", PLAIN)


NO_NOTES = [
    "<p class=note>注意してください。</p>",
    "<div class=notes><p>海辺の町のノートです。</p></div>",
    "<p>1) 港へ行く</p>",
]


@pytest.mark.parametrize("part", NO_NOTES)
def test_what_is_no_note_stays(part: str) -> None:
    assert sheet_of_html(f"<p>海<sup>*1</sup>。</p>{part}", "t").left_out == ()


CAPTIONS = [
    ("<figure><img><figcaption>港</figcaption></figure>", ["港"], []),
    ("<figure><img><span>港</span></figure>", ["港"], []),
    ("<p class=photo><img><br><span>港</span></p>", ["港"], []),
    ("<div class=wp-caption><img><p class=wp-caption-text>港</p></div>", ["港"], []),
    ("<center><img><br><font size=1>↑港</font></center>", ["↑港"], []),
    ("<p><img>港の朝（撮影・佐藤）</p>", ["港の朝（撮影・佐藤）"], []),
    ("<figure><blockquote>声</blockquote><figcaption>港</figcaption></figure>", ["港"], ["声"]),
    ("<table><caption>港</caption><tr><td>a<td>b<tr><td>c<td>d</table>", ["港"], ["a", "b", "c", "d"]),
    ("<figure class=wp-block-table><table><tr><td>a<td>b<tr><td>c<td>d</table></figure>", [], ["a", "b", "c", "d"]),
    ("<p><img>港の話</p>", [], ["港の話"]),
    ("<div class=no_caption><p>声</p></div>", [], ["声"]),
]


@pytest.mark.parametrize(("part", "captions", "lines"), CAPTIONS)
def test_captions_are_left_out(part: str, captions: list[str], lines: list[str]) -> None:
    sheet = sheet_of_html(f"<p>{PLAIN}</p>{part}<p>{PLAIN}</p>", "t")
    assert [one.text for one in sheet.left_out if one.why == "caption"] == captions
    assert list(sheet.lines) == [PLAIN, *lines, PLAIN]


def test_a_table_with_cells_that_span() -> None:
    page = f"""<table><tr><th>話者<th>発言<tr><td rowspan=2>佐藤<td>{PLAIN}<tr><td>{PLAIN}<br>はい。
    <tr><td>鈴木<td>{PLAIN}<tr><td colspan=2>（笑）</table>"""
    sheet = sheet_of_html(page, "t")
    assert [(sheet.mark(k).speaker, line) for k, line in enumerate(sheet.lines)] == [
        ("佐藤", PLAIN),
        ("佐藤", PLAIN),
        ("佐藤", "はい。"),
        ("鈴木", PLAIN),
        ("", "（笑）"),
    ]
    assert [(one.why, one.text) for one in sheet.left_out] == [("column", "話者"), ("column", "発言")]


def test_hidden_words_do_not_break_a_line() -> None:
    sheet = sheet_of_html("<p>は<span hidden>x</span>い<button>共有</button>。</p>", "t")
    assert sheet.lines == ("はい。",)
    assert [(one.line, one.text) for one in sheet.left_out] == [(1, "x"), (1, "共有")]


def test_direction_and_entities() -> None:
    sheet = sheet_of_html(
        "<p>a<bdo dir=rtl>bc</bdo>&rlm;d&#8238;e &eacute;&#x3042;&hearts;&ampx; &amp;lt;&#146;</p>", "t"
    )
    assert sheet.lines == ("abcde éあ♥&x; &lt;’",)
    assert any("text-direction" in warning for warning in sheet.warnings)


TITLES = [
    ("<title>潮の力 | 港新聞</title>", "潮の力"),
    ("<title>港新聞｜潮の力｜連載</title>", "港新聞｜潮の力"),
    ("<title>潮の力 - 海と人</title>", "潮の力 - 海と人"),
    ("<title>潮の力 - 港新聞</title><footer>© 港新聞</footer>", "潮の力"),
    ("<title>潮の力 - 港新聞</title><meta property=og:site_name content=港新聞>", "潮の力"),
    ("<title>港新聞 : 潮の力</title><meta property=og:site_name content=港新聞>", "潮の力"),
    ("<title>港新聞 潮の力</title><meta property=og:title content=潮の力>", "潮の力"),
    ("<meta property=og:title content=潮の力>", "潮の力"),
    ("<title>潮:力</title>", "潮:力"),
]


@pytest.mark.parametrize(("head", "title"), TITLES)
def test_the_title_less_the_sites_name(head: str, title: str) -> None:
    assert sheet_of_html(f"{head}<p>{PLAIN}</p>", "t").title == title


def _linked(**data: object) -> str:
    return f"<script type=application/ld+json>{json.dumps(data)}</script>"


METAS: list[tuple[str, dict[str, str]]] = [
    ("<meta name=author content='山田 海'>", {"author": "山田 海"}),
    ("<meta property=article:published_time content=2024-01-02>", {"date": "2024-01-02"}),
    (
        _linked(**{"@type": "NewsArticle", "author": {"name": "山田"}, "datePublished": "2024"}),
        {"author": "山田", "date": "2024"},
    ),
    (_linked(**{"@graph": [{"@type": ["BlogPosting"], "author": [{"name": "山田"}, "海"]}]}), {"author": "山田、海"}),
    (_linked(**{"@type": "Organization", "name": "港新聞"}), {}),
    ("<script type=application/ld+json>{broken</script>", {}),
    ("<script type=application/ld+json>" + "[" * 100_000 + "</script>", {}),
    ('<script type=application/ld+json>{"@type":"Article","datePublished":' + "9" * 9999 + "}</script>", {}),
]


@pytest.mark.parametrize(("head", "meta"), METAS, ids=range(len(METAS)))
def test_what_a_page_says_of_itself(head: str, meta: dict[str, str]) -> None:
    assert sheet_of_html(f"{head}<p>{PLAIN}</p>", "t").meta == meta
