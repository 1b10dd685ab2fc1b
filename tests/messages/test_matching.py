"""Messages put together in English, said in Japanese."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from toolkit.messages import in_japanese, language_of
from toolkit.messages.matching import Matcher

SAID = Matcher(
    {
        "is not there": "見つかりません",
        "name a file": "ファイルを指定してください",
        "{0} is no {1}": "{0} は {1} ではありません",
        "{0} cues": "キュー {0} 個",
        "{0} of {1} done": "{1} 件中 {0} 件完了",
        "warning": "注意",
        "the engine {0} {1}": "エンジン {0} が{1}",
        "did not answer in time": "時間内に応答しませんでした",
        "cannot be read ({0})": "読めません（{0}）",
        "Permission denied": "アクセスが拒否されました",
        "did you mean {0}?": "もしかして {0} ですか",
        "credit: {0}": "クレジット: {0}",
        "{0} of {1}": "{1} 件中 {0} 件",
        "choose one of: {0}": "次から選んでください: {0}",
        "the word {0} is divided": "単語が分かれています: {0}",
    }
)


@pytest.mark.parametrize(
    ("english", "japanese"),
    [
        ("talk.txt: is not there — name a file", "talk.txt: 見つかりません — ファイルを指定してください"),
        ("warning: a.srt:12: is not there", "注意: a.srt:12: 見つかりません"),
        ("talk.txt: cannot be read (Permission denied)", "talk.txt: 読めません（アクセスが拒否されました）"),
        ("3/8 warning: a.srt:12: is not there", "3/8 注意: a.srt:12: 見つかりません"),
        ("keep or one-wide", "keep か one-wide"),
        ("choose one of: keep, warning or one-wide", "次から選んでください: keep, warning か one-wide"),
        ("'wrning' is no key — did you mean warning?", "'wrning' は key ではありません — もしかして warning ですか"),
        (
            "credit: X (y), Department of Z (http://z/); warning",
            "クレジット: X (y), Department of Z (http://z/); warning",
        ),
        ("a (b) cannot be read (c (d))", "a (b) cannot be read (c (d))"),
        ("3 of 8 done, 12 cues", "8 件中 3 件完了、キュー 12 個"),
        (
            "'ted2' is no style — choose one of: sdh, ted, podcast",
            "'ted2' は style ではありません — 次から選んでください: sdh, ted, podcast",
        ),
        ("the engine at did not answer in time", "エンジン at が時間内に応答しませんでした"),
        ("  is not there:\n", "  見つかりません:\n"),
        ("佐藤: ファイルは渡しました", "佐藤: ファイルは渡しました"),
        # between Japanese of ours no space is written; around what somebody named one is
        ("a.srt is no warning", "a.srt は注意ではありません"),
        ("'警告' is no warning", "'警告' は注意ではありません"),
        ("警告 is no 注意", "警告 は 注意 ではありません"),
        ("nobody knows this sentence", "nobody knows this sentence"),
        ("his cues were good", "his cues were good"),
        ("the word 字幕 is divided", "単語が分かれています: 字幕"),
        ("", ""),
    ],
)
def test_a_message_is_found_again(english: str, japanese: str) -> None:
    assert SAID.translated(english) == japanese


WORDS = st.text(st.characters(categories=["Lo", "Nd"]), min_size=1, max_size=12)


@given(WORDS, WORDS)
@example("0", "００")
def test_what_was_put_in_comes_out(one: str, other: str) -> None:
    assert SAID.translated(f"{one}: the word {other} is divided — name a file") == (
        f"{one}: 単語が分かれています: {other} — ファイルを指定してください"
    )


@given(st.text(max_size=60))
@example(" — ")
@example("a (b) (c)")
@example(": : :, , ; — — ")
def test_no_text_is_too_odd(text: str) -> None:
    """Nothing raises, and what is neither a letter of English nor a mark comes through."""
    assert {char for char in text if char.isalnum() and not char.isascii()} <= set(in_japanese(text))


@given(st.text(st.characters(categories=["Lo"]), max_size=40))
def test_japanese_stays_as_it_is(text: str) -> None:
    assert in_japanese(text) == text


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "ja_JP.UTF-8"}, "ja"),
        ({"LANG": "ja_JP.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "C", "LC_MESSAGES": "ja_JP.eucJP"}, "ja"),
        ({"LANG": "ja_JP.UTF-8", "LC_ALL": ""}, "ja"),
        ({"LANG": "ja_JP.UTF-8", "JIMAKU_LANG": "en"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"JIMAKU_LANG": "ja", "LC_ALL": "C"}, "ja"),
    ],
)
def test_the_language_is_that_of_the_locale(environment: dict[str, str], language: str) -> None:
    assert language_of(environment) == language
