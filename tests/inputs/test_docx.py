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
from documents import MC, RELATIONS, W, docx, p, package, r, ruby, style, table, xml
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.errors import InputError
from toolkit.inputs.docx.document import sheet_of_docx
from toolkit.model import Script
from toolkit.transcript import read_script

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
    + style("Ebene", "o", '<w:pPr><w:outlineLvl w:val="1"/></w:pPr>')
)
NUMBERING = (
    '<w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:numFmt w:val="none"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num>'
)
_EQ = [r"EQ \* jc2 \* hps10 \o\ad(\s\up 9(", "しおだ", "),潮田)"]
_FIELD = "".join(f"<w:r><w:instrText>{part}</w:instrText></w:r>" for part in _EQ)
EQ_RUBY = f'<w:r><w:fldChar w:fldCharType="begin"/></w:r>{_FIELD}<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def read(tmp_path: Path, data: bytes, name: str = "talk.docx") -> Script:
    file = tmp_path / name
    file.write_bytes(data)
    return read_script(file)


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
    ("a table's head", table(("話者", "発言"), ("鈴木", "ええ"), head=True), ["鈴木", "ええ"]),
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
        p("外", f"<w:r><w:pict><w:txbxContent>{p('中')}</w:txbxContent></w:pict></w:r>", "側"),
        ["外側", "中"],
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


ROLES = [
    ("title", '<w:pStyle w:val="a1"/>', "title"),
    ("heading", '<w:pStyle w:val="1"/>', "heading"),
    ("based on a heading", '<w:pStyle w:val="x"/>', "heading"),
    ("outline of the style", '<w:pStyle w:val="o"/>', "heading"),
    ("outline of the paragraph", '<w:outlineLvl w:val="0"/>', "heading"),
    ("body text", '<w:outlineLvl w:val="9"/>', ""),
    ("bullet", '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="3"/></w:numPr>', "bullet"),
    ("bullet by style", '<w:pStyle w:val="lb"/>', "bullet"),
    ("taken out of the list", '<w:pStyle w:val="lb"/><w:numPr><w:numId w:val="0"/></w:numPr>', ""),
    ("a level without a sign", '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="3"/></w:numPr>', ""),
    ("an unknown style", '<w:pStyle w:val="?"/>', ""),
]


@pytest.mark.parametrize(("properties", "role"), [row[1:] for row in ROLES], ids=[row[0] for row in ROLES])
def test_roles_by_style(properties: str, role: str) -> None:
    sheet = sheet_of_docx(docx(p("海の発電", properties=properties), styles=STYLES, numbering=NUMBERING), "t")
    assert sheet.mark(0).role == role


def test_an_interview_in_word(tmp_path: Path) -> None:
    body = (
        p("潮の力", properties='<w:pStyle w:val="a1"/>')
        + p("はじめに", properties='<w:pStyle w:val="1"/>')
        + p("港の会社を訪ねた。")
        + p("出力は200キロワット", properties='<w:pStyle w:val="lb"/>')
        + p("対談", properties='<w:pStyle w:val="1"/>')
        + p(ruby("潮田", "うしおだ"), "：", LONG)
        + p("鈴木：", ASK, r("（笑）"))
        + p("潮田：", LONG)
        + p("鈴木：", "なるほど、そうでしたか。")
    )
    script = read(tmp_path, docx(body, styles=STYLES, numbering=NUMBERING))
    assert script.title == "潮の力"
    assert [s.name for s in script.cast] == ["潮田", "鈴木"]
    assert [(t.speaker, t.text) for s in script.sections if s.kind == "interview" for t in s.turns][-4:] == [
        ("潮田", LONG), ("鈴木", ASK + "（笑）"), ("潮田", LONG), ("鈴木", "なるほど、そうでしたか。"),
    ]  # fmt: skip
    assert [p_.kind for t in script.turns for p_ in t.paragraphs][:4] == ["heading", "heading", "prose", "bullet"]
    assert "Word" in script.evidence["input"]
    assert (6, "うしおだ") in script.excluded


def test_names_in_bold_without_a_sign(tmp_path: Path) -> None:
    bold = [
        p(r(name, look), text)
        for name, look in (("潮田", "<w:b/>"), ("汐見", '<w:rStyle w:val="s"/>'))
        for text in (LONG,)
    ]
    script = read(tmp_path, docx("".join(bold * 3), styles=STYLES))
    assert [(t.speaker, t.text) for t in script.turns] == [("潮田", LONG), ("汐見", LONG)] * 3


def test_headings_that_name_the_speakers(tmp_path: Path) -> None:
    body = "".join(p(name, properties='<w:pStyle w:val="1"/>') + p(LONG) for name in ("潮田", "汐見") * 2)
    assert [t.speaker for t in read(tmp_path, docx(body, styles=STYLES)).turns] == ["潮田", "汐見"] * 2


def test_readings_are_spans(tmp_path: Path) -> None:
    body = (
        p(
            "　佐藤：本日の ",
            ruby("潮田", "うしおだ"),
            "さんは",
            ruby("Ocean", "note"),
            "の",
            ruby("湊", "みなと"),
            "です。",
        )
        + p("鈴木：はい。")
        + p("佐藤：ええ。")
    )
    script = read(tmp_path, docx(body))
    paragraph = script.turns[0].paragraphs[0]
    assert [(paragraph.text[s.start : s.end], s.value) for s in paragraph.spans] == [
        ("潮田", "うしおだ"),
        ("湊", "みなと"),
    ]
    assert "note" in [text for _, text in script.excluded]


def test_what_was_left_out_is_said(tmp_path: Path) -> None:
    body = p(
        "海",
        f"<w:ins>{r('の')}</w:ins>",
        f"<w:del>{r('X')}</w:del>",
        r("秘密", "<w:vanish/>"),
        "<w:r><w:footnoteReference/></w:r>",
    )
    script = read(tmp_path, docx(body))
    said = " ".join(script.warnings)
    assert "1 deletions were left out, 1 insertions kept" in said
    assert "2 characters of hidden text" in said
    assert "1 footnotes" in said
    assert (1, "秘密") in script.excluded


def _truncated() -> bytes:
    return docx(p("海" * 5000))[:-400]


def _bomb(size: int) -> bytes:
    return package({"_rels/.rels": RELATIONS, "word/document.xml": b"<t>" + b" " * size})


LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
REFUSED: list[tuple[str, bytes, str]] = [
    ("not a zip", b"just text", "no ZIP"),
    ("an old .doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old Office"),
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
    ("no words", docx(p("") + p("……")), "no words"),
    ("only deleted words", docx(p(f"<w:del>{r('X')}</w:del>")), "no words"),
]


@pytest.mark.parametrize(("data", "says"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_what_is_no_document(tmp_path: Path, data: bytes, says: str) -> None:
    with pytest.raises(InputError, match=says) as caught:
        read(tmp_path, data)
    assert "talk.docx" in str(caught.value)
    assert caught.value.mend
    assert "\n" not in str(caught.value)


def test_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("toolkit.inputs.docx.document.MOST_PARAGRAPHS", 5)
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


def test_depth_does_not_matter() -> None:
    deep = "<w:sdt><w:sdtContent>" * 20_000 + p("海") + "</w:sdtContent></w:sdt>" * 20_000
    assert list(sheet_of_docx(docx(deep), "t").lines) == ["海"]


def test_macro_documents_and_documents_under_other_names(tmp_path: Path) -> None:
    for name in ("talk.docm", "talk.txt", "talk"):
        assert read(tmp_path, docx(p(LONG)), name).turns[0].text == LONG


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
_BLOCK = st.lists(_INLINE, max_size=5).map(lambda inner: p(*inner))


def _dense(text: str) -> Counter[str]:
    text = unicodedata.normalize("NFC", text.replace("\u200b", "").replace("\x85", " "))
    return Counter("".join(unicodedata.normalize("NFD", text).split()))


@given(st.lists(_BLOCK, max_size=6))
@settings(max_examples=150, deadline=None)
def test_every_character_is_in_a_line_or_listed(blocks: list[str]) -> None:
    body = "".join(blocks)
    sheet = sheet_of_docx(docx(body, styles=STYLES), "t")
    kept = "".join((*sheet.lines, *(text for _, text in sheet.excluded)))
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
