"""Which signs are written full-width whatever the style."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.japanese.punctuation import wide_signs

WIDE = (
    ("本当ですか?", "本当ですか？"),
    ("えっ!?", "えっ！？"),
    ("OK?", "OK?"),
    ("OK?です", "OK？です"),
    ("(笑)", "（笑）"),
    ("約(3m)です", "約（3m）です"),
    ("f(x)", "f(x)"),
    ("f(x)です", "f（x）です"),
    ("(a (b) c)", "(a (b) c)"),
    ("(開いたまま", "(開いたまま"),
    ("really? (yes)", "really? (yes)"),
    ("ｱ!", "ｱ！"),
    ("100%?", "100%?"),
    ("「Why?」", "「Why？」"),
    ("これは本当。", "これは本当。"),
)


@pytest.mark.parametrize(("text", "expected"), WIDE)
def test_signs_beside_japanese_are_wide(text: str, expected: str) -> None:
    assert wide_signs(text) == expected


@given(st.text("あア漢aA1?!()（）。、 "))
def test_wide_signs_changes_no_length_and_settles(text: str) -> None:
    once = wide_signs(text)
    assert len(once) == len(text)
    assert once.translate(str.maketrans("？！（）", "?!()")) == text.translate(str.maketrans("？！（）", "?!()"))
