"""Readings over words: hiragana as spelled, over kanji alone; which words have one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from talk_books import book_of_texts

from toolkit.edition.book import Book, Ruby
from toolkit.edition.ruby import Which, rubied
from toolkit.japanese.lexicon import Entry
from toolkit.japanese.readings import kana as kanas
from toolkit.japanese.readings.furigana import KANJI, furigana

# surface, sound, the kanji with their kana
LAID = [
    ("食べる", "タベル", "食た"),
    ("続き", "ツズキ", "続つづ"),
    ("話し合っ", "ハナシアッ", "話はな 合あ"),
    ("聞き手", "キキテ", "聞き 手て"),
    ("生き生き", "イキイキ", "生い 生い"),
    ("言い負かす", "イイマカス", "言い 負ま"),
    ("美味しい", "オイシイ", "美味おい"),
    ("お母さん", "オカーサン", "母かあ"),
    ("学校", "ガッコー", "学がっ 校こう"),
    ("実験", "ジッケン", "実じっ 験けん"),
    ("雑談", "ザツダン", "雑ざつ 談だん"),
    ("人々", "ヒトビト", "人ひと 々びと"),
    ("鼻血", "ハナジ", "鼻はな 血ぢ"),
    ("大通り", "オオドオリ", "大おお 通どお"),
    ("氷", "コーリ", "氷こおり"),
    ("姉さん", "ネーサン", "姉ねえ"),
    ("東京", "トーキョー", "東京とうきょう"),
    ("今日", "キョー", "今日きょう"),
    ("大人", "オトナ", "大人おとな"),
    ("二十日", "ハツカ", "二十日はつか"),
    ("八ヶ岳", "ヤツガタケ", "八ヶ岳やつがたけ"),
    ("ヶ月", "カゲツ", "月げつ"),
    ("5月", "ゴガツ", "月がつ"),
    ("1人", "ヒトリ", "1人ひとり"),
    ("汐見坂", "シオミザカ", "汐しお 見み 坂ざか"),
    ("100", "ヒャク", ""),
    ("リナ・ハルヴォルセン", "リナハルヴォルセン", ""),
    ("ひらがな", "ヒラガナ", ""),
    ("、", "、", ""),
    ("沈黙", "", ""),
]


@pytest.mark.parametrize(("surface", "sound", "expected"), LAID)
def test_furigana(surface: str, sound: str, expected: str) -> None:
    assert " ".join(surface[start:end] + kana for start, end, kana in furigana(surface, sound)) == expected


@given(
    st.text("海学校食々ヶ言葉べるき3A 𠮟", min_size=1, max_size=30),
    st.text("アカガッコウーキョトンベル", max_size=40),
)
def test_whatever_the_word_its_furigana_lie_in_order_over_kanji(surface: str, sound: str) -> None:
    at = 0
    for start, end, kana in furigana(surface, sound):
        assert at <= start < end <= len(surface)
        assert kanas.is_kana(kana)
        assert KANJI.search(surface[start:end])
        at = end


def shown(book: Book) -> str:
    return " ".join(phrase.text[ruby.start : ruby.end] + ruby.kana for phrase in book.phrases for ruby in phrase.rubies)


TEXTS = ("海で辛いカレーを食べた。", "海の話を食べながら聞いた。")
GIVEN = (Ruby(0, 1, "うみ"),)
CASES: list[tuple[Which, str]] = [
    ("none", ""),
    ("source", "海うみ"),
    ("doubtful", "海うみ 辛から"),
    ("first", "海うみ 辛から 食た 話はなし 聞き"),
    ("all", "海うみ 辛から 食た 海うみ 話はなし 食た 聞き"),
]


@pytest.mark.parametrize(("which", "expected"), CASES)
def test_which_words_have_a_reading(which: Which, expected: str) -> None:
    book = book_of_texts(*TEXTS, doubtful=[("辛い", "カライ")], rubies=GIVEN)
    assert shown(rubied(book, which)) == expected
    assert [phrase.text for phrase in rubied(book, which).phrases] == list(TEXTS)


def test_what_was_heard_wins_over_what_would_be_read_today() -> None:
    assert (
        shown(rubied(book_of_texts("潮見に着く。", doubtful=[("潮見", "チョウケン")]), "doubtful")) == "潮見ちょうけん"
    )


def test_a_doubtful_word_heard_in_two_ways_is_shown_as_it_is_read_in_its_place() -> None:
    doubtful = [("辛い", "ツライ"), ("辛い", "カライ")]
    assert shown(rubied(book_of_texts("辛いカレーを食べた。", doubtful=doubtful), "doubtful")) == "辛から"


def test_a_doubtful_word_in_latin_letters_has_its_sound_over_it() -> None:
    assert shown(rubied(book_of_texts("Qubeで話す。", doubtful=[("Qube", "キューブ")]), "doubtful")) == "Qubeキューブ"


def test_the_lexicon_of_the_narration_is_followed() -> None:
    lexicon = (Entry("一二三", "ひふみ"),)
    assert shown(rubied(book_of_texts("一二三と話す。"), "all", lexicon)) == "一二三ひふみ 話はな"
