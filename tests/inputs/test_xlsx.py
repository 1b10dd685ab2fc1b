"""Excel workbooks: what a reader of the visible sheets sees, times as Excel shows them, and no workbook that hurts."""

from __future__ import annotations

import contextlib
import io
import zipfile
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from documents import package
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.comments import Comment

from toolkit.errors import InputError
from toolkit.inputs.document import document_at
from toolkit.inputs.sheet import Sheet
from toolkit.inputs.xlsx.document import sheet_of_xlsx
from toolkit.inputs.xlsx.values import text_of

TALK: list[Sequence[Any]] = [("開始", "話者", "発言"), ("0:01", "佐藤", "はい。"), ("0:04", "鈴木", "ええ。")]
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def workbook(*sheets: Sequence[Sequence[Any]], change: Callable[[Workbook], object] | None = None) -> bytes:
    """A workbook of rows of values; ``change`` does the rest."""
    book = Workbook()
    book.remove(book.active)
    for nth, rows in enumerate(sheets, start=1):
        sheet = book.create_sheet(f"表{nth}")
        for row in rows:
            sheet.append(list(row))
    if change:
        change(book)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def raw(sheet: str, *, strings: str = "", extra: dict[str, str | bytes] | None = None) -> bytes:
    """A workbook of the XML of its only sheet."""
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    types = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": f'{head}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{types}.sheet.main+xml"/>'
        f'<Override PartName="/xl/sharedStrings.xml" ContentType="{types}.sharedStrings+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{types}.worksheet+xml"/></Types>',
        "_rels/.rels": f'{head}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{DOCUMENT}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{head}<workbook xmlns="{SHEET}" xmlns:r="{DOCUMENT}"><sheets>'
        '<sheet name="表" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f"{head}<Relationships "
        'xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{DOCUMENT}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{DOCUMENT}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'{head}<worksheet xmlns="{SHEET}"><sheetData>{sheet}</sheetData></worksheet>',
        "xl/sharedStrings.xml": f'{head}<sst xmlns="{SHEET}">{strings}</sst>',
    }
    return package({**parts, **(extra or {})})


def shown(sheet: Sheet) -> list[str]:
    """``line speaker text`` of every line that is not empty."""
    return [f"{k + 1} {sheet.mark(k).speaker} {line}" for k, line in enumerate(sheet.lines) if line]


def test_rows_stand_at_their_numbers() -> None:
    sheet = sheet_of_xlsx(workbook([("座談会",), (), *TALK]), "t.xlsx")
    assert shown(sheet) == ["1  座談会", "4 佐藤 はい。", "5 鈴木 ええ。"]
    assert [t.start_ms for k in (3, 4) for t in sheet.mark(k).times] == [1000, 4000]
    assert [(one.line, one.text) for one in sheet.left_out] == [(3, "開始"), (3, "話者"), (3, "発言")]


VALUES = [
    (time(0, 0, 3), "h:mm:ss", "0:00:03"),
    (time(0, 3), "h:mm", "0:03"),
    (time(0, 3, 20), "h:mm", "0:03:20"),
    (time(0, 1, 2), "mm:ss", "01:02"),
    (time(1, 1, 2), "mm:ss", "1:01:02"),
    (time(0, 1, 2, 500_000), "mm:ss.0", "01:02.5"),
    (time(0, 1, 2, 500_000), "h:mm:ss", "0:01:02.500"),
    (time(13, 5), "h:mm AM/PM", "1:05 午後"),
    (time(13, 5), '[$-411]h"時"mm"分";@', "13時05分"),
    (timedelta(hours=24, minutes=30), "[h]:mm:ss", "24:30:00"),
    (timedelta(minutes=75, seconds=30), "[mm]:ss", "75:30"),
    (timedelta(seconds=3), "[ss]", "03"),
    (datetime(1900, 1, 1, 0, 30), "h:mm", "24:30:00"),
    (datetime(2024, 10, 22), "mm-dd-yy", "2024/10/22"),
    (datetime(2024, 10, 22, 9, 5), "m/d/yy h:mm", "2024/10/22 9:05"),
    (datetime(2024, 10, 22), 'yyyy"年"m"月"d"日"\\(aaa\\)', "2024年10月22日(火)"),
    (date(2024, 1, 2), "yyyy-mm-dd", "2024-01-02"),
    (datetime(2024, 10, 22, 9, 5), "General", "2024-10-22 9:05:00"),
    (3, "General", "3"),
    (3.0, "General", "3"),
    (0.1 + 0.2, "General", "0.3"),
    (True, "General", "TRUE"),
    (None, "General", ""),
    ("上_x000D_\n下", "General", "上\r\n下"),
    ("#N/A", "General", "#N/A"),
]


@pytest.mark.parametrize(("value", "number_format", "text"), VALUES)
def test_values_as_excel_shows_them(value: object, number_format: str, text: str) -> None:
    assert text_of(value, number_format) == text


@pytest.mark.parametrize("number_format", ["h:mm", "h:mm:ss"])
def test_times_that_excel_took_for_hours(number_format: str) -> None:
    """Who types 0:03, 24:30 and 1:00:05 as times of a recording gets 0:03, 24:30:00 and 1:00:05."""

    def look(book: Workbook) -> None:
        for row in book.active.iter_rows(min_row=2, max_row=4):
            row[0].number_format = number_format

    values = (time(0, 3), time(5, 0), time(12, 34), timedelta(hours=24, minutes=30), time(1, 0, 5))
    data = workbook([TALK[0], *((value, "佐藤", "はい。") for value in values)], change=look)
    times = [t.start_ms for mark in sheet_of_xlsx(data, "t.xlsx").marks.values() for t in mark.times]
    assert times == [3000, 300_000, 754_000, 1_470_000, 3_605_000]


def test_cells_of_several_lines_and_merged_speakers() -> None:
    def merge(book: Workbook) -> None:
        book.active.merge_cells("B2:B3")
        book.active.merge_cells("A5:C5")

    rows = [*TALK[:2], ("0:02", None, "そう。\nでは。"), ("0:03", "佐藤", "さて。"), ("第2部", None, None),
            ("0:09", None, "（拍手）")]  # fmt: skip
    sheet = sheet_of_xlsx(workbook(rows, change=merge), "t.xlsx")
    assert [text.partition(" ")[2] for text in shown(sheet)] == [
        "佐藤 はい。", "佐藤 そう。", "佐藤 では。", "佐藤 さて。", " 第2部", " （拍手）",
    ]  # fmt: skip


def test_what_is_hidden_is_left_out_and_said() -> None:
    def hide(book: Workbook) -> None:
        book.worksheets[0].row_dimensions[2].hidden = True
        book.worksheets[0].column_dimensions["D"].hidden = True
        book.worksheets[1].sheet_state = "hidden"

    rows = [(*TALK[0], "秘"), (*TALK[1], "メモ"), (*TALK[2], "他")]
    sheet = sheet_of_xlsx(workbook(rows, [("隠し",)], change=hide), "t.xlsx")
    assert shown(sheet) == ["3 鈴木 ええ。"]
    assert [(one.text, one.why) for one in sheet.left_out] == [
        ("0:01", "page"), ("佐藤", "page"), ("はい。", "page"), ("メモ", "page"), ("秘", "column"), ("他", "column"),
        ("隠し", "page"), ("開始", "column"), ("話者", "column"), ("発言", "column"),
    ]  # fmt: skip
    said = " ".join(sheet.warnings)
    assert "hidden sheets were left out: '表2'" in said
    assert "1 hidden rows" in said
    assert "1 hidden columns" in said


def test_remarks_boxes_and_running_heads_are_listed() -> None:
    def annotate(book: Workbook) -> None:
        book.active["C2"].comment = Comment("要確認", "編集")
        book.active.oddHeader.center.text = "社外秘 &P"

    sheet = sheet_of_xlsx(workbook(TALK, change=annotate), "t.xlsx")
    assert [(one.text, one.why) for one in sheet.left_out if one.why != "column"] == [
        ("社外秘", "page"), ("要確認", "note"),
    ]  # fmt: skip
    box = '<xdr:wsDr xmlns:xdr="x" xmlns:a="y"><xdr:sp><a:t>写真は</a:t><a:t>工場</a:t></xdr:sp></xdr:wsDr>'
    cell = '<row r="1"><c r="A1" t="inlineStr"><is><t>はい</t></is></c></row>'
    sheet = sheet_of_xlsx(raw(cell, extra={"xl/drawings/drawing1.xml": box}), "t.xlsx")
    assert [(one.text, one.why) for one in sheet.left_out] == [("写真は工場", "caption")]


def test_several_sheets() -> None:
    notes = [("案件", "第7話"), ("尺", "28分")]
    sheet = sheet_of_xlsx(workbook(notes, TALK, [TALK[0], ("0:01", "潮", "次。")]), "t.xlsx")
    assert [text.partition(" ")[2] for text in shown(sheet)] == ["佐藤 はい。", "鈴木 ええ。", "潮 次。"]
    assert [one.text for one in sheet.left_out if one.why == "page"] == ["案件", "第7話", "尺", "28分"]
    assert "'表2', '表3' were read in this order" in sheet.warnings[0]
    assert "no speech was found in '表1'" in sheet.warnings[1]
    sheet = sheet_of_xlsx(workbook(notes, [("佐藤：はい",)]), "t.xlsx")
    assert [text.partition(" ")[2] for text in shown(sheet)] == [" 案件", " 第7話", " 尺", " 28分", " 佐藤：はい"]


def test_a_column_that_a_person_names_may_stand_in_one_sheet_only() -> None:
    data = workbook([("覚え", "x")], [("A", "B", "役"), ("x", "はい", "佐藤")])
    sheet = sheet_of_xlsx(data, "t.xlsx", {"text": "B", "speaker": "役"})
    assert [text.partition(" ")[2] for text in shown(sheet)] == ["佐藤 はい"]
    with pytest.raises(InputError, match="'C'"):
        sheet_of_xlsx(data, "t.xlsx", {"text": "C"})


def test_formulas_without_a_saved_value_are_said() -> None:
    sheet = sheet_of_xlsx(workbook([*TALK, ("0:09", "佐藤", "=A1")]), "t.xlsx")
    assert "1 formulas have no saved value" in " ".join(sheet.warnings)


def test_what_the_workbook_says_of_itself() -> None:
    def name(book: Workbook) -> None:
        book.properties.title, book.properties.creator = "潮の座談会", "汐見"

    sheet = sheet_of_xlsx(workbook(TALK, change=name), "t.xlsx")
    assert (sheet.title, sheet.meta) == ("潮の座談会", {"author": "汐見"})
    assert sheet_of_xlsx(workbook(TALK), "t.xlsx").meta == {}


def test_readings_over_words_are_not_read_twice() -> None:
    phonetic = '<si><t>潮田</t><rPh sb="0" eb="2"><t>うしおだ</t></rPh></si>'
    sheet = sheet_of_xlsx(raw('<row r="1"><c r="A1" t="s"><v>0</v></c></row>', strings=phonetic), "t.xlsx")
    assert list(sheet.lines) == ["潮田"]


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
CELL = '<row r="1"><c r="A1" t="inlineStr"><is><t>海</t></is></c></row>'
LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>'
REFUSED: list[tuple[str, bytes, str, str]] = [
    ("no zip", "話者,発言".encode(), "t.xlsx", "no Excel workbook despite"),
    ("a password", OLE + b"\0" * 500 + "EncryptedPackage".encode("utf-16-le"), "t.xlsx", "password"),
    ("an .xls", OLE + b"\0" * 500 + "Workbook".encode("utf-16-le"), "t.xls", "old .xls of Excel.*save it as .xlsx"),
    ("an .xls named .xlsx", OLE + "Workbook".encode("utf-16-le"), "t.xlsx", "old .xls of Excel"),
    ("an .xlsb", package({"xl/workbook.bin": b"x"}), "t.xlsx", "binary workbook"),
    ("an .ods", package({"content.xml": "x"}), "t.xlsx", "OpenDocument"),
    ("nothing in it", workbook([]), "t.xlsx", "holds no words"),
    ("signs alone", workbook([("。", "…")]), "t.xlsx", "holds no words"),
    ("cut", workbook(TALK)[:-200], "t.xlsx", "damaged"),
    ("half", workbook(TALK)[:1500], "t.xlsx", "damaged"),
    ("no XML", raw("<row"), "t.xlsx", "no sound XML"),
    ("a string that there is not", raw('<row r="1"><c r="A1" t="s"><v>9</v></c></row>'), "t.xlsx", "damaged"),
    ("entities", raw(CELL, extra={"xl/styles.xml": LAUGHS}), "t.xlsx", "DTD"),
    ("entities in its properties", raw(CELL, extra={"docProps/core.xml": LAUGHS}), "t.xlsx", "DTD"),
    ("a bomb", raw(CELL, extra={"xl/sharedStrings.xml": b"<x>" + b" " * (70 * 2**20)}), "t.xlsx", "unpacks to more"),
    ("depth", raw(CELL, extra={"xl/styles.xml": "<a>" * 5000 + "</a>" * 5000}), "t.xlsx", "nested"),
    ("a row beyond the last", raw('<row r="999999999"><c/></row>'), "t.xlsx", "a row 999999999"),
    ("rows out of order", raw('<row r="2"/><row r="1"/>'), "t.xlsx", "row 1 after row 2"),
    ("a column beyond the last", raw('<row r="1"><c r="ZZZ1"/></row>'), "t.xlsx", "column 18278"),
    ("cells out of order", raw('<row r="1"><c r="B1"/><c r="A1"/></row>'), "t.xlsx", "column 1 after column 2"),
]


@pytest.mark.parametrize(("data", "name", "says"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_what_is_no_workbook(tmp_path: Path, data: bytes, name: str, says: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(InputError, match=says) as caught:
        document_at(tmp_path / name)
    assert name in str(caught.value)
    assert caught.value.mend
    assert "\n" not in str(caught.value)


def test_only_hidden_words_are_no_words() -> None:
    def hide(book: Workbook) -> None:
        book.worksheets[1].sheet_state = "hidden"

    with pytest.raises(InputError, match="but for what is hidden"):
        sheet_of_xlsx(workbook([], TALK, change=hide), "t.xlsx")


def test_cells_spread_far_apart_are_refused_before_they_fill_the_memory() -> None:
    rows = "".join(f'<row r="{k}"><c r="XFD{k}"><v>1</v></c></row>' for k in range(1, 200))
    with pytest.raises(InputError, match="more than 2000000 cells"):
        sheet_of_xlsx(raw(rows), "t.xlsx")


def test_a_merge_of_the_whole_sheet_and_a_wrong_size_do_no_harm() -> None:
    data = raw(CELL + '</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells><sheetData>')
    assert list(sheet_of_xlsx(data, "t.xlsx").lines) == ["海"]
    far = '</sheetData><sheetData><row r="1048576"><c r="A1048576"><v>1</v></c></row>'
    assert list(sheet_of_xlsx(raw(CELL + far), "t.xlsx").lines) == ["海", "1"]


def test_workbooks_under_other_names(tmp_path: Path) -> None:
    for name in ("talk.xlsm", "talk", "talk.docx"):
        (tmp_path / name).write_bytes(workbook(TALK))
        document = document_at(tmp_path / name)
        assert shown(document.sheet) == ["2 佐藤 はい。", "3 鈴木 ええ。"]
        assert "Excel" in document.evidence["input"]


_VALUE = st.one_of(
    st.none(),
    st.text(st.sampled_from("佐藤はい。？1:\n　\t"), max_size=8),
    st.sampled_from(["佐藤", "鈴木", "はい、そうです。", "0:01", "話者", "発言", "開始", "備考", "〃"]),
    st.integers(0, 99),
)


@given(st.lists(st.lists(_VALUE, max_size=5), min_size=1, max_size=6))
@settings(max_examples=80, deadline=None)
def test_every_cell_is_in_a_line_or_listed(rows: list[list[Any]]) -> None:
    with contextlib.suppress(InputError):  # no words at all
        sheet = sheet_of_xlsx(workbook(rows), "t.xlsx")
        kept = "".join((*sheet.lines, *(one.text for one in sheet.left_out), *(text for _, text in sheet.excluded)))
        written = "".join(str(value) for row in rows for value in row if value is not None)
        assert Counter("".join(kept.split())) == Counter("".join(written.split()))


_SOUND = workbook([*TALK, (time(0, 0, 3), datetime(2024, 1, 2), 3.5)])


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
            sheet_of_xlsx(damaged, "t.xlsx")


def _changed(member: str, at: int, length: int, put: bytes) -> bytes:
    """A sound archive whose part ``member`` is not."""
    with zipfile.ZipFile(io.BytesIO(_SOUND)) as archive:
        parts: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    content = bytes(parts[member])
    parts[member] = content[:at] + put + content[at + length :]
    return package(parts)


with zipfile.ZipFile(io.BytesIO(_SOUND)) as _archive:
    _PARTS = sorted(name for name in _archive.namelist() if "theme" not in name)


@given(
    st.sampled_from(_PARTS),
    st.integers(0, 3000),
    st.integers(0, 8),
    st.sampled_from([b"", b"0", b"-1", b"9" * 12, b'"', b"<", b"x", b"</c>", b'<c r="A9"><v>x</v></c>', b"/"]),
)
@settings(max_examples=200, deadline=None)
def test_damaged_parts_give_input_errors_only(member: str, at: int, length: int, put: bytes) -> None:
    with contextlib.suppress(InputError):
        sheet_of_xlsx(_changed(member, at, length, put), "t.xlsx")
