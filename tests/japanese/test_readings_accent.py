"""Accent phrases and their falls, as the labels give them to a voice."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from test_readings import table

from toolkit.japanese.readings import Reader, accent, frontend
from toolkit.japanese.readings.frontend import phoneme_of
from toolkit.japanese.readings.kana import katakana

_READER = Reader()

# A fall as the mora after which the pitch is low; a flat phrase has its number of morae.
FALLS = table("""
庭で遊ばれた。 = ニワデ0 アソバレタ5
道具が使われています。 = ドーグガ3 ツカワレテイマス7
この道は使われない。 = コノ0 ミチワ0 ツカワレナイ6
子どもを遊ばせる。 = コドモー4 アソバセル5
本が読まれる。 = ホンガ1 ヨマレル3
朝まで走り続ける。 = アサマデ1 ハシリツズケル6
走り続けた。 = ハシリツズケタ5
読み始める。 = ヨミハジメル5
各大学で。 = カク1 ダイガクデ5
現首相が来た。 = ゲン1 シュショーガ4 キタ1
子は食べられました。 = コワ0 タベラレマシタ5
門が開けられた。 = モンガ1 アケラレタ5
各国の客。 = カッコクノ5 キャク2
行かねばならない。 = イカネバナラナイ2
しなければなりません。 = シナケレバナリマセン2
高くはない。 = タカクワナイ2
お金はない。 = オカネワナイ5
海のような空。 = ウミノヨーナ1 ソラ1
本がある。 = ホンガ1 アル1
彼になる。 = カレニ1 ナル1
""")


def falls(sentence: str) -> str:
    """The phrases of a sentence, each with its fall; 0 where the rows do not say."""
    found: list[tuple[str, list[str], str]] = []
    for label in _READER.read(sentence).labels:
        if phoneme_of(label) in ("sil", "pau"):
            continue
        told = re.search(r"/F:(\d+)_(\d+)#[^@]*@(\d+)_(\d+)\|", label)
        assert told
        if not found or found[-1][0] != told[0]:
            found.append((told[0], [], told[2]))
        found[-1][1].append(phoneme_of(label))
    return " ".join(f"{katakana(phonemes)}{fall}" for _, phonemes, fall in found)


@pytest.mark.parametrize(("sentence", "phrases"), FALLS)
def test_where_phrases_part_and_fall(sentence: str, phrases: str) -> None:
    said = falls(sentence).split()
    wanted = phrases.split()
    assert [re.sub(r"\d", "", phrase) for phrase in said] == [re.sub(r"\d", "", phrase) for phrase in wanted]
    assert [phrase for phrase, due in zip(said, wanted, strict=True) if not due.endswith("0")] == [
        due for due in wanted if not due.endswith("0")
    ]


@pytest.mark.parametrize(("sentence", "phrases"), FALLS)
def test_an_accent_changes_no_sound(sentence: str, phrases: str, monkeypatch: pytest.MonkeyPatch) -> None:
    ours = [phoneme_of(label).lower() for label in _READER.read(sentence).labels]
    nothing: Callable[[Any], None] = lambda _: None  # noqa: E731
    monkeypatch.setattr(frontend.accent, "words", nothing)
    monkeypatch.setattr(frontend.accent, "phrases", nothing)
    assert ours == [phoneme_of(label).lower() for label in _READER.read(sentence).labels]


def test_the_first_word_of_a_sentence_joins_nothing() -> None:
    alone = [{"string": "ない", "orig": "ない", "pos": "形容詞", "chain_flag": -1, "acc": 1, "mora_size": 2}]
    accent.phrases(alone)
    assert alone[0]["chain_flag"] == -1
