"""What hides in a text shows on its way out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.system.visible import visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("佐藤　太郎\tA\n", "佐藤　太郎\tA\n"),
        ("👨‍👩‍👧 葛\U000e0100", "👨‍👩‍👧 葛\U000e0100"),
        ("佐\x1b[2J藤", r"佐\x1b[2J藤"),
        ("\0\x07\x9b", r"\x00\x07\x9b"),
        ("a\rb", r"a\x0db"),
        ("\u202e山", r"\u202e山"),
        ("\udc80.txt", r"\udc80.txt"),
        ("\U000e0041", r"\U000e0041"),
    ],
)
def test_table(text: str, shown: str) -> None:
    assert visible(text) == shown


@given(st.text())
def test_it_can_be_written_anywhere_and_is_done_once(text: str) -> None:
    shown = visible(text)
    shown.encode()
    assert visible(shown) == shown
    assert not set(shown) & set(map(chr, (*range(9), *range(11, 32), 127, *range(0x80, 0xA0))))
