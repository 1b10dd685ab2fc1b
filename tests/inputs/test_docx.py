"""Word documents: what a reader of the page sees is kept, and only that; what is no sound document is one clear
line.
"""

from __future__ import annotations

import contextlib
import io
import unicodedata
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from documents import MC, RELATIONS, W, box, docx, p, package, r, related, ruby, style, table, xml
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.errors import InputError
from toolkit.inputs.document import document_at
from toolkit.inputs.docx.document import sheet_of_docx
from toolkit.inputs.docx.numbering import written
from toolkit.inputs.sheet import Reading, Sheet
from toolkit.transcript import read_script

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LONG = "その頃の港はとても静かで、朝になると漁船の音だけが聞こえていました。"
ASK = "それはいつ頃のお話でしょうか。"
STYLES = (
    style("Title", "a1")
    + style("heading 1", "1")
    + style("見出しA", "x", based_on="1")
    + style("List Bullet", "lb", '<w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr>')
    + style("toc 1", "11")
    + style("Geheim", "h", "<w:rPr><w:vanish/></w:rPr>", kind="character")
    + style("Strong", "s", "<w:rPr><w:b/></w:rPr>", kind="character")
    + style("Emphasis", "e", "<w:rPr><w:i/></w:rPr>", kind="character")
    + style("Ebene", "o", '<w:pPr><w:outlineLvl w:val="1"/></w:pPr>')
    + style("heading 3", "3")
    + style("質問", "q", "<w:rPr><w:b/></w:rPr>")
    + style("caption", "c")
)
NUMBERING = (
    '<w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:numFmt w:val="none"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num>'
)
_EQ = [r"EQ \* jc2 \* hps10 \o\ad(\s\up 9(", "しおだ", "),潮田)"]
_FIELD = "".join(f"<w:r><w:instrText>{part}</w:instrText></w:r>" for part in _EQ)
EQ_RUBY = f'<w:r><w:fldChar w:fldCharType="begin"/></w:r>{_FIELD}<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def read(body: str, **options: object) -> Sheet:
    return sheet_of_docx(docx(body, styles=STYLES, numbering=NUMBERING, **options), "t.docx")  # type: ignore[arg-type]


def shown(sheet: Sheet) -> list[str]:
    """``speaker text`` of every line that is not empty; the emphasised beginning stands in ``*``."""
    marked = [(sheet.mark(k), line) for k, line in enumerate(sheet.lines) if line.strip()]
    return [
        f"{mark.speaker} " * bool(mark.speaker) + (f"*{line[: mark.bold]}*" if mark.bold else "") + line[mark.bold :]
        for mark, line in marked
    ]


def left_out(sheet: Sheet) -> list[tuple[int, str, str]]:
    return [(one.line, one.text, one.why) for one in sheet.left_out]


TEXTS = [
    ("runs join", p("海の", "発電所"), ["海の発電所"]),
    ("insertions are kept", p("海", f'<w:ins w:id="1">{r("の")}</w:ins>', "声"), ["海の声"]),
    ("deletions are not", p("海", f'<w:del w:id="1"><w:r><w:delText>X</w:delText></w:r></w:del>{r("声")}'), ["海声"]),
    (
        "moved text stands where it went",
        p(f"<w:moveFrom>{r('旧')}</w:moveFrom>", f"<w:moveTo>{r('新')}</w:moveTo>"),
        ["新"],
    ),
    ("hidden text is not there", p("海", r("秘密", "<w:vanish/>"), "声"), ["海声"]),
    ("vanish switched off", p(r("声", '<w:vanish w:val="0"/>')), ["声"]),
    ("hidden by style", p("海", r("秘密", '<w:rStyle w:val="h"/>')), ["海"]),
    ("old properties in a change", p(r("声", "<w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange>")), ["声"]),
    ("content controls", f"<w:sdt><w:sdtPr/><w:sdtContent>{p('海')}</w:sdtContent></w:sdt>", ["海"]),
    ("a control inside", p(f"<w:sdt><w:sdtContent>{r('海')}</w:sdtContent></w:sdt>"), ["海"]),
    ("links", p(f"<w:hyperlink>{r('海')}</w:hyperlink>"), ["海"]),
    ("field codes are not text", p("<w:r><w:instrText>PAGE</w:instrText></w:r>", "海"), ["海"]),
    ("ruby", p("本日", ruby("潮田", "うしおだ"), "さん"), ["本日潮田さん"]),
    ("ruby of old Word", p("本日", EQ_RUBY, "さん"), ["本日潮田さん"]),
    ("a table, cell by cell", table(("佐藤", "はい"), ("鈴木", "ええ")), ["佐藤", "はい", "鈴木", "ええ"]),
    ("numbers of rows", table(("1", "佐藤", "はい"), ("2", "鈴木", "ええ")), ["佐藤", "はい", "鈴木", "ええ"]),
    ("a table's head", table(("話者", "発言"), ("鈴木", "ええ"), head=True), ["ええ"]),
    ("a line break", p("<w:r><w:t>上</w:t><w:br/><w:t>下</w:t></w:r>"), ["上", "下"]),
    ("a tab", p("<w:r><w:t>佐藤</w:t><w:tab/><w:t>はい</w:t></w:r>"), ["佐藤\tはい"]),
    ("tab stops are no tabs", p("海", properties='<w:tabs><w:tab w:val="left"/></w:tabs>'), ["海"]),
    ("a deleted paragraph mark", p("海の", properties="<w:rPr><w:del/></w:rPr>") + p("声"), ["海の声"]),
    (
        "one of two pictures of a box",
        p(
            f"<mc:AlternateContent><mc:Choice>{r('箱')}</mc:Choice><mc:Fallback>{r('箱')}</mc:Fallback></mc:AlternateContent>"
        ),
        ["箱"],
    ),
    (
        "a box inside a paragraph",
        p("外", box(p("鈴木：中")), "側"),
        ["外側", "鈴木：中"],
    ),
    ("the table of contents", p("海 3", properties='<w:pStyle w:val="11"/>') + p("海"), ["海"]),
    ("a symbol", p('<w:r><w:t>海</w:t><w:sym w:font="Wingdings" w:char="F04A"/></w:r>'), ["海"]),
    ("decomposed kana in two runs", p("か", "\u3099"), ["が"]),
    ("signs of XML", p("a < b & c"), ["a < b & c"]),
]


@pytest.mark.parametrize(("body", "lines"), [row[1:] for row in TEXTS], ids=[row[0] for row in TEXTS])
def test_the_text_of_the_page(body: str, lines: list[str]) -> None:
    sheet = sheet_of_docx(docx(body, styles=STYLES), "t.docx")
    assert [line for line in sheet.lines if line] == lines


def test_strict_documents_too() -> None:
    body = p("海", f"<w:del>{r('X')}</w:del>")
    assert list(sheet_of_docx(docx(body, space="http://purl.oclc.org/ooxml/wordprocessingml/main"), "t").lines) == [
        "海"
    ]


KINDS = [
    ("title", '<w:pStyle w:val="a1"/>', "title", 0),
    ("heading", '<w:pStyle w:val="1"/>', "heading", 1),
    ("a lower heading", '<w:pStyle w:val="3"/>', "heading", 3),
    ("based on a heading", '<w:pStyle w:val="x"/>', "heading", 1),
    ("outline of the style", '<w:pStyle w:val="o"/>', "heading", 2),
    ("outline of the paragraph", '<w:outlineLvl w:val="0"/>', "heading", 1),
    ("body text", '<w:outlineLvl w:val="9"/>', "paragraph", 0),
    ("bullet", '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="3"/></w:numPr>', "item", 1),
    ("a bullet deeper", '<w:numPr><w:ilvl w:val="2"/><w:numId w:val="3"/></w:numPr>', "item", 3),
    ("bullet by style", '<w:pStyle w:val="lb"/>', "item", 1),
    ("taken out of the list", '<w:pStyle w:val="lb"/><w:numPr><w:numId w:val="0"/></w:numPr>', "paragraph", 0),
    ("a level without a sign", '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="3"/></w:numPr>', "paragraph", 0),
    ("an unknown style", '<w:pStyle w:val="?"/>', "paragraph", 0),
]


@pytest.mark.parametrize(("properties", "kind", "level"), [row[1:] for row in KINDS], ids=[row[0] for row in KINDS])
def test_kinds_by_style(properties: str, kind: str, level: int) -> None:
    mark = read(p("海の発電", properties=properties)).mark(0)
    assert (mark.kind, mark.level) == (kind, level)


def test_an_interview_in_word(tmp_path: Path) -> None:
    body = (
        p("潮の力", properties='<w:pStyle w:val="a1"/>')
        + p("はじめに", properties='<w:pStyle w:val="1"/>')
        + p("港の会社を訪ねた。")
        + p("出力は200キロワット", properties='<w:pStyle w:val="lb"/>')
        + p(ruby("潮田", "うしおだ"), "：", LONG)
        + p("鈴木：", ASK, r("（笑）"))
    )
    file = tmp_path / "talk.docx"
    file.write_bytes(docx(body, styles=STYLES, numbering=NUMBERING))
    document = document_at(file)
    sheet = document.sheet
    assert [mark.kind for mark in sheet.marks.values()] == [
        "title", "heading", "paragraph", "item", "paragraph", "paragraph",
    ]  # fmt: skip
    assert sheet.lines[4] == f"潮田：{LONG}"
    assert sheet.mark(4).readings == (Reading(0, 2, "うしおだ"),)
    assert sheet.excluded == ((5, "うしおだ"),)
    assert sheet.whole
    assert "Word" in document.evidence["input"]


EMPHASIS = [
    ("bold", p(r("潮田", "<w:b/>"), "：はい"), "*潮田*：はい"),
    ("italic", p(r("潮田", "<w:i/>"), "：はい"), "*潮田*：はい"),
    ("bold, then italic", p(r("潮", "<w:b/>"), r("田", "<w:i/>"), "はい"), "*潮田*はい"),
    ("by a style", p(r("潮田", '<w:rStyle w:val="s"/>'), "はい"), "*潮田*はい"),
    ("by a style in italics", p(r("潮田", '<w:rStyle w:val="e"/>'), "はい"), "*潮田*はい"),
    ("by the paragraph's style", p("なぜですか。", properties='<w:pStyle w:val="q"/>'), "*なぜですか。*"),
    ("switched off in such a paragraph", p(r("なぜ", '<w:b w:val="0"/>'), properties='<w:pStyle w:val="q"/>'), "なぜ"),
    ("the whole paragraph", p(r("なぜ", "<w:b/>"), r("ですか。", "<w:b/>")), "*なぜですか。*"),
    ("a blank at its end", p(r("なぜ", "<w:b/>"), r("　")), "*なぜ　*"),
    ("blanks before and between", p("　", r("潮田", "<w:b/>"), " ", r("茂", "<w:b/>"), " はい"), "*　潮田 茂* はい"),
    ("in the middle", p("これは", r("大事", "<w:b/>")), "これは大事"),
    ("of the paragraph's mark", p("はい", properties="<w:rPr><w:b/></w:rPr>"), "はい"),
    ("a soft break after it", p(r("潮田", "<w:b/>"), "<w:r><w:br/><w:t>はい</w:t></w:r>"), "*潮田*|はい"),
    (
        "a soft break inside",
        p("<w:r><w:rPr><w:b/></w:rPr><w:t>なぜ</w:t><w:br/><w:t>いつ</w:t></w:r>"),
        "*なぜ*|*いつ*",
    ),
    ("a box in the middle", p(r("潮田", "<w:b/>"), box(p(LONG)), "：はい"), f"*潮田*：はい|{LONG}"),
]


@pytest.mark.parametrize(("body", "line"), [row[1:] for row in EMPHASIS], ids=[row[0] for row in EMPHASIS])
def test_emphasis_at_the_beginning_of_a_line(body: str, line: str) -> None:
    assert "|".join(shown(read(body))) == line


LISTS = (
    '<w:abstractNum w:abstractNumId="1">'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:numFmt w:val="decimal"/><w:lvlText w:val="{text}-%2"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="5"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="6"><w:abstractNumId w:val="1"/>'
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="8"/></w:lvlOverride></w:num>'
)


def _item(text: str, number: int = 5, level: int = 0) -> str:
    return p(text, properties=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


@pytest.mark.parametrize(
    ("form", "text", "labels"),
    [
        ("decimal", "Q%1.", ["Q1. ", "Q2. ", "Q2.-1 ", "Q3. ", "Q8. ", "Q9. "]),
        ("japaneseCounting", "問%1", ["問一 ", "問二 ", "問二-1 ", "問三 ", "問八 ", "問九 "]),
        ("decimalFullWidth", "第%1章", ["第１章 ", "第２章 ", "第２章-1 ", "第３章 ", "第８章 ", "第９章 "]),
        ("decimal", "%1.", [""] * 6),
        ("bullet", "●", [""] * 6),
    ],
)
def test_words_that_word_prints_before_an_item(form: str, text: str, labels: list[str]) -> None:
    body = _item("甲") + _item("乙") + _item("丙", level=1) + _item("丁") + _item("戊", 6) + _item("己", 6)
    sheet = sheet_of_docx(docx(body, numbering=LISTS.format(form=form, text=text)), "t")
    assert list(sheet.lines) == [label + line for label, line in zip(labels, "甲乙丙丁戊己", strict=True)]
    assert [mark.level for mark in sheet.marks.values()] == [1, 1, 2, 1, 1, 1]


def test_a_printed_label_moves_what_stands_after_it() -> None:
    properties = '<w:numPr><w:numId w:val="5"/></w:numPr>'
    body = p(r("潮田", "<w:b/>"), ruby("湊", "みなと"), properties=properties)
    mark = sheet_of_docx(docx(body, numbering=LISTS.format(form="decimal", text="Q%1")), "t").mark(0)
    assert (mark.bold, mark.readings) == (5, (Reading(5, 6, "みなと"),))


@pytest.mark.parametrize(
    ("number", "form", "text"),
    [
        (14, "lowerRoman", "xiv"), (9, "upperRoman", "IX"), (3, "upperLetter", "C"), (27, "upperLetter", "27"),
        (2, "aiueo", "イ"), (2, "iroha", "ロ"), (7, "decimalZero", "07"), (20, "japaneseCounting", "二十"),
        (10, "japaneseCounting", "十"), (100, "japaneseCounting", "100"), (4, "cardinalText", "4"),
    ],
)  # fmt: skip
def test_forms_of_numbers(number: int, form: str, text: str) -> None:
    assert written(number, form) == text


def _cell(*paragraphs: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{''.join(paragraphs) or p()}</w:tc>"


def _row(*cells: str, properties: str = "") -> str:
    """A row; texts become cells."""
    row = "".join(cell if cell.startswith("<w:tc>") else _cell(p(cell)) for cell in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{row}</w:tr>"


def _table(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


HEAD = _row("時間", "話者", "発言")
MERGED, BEGINS = '<w:vMerge w:val="continue"/>', '<w:vMerge w:val="restart"/>'
BREAK = p("<w:r><w:t>そう</w:t><w:br/><w:t>では</w:t></w:r>")
TABLES = [
    ("a header", _table(HEAD, _row("0:01", "佐藤", "はい")), ["佐藤 はい"]),
    ("paragraphs and breaks in a cell", _table(HEAD, _row("0:01", "佐藤", _cell(p("はい"), BREAK))),
     ["佐藤 はい", "佐藤 そう", "佐藤 では"]),
    ("a merged speaker",
     _table(HEAD, _row("0:01", _cell(p("佐藤"), properties=BEGINS), "はい"),
            _row("0:02", _cell(properties=MERGED), "ええ"), _row("0:03", "佐藤", "では"), _row("", "", "（拍手）")),
     ["佐藤 はい", "佐藤 ええ", "佐藤 では", "（拍手）"]),
    ("a heading across",
     _table(HEAD, _row(_cell(p("一、港"), properties='<w:gridSpan w:val="3"/>')), _row("0:01", "佐藤", "はい")),
     ["一、港", "佐藤 はい"]),
    ("a row that begins further right",
     _table(HEAD, _row("0:01", "佐藤", "はい"), _row("鈴木", "ええ", properties='<w:gridBefore w:val="1"/>')),
     ["佐藤 はい", "鈴木 ええ"]),
    ("bold in a cell", _table(HEAD, _row("0:01", "佐藤", _cell(p(r("え", "<w:b/>"), "え")))), ["佐藤 *え*え"]),
    ("a frame of one column",
     _table(_row(_cell(p("港", properties='<w:pStyle w:val="1"/>'), p(r("佐藤", "<w:b/>"), "：はい")))),
     ["港", "*佐藤*：はい"]),
    ("a table in a table", _table(_row("左", _cell(p("右"), _table(HEAD, _row("", "佐藤", "はい"))))),
     ["左", "右", "佐藤 はい"]),
    ("a box in a cell", _table(HEAD, _row("0:01", "佐藤", _cell(p("はい", box(p(LONG * 3)), box(p("撮影：汐見")))))),
     ["佐藤 はい", f"佐藤 {LONG * 3}"]),
    ("no transcript", _table(_row("日時", "7月18日"), _row("場所", "役場")), ["日時", "7月18日", "場所", "役場"]),
    ("a header that the document names",
     _table(_row("区分", "内訳", properties="<w:tblHeader/>"), _row("甲", "一つです。"), _row("甲", "二つです。"),
            _row("甲", "三つです。")),
     ["区分", "内訳", "甲", "一つです。", "甲", "二つです。", "甲", "三つです。"]),
]  # fmt: skip


@pytest.mark.parametrize(("body", "lines"), [row[1:] for row in TABLES], ids=[row[0] for row in TABLES])
def test_tables(body: str, lines: list[str]) -> None:
    assert shown(read(p("前") + body + p("後"))) == ["前", *lines, "後"]


def test_what_stands_beside_a_cell_is_listed_at_its_line() -> None:
    cell = _cell(p("海の", ruby("声", "こえ"), r("秘", "<w:vanish/>")))
    sheet = read(p("前") + _table(HEAD, _row("0:01", "佐藤", cell)))
    assert sheet.mark(1).readings == (Reading(2, 3, "こえ"),)
    assert sorted(sheet.excluded) == [(2, "0:01"), (2, "こえ"), (2, "佐藤"), (2, "秘")]
    assert left_out(sheet) == [(2, "時間", "column"), (2, "話者", "column"), (2, "発言", "column")]


def _note(kind: str, number: int, *paragraphs: str) -> str:
    return f'<w:{kind} w:id="{number}">{"".join(paragraphs)}</w:{kind}>'


def test_notes_remarks_and_running_heads_are_listed_at_their_lines() -> None:
    body = (
        p("一行目。")
        + p("海の", '<w:r><w:footnoteReference w:id="2"/></w:r>', "声", '<w:r><w:endnoteReference w:id="1"/></w:r>')
        + p("山の", '<w:r><w:commentReference w:id="0"/></w:r>', "声")
    )
    page = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGE </w:instrText></w:r>'
    page += f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{r("7")}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    notes = _note("footnote", -1, p()) + _note("footnote", 2, p("注の", ruby("海", "うみ")), p("二段目"))
    parts = {
        "footnotes": xml("footnotes", notes),
        "endnotes": xml("endnotes", _note("endnote", 1, p("文末の注"))),
        "comments": xml("comments", _note("comment", 0, p("要確認")) + _note("comment", 9, p("宙に浮く"))),
        "header": xml("hdr", p("季刊 枕木")),
        "footer": xml("ftr", p("― ", page, " ―")),
    }
    sheet = read(body, extra=related(parts))
    assert list(sheet.lines) == ["一行目。", "海の声", "山の声"]
    assert left_out(sheet) == [
        (1, "季刊 枕木", "page"), (1, "― ― 7", "page"), (2, "注の海", "note"), (2, "二段目", "note"),
        (2, "文末の注", "note"), (3, "要確認", "note"), (4, "宙に浮く", "note"),
    ]  # fmt: skip
    assert sheet.excluded == ((3, "うみ"),)


def test_numbers_of_pages_in_the_text_are_no_text() -> None:
    fields = (("PAGE", "12"), ("DATE", "今日"))
    page, day = (f'<w:fldSimple w:instr=" {code} ">{r(text)}</w:fldSimple>' for code, text in fields)
    sheet = read(p("海", page) + p(day))
    assert list(sheet.lines) == ["海", "今日"]
    assert left_out(sheet) == [(1, "12", "page")]


BOXES = [
    ("a photo's credit", box(p("写真上：排雪モーターカーの前で。撮影：鷲尾慶介")), True),
    ("a short line", box(p("甲子谷駅 5時12分。気温マイナス9度")), True),
    ("a style", box(p(LONG * 3, properties='<w:pStyle w:val="c"/>')), True),
    ("a part of the talk", box(p("佐藤：はい、そうです。")), False),
    ("a long text", box(p(LONG), p(LONG), p(LONG)), False),
    ("a heading", box(p("第二部", properties='<w:pStyle w:val="1"/>')), False),
    ("a caption in the text", p("図1　港の地図", properties='<w:pStyle w:val="c"/>'), True),
]


@pytest.mark.parametrize(("inner", "is_caption"), [row[1:] for row in BOXES], ids=[row[0] for row in BOXES])
def test_boxes_and_captions(inner: str, is_caption: bool) -> None:
    sheet = read(p(LONG) * 4 + (p(inner) if "txbx" in inner else inner) + p(LONG))
    captions = [one for one in sheet.left_out if one.why == "caption"]
    assert bool(captions) == is_caption
    assert sum(bool(line) for line in sheet.lines) == 5 + (0 if is_caption else inner.count("<w:p>"))


def test_where_the_boxes_are_the_text_none_is_a_caption() -> None:
    sheet = read(p("題") + "".join(p(box(p(f"吹き出し{k}です"))) for k in range(5)))
    assert shown(sheet) == ["題", *(f"吹き出し{k}です" for k in range(5))]


def test_the_table_of_contents_is_listed() -> None:
    assert left_out(read(p("海 3", properties='<w:pStyle w:val="11"/>') + p("海"))) == [(1, "海 3", "page")]


def test_what_the_document_says_of_itself() -> None:
    def core(title: str, author: str) -> str:
        inner = f"<dc:title>{title}</dc:title><dc:creator>{author}</dc:creator>"
        return f'<c:coreProperties xmlns:c="c" xmlns:dc="d">{inner}</c:coreProperties>'

    sheet = read(p("海"), extra={"docProps/core.xml": core("潮の 力", "汐見 蓮")})
    assert (sheet.title, sheet.meta) == ("潮の 力", {"author": "汐見 蓮"})
    sheet = read(p("海"), extra={"docProps/core.xml": core("Word Document", "python-docx")})
    assert (sheet.title, sheet.meta) == ("", {})


def test_what_was_left_out_is_said() -> None:
    body = p("海", f"<w:ins>{r('の')}</w:ins>", f"<w:del>{r('X')}</w:del>", r("秘密", "<w:vanish/>"), "<w:altChunk/>")
    sheet = read(body)
    said = " ".join(sheet.warnings)
    assert "1 deletions were left out, 1 insertions kept" in said
    assert "2 characters of hidden text" in said
    assert "1 parts embedded" in said
    assert (1, "秘密") in sheet.excluded


def _truncated() -> bytes:
    return docx(p("海" * 5000))[:-400]


def _bomb(size: int) -> bytes:
    return package({"_rels/.rels": RELATIONS, "word/document.xml": b"<t>" + b" " * size})


LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
REFUSED: list[tuple[str, bytes, str]] = [
    ("not a zip", b"just text", "no ZIP"),
    ("an old .doc", OLE + b"\0" * 500 + "WordDocument".encode("utf-16-le"), "old .doc of Word.*save it as .docx"),
    ("something old", OLE + b"\0" * 600, "old Office"),
    ("a password", OLE + b"\0" * 500 + "EncryptedPackage".encode("utf-16-le"), "with a password.*without the password"),
    ("cut", _truncated(), "damaged"),
    ("only the head", b"PK\x03\x04", "damaged"),
    ("no document.xml", package({"_rels/.rels": RELATIONS, "word/other.xml": "x"}), "no word/document.xml"),
    ("an Excel workbook", package({"xl/workbook.xml": "x"}), "Excel"),
    ("a presentation", package({"ppt/presentation.xml": "x"}), "PowerPoint"),
    ("OpenDocument", package({"mimetype": "x", "content.xml": "x"}), "OpenDocument"),
    ("billion laughs", package({"word/document.xml": LAUGHS + xml("document", p("&b;"))[38:]}), "DTD"),
    ("an external entity", package({"word/document.xml": OUTSIDE + xml("document", p("&e;"))[38:]}), "DTD"),
    ("a DTD in UTF-16", package({"word/document.xml": (OUTSIDE + "<x/>").encode("utf-16")}), "DTD"),
    ("no XML", package({"word/document.xml": "not <xml"}), "no sound XML"),
    ("an unbound prefix", package({"word/document.xml": "<w:document/>"}), "no sound XML"),
    ("a text bomb", _bomb(70 * 2**20), "unpacks to more"),
]


@pytest.mark.parametrize(("data", "says"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_what_is_no_document(tmp_path: Path, data: bytes, says: str) -> None:
    (tmp_path / "talk.docx").write_bytes(data)
    with pytest.raises(InputError, match=says) as caught:
        document_at(tmp_path / "talk.docx")
    assert "talk.docx" in str(caught.value)
    assert caught.value.mend
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("body", [p("") + p("……"), p(f"<w:del>{r('X')}</w:del>")])
def test_a_document_without_words_is_one_clear_line(tmp_path: Path, body: str) -> None:
    (tmp_path / "talk.docx").write_bytes(docx(body))
    with pytest.raises(InputError, match="no words"):
        read_script(tmp_path / "talk.docx")


def test_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("toolkit.inputs.docx.walk.MOST_PARAGRAPHS", 5)
    with pytest.raises(InputError, match="paragraphs"):
        sheet_of_docx(docx(p("海") * 6), "t")
    monkeypatch.setattr("toolkit.inputs.docx.package.MOST_MEMBERS", 10)
    with pytest.raises(InputError, match="parts"):
        sheet_of_docx(docx(p("海"), extra={f"x{k}": "" for k in range(11)}), "t")


def test_encrypted_members_are_an_error() -> None:
    data = bytearray(docx(p("海")))
    for sign, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        found = data.find(sign)
        while found >= 0:
            data[found + at] |= 1
            found = data.find(sign, found + 1)
    with pytest.raises(InputError, match="damaged"):
        sheet_of_docx(bytes(data), "t")


def test_members_with_evil_names_and_huge_unused_parts_do_no_harm(tmp_path: Path) -> None:
    evil = {"../../evil.txt": "x", "/etc/evil": "x", "word/media/big.bin": b"\0" * 30_000_000}
    assert list(sheet_of_docx(docx(p("海"), extra=evil), "t").lines) == ["海"]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "around",
    ["<w:sdt><w:sdtContent>", "<w:tbl><w:tr><w:tc>", "<w:p><w:r><w:txbxContent>"],
    ids=["controls", "tables", "boxes"],
)
def test_depth_does_not_matter(around: str) -> None:
    after = "".join(f"</{name}>" for name in reversed(around[1:-1].split("><")))
    deep = around * 20_000 + p("海") + after * 20_000
    assert [line for line in sheet_of_docx(docx(deep), "t").lines if line] == ["海"]


def test_macro_documents_and_documents_under_other_names(tmp_path: Path) -> None:
    for name in ("talk.docm", "talk.txt", "talk"):
        (tmp_path / name).write_bytes(docx(p(LONG)))
        assert list(document_at(tmp_path / name).sheet.lines) == [LONG]


_TEXT = st.text(st.sampled_from("海の声はい。A1 　\t<&>\u3099か\u200b\x85"), max_size=6)
_PROPERTIES = st.sampled_from(["", "<w:b/>", "<w:vanish/>", '<w:rStyle w:val="h"/>'])


def _run(pair: tuple[str, str]) -> str:
    return r(*pair)


_RUN = st.tuples(_TEXT, _PROPERTIES).map(_run)
_INLINE = st.one_of(
    _RUN,
    _RUN.map(lambda x: f"<w:ins>{x}</w:ins>"),
    _RUN.map(lambda x: f"<w:sdt><w:sdtContent>{x}</w:sdtContent></w:sdt>"),
    st.tuples(_TEXT, _TEXT).map(lambda t: ruby(*t)),
    st.just("<w:r><w:br/></w:r>"),
)
_PARAGRAPH = st.lists(_INLINE, max_size=5).map(lambda inner: p(*inner))
_CELLS = st.sampled_from(["", "", BEGINS, MERGED, '<w:gridSpan w:val="2"/>'])
_CELL = st.tuples(st.lists(_PARAGRAPH, min_size=1, max_size=2).map("".join), _CELLS).map(
    lambda pair: _cell(pair[0], properties=pair[1])
)
_NAMES = st.sampled_from(["話者", "発言", "時間", "佐藤", "鈴木", "はい、そうです。", "0:01", "備考"]).map(
    lambda x: _cell(p(x))
)
_ROW = st.lists(st.one_of(_CELL, _NAMES), min_size=1, max_size=4).map(lambda cells: _row(*cells))
_BLOCK = st.one_of(
    _PARAGRAPH,
    st.lists(_ROW, min_size=1, max_size=4).map(lambda rows: _table(*rows)),
    _PARAGRAPH.map(lambda inner: p("外", box(inner))),
)


def _dense(text: str) -> Counter[str]:
    text = unicodedata.normalize("NFC", text.replace("\u200b", "").replace("\x85", " "))
    return Counter("".join(unicodedata.normalize("NFD", text).split()))


@given(st.lists(_BLOCK, max_size=6))
@settings(max_examples=150, deadline=None)
def test_every_character_is_in_a_line_or_listed(blocks: list[str]) -> None:
    body = "".join(blocks)
    sheet = sheet_of_docx(docx(body, styles=STYLES), "t")
    kept = "".join((*sheet.lines, *(text for _, text in sheet.excluded), *(one.text for one in sheet.left_out)))
    written = "".join(piece.split("</w:t>")[0] for piece in body.split('<w:t xml:space="preserve">')[1:])
    written = written.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    assert _dense(kept) == _dense(written)
    for k, mark in sheet.marks.items():
        assert all(0 <= x.start < x.end <= len(sheet.lines[k]) for x in mark.readings)


_SOUND = docx(p("海の", ruby("声", "こえ")) * 20, styles=STYLES, numbering=NUMBERING)


@given(
    st.lists(st.tuples(st.integers(0, len(_SOUND) - 1), st.integers(0, 255)), max_size=6), st.integers(0, len(_SOUND))
)
@settings(max_examples=200, deadline=None)
def test_damaged_bytes_give_input_errors_only(changes: list[tuple[int, int]], cut: int) -> None:
    data = bytearray(_SOUND)
    for at, byte in changes:
        data[at] = byte
    for damaged in (bytes(data), bytes(data[:cut])):
        with contextlib.suppress(InputError):
            sheet_of_docx(damaged, "t")


_TAGS = st.sampled_from(
    "<w:p> </w:p> <w:r> </w:r> <w:t>海</w:t> <w:ruby> </w:ruby> <w:rt> </w:rt> <w:rubyBase> </w:rubyBase> <w:del> </w:del> <w:rPr> </w:rPr> <w:pPr> </w:pPr> "  # noqa: E501
    "<w:tbl> </w:tbl> <w:tr> </w:tr> <w:tc> </w:tc> <w:vanish/> <w:br/> <w:sym/> <w:ins> </w:ins> <w:numId/> <w:outlineLvl/> <w:fldChar/> <w:del/> &amp; &x;".split()  # noqa: E501
)


@given(st.lists(_TAGS, max_size=40).map("".join), st.booleans())
@settings(max_examples=200, deadline=None)
def test_any_xml_gives_a_text_or_an_input_error(inner: str, close: bool) -> None:
    if close:  # make it well formed, so that the walk itself is tested
        inner = _balanced(inner)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{W}" xmlns:mc="{MC}">{inner}</w:document>')
    with contextlib.suppress(InputError):
        sheet_of_docx(buffer.getvalue(), "t")


def _balanced(inner: str) -> str:
    stack: list[str] = []
    out: list[str] = []
    for piece in inner.replace("&x;", "").replace("<", "\0<").split("\0"):
        if piece.startswith("</"):
            if stack and piece.startswith(f"</{stack[-1]}>"):
                stack.pop()
                out.append(piece)
            continue
        out.append(piece)
        if piece.startswith("<") and "/>" not in piece and "<w:t>" not in piece:
            stack.append(piece[1 : piece.index(">")])
        elif piece.startswith("<w:t>"):
            out.append("</w:t>")
    return "".join(out) + "".join(f"</{name}>" for name in reversed(stack))
