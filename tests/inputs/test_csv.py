"""CSV and TSV files: every way of quoting and parting that people and programs have, and no error of Python."""

from __future__ import annotations

import csv
import io
import time
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.errors import InputError
from toolkit.inputs.csv_file import sheet_of_csv
from toolkit.inputs.document import document_at
from toolkit.inputs.kinds import SUFFIXES, kind_of_text
from toolkit.inputs.sheet import Sheet
from toolkit.inputs.voices import voices_of

HEAD = "開始,話者,発言\n"


def shown(sheet: Sheet) -> list[str]:
    """``line speaker text`` of every line that is not empty."""
    return [f"{k + 1} {sheet.mark(k).speaker} {line}" for k, line in enumerate(sheet.lines) if line]


FILES = [
    ("commas", HEAD + "0:01,佐藤,はい\n0:02,鈴木,ええ", ["2 佐藤 はい", "3 鈴木 ええ"]),
    ("tabs", HEAD.replace(",", "\t") + "0:01\t佐藤\tはい, そう\n0:02\t鈴木\tええ",
     ["2 佐藤 はい, そう", "3 鈴木 ええ"]),
    ("semicolons", HEAD.replace(",", ";") + "0:01;佐藤;はい, そう\n0:02;鈴木;ええ",
     ["2 佐藤 はい, そう", "3 鈴木 ええ"]),
    ("bars", "話者|発言\n佐藤|はい\n鈴木|ええ", ["2 佐藤 はい", "3 鈴木 ええ"]),
    ("Excel's own line", "sep=;\n話者;発言\n佐藤;はい\n", ["3 佐藤 はい"]),
    ("quoted", '"話者","発言"\n"佐藤","はい, ""そう"""\n', ['2 佐藤 はい, "そう"']),
    ("a blank before the quotation", '話者, 発言\n佐藤, "はい, そう"\n', ["2 佐藤 はい, そう"]),
    ("lines in a cell", '話者,発言\n佐藤,"はい。\nそう。"\n鈴木,ええ\n',
     ["2 佐藤 はい。", "3 佐藤 そう。", "4 鈴木 ええ"]),
    ("empty lines", "話者,発言\n\n佐藤,はい\n,\n鈴木,ええ\n", ["3 佐藤 はい", "5 鈴木 ええ"]),
    ("CR alone", "話者,発言\r佐藤,はい\r鈴木,ええ", ["2 佐藤 はい", "3 鈴木 ええ"]),
    ("CRLF", '話者,発言\r\n佐藤,"はい\r\nそう"\r\n鈴木,ええ\r\n', ["2 佐藤 はい", "3 佐藤 そう", "4 鈴木 ええ"]),
    ("a mark of order", "\ufeff話者,発言\n佐藤,はい", ["2 佐藤 はい"]),
    ("a quotation mark that is speech", '話者,発言\n佐藤,"はい\n鈴木,ええ\n佐藤,"そう"だ\n鈴木,うん\n',
     ['2 佐藤 "はい', "3 鈴木 ええ", '4 佐藤 "そう"だ', "5 鈴木 うん"]),
    ("rows too short and too long", "話者,発言,備考\n佐藤\n鈴木,ええ,,,余り\n佐藤,はい\n",
     ["3 鈴木 ええ", "4 佐藤 はい"]),
    ("title rows", "座談会\n話者,発言\n佐藤,はい\n鈴木,ええ\n佐藤,ほう\n",
     ["1  座談会", "3 佐藤 はい", "4 鈴木 ええ", "5 佐藤 ほう"]),
    ("no header", "佐藤,はい、そうです。\n鈴木,なぜでしょう。\n佐藤,好きだから。\n鈴木,なるほど。\n",
     ["1 佐藤 はい、そうです。", "2 鈴木 なぜでしょう。", "3 佐藤 好きだから。", "4 鈴木 なるほど。"]),
    ("a column for every speaker",
     "時刻,佐藤,鈴木,備考\n0:01,はい、始めます。,,録音\n0:03,,ええ、どうぞ。,\n0:05,では始めます。,,\n",
     ["2 佐藤 はい、始めます。", "3 鈴木 ええ、どうぞ。", "4 佐藤 では始めます。"]),
    ("Whisper's TSV", "start\tend\ttext\n0\t2500\tはい、始めます。\n2500\t61000\tお願いします。",
     ["2  はい、始めます。", "3  お願いします。"]),
    ("one column", "佐藤：はい\n鈴木：ええ\n", ["1  佐藤：はい", "2  鈴木：ええ"]),
    ("no transcript", "年,出来事\n1998,会社を設立\n2004,工場を建設\n",
     ["1  年", "2  出来事", "3  1998", "4  会社を設立", "5  2004", "6  工場を建設"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "lines"), [row[1:] for row in FILES], ids=[row[0] for row in FILES])
def test_files(text: str, lines: list[str]) -> None:
    assert shown(sheet_of_csv(text, "talk.csv")) == lines


def test_two_languages_of_one_speech_are_no_two_people() -> None:
    rows = [["一", "和文", "英文"], ["1日", "はい、始めます。", "Let us begin with this."]]
    assert voices_of([*rows, ["2日", "ええ、どうぞ。", "Please do as you like."]] * 2) is None


def test_milliseconds_are_seen_by_their_size() -> None:
    sheet = sheet_of_csv(FILES[-3][1], "talk.tsv")
    assert [(t.start_ms, t.end_ms) for k in (1, 2) for t in sheet.mark(k).times] == [(0, 2500), (2500, 61000)]


def test_only_speech_is_said_of_a_file_of_speech() -> None:
    by_name = {row[0]: sheet_of_csv(row[1], "t.csv") for row in FILES}
    assert by_name["commas"].spoken
    assert not by_name["title rows"].spoken
    assert not by_name["one column"].spoken
    assert by_name["one column"].mark(0).kind == "paragraph"
    assert not by_name["one column"].warnings
    assert "no columns of speakers" in by_name["no transcript"].warnings[0]


def test_what_is_no_speech_stands_at_its_line() -> None:
    sheet = sheet_of_csv("No.,話者,発言,備考\n1,佐藤,はい,手元アップ\n", "talk.csv")
    assert [(one.line, one.text) for one in sheet.left_out] == [
        (1, "No."), (1, "話者"), (1, "発言"), (1, "備考"), (2, "手元アップ"),
    ]  # fmt: skip
    assert sheet.excluded == ((2, "1"), (2, "佐藤"))


def test_a_long_cell_and_a_quotation_mark_that_nobody_closed() -> None:
    long = "はい。" * 60_000
    assert sheet_of_csv(f'話者,発言\n佐藤,"{long}"\n', "t.csv").lines[1] == long
    text = "話者,発言\n" + "佐藤,はい\n" * 6000 + '佐藤,"はい\n鈴木,ええ\n佐藤,はい\n'
    assert "line 6002: a quotation mark seems never closed" in sheet_of_csv(text, "t.csv").warnings[0]


def test_encodings_are_those_of_every_text(tmp_path: Path) -> None:
    for name, encoding in (("a.csv", "cp932"), ("b.csv", "utf-8-sig"), ("c.tsv", "utf-16")):
        path = tmp_path / name
        path.write_bytes((HEAD + "0:01,髙橋,はい、﨑津です。\n0:05,鈴木,ええ").encode(encoding))
        document = document_at(path)
        assert shown(document.sheet) == ["2 髙橋 はい、﨑津です。", "3 鈴木 ええ"]
        assert "CSV" in document.evidence["input"]


@pytest.mark.parametrize("text", ["", ",,,\n,,\n", '""', "、。\n", "\n\n"])
def test_a_table_without_words_is_one_clear_line(text: str) -> None:
    with pytest.raises(InputError, match="no words") as caught:
        sheet_of_csv(text, "talk.csv")
    assert caught.value.where == "talk.csv"


def test_too_many_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("toolkit.inputs.csv_file.MOST_CELLS", 5)
    with pytest.raises(InputError, match="cells"):
        sheet_of_csv("話者,発言\n佐藤,はい\n鈴木,ええ", "t.csv")


def test_a_lexicon_is_no_transcript() -> None:
    assert not {".csv", ".tsv"} & SUFFIXES
    with pytest.raises(InputError, match=r"lexicon of readings.*--lexicon"):
        sheet_of_csv("surface,reading,accent\n汐見,シオミ,1\n", "names.csv")


@pytest.mark.parametrize(
    ("first", "kind"),
    [
        ("開始,話者,発言", "csv"),
        ('"Speaker","Text"', "csv"),
        ("start\tend\ttext", "csv"),
        ("\ufeff話者;発言", "csv"),
        ("話者,発言", "csv"),
        ("佐藤：話者、発言", "text"),
        ("話者", "text"),
        ("時間,番号", "text"),
        ("", "text"),
    ],
)
def test_a_table_on_standard_input(first: str, kind: str) -> None:
    assert kind_of_text(f"{first}\r\n佐藤,はい\r\n", "standard input") == kind
    assert kind_of_text(f"{first}\r\n佐藤,はい\r\n", "talk.txt") == "text"


def test_columns_that_a_person_names() -> None:
    text = "A,B,役\nhi,はい,佐藤\nyes,ええ,鈴木\n"
    assert shown(sheet_of_csv(text, "t.csv", {"text": "B", "speaker": "役"})) == ["2 佐藤 はい", "3 鈴木 ええ"]
    with pytest.raises(InputError, match="'C'") as caught:
        sheet_of_csv(text, "t.csv", {"text": "C"})
    assert caught.value.where == "t.csv"


@pytest.mark.parametrize("hostile", ['"', ",", '",', '"\n', "\t;|,", '""', "a,"])
def test_hostile_files_take_no_longer(hostile: str) -> None:
    began = time.perf_counter()
    sheet_of_csv("話者,発言\n佐藤,はい\n" + hostile * 20_000, "t.csv")
    assert time.perf_counter() - began < 20


_CELL = st.text(st.sampled_from('佐藤はい。，,;\t|"\n\r 1:\u3000'), max_size=8)


def _dense(text: str) -> Counter[str]:
    return Counter("".join(text.split()))


_TABLE = st.integers(2, 4).flatmap(lambda width: st.lists(st.lists(_CELL, min_size=width, max_size=width), max_size=6))


@given(_TABLE, st.sampled_from(",\t;|"))
def test_every_cell_is_in_a_line_or_listed(rows: list[list[str]], delimiter: str) -> None:
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows([["話者", "発言"], *rows])
    sheet = sheet_of_csv(file.getvalue(), "t.csv")
    kept = "".join((*sheet.lines, *(one.text for one in sheet.left_out), *(text for _, text in sheet.excluded)))
    written = file.getvalue()
    assert _dense(kept) == _dense("話者発言" + "".join(cell for row in rows for cell in row)), written


@given(st.text(st.sampled_from("話者発言はい,;\t|\"'\n\r=sep1:。\x00\u2028"), max_size=60))
def test_any_text_is_a_sheet_or_an_input_error(text: str) -> None:
    try:
        sheet = sheet_of_csv(text, "t.csv")
    except InputError:
        return
    signs = str.maketrans("", "", '"\x00,;\t|')
    kept = "".join((*sheet.lines, *(one.text for one in sheet.left_out), *(text for _, text in sheet.excluded)))
    assert _dense(kept.translate(signs)) == _dense(text.translate(signs))
