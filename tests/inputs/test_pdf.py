"""PDF with a text layer: lines in reading order, without what a page has because it is a page."""

from __future__ import annotations

import io
import sys
import zlib
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from cpu import seconds_of
from documents import DOWN, GOTHIC, Text, pdf, pdf_of_objects, pdf_stream, set_columns, set_lines
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.errors import EngineError, InputError
from toolkit.inputs.document import document_at
from toolkit.inputs.pdf import extraction
from toolkit.inputs.pdf.document import sheet_of_pages, sheet_of_pdf
from toolkit.inputs.pdf.extraction import Glyph, Look, Page
from toolkit.inputs.pdf.letters import written_as
from toolkit.inputs.sheet import Mark, Reading, Sheet

SAID = (
    "海の発電所を作るまでには長い年月がかかりました。最初に相談を受けたのは"
    "平成二十三年の春で、まだ港の復旧も終わっていない頃です。"
)
TEXT = SAID * 4


def wrapped(width: int, count: int) -> list[str]:
    """So many lines of running text."""
    return [TEXT[k * width : (k + 1) * width] for k in range(count)]


def lines_of(*pages: list[Text], **properties: str) -> list[str]:
    return list(sheet_of_pdf(pdf(*pages, **properties), "t.pdf").lines)  # type: ignore[arg-type]


def left_out(sheet: Sheet) -> list[tuple[str, str]]:
    return [(one.why, one.text) for one in sheet.left_out]


def test_lines_stay_lines_and_a_gap_is_a_blank_row() -> None:
    sheet = sheet_of_pdf(pdf(set_lines(["佐藤：はい。", "そうです。", "", "鈴木：ええ。"])), "t.pdf")
    assert list(sheet.lines) == ["佐藤：はい。", "そうです。", "", "鈴木：ええ。"]
    assert not sheet.whole


def test_indents_are_blanks() -> None:
    page = [
        *set_lines(["司会　はい。", "佐藤　ええ。"]),
        Text(102, 114, "そうです。"),
        *set_lines(["司会　では。"], y=131),
    ]
    assert lines_of(page) == ["司会　はい。", "佐藤　ええ。", "　　　そうです。", "司会　では。"]


def test_names_set_apart_stay_on_their_lines() -> None:
    rows = [
        ("佐藤", wrapped(20, 1)[0]),
        ("", wrapped(20, 2)[1]),
        ("鈴木", "はい。"),
        ("佐藤", "ええ。"),
        ("鈴木", "では。"),
    ]
    page = [
        Text(x, 80 + 17 * k, text) for k, row in enumerate(rows) for x, text in zip((72, 132), row, strict=True) if text
    ]
    found = lines_of(page)
    assert found[0] == f"佐藤　　　　{rows[0][1]}"
    assert found[1:3] == [f"　　　　　　{rows[1][1]}", "鈴木　　　　はい。"]


def test_a_table_is_read_along_its_rows() -> None:
    rows = [(f"00:0{k}", ("佐藤", "鈴木")[k % 2], wrapped(22, 8)[k]) for k in range(8)]
    page = [
        Text(x, 80 + 17 * k, text) for k, row in enumerate(rows) for x, text in zip((72, 132, 200), row, strict=True)
    ]
    assert [line.split() for line in lines_of(page)] == [list(row) for row in rows]


LATIN = [
    ("words apart", [Text(72, 80, "SpaceX and Grok"), Text(72, 97, "海")], "SpaceX and Grok"),
    ("set word by word", [Text(72, 80, "Space", 10, "Helvetica"), Text(103, 80, "X")], "Space X"),
    ("no blank before figures", [Text(72, 80, "平成"), Text(94, 80, "23"), Text(106, 80, "年")], "平成23年"),
    ("a name set wide", [Text(72, 80, "司"), Text(92, 80, "会")], "司　会"),
]


@pytest.mark.parametrize(("page", "line"), [row[1:] for row in LATIN], ids=[row[0] for row in LATIN])
def test_gaps_between_glyphs(page: list[Text], line: str) -> None:
    assert lines_of([*page, *set_lines(wrapped(20, 3), y=114)])[0] == line


@pytest.mark.parametrize("offset", [0, 5, 9])
def test_two_columns_are_read_one_after_the_other(offset: float) -> None:
    left = ["佐藤　" + TEXT[:17], *wrapped(20, 5), "鈴木　はい。"]
    right = ["鈴木　ええ。", *wrapped(20, 8)[3:], "佐藤　では。"]
    page = [
        Text(72, 60, "対談　海をひらく", 18),
        *set_lines(left, x=60, y=100),
        *set_lines(right, x=310, y=100 + offset),
        *set_lines(["このあと二人は港を歩いた。段をまたぐ結びの一行はここに置かれている。"], x=60, y=260),
    ]
    found = [line for line in lines_of(page) if line]
    assert [line.strip() for line in found] == ["対談　海をひらく", *left, *right, page[-1].text]


def test_three_columns() -> None:
    columns = [[f"{name}{line}" for line in wrapped(14, 8)] for name in "左中右"]
    page = [text for k, column in enumerate(columns) for text in set_lines(column, x=60 + 170 * k)]
    assert lines_of(page) == [line for column in columns for line in column]


def test_a_paragraph_goes_on_over_the_page() -> None:
    first = ["佐藤：はい。", "", f"鈴木：{TEXT[:37]}", TEXT[37:77], "", "- 1 -"]
    second = [TEXT[77:117], "です。", "", "佐藤：では。", "", "- 2 -"]
    sheet = sheet_of_pdf(pdf(set_lines(first), set_lines(second)), "t")
    assert list(sheet.lines) == [*first[:4], *second[:4]]
    assert left_out(sheet) == [("page", "- 1 -"), ("page", "- 2 -")]


def test_a_paragraph_that_ends_with_its_page_is_parted_from_the_next() -> None:
    pages = (
        ["佐藤：海の声がしました。", "そうです。", "", "鈴木：ええ。"],
        ["佐藤：では。", "ここで。", "", "鈴木：はい。"],
    )
    assert lines_of(*map(set_lines, pages)) == [*pages[0], "", *pages[1]]


def body(page: int) -> list[Text]:
    return set_lines([f"{line[page:]}と話した。" for line in wrapped(30, 12)], y=90)


HEADS = [
    ("a running head", ["海の本"] * 4, [""] * 4),
    ("numbers below", [""] * 4, ["12", "13", "14", "15"]),
    ("numbers with signs", [""] * 4, ["― 1 ―", "― 2 ―", "― 3 ―", "― 4 ―"]),
    ("numbers of all pages", [""] * 4, ["1 / 4", "2 / 4", "3 / 4", "4 / 4"]),
    ("in words", [""] * 4, ["1ページ", "2ページ", "3ページ", "4ページ"]),
    ("wide figures", [""] * 4, ["１", "２", "３", "４"]),
    ("a number in the head", ["海の本　1", "海の本　2", "海の本　3", "海の本　4"], [""] * 4),
    ("left and right", ["海の本", "第一章　港", "海の本", "第一章　港"], ["2", "3", "4", "5"]),
    ("chapters", ["海の本", "第一章　港", "海の本", "第二章　町"], ["2", "3", "4", "5"]),
    ("not on the first page", ["", "海の本", "海の本", "海の本"], ["", "2", "3", "4"]),
    ("a footer with a date", [""] * 4, ["令和6年10月2日　社外秘"] * 4),
]


@pytest.mark.parametrize(("heads", "feet"), [row[1:] for row in HEADS], ids=[row[0] for row in HEADS])
def test_running_heads_and_page_numbers(heads: list[str], feet: list[str]) -> None:
    pages = [
        [
            *set_lines([heads[k]], x=72 + 200 * (k % 2), y=50),
            *body(k),
            *set_lines([feet[k]], x=200 + 90 * (k % 2), y=800),
        ]
        for k in range(4)
    ]
    sheet = sheet_of_pdf(pdf(*pages), "t")
    assert list(sheet.lines) == [text.text for k in range(4) for text in body(k)]
    assert Counter(left_out(sheet)) == Counter(("page", word) for word in [*heads, *feet] if word)


KEPT = [
    ("names that head every page", [["佐藤", "はい。", "", "鈴木", "ええ。", "", "佐藤", "では。"]] * 4),
    ("numbered questions", [[f"問{k}", "それはいつですか。", "", "答", "春です。"] for k in range(1, 5)]),
    ("the same question twice", [["――なぜですか。", "", f"{k}年前に始めました。"] for k in (3, 8)]),
    ("times", [[f"0{k}:00", "佐藤", "はい。"] for k in range(4)]),
]


@pytest.mark.parametrize("pages", [row[1] for row in KEPT], ids=[row[0] for row in KEPT])
def test_what_only_looks_like_a_head_stays(pages: list[list[str]]) -> None:
    sheet = sheet_of_pdf(pdf(*map(set_lines, pages)), "t")
    assert [line for line in sheet.lines if line] == [line for page in pages for line in page if line]


def test_the_number_of_an_only_page() -> None:
    sheet = sheet_of_pdf(pdf([*body(0), Text(297, 800, "- 12 -")]), "t")
    assert left_out(sheet) == [("page", "- 12 -")]


def test_lines_that_run_down_are_read_from_the_right() -> None:
    columns = ["佐藤　はい、「そうです」。", "", "鈴木　ええ、平成の春から。"]
    sheet = sheet_of_pdf(pdf([*set_columns(columns), Text(297, 800, "12")]), "t")
    assert list(sheet.lines) == columns
    assert left_out(sheet) == [("page", "12")]


def test_tiers_of_lines_that_run_down() -> None:
    upper, lower = wrapped(15, 16)[:8], wrapped(15, 16)[8:]
    assert lines_of([*set_columns(upper), *set_columns(lower, y=300)]) == [*upper, *lower]


def test_figures_side_by_side_in_a_line_that_runs_down() -> None:
    page = [
        Text(505, 80, "平成", 10, DOWN),
        Text(500, 108.8, "23"),
        Text(505, 110, "年の春です。", 10, DOWN),
        *set_columns(wrapped(15, 3), x=480),
    ]
    assert lines_of(page)[0] == "平成23年の春です。"


def test_signs_of_vertical_text_are_those_of_any() -> None:
    assert [written_as(c) for c in "︵﹁︒︙⾒⻑ﬁ"] == ["（", "「", "。", "…", "見", "長", "fi"]


RUBY = [
    ("over two kanji", [Text(72, 100, "本日は潮田さん", 12), Text(108, 90, "うしおだ", 6)], (3, 5, "うしおだ")),
    (
        "wider than its kanji",
        [Text(72, 100, "人の志を聞く。", 12), Text(87, 90, "こころざし", 6)],
        (2, 3, "こころざし"),
    ),
    (
        "in a line that runs down",
        [Text(506, 80, "本日は潮田さん", 12, DOWN), Text(515, 116, "うしおだ", 6, DOWN)],
        (3, 5, "うしおだ"),
    ),
]


@pytest.mark.parametrize(("page", "reading"), [row[1:] for row in RUBY], ids=[row[0] for row in RUBY])
def test_small_kana_over_kanji_are_a_reading(page: list[Text], reading: tuple[int, int, str]) -> None:
    sheet = sheet_of_pdf(pdf(page), "t")
    assert list(sheet.lines) == [page[0].text]
    assert sheet.mark(0).readings == (Reading(*reading),)
    assert sheet.excluded == ((1, page[1].text),)


def test_dots_over_letters_are_emphasis_and_no_reading() -> None:
    sheet = sheet_of_pdf(pdf([Text(72, 100, "それは海です", 12), Text(111, 90, "・", 6)]), "t")
    assert (list(sheet.lines), sheet.mark(0)) == (["それは海です"], Mark())
    assert sheet.excluded == ((1, "・"),)


def test_small_words_over_a_heading_stay_words() -> None:
    page = [Text(72, 100, "インタビュー", 9), Text(72, 120, "海をひらく人", 18), *set_lines(wrapped(30, 8), y=150)]
    assert lines_of(page)[:2] == ["インタビュー", "海をひらく人"]


def test_the_mark_of_a_note_is_taken_out_and_a_power_stays() -> None:
    page = [
        Text(72, 100, "そう言われました"),
        Text(152, 96, "1)", 6),
        Text(159, 100, "。だから10"),
        Text(209, 96, "3", 6),
        Text(213, 100, "回です。"),
        *set_lines(wrapped(20, 8), y=117),
        *set_lines(["1) 当時の町長。", "　いまは故人。"], y=700, size=7.5, pitch=12),
    ]
    sheet = sheet_of_pdf(pdf(page), "t")
    assert sheet.lines[0] == "そう言われました。だから103回です。"
    assert sheet.excluded == ((1, "1)"),)
    assert left_out(sheet) == [("note", "1) 当時の町長。"), ("note", "いまは故人。")]


BOLD = [
    ("Gothic in Mincho", [Text(72, 80, "佐藤：", 10, GOTHIC), Text(102, 80, "はい。")], 3),
    ("bold by name", [Text(72, 80, "Sato", 10, "Times-Bold"), Text(102, 80, "：はい。")], 4),
    ("later on", [Text(72, 80, "はい、"), Text(102, 80, "佐藤", 10, GOTHIC)], 0),
    ("all of it", [Text(72, 80, "佐藤", 10, GOTHIC)], 2),
]


@pytest.mark.parametrize(("page", "bold"), [row[1:] for row in BOLD], ids=[row[0] for row in BOLD])
def test_a_bold_beginning(page: list[Text], bold: int) -> None:
    assert sheet_of_pdf(pdf([*page, *set_lines(wrapped(20, 6), y=97)]), "t").mark(0).bold == bold


def test_larger_letters_are_headings() -> None:
    page = [
        Text(72, 60, "海をひらく人", 20),
        Text(72, 100, "転機", 14),
        *set_lines(wrapped(30, 6), y=130),
        Text(72, 250, "これから", 14),
        *set_lines(wrapped(30, 6), y=280),
    ]
    sheet = sheet_of_pdf(pdf(page), "t")
    kinds = [
        (line, sheet.mark(k).kind, sheet.mark(k).level)
        for k, line in enumerate(sheet.lines)
        if sheet.mark(k).kind != "line"
    ]
    assert kinds == [("海をひらく人", "title", 0), ("転機", "heading", 2), ("これから", "heading", 2)]


def test_a_heading_over_two_lines_is_one() -> None:
    page = [
        *set_lines(["海をひらく人が語る港の町の", "これから"], y=60, size=20, pitch=26),
        *set_lines(wrapped(26, 12), y=140),
    ]
    sheet = sheet_of_pdf(pdf(page), "t")
    assert [sheet.mark(k).joins for k in (0, 1)] == [False, True]


def test_stamps_over_the_page_and_words_beside_it_are_listed() -> None:
    page = [*set_lines(wrapped(20, 6)), Text(200, 500, "社外秘", 60, GOTHIC, 45), Text(700, 80, "版下")]
    sheet = sheet_of_pdf(pdf(page), "t")
    assert list(sheet.lines) == wrapped(20, 6)
    assert left_out(sheet) == [("page", "社外秘"), ("page", "版下")]


@pytest.mark.parametrize("turned", [90, 180, 270])
def test_pages_that_lie_on_their_side(turned: int) -> None:
    data = pdf(set_lines(wrapped(20, 6)), turned=turned)
    assert list(sheet_of_pdf(data, "t").lines) == wrapped(20, 6)


def test_letters_drawn_twice_to_look_bold_stand_once() -> None:
    page = [Text(72, 80, "佐藤：はい。"), Text(72.3, 80, "佐藤：はい。")]
    assert lines_of(page) == ["佐藤：はい。"]


PROPERTIES = [
    ({"title": "海の本", "author": "佐藤"}, "海の本", {"title": "海の本", "author": "佐藤"}),
    ({"title": "Microsoft Word - 海の本"}, "海の本", {"title": "海の本"}),
    ({"title": "Microsoft Word - 対談_最終.docx"}, "", {}),
    ({"title": "文書 1"}, "", {}),
    ({"title": "untitled", "author": "anonymous"}, "", {}),
]


@pytest.mark.parametrize(("given", "title", "meta"), PROPERTIES)
def test_title_and_author_of_the_document(given: dict[str, str], title: str, meta: dict[str, str]) -> None:
    sheet = sheet_of_pdf(pdf(set_lines(["海"]), **given), "t")  # type: ignore[arg-type]
    assert (sheet.title, dict(sheet.meta)) == (title, meta)


@pytest.mark.parametrize("name", ["talk.pdf", "talk", "talk.txt"])
def test_known_by_its_content(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(b"\r\n" + pdf(set_lines(["海"])))
    document = document_at(tmp_path / name)
    assert list(document.sheet.lines) == ["海"]
    assert document.evidence["input"].startswith("a PDF")


CATALOGUE = b"<< /Type /Catalog /Pages 2 0 R >>"
PAGES = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>"
CID_FONT = (
    b"<< /Type /Font /Subtype /Type0 /BaseFont /ABCDEF+X /Encoding /Identity-H /DescendantFonts [6 0 R] >>",
    b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /ABCDEF+X /DW 1000 /CIDSystemInfo << /Registry (Adobe) "
    b"/Ordering (Identity) /Supplement 0 >> /FontDescriptor 7 0 R >>",
    b"<< /Type /FontDescriptor /FontName /ABCDEF+X /Flags 4 /StemV 80 >>",
)
LATIN_FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"


def drawn(content: bytes, *fonts: bytes, entries: bytes = b"") -> bytes:
    return pdf_of_objects(CATALOGUE, PAGES, PAGE, pdf_stream(content, entries), *(fonts or (LATIN_FONT,)))


def scan() -> bytes:
    picture = b"BI /W 1 /H 1 /CS /G /BPC 8 ID \xff EI"
    return drawn(b"q 595 0 0 842 0 0 cm " + picture + b" Q")


NO_MAP = drawn(b"BT /F 12 Tf 72 700 Td <" + b"012c" * 40 + b"> Tj ET", *CID_FONT)
MOJIBAKE = drawn(b"BT /F 12 Tf 72 700 Td (" + "海の声がしました".encode("cp932").replace(b"\\", b"") * 5 + b") Tj ET")
BOMB = zlib.compress(zlib.compress(b" " * (1 << 28), 9), 9)
REFUSED = [
    ("a scan", scan(), "holds pictures of pages (a scan) and no text — have a text recogniser (OCR)"),
    ("nothing", drawn(b""), "holds no text"),
    ("a password", pdf(set_lines(["海"]), password="x"), "is a PDF with a password — open it with the password"),
    ("cut", pdf(set_lines(["海"]))[:700], "damaged"),
    ("nothing but the sign", b"%PDF-1.7\n", "is a damaged PDF"),
    (
        "fonts without Unicode",
        NO_MAP,
        "has a text layer that cannot be read: its fonts do not tell 100 % of its signs — save",
    ),
    (
        "bytes under Latin names",
        MOJIBAKE,
        "has a text layer that cannot be read: its fonts call Japanese signs by Latin",
    ),
    ("something else", b"bla", "is no PDF despite its name"),
]


@pytest.mark.parametrize(("data", "said"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_what_cannot_be_read_is_one_clear_line(data: bytes, said: str, tmp_path: Path) -> None:
    file = tmp_path / "t.pdf"
    file.write_bytes(data)
    with pytest.raises(InputError) as error:
        document_at(file)
    assert said in str(error.value)
    assert str(error.value).startswith(f"{file}")
    assert " — " in str(error.value)


def test_a_page_that_is_a_picture_among_others_is_said() -> None:
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.drawString(72, 700, "Hello")
    canvas.showPage()
    from PIL import Image

    canvas.drawInlineImage(Image.new("L", (8, 8)), 0, 0, 500, 800)
    canvas.showPage()
    canvas.save()
    sheet = sheet_of_pdf(out.getvalue(), "t")
    assert sheet.warnings == ("page 2: 1 pages are pictures, and what is written in them is missing",)


@pytest.fixture
def child(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], None]:
    """Change a line of the process that reads."""

    def change(old: str, new: str) -> None:
        program = extraction.CHILD.read_text("utf-8")
        assert old in program
        (tmp_path / "child.py").write_text(program.replace(old, new), "utf-8")
        monkeypatch.setattr(extraction, "CHILD", tmp_path / "child.py")

    return change


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is limited where the system can")
def test_a_bomb_ends_its_process_and_nothing_else(child: Callable[[str, str], None]) -> None:
    child("MOST_MEMORY = 1 << 30", "MOST_MEMORY = 1 << 28")
    with pytest.raises(InputError, match="t: page 1 cannot be read: it is damaged, or takes too much memory or time"):
        sheet_of_pdf(drawn(BOMB, entries=b"/Filter [/FlateDecode /FlateDecode]"), "t")


def test_a_file_that_takes_for_ever_is_given_up(
    child: Callable[[str, str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    child("    for number, page in", "    import time; time.sleep(60)\n    for number, page in")
    monkeypatch.setattr(extraction, "PATIENCE_S", 3.0)
    with pytest.raises(InputError, match="page 1 cannot be read"):
        sheet_of_pdf(pdf(set_lines(["海"])), "t")


LIMITS = [
    ("pages", "MOST_PAGES = 2_000", "MOST_PAGES = 2", "is a PDF of more than 2000 pages"),
    (
        "characters",
        "MOST_CHARACTERS = 200_000",
        "MOST_CHARACTERS = 5",
        "t, page 1: has a page of more than 200000 characters",
    ),
]


@pytest.mark.parametrize(("old", "new", "said"), [row[1:] for row in LIMITS], ids=[row[0] for row in LIMITS])
def test_absurd_sizes_are_refused(old: str, new: str, said: str, child: Callable[[str, str], None]) -> None:
    child(old, new)
    with pytest.raises(InputError, match=said):
        sheet_of_pdf(pdf(*[set_lines(["海の声がしました。"])] * 3), "t")


def test_without_its_library_the_mend_is_told(child: Callable[[str, str], None]) -> None:
    child("from pdfminer.pdfdocument import PDFEncryptionError", "from nowhere import PDFEncryptionError")
    with pytest.raises(EngineError) as error:
        sheet_of_pdf(pdf(set_lines(["海"])), "t.pdf")
    assert error.value.exit_code == 3
    assert "pip install 'jimaku-toolkit[pdf]'" in str(error.value)


# What holds for any page, without a file

LOOKS = [
    Look(size, *way, "Mincho", 80, False) for size in (6.0, 10.0, 12.0, 18.0) for way in ((1, 0), (0, 1), (0.7, 0.7))
]


def glyph(text: str, x: float, y: float, look: Look) -> Glyph:
    return Glyph(text, x, y - 0.88 * look.size, x + look.size, y + 0.12 * look.size, x, y, look)


@st.composite
def runs(draw: st.DrawFn) -> list[Glyph]:
    """Some glyphs of one look in a row, anywhere."""
    look = draw(st.sampled_from(LOOKS))
    x, y = draw(st.floats(-50, 650)), draw(st.floats(-50, 900))
    step = draw(st.sampled_from([(1.0, 0.0), (1.4, 0.0), (0.0, 1.0), (0.0, 1.2), (0.6, 0.6)]))
    text = draw(st.text("海の声がしたABC12、。 　ぁー・", min_size=1, max_size=12))
    return [glyph(c, x + k * step[0] * look.size, y + k * step[1] * look.size, look) for k, c in enumerate(text)]


def words_of(sheet: Sheet) -> Counter[str]:
    """Every sign of a sheet but blanks, wherever it is."""
    parts = [*sheet.lines, *(text for _, text in sheet.excluded), *(one.text for one in sheet.left_out)]
    return Counter("".join("".join(parts).split()))


def apart(glyphs: list[Glyph]) -> tuple[Glyph, ...]:
    """Without those that are drawn again where the same one stands."""
    kept: list[Glyph] = []
    for g in glyphs:
        em = g.look.size
        if not any(o.text == g.text and abs(o.x - g.x) < em and abs(o.y - g.y) < em for o in kept):
            kept.append(g)
    return tuple(kept)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(runs(), max_size=10), min_size=1, max_size=4))
def test_no_glyph_is_lost(pages: list[list[list[Glyph]]]) -> None:
    made = [Page(595, 842, apart([glyph for run in page for glyph in run])) for page in pages]
    wanted = Counter("".join(g.text for page in made for g in page.glyphs if g.text.strip()))
    if wanted:
        assert words_of(sheet_of_pages(iter(made), "t")) == wanted


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(wrapped(20, 12)), min_size=1, max_size=12), st.integers(0, 3))
def test_lines_come_out_as_they_are_set(rows: list[str], gap: int) -> None:
    look = LOOKS[3]
    glyphs = [
        glyph(c, 72 + 10 * k, 80 + (15 + gap) * row, look) for row, line in enumerate(rows) for k, c in enumerate(line)
    ]
    assert list(sheet_of_pages(iter([Page(595, 842, tuple(glyphs))]), "t").lines) == rows


@pytest.mark.parametrize("step", [(10.0, 0.0), (0.0, 10.0), (0.0, 0.0), (0.01, 0.01), (30.0, 7.0)])
def test_any_page_takes_linear_time(step: tuple[float, float]) -> None:
    look = LOOKS[3]

    def seconds(count: int) -> float:
        glyphs = tuple(
            glyph("海の12 "[k % 5], 72 + k * step[0] % 500, 80 + k * step[1] % 700, look) for k in range(count)
        )
        return seconds_of(lambda: sheet_of_pages(iter([Page(595, 842, glyphs)]), "t"))

    seconds(200)
    short, long = (min(seconds(count) for _ in range(2)) for count in (4_000, 40_000))
    assert long < 50 * max(short, 0.01)  # 100 where it is quadratic
