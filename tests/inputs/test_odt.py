"""OpenDocument text: what a reader of the page sees is kept, the rest is listed; what is unsound is one clear line."""

from __future__ import annotations

import unicodedata
from collections import Counter
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from documents import ODF_NAMES, odt, package
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.errors import InputError
from toolkit.inputs.document import document_at
from toolkit.inputs.odt.document import sheet_of_odt
from toolkit.inputs.sheet import Mark, Reading, Sheet
from toolkit.model import TimeMark

LONG = "その頃の港はとても静かで、朝になると漁船の音だけが聞こえていました。"


def style(name: str, family: str = "paragraph", properties: str = "", **attributes: str) -> str:
    more = "".join(f' style:{key.replace("_", "-")}="{value}"' for key, value in attributes.items())
    inner = f"<style:text-properties {properties}/>"
    return f'<style:style style:name="{name}" style:family="{family}"{more}>{inner}</style:style>'


STYLES = (
    style("Title")
    + style("T1", parent_style_name="Title")
    + style("Heading_20_1", default_outline_level="1")
    + style("MyHead", parent_style_name="Heading_20_1")
    + style("Contents_20_1", display_name="Contents 1")
    + style("Caption")
    + style("Figure", parent_style_name="Caption")
    + style("B", "text", 'fo:font-weight="bold" style:font-weight-asian="bold"')
    + style("W", "text", 'fo:font-weight="bold" style:font-weight-asian="normal"')
    + style("N", "text", 'fo:font-weight="normal"')
    + style("H", "text", 'text:display="none"')
    + style("PB", properties='fo:font-weight="700"')
    + '<text:list-style style:name="bare"><text:list-level-style-number text:level="1" style:num-format=""/>'
    + "</text:list-style>"
)


def p(text: str, name: str = "") -> str:
    return f'<text:p text:style-name="{name}">{text}</text:p>'


def span(text: str, name: str) -> str:
    return f'<text:span text:style-name="{name}">{text}</text:span>'


def ruby(base: str, kana: str) -> str:
    return f"<text:ruby><text:ruby-base>{base}</text:ruby-base><text:ruby-text>{kana}</text:ruby-text></text:ruby>"


def items(*texts: str, name: str = "") -> str:
    inner = "".join(f"<text:list-item>{text}</text:list-item>" for text in texts)
    return f'<text:list text:style-name="{name}">{inner}</text:list>'


def table(*rows: tuple[str, ...], head: int = 0) -> str:
    lines = ["".join(f"<table:table-cell>{p(text)}</table:table-cell>" for text in row) for row in rows]
    made = [f"<table:table-row>{line}</table:table-row>" for line in lines]
    header = f"<table:table-header-rows>{''.join(made[:head])}</table:table-header-rows>" if head else ""
    return f"<table:table>{header}{''.join(made[head:])}</table:table>"


DELETED = (
    "<text:tracked-changes><text:changed-region><text:deletion><office:change-info><dc:creator>校正</dc:creator>"
    f"</office:change-info>{p('古い声')}</text:deletion></text:changed-region></text:tracked-changes>"
)
INSERTED = "<text:tracked-changes><text:changed-region><text:insertion/></text:changed-region></text:tracked-changes>"
NOTE = (
    f"<text:note><text:note-citation>1</text:note-citation><text:note-body>{p('注です')}</text:note-body></text:note>"
)
REMARK = f"<office:annotation><dc:creator>佐藤</dc:creator><dc:date>2024</dc:date>{p('要確認')}</office:annotation>"


def box(inner: str) -> str:
    return f"<draw:frame><draw:text-box>{inner}</draw:text-box><svg:desc>絵</svg:desc></draw:frame>"


TEXTS = [
    ("spans join", p(f"海の{span('発', 'B')}電所"), ["海の発電所"]),
    ("white space of the source is a blank", p("海の\n   声 \n も"), ["海の 声 も"]),
    ("blanks by element", p('海<text:s text:c="2"/>の<text:tab/>声'), ["海  の\t声"]),
    ("a line break", p("上<text:line-break/>下"), ["上", "下"]),
    ("a page break inside", p("上<text:soft-page-break/>下"), ["上下"]),
    ("a link", p("<text:a>海</text:a>の声"), ["海の声"]),
    (
        "insertions are kept",
        INSERTED + p('海<text:change-start text:change-id="1"/>の<text:change-end/>声'),
        ["海の声"],
    ),
    ("deletions are not", DELETED + p('海<text:change text:change-id="1"/>'), ["海"]),
    ("hidden letters are not there", p(f"海{span('秘密', 'H')}の声"), ["海の声"]),
    ("a hidden section", f'<text:section text:display="none">{p("秘密")}</text:section>{p("海")}', ["海"]),
    ("a section", f"<text:section>{p('海')}</text:section>", ["海"]),
    ("ruby", p(f"本日{ruby('潮田', 'うしおだ')}さん"), ["本日潮田さん"]),
    ("a field", p("<text:author-name>佐藤</text:author-name>の声"), ["佐藤の声"]),
    ("a note", p(f"海{NOTE}の声"), ["海の声"]),
    ("a remark", p(f"海{REMARK}の声"), ["海の声"]),
    ("a caption", p(f"海{box(p('写真・佐藤'))}の声"), ["海の声"]),
    ("letters of a drawing", p(f"海<draw:custom-shape>{p('図')}</draw:custom-shape>の声"), ["海の声"]),
    ("a frame of one column", table((LONG,), ("声",)), [LONG, "声"]),
    ("decomposed kana", p(f"か{span(chr(0x3099), 'B')}"), ["が"]),
    ("signs of XML", p(escape("a < b & c")), ["a < b & c"]),
]


@pytest.mark.parametrize(("body", "lines"), [row[1:] for row in TEXTS], ids=[row[0] for row in TEXTS])
def test_the_text_of_the_page(body: str, lines: list[str]) -> None:
    sheet = sheet_of_odt(odt(body, styles=STYLES), "t.odt")
    assert [line for line in sheet.lines if line] == lines
    assert sheet.whole


MARKS = [
    ("a paragraph", p("海"), Mark("paragraph")),
    ("a heading", '<text:h text:outline-level="2">海</text:h>', Mark("heading", 2)),
    ("a style with a level", p("海", "Heading_20_1"), Mark("heading", 1)),
    ("a style based on it", p("海", "MyHead"), Mark("heading", 1)),
    ("the title", p("海", "Title"), Mark("title")),
    ("based on the title", p("海", "T1"), Mark("title")),
    ("an item", items(p("海")), Mark("item", 1)),
    ("an item of an item", items(items(p("海"))), Mark("item", 2)),
    ("a list without signs", items(p("海"), name="bare"), Mark("paragraph", 1)),
    ("a heading in a list", items('<text:h text:outline-level="1">海</text:h>'), Mark("heading", 1)),
    ("bold at the beginning", p(f"{span('海：', 'B')}声"), Mark("paragraph", bold=2)),
    ("bold by paragraph", p("海の声", "PB"), Mark("paragraph", bold=3)),
    ("bold switched off", p(f"海{span('の声', 'N')}", "PB"), Mark("paragraph", bold=1)),
    ("bold Latin letters only", p(f"{span('海', 'W')}の声"), Mark("paragraph")),
    ("bold later on", p(f"海{span('の', 'B')}声"), Mark("paragraph")),
    ("a reading", p(f"海{ruby('潮田', 'うしおだ')}"), Mark("paragraph", readings=(Reading(1, 3, "うしおだ"),))),
    ("a gloss that is none", p(ruby("海", "sea")), Mark("paragraph")),
]


@pytest.mark.parametrize(("body", "mark"), [row[1:] for row in MARKS], ids=[row[0] for row in MARKS])
def test_what_the_document_says_of_a_line(body: str, mark: Mark) -> None:
    assert sheet_of_odt(odt(body, styles=STYLES), "t").mark(0) == mark


def test_only_the_first_paragraph_of_an_item_begins_it() -> None:
    sheet = sheet_of_odt(odt(items(p("海") + p("声"))), "t")
    assert [sheet.mark(k) for k in (0, 1)] == [Mark("item", 1), Mark("paragraph", 1)]


LEFT_OUT = [
    ("a note", p(f"海{NOTE}"), [(1, "note", "注です")]),
    ("a remark", p(f"海{REMARK}"), [(1, "note", "要確認")]),
    ("a caption in a box", p(f"海{box(p('写真・佐藤'))}"), [(2, "caption", "写真・佐藤")]),
    ("a caption by style", p("図1 港", "Figure") + p("海"), [(1, "caption", "図1 港")]),
    ("the contents", f"<text:table-of-content>{p('海 3')}</text:table-of-content>{p('海')}", [(1, "page", "海 3")]),
    ("a line of them", p("海 3", "Contents_20_1") + p("海"), [(1, "page", "海 3")]),
]


@pytest.mark.parametrize(("body", "left_out"), [row[1:] for row in LEFT_OUT], ids=[row[0] for row in LEFT_OUT])
def test_what_is_no_text_is_listed(body: str, left_out: list[tuple[int, str, str]]) -> None:
    sheet = sheet_of_odt(odt(body, styles=STYLES), "t")
    assert [(one.line, one.why, one.text) for one in sheet.left_out] == left_out


def test_headers_and_footers_are_listed() -> None:
    page = f"<style:header>{p('会報')}</style:header><style:footer>{p('1')}</style:footer>"
    sheet = sheet_of_odt(odt(p("海"), page=page), "t")
    assert [(one.why, one.text) for one in sheet.left_out] == [("page", "会報"), ("page", "1")]
    assert list(sheet.lines) == ["海"]


def test_a_long_box_is_part_of_the_text() -> None:
    sheet = sheet_of_odt(odt(p("海") + p(box(p(LONG) + p(LONG) + p(LONG)))), "t")
    assert [line for line in sheet.lines if line] == ["海", LONG, LONG, LONG]


def test_a_table_of_speech_is_told_by_its_columns() -> None:
    rows = [("時刻", "話者", "発言"), *((f"00:00:0{k}", ("佐藤", "鈴木")[k % 2], LONG) for k in range(6))]
    sheet = sheet_of_odt(odt(table(*rows, head=1)), "t")
    assert list(sheet.lines) == [LONG] * 6
    assert sheet.mark(1) == Mark("piece", speaker="鈴木", times=(TimeMark(0, 1000, None),))


def test_a_cell_that_reaches_down_names_the_speaker_below() -> None:
    def cell(text: str, down: int = 1) -> str:
        return f'<table:table-cell table:number-rows-spanned="{down}">{p(text)}</table:table-cell>'

    rows = [
        cell("佐藤", 2) + cell(LONG),
        "<table:covered-table-cell/>" + cell(LONG),
        cell("鈴木") + cell("はい。"),
        cell("佐藤") + cell(LONG),
        cell("鈴木") + cell("ええ。"),
    ]
    body = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    sheet = sheet_of_odt(odt(f"<table:table>{body}</table:table>"), "t")
    assert [sheet.mark(k).speaker for k in range(5)] == ["佐藤", "佐藤", "鈴木", "佐藤", "鈴木"]


def test_tracked_changes_and_hidden_text_are_said() -> None:
    sheet = sheet_of_odt(odt(DELETED + p(f"海{span('秘密', 'H')}"), styles=STYLES), "t")
    assert sheet.excluded == ((1, "古い声"), (1, "秘密"))
    assert sheet.warnings == (
        "2 characters of hidden text were left out",
        "tracked changes: 1 deletions were left out, 0 insertions kept",
    )


def test_title_and_author_of_the_document() -> None:
    meta = (
        "<dc:title>海の 発電所</dc:title><meta:initial-creator>佐藤</meta:initial-creator><dc:creator>鈴木</dc:creator>"
    )
    sheet = sheet_of_odt(odt(p("海"), meta=meta), "t")
    assert sheet.title == "海の 発電所"
    assert dict(sheet.meta) == {"title": "海の 発電所", "author": "佐藤"}


def test_a_document_in_one_file(tmp_path: Path) -> None:
    body = f"<office:body><office:text>{p('海')}</office:text></office:body>"
    file = tmp_path / "t.fodt"
    file.write_text(f'<?xml version="1.0"?><office:document {ODF_NAMES}>{body}</office:document>', "utf-8")
    assert list(document_at(file).sheet.lines) == ["海"]


@pytest.mark.parametrize("name", ["talk.odt", "talk", "talk.txt", "talk.docx"])
def test_known_by_its_content(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(odt(p("海")))
    document = document_at(tmp_path / name)
    assert list(document.sheet.lines) == ["海"]
    assert document.evidence["input"].startswith("an OpenDocument text")


MANIFEST = '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>'  # noqa: E501
SPREAD = "application/vnd.oasis.opendocument.spreadsheet"
REFUSED = [
    (
        "a password",
        odt(p("海"), extra={"META-INF/manifest.xml": MANIFEST}),
        "with a password — open it with the password",
    ),
    ("no text", package({"mimetype": "application/vnd.oasis.opendocument.text"}), "holds no content.xml"),
    ("cut", odt(p("海"))[:-200], "damaged OpenDocument text"),
    ("no XML", odt("<text:p>"), "no sound XML"),
    ("a bomb", odt("<text:p>" + " " * (70 * 2**20) + "</text:p>"), "unpacks to more than 64 MiB of content.xml"),
    ("entities", odt(p("海"), extra={"content.xml": '<!DOCTYPE x [<!ENTITY a "ha">]><x>&a;</x>'}), "DTD"),
    ("a spreadsheet", odt("", mimetype=SPREAD), "OpenDocument spreadsheet (.ods)"),
    ("something else", b"bla", "is no OpenDocument text despite its name"),
]


@pytest.mark.parametrize(("data", "said"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_what_is_unsound_is_one_clear_line(data: bytes, said: str, tmp_path: Path) -> None:
    file = tmp_path / "t.odt"
    file.write_bytes(data)
    with pytest.raises(InputError) as error:
        document_at(file)
    assert said in str(error.value)
    assert str(error.value).startswith(f"{file}: ")
    assert " — " in str(error.value)


def test_too_many_paragraphs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("toolkit.inputs.story.MOST_PARAGRAPHS", 5)
    with pytest.raises(InputError, match="more than 5 paragraphs"):
        sheet_of_odt(odt(p("海") * 6), "t")


def test_a_cell_repeated_a_million_times_is_no_bomb() -> None:
    cells = f'<table:table-cell table:number-columns-repeated="999999"/><table:table-cell>{p("海")}</table:table-cell>'
    body = f"<table:table><table:table-row>{cells}</table:table-row></table:table>"
    assert list(sheet_of_odt(odt(body), "t").lines) == ["海"]


WORDS = st.text("海の声がしたABC漢字、。", min_size=1, max_size=6)


@st.composite
def paragraphs(draw: st.DrawFn) -> tuple[str, str]:
    """The XML of a paragraph, and its words wherever they are to be found."""
    word = draw(WORDS)
    kind = draw(st.sampled_from("plain span bold hidden ruby note remark box deleted link field break".split()))
    inner = {
        "plain": word,
        "span": span(word, "N"),
        "bold": span(word, "B"),
        "hidden": span(word, "H"),
        "ruby": ruby(word, "かな"),
        "note": f"<text:note><text:note-body>{p(word)}</text:note-body></text:note>",
        "remark": f"<office:annotation>{p(word)}</office:annotation>",
        "box": box(p(word)).replace("絵", ""),
        "deleted": f"</text:p>{DELETED.replace('古い声', word)}<text:p>",
        "link": f"<text:a>{word}</text:a>",
        "field": f"<text:page-number>{word}</text:page-number>",
        "break": f"{word}<text:line-break/>",
    }[kind]
    return p(f"海{inner}声"), f"海{word}声{'かな' if kind == 'ruby' else ''}"


@st.composite
def blocks(draw: st.DrawFn) -> tuple[str, str]:
    parts = draw(st.lists(paragraphs(), min_size=1, max_size=4))
    inner, words = "".join(part for part, _ in parts), "".join(word for _, word in parts)
    kind = draw(st.sampled_from("text list table section index".split()))
    if kind == "table":
        cell = f"<table:table-cell>{p('声')}</table:table-cell>"
        cells = [f"<table:table-cell>{part}</table:table-cell>{cell}" for part, _ in parts]
        rows = "".join(f"<table:table-row>{row}</table:table-row>" for row in cells)
        return f"<table:table>{rows}</table:table>", words + "声" * len(parts)
    made = {"text": inner, "list": items(inner), "section": f"<text:section>{inner}</text:section>"}
    return made.get(kind, f"<text:table-of-content>{inner}</text:table-of-content>"), words


def words_of(sheet: Sheet) -> Counter[str]:
    """Every sign of a sheet but blanks, wherever it is; the names of speakers are among what was excluded."""
    parts = [*sheet.lines, *(text for _, text in sheet.excluded), *(one.text for one in sheet.left_out)]
    return Counter("".join("".join(parts).split()))


@settings(max_examples=150, deadline=None)
@given(st.lists(blocks(), min_size=1, max_size=5))
def test_no_word_of_a_document_is_lost(parts: list[tuple[str, str]]) -> None:
    sheet = sheet_of_odt(odt("".join(part for part, _ in parts), styles=STYLES), "t")
    wanted = Counter("".join(unicodedata.normalize("NFC", "".join(word for _, word in parts)).split()))
    assert words_of(sheet) == wanted
