"""The user's lexicon and rubies: they win, literally and once; every mistake is told with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from toolkit.errors import InputError
from toolkit.inputs.lexicon import read_lexicon
from toolkit.japanese.lexicon import Entry, to_csv
from toolkit.japanese.readings import Reader


def _kana(reader: Reader, text: str) -> str:
    return "".join(word.reading for word in reader.read(text).words if word.reading not in "、。")


def test_lexicon_wins_over_brands_words_and_rules() -> None:
    reader = Reader((Entry("OpenAI", "オプナイ"), Entry("人気", "ひとけ"), Entry("5~10", "ゴト")))
    reading = reader.read("OpenAIは人気で5~10だ。")
    assert [(w.surface, w.reading) for w in reading.words if w.source == "lexicon"] == [
        ("OpenAI", "オプナイ"),
        ("人気", "ヒトケ"),
        ("5~10", "ゴト"),
    ]


def test_longest_surface_first_and_no_feeding() -> None:
    reader = Reader((Entry("東", "あずま"), Entry("東西", "トーザイ"), Entry("西", "にし")))
    assert _kana(reader, "東西").replace("ー", "") == "トザイ"
    assert _kana(Reader((Entry("甲", "おつ"), Entry("おつ", "へい"))), "甲") == "オツ"


@pytest.mark.parametrize("surface", [".*", "(", "[a-z]", "a+b", "\\d", "^", "$1"])
def test_regular_expression_signs_are_letters(surface: str) -> None:
    reader = Reader((Entry(surface, "しるし"),))
    assert "シルシ" in _kana(reader, f"これは{surface}です")
    assert "シルシ" not in _kana(reader, "これはabcです")


def test_a_word_is_set_apart_where_its_stand_in_would_make_a_longer_one() -> None:
    """根 hides behind a rare fish; 鰆浜 is a place, so another fish has to serve."""
    words = Reader((Entry("根", "こん"),)).read("大根浜").words
    assert [(word.surface, word.reading) for word in words] == [("大", "ダイ"), ("根", "コン"), ("浜", "ハマ")]


def test_latin_entries_are_whole_words() -> None:
    reader = Reader((Entry("AI", "アイ"),))
    assert _kana(reader, "AI") == "アイ"
    assert "lexicon" not in {w.source for w in reader.read("MAILとAIR").words}


def test_accent_reaches_the_labels() -> None:
    labels = {accent: Reader((Entry("鳴渡", "ナルド", accent),)).read("鳴渡").labels for accent in (0, 1)}
    assert len(set(labels.values())) == 2


def test_ruby_is_the_reading_and_the_lexicon_wins_over_it() -> None:
    text = "強敵と話す"
    assert _kana(Reader(), text).startswith("キョーテキ")
    words = Reader().read(text, [(0, 2, "とも")]).words
    assert (words[0].reading, words[0].source) == ("トモ", "ruby")
    assert Reader((Entry("強敵", "らいばる"),)).read(text, [(0, 2, "とも")]).words[0].reading == "ライバル"


def test_reads_csv_and_toml_alike(tmp_path: Path) -> None:
    table, tables = tmp_path / "a.csv", tmp_path / "a.toml"
    table.write_text(
        "surface,reading,accent,pos,scope\n# 人\n潮田,うしおだ,0\n灯台社,トーダイシャ,,名詞,series\n", encoding="utf-8"
    )
    tables.write_text(
        '[[word]]\nsurface = "潮田"\nreading = "うしおだ"\naccent = 0\n[[word]]\nsurface = "灯台社"\n'
        'reading = "トーダイシャ"\npos = "名詞"\nscope = "series"\n',
        encoding="utf-8",
    )
    assert read_lexicon(table) == read_lexicon(tables) == (Entry("潮田", "うしおだ", 0),)
    assert read_lexicon(table, "series") == read_lexicon(tables, "series")
    assert len(read_lexicon(table, "series")) == 2


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("潮田", "not kana"),
        ("潮田,", "not kana"),
        ("潮田,潮田", "not kana"),
        ("潮田,usioda", "not kana"),
        ("潮田,うし おだ", "not kana"),
        ("潮田,うし\x00おだ", "not kana"),
        (",うしおだ", "empty"),
        ("潮\x00田,うしおだ", "control"),
        ("潮田,ーし", "spoken"),
        ("潮田,うしおだ,1.5", "mora"),
        ("潮田,うしおだ,-1", "mora"),
        ("潮田,うしおだ,,,,x", "unknown column"),
        ('"潮田,うしおだ', "empty"),
        ("あ" * 200 + ",あ", "long"),
    ],
)
def test_mistakes_name_the_line(tmp_path: Path, line: str, what: str) -> None:
    file = tmp_path / "lexicon.csv"
    file.write_text(f"# mine\n良,よい\n{line}\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_lexicon(file)
    assert f"{file}:3" in str(caught.value)
    assert what in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "[[word]",
        "word = 1",
        "[word]\nsurface='a'",
        "x = 1",
        "[[word]]\nsurface = 3\nreading = 'ア'",
        "[" * 5000,
        "[[word]]\nsurface='a'\nreading='ア'\naccent=nan",
        "[[word]]\nsurface='a'\nreading='ア'\nyomi='ア'",
    ],
)
def test_bad_toml_is_an_error(tmp_path: Path, text: str) -> None:
    file = tmp_path / "lexicon.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError):
        read_lexicon(file)


def test_missing_and_undecodable_files(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        read_lexicon(tmp_path / "none.csv")
    (tmp_path / "x.csv").write_bytes(b"\x80\x81\xff\xff")
    with pytest.raises(InputError):
        read_lexicon(tmp_path / "x.csv")


def test_suggestions_are_a_lexicon(tmp_path: Path) -> None:
    file = tmp_path / "s.csv"
    file.write_text(to_csv([("潮田", "シオダ", "line 3, 2×"), ('"a,b"', "エービー", "")]), encoding="utf-8")
    assert read_lexicon(file) == (Entry("潮田", "シオダ"), Entry('"a,b"', "エービー"))


ENTRIES = (Entry("潮田", "うしおだ", 0), Entry("灯台社", "トーダイシャ"))
ROWS = [("潮田", "うしおだ", "0"), ("灯台社", "トーダイシャ", "")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "euc_jp", "iso2022_jp", "utf-16"])
@pytest.mark.parametrize("mark", [",", "\t"])
@pytest.mark.parametrize("header", ["", "surface{0}reading{0}accent\n", "表記{0}読み{0}アクセント\n"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_lexicon_is_read_as_it_was_saved(tmp_path: Path, encoding: str, mark: str, header: str, end: str) -> None:
    text = header.format(mark) + "# 人の名前\n" + "".join(f"{mark.join(row)}\n" for row in ROWS)
    (tmp_path / "l.csv").write_bytes(text.replace("\n", end).encode(encoding))
    assert read_lexicon(tmp_path / "l.csv") == ENTRIES


def test_a_workbook_is_a_lexicon(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    for row in (("表記", "読み", "アクセント"), ("潮田", "うしおだ", 0), ("灯台社", "トーダイシャ", None)):
        book.active.append(row)
    book.save(tmp_path / "l.xlsx")
    assert read_lexicon(tmp_path / "l.xlsx") == ENTRIES


def test_what_is_no_workbook_is_told(tmp_path: Path) -> None:
    (tmp_path / "l.xlsx").write_bytes(b"PK\x03\x04 and no more")
    with pytest.raises(InputError, match=r"l\.xlsx: .*save it again"):
        read_lexicon(tmp_path / "l.xlsx")
