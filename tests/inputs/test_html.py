"""Web pages: the article's words, its headings, bullets and readings; never an empty text without a word."""

from __future__ import annotations

import contextlib
from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.errors import InputError
from toolkit.inputs.html.charset import decode_html
from toolkit.inputs.html.page import sheet_of_html
from toolkit.inputs.html.tokens import tokens

LONG = "その頃の港はとても静かで、朝になると漁船の音だけが聞こえていました。"
ASK = "それはいつ頃のお話でしょうか。"

TEXTS: list[tuple[str, str, list[str]]] = [
    ("paragraphs", "<p>海<p>声", ["海", "声"]),
    ("a broken line of the source", "<p>その頃の\n   港は</p>", ["その頃の港は"]),
    ("a broken line of English", "<p>the old\n harbour</p>", ["the old harbour"]),
    ("spaces", "<p> 海  の <b> 声</b> </p>", ["海 の 声"]),
    ("a wide space stays", "<p>　海　声</p>", ["　海　声"]),
    ("line breaks", "<p>上<br>下<br/>底</p>", ["上", "下", "底"]),
    ("entities", "<p>a &lt; b &amp; c&#x3002;&nbsp;d</p>", ["a < b & c。 d"]),
    ("a bare sign", "<p>3 < 5 かつ R&D</p>", ["3 < 5 かつ R&D"]),
    ("script and style", "<style>p{}</style><p>海<script>var a='<p>x';</script>声</p>", ["海声"]),
    ("comments", "<p>海<!-- <p>x</p> -->声<!-->!", ["海声!"]),
    ("hidden by attribute", "<p>海<p hidden>x<p>声", ["海", "声"]),
    ("hidden by style", '<p>海<span style="display : none">x</span></p>', ["海"]),
    ("hidden from screen readers", '<p>海<i aria-hidden="true">★</i></p>', ["海"]),
    ("controls", "<p>海</p><button>共有</button><select><option>x</select>", ["海"]),
    ("navigation", "<nav>x</nav><header>y</header><p>海</p><footer>z</footer>", ["海"]),
    ("the article's own header stays", "<article><header><h1>海</h1></header><p>声</p></article>", ["海", "声"]),
    ("only the article", f"<p>宣伝</p><article><p>{LONG}</p></article>", [LONG]),
    ("no article stands out", "<article>海</article><article>声</article><article>音</article>", ["海", "声", "音"]),
    ("captions", "<p>海<figure><img alt=x><figcaption>写真</figcaption></figure>", ["海"]),
    ("ruby", "<p><ruby>潮<rp>(</rp><rt>しお</rt><rp>)</rp></ruby>の声</p>", ["潮の声"]),
    ("tables", "<table><tr><td>佐藤<td>はい<tr><th>鈴木</th><td>ええ</table>", ["佐藤", "はい", "鈴木", "ええ"]),
    ("terms", "<dl><dt>佐藤<dd>はい<dt>鈴木<dd>ええ</dl>", ["佐藤", "はい", "鈴木", "ええ"]),
    ("pre keeps its lines", "<pre>佐藤：はい\n鈴木：  ええ</pre>", ["佐藤：はい", "鈴木：  ええ"]),
    ("tags crossed over", "<div><b>海<div>声</b>音</div>風</div>", ["海", "声音", "風"]),
    ("an end without a start", "</div></p>海</b>声", ["海声"]),
    ("a tag cut off", "<p>海</p><p class='", ["海"]),
    ("everything around is better than nothing", "<nav>海</nav>", ["海"]),
    ("upper case", "<P>海<SCRIPT>x</SCRIPT><BR>声</P>", ["海", "声"]),
    ("a reading that nobody closes", f"<p><ruby>潮<rt>{LONG}{LONG}</p>", [f"潮{LONG}{LONG}"]),
    ("no tags at all", "海の声", ["海の声"]),
]


@pytest.mark.parametrize(("page", "lines"), [row[1:] for row in TEXTS], ids=[row[0] for row in TEXTS])
def test_the_text_of_a_page(page: str, lines: list[str]) -> None:
    assert list(sheet_of_html(page, "t.html").lines) == lines


RUBIES = [
    ("<ruby>潮田<rt>しおだ</rt></ruby>", [("潮田", "しおだ")]),
    ("<ruby>漢<rt>かん<ruby>", [("漢", "かん")]),
    ("<ruby>漢<rt>かん</rt>字<rt>じ</rt></ruby>", [("漢", "かん"), ("字", "じ")]),
    ("<ruby><rb>漢</rb><rp>(</rp><rt>かん</rt><rp>)</rp></ruby>", [("漢", "かん")]),
    ("<ruby><rb>漢<rb>字<rt>かん<rt>じ</ruby>", [("漢字", "かんじ")]),
    ("海 <ruby>声<rt>こえ</ruby>", [("声", "こえ")]),
    ("<ruby>海<rt>sea</rt></ruby>", []),
    ("<ruby><rt>かん</rt></ruby>字", []),
]


@pytest.mark.parametrize(("page", "pairs"), RUBIES)
def test_readings(page: str, pairs: list[tuple[str, str]]) -> None:
    sheet = sheet_of_html(f"<p>{page}</p>の声", "t")
    found = [(sheet.lines[k][r.start : r.end], r.kana) for k, mark in sheet.marks.items() for r in mark.readings]
    assert found == pairs


def test_an_interview_on_the_web() -> None:
    page = f"""<!doctype html><meta charset=utf-8><title>潮の力 | 新聞</title><nav><a href=http://example.com>トップ</a></nav>
    <article><h1>潮の力で島を照らす</h1><p>港の会社を訪ねた。</p><ul><li>出力は200キロ</ul>
    <h2>海の発電所</h2><p><b>柚木</b>　{ASK}</p><p><b>汐見</b>　{LONG}<br>{LONG}</p></article>
    <img src=http://example.com/x.png onerror=alert(1)>"""
    sheet = sheet_of_html(page, "talk.html")
    assert [(sheet.mark(k).kind, sheet.mark(k).bold, line) for k, line in enumerate(sheet.lines)] == [
        ("title", 0, "潮の力で島を照らす"),
        ("paragraph", 0, "港の会社を訪ねた。"),
        ("item", 0, "出力は200キロ"),
        ("heading", 0, "海の発電所"),
        ("paragraph", 2, f"柚木　{ASK}"),
        ("paragraph", 2, f"汐見　{LONG}"),
        ("paragraph", 0, LONG),
    ]
    assert sheet.title == "潮の力"
    assert [(one.why, one.text) for one in sheet.left_out] == [("page", "トップ")]
    assert any("around the article" in warning for warning in sheet.warnings)


def test_the_pages_name_is_the_title_where_the_text_has_none() -> None:
    assert sheet_of_html("<title> 潮の\n力 </title><p>海", "t").title == "潮の 力"


CHARSETS: list[tuple[str, bytes, str, bool]] = [
    ("what it says", "<meta charset=shift_jis><p>海髙①".encode("cp932"), "cp932", False),
    (
        "x-sjis",
        '<meta http-equiv=content-type content="text/html; charset=x-sjis"><p>海'.encode("cp932"),
        "cp932",
        False,
    ),
    ("EUC-JP", "<meta charset='EUC-JP'><p>海の声".encode("euc_jp"), "euc_jp", False),
    ("ISO-2022-JP", "<meta charset=iso-2022-jp><p>海の声".encode("iso2022_jp"), "iso2022_jp", False),
    ("UTF-8", "<meta charset=utf-8><p>海".encode(), "utf-8", False),
    ("a mark wins", "<meta charset=shift_jis><p>海".encode("utf-8-sig"), "utf-8", False),
    ("a lie", "<meta charset=shift_jis><p>海の声".encode(), "utf-8", True),
    ("the other lie", "<meta charset=utf-8><p>海の声を聞く。かなもある。".encode("cp932"), "cp932", True),
    ("an unknown name", "<meta charset=klingon><p>海の声".encode(), "utf-8", True),
    ("silence", "<p>海の声".encode("cp932"), "cp932", True),
    ("XML", '<?xml version="1.0" encoding="EUC-JP"?><p>海の声'.encode("euc_jp"), "euc_jp", False),
]


@pytest.mark.parametrize(
    ("data", "encoding", "guessed"), [row[1:] for row in CHARSETS], ids=[row[0] for row in CHARSETS]
)
def test_charsets(data: bytes, encoding: str, guessed: bool) -> None:
    found = decode_html(data)
    assert (found.encoding, found.guessed) == (encoding, guessed)
    assert "海" in found.text


EMPTY = [
    "<html></html>",
    "<script>var a;</script>",
    "<p hidden>海</p>",
    "<!-- 海",
    "<style>海",
    "<p>……</p>",
    "<svg><text>海</text></svg>",
]


@pytest.mark.parametrize("page", EMPTY)
def test_a_page_without_words_is_an_error(page: str) -> None:
    with pytest.raises(InputError, match="no words") as caught:
        sheet_of_html(page, "t.html")
    assert caught.value.mend


# Each of these takes a well-known parser minutes, or its text
HOSTILE = [
    "<div>" * 100_000 + "海" + "</div>" * 100_000,
    "<p>海" + "<" * 100_000,
    "<p>海</p>" + "<!--" * 50_000,
    "<p>海</p>" + "<a " * 50_000,
    "<p>海</p>" + "<a b='" * 50_000,
    "<p>海</p><a" + " " * 100_000,
    "<p>海" + "&" * 100_000 + "&#" * 50_000 + "&#" + "9" * 5000,
    "<b><div>" * 20_000 + "海" + "</b>" * 20_000,
    "<article>" * 50_000 + "海",
    "<table><td>" * 20_000 + "海",
    "<b>" * 20_000 + "<li>" * 20_000 + "海",
    "<ruby>漢<rt>か" * 20_000 + "</ruby>海",
    "<p>海" + "".join(f"<font color={k}>" for k in range(3000)) + "<p>x" * 3000,
    "<p>海" + "<b>x" * 8000 + "<tr><b>'" * 8000,
    "<p>海</p>" + "<!---->" * 50_000,
    "<p>海</p>" + "<h2>関連記事</h2>" * 5000 + "<p>目次</p>" * 5000,
    "<table>" + "<tr><td rowspan=99999 colspan=99999>海" * 2000,
    "<p>海<sup>*1</sup>" * 3000 + "<p id=n1>*1 海" * 3000,
    "<span class=name>海</span>" * 5000,
    "<p>海</p><div class=balloon><img alt='" + " " * 100_000 + "x'>海" * 3,
    "<p>海</p>" + "<![" * 50_000 + "<script>" + "</" * 50_000,
    "<p>海" + " \n" * 50_000 + "x",
]


@pytest.mark.parametrize("page", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_pages_keep_their_word(page: str) -> None:
    assert "海" in "".join(sheet_of_html(page, "t").lines)


_PIECES = st.sampled_from(
    "<p> </p> <div> </div> <b> </b> <ruby> </ruby> <rt> </rt> <rp> </rp> <li> <ul> </ul> <td> <tr> <th> <table> </table> <article> </article> <nav> </nav> <br> <pre> </pre> "  # noqa: E501
    "<h1> </h1> <span_hidden> </span> <a_href='x'> <a_href='#n'> </a> <main> </main> 海 声 はい。 かん A1 2 *1 ↩ & < &lt; &#12354; <!-- --> <x <title> </title> <script> </script> <hr> <dd> <dt> "  # noqa: E501
    "<sup> </sup> <aside> </aside> <header> </header> <footer> <button> </button> <form> </form> <figure> </figure> <figcaption> <caption> <cite> </cite> <blockquote> </blockquote> "  # noqa: E501
    "<p_class=name> <span_class=speaker> <p_data-speaker=海> <div_class=balloon> <img_alt=海> <h2>関連記事</h2> <div_class=notes> <p_id=n> <div_class=ad> <td_rowspan=2> <td_colspan=2> "  # noqa: E501
    "<noscript> </noscript> <svg> </svg> <code> </code> <select> <option> <details> <summary> ： （社長） 次のページ".split()  # noqa: E501
).map(lambda piece: piece.replace("_", " "))
_PLAIN = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ", "0123456789+-n")


def _shown(page: str) -> str:
    """All words of a page but its scripts."""
    texts: list[str] = []
    raw = ""
    for token in tokens(page):
        if token.kind == "text" and raw != "script":
            texts.append(token.text)
        raw = token.name if token.kind == "start" else ""
    return "".join(texts)


def _title(page: str) -> str:
    found = list(tokens(page))
    return next(("".join(b.text.split()) for a, b in pairwise(found) if a.name == "title" and b.kind == "text"), "\0")


@given(st.lists(st.one_of(_PIECES, st.sampled_from([" ", "\n", "　"])), max_size=40).map("".join))
@settings(max_examples=600, deadline=None)
def test_every_shown_character_is_in_a_line_or_listed(page: str) -> None:
    try:
        sheet = sheet_of_html(page, "t")
    except InputError:
        return
    listed = (*(text for _, text in sheet.excluded), *(one.text for one in sheet.left_out))
    whole_title = "" if any("".join(text.split()) == _title(page) for _, text in sheet.excluded) else sheet.title
    kept = "".join("".join((*sheet.lines, *listed, whole_title)).split()).translate(_PLAIN)
    assert Counter(kept) == Counter("".join(_shown(page).split()))
    for k, mark in sheet.marks.items():
        assert all(0 <= r.start < r.end <= len(sheet.lines[k]) for r in mark.readings)


@given(
    st.binary(max_size=300),
    st.sampled_from([b"", b"<html>", b"<meta charset=euc-jp>", b"<meta charset=utf-16>", b"<meta charset=base64>"]),
)
@settings(max_examples=200, deadline=None)
def test_any_bytes_give_a_text_or_an_input_error(data: bytes, head: bytes) -> None:
    with contextlib.suppress(InputError):
        sheet_of_html(decode_html(head + data, name="t").text, "t")
