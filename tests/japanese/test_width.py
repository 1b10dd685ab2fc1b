"""Display width: full-width 1, half-width 0.5, marks 0."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.japanese.width import char_width, width


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 0),
        ("字幕", 2),
        ("ABC", 1.5),
        ("ＡＢＣ", 3),
        ("　", 1),
        (" ", 0.5),
        ("ｱｲ", 1),
        ("…―♪×", 4),
        ("か\u3099", 1),
        ("葛\U000e0100城", 2),
        ("a\u200db\u200b", 1),
        ("4K", 1),
    ],
)
def test_table(text: str, expected: float) -> None:
    assert width(text) == expected


@given(st.text(), st.text())
def test_additive(one: str, other: str) -> None:
    assert width(one + other) == width(one) + width(other)
    assert all(char_width(char) in (0.0, 0.5, 1.0) for char in one)
