"""Where sentences end, and what of them is spoken at once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.japanese.sentences import LONGEST, sentence_spans, utterance_spans

# | marks where one sentence ends and the next begins
TABLE = (
    "はい。|そうです。",
    "はい。",
    "はい",
    "はい！|そう？|ええ。",
    "えっ!?|本当。",
    "えっ！？|本当。",
    "本当ですか。。。|はい。",
    "「そう。いや」と言った。|はい。",
    "（笑。）そう。|はい。",
    "（会場笑）はい。",
    "そう（笑）。|はい。",
    "そうです（笑。本当に）から。|はい。",
    "『夜。』を読む。|はい。",
    "「彼は『はい。』と」言う。|次。",
    "３．５です。|はい。",
    "そうです．|はい．",
    "3.5 GHz です。|はい。",
    "はい。　|そう。",
    "はい。 |そう。",
    "「閉じない。|はい。",
    "閉じる」だけ。|はい。",
    "そうですね……はい。",
    "一行目\n|二行目",
    "一行目。\n|二行目",
    "はい」。|そう。",
    "ああ‼|はい。",
)


@pytest.mark.parametrize("marked", TABLE)
def test_sentences(marked: str) -> None:
    text = marked.replace("|", "")
    assert [text[a:b] for a, b in sentence_spans(text)] == marked.split("|")


@given(st.text("あ。！？「」『』（）\n ．1", max_size=80))
def test_spans_cover_the_text_without_gaps(text: str) -> None:
    spans = sentence_spans(text)
    assert "".join(text[a:b] for a, b in spans) == text
    assert all(a < b for a, b in spans)


def test_an_open_bracket_does_not_swallow_a_book() -> None:
    text = "「" + "はい、そうですね。" * 200
    assert len(sentence_spans(text)) == 200


def test_many_open_brackets_take_no_square() -> None:
    assert len(sentence_spans("「" * 20_000 + "。")) == 1


@pytest.mark.parametrize("text", ["", " ", "\n"])
def test_next_to_nothing(text: str) -> None:
    assert "".join(text[a:b] for a, b in sentence_spans(text)) == text


@pytest.mark.parametrize(
    ("text", "lengths"),
    [
        ("はい。そうです。", [3, 5]),
        ("あ" * 239 + "、" + "い" * 50 + "。", [240, 51]),
        ("あ" * 80 + "、" + "い" * 200 + "。", [81, 201]),
        ("あ" * 79 + "、" + "い" * 200 + "。", [240, 41]),  # a 、 so near would leave a stump
        ("あ" * 500, [240, 240, 20]),
        ("", []),
    ],
)
def test_a_sentence_too_long_is_spoken_in_pieces(text: str, lengths: list[int]) -> None:
    assert [end - start for start, end in utterance_spans(text)] == lengths


@given(st.text("あ。、「」", max_size=40), st.integers(0, 700))
def test_pieces_cover_the_text_and_none_is_too_long(text: str, more: int) -> None:
    text += "い" * more
    spans = list(utterance_spans(text))
    assert "".join(text[a:b] for a, b in spans) == text
    assert all(0 < b - a <= LONGEST for a, b in spans)
