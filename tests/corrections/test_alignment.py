"""Two texts beside each other: what is called the same is the same, in order, and long texts take no time."""

from __future__ import annotations

import random
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from toolkit.corrections.alignment import align

few = st.text("あいうえ", max_size=40)


@given(few, few)
def test_matches_are_the_same_and_in_order(one: str, other: str) -> None:
    found = align(one, other)
    for i, j, n in found.matches:
        assert n > 0
        assert one[i : i + n] == other[j : j + n]
    for (i, j, n), (x, y, _) in pairwise(found.matches):
        assert i + n <= x
        assert j + n <= y
        assert (i + n, j + n) != (x, y)


@given(few, few)
def test_places_are_in_order_and_nothing_begins_before_what_is_before_it_ends(one: str, other: str) -> None:
    found = align(one, other)
    places = [(found.end(at), found.start(at)) for at in range(len(one) + 1)]
    assert all(0 <= end <= start <= len(other) for end, start in places)
    for (_, start), (end, _) in pairwise(places):
        assert start <= end


@given(few)
def test_a_text_is_itself(text: str) -> None:
    assert align(text, text).matches == (((0, 0, len(text)),) if text else ())


def test_what_is_put_between_belongs_to_neither_side() -> None:
    found = align("朝の海夜の山", "朝の海昼の川夜の山")
    assert (found.end(3), found.start(3)) == (3, 6)


def test_a_long_text_with_changes_everywhere() -> None:
    letters = random.Random(7)
    one = "".join(letters.choice("あいうえおかきくけこ海山川夜朝") for _ in range(30_000))
    other = "".join("★" + char if k % 97 == 0 else char for k, char in enumerate(one) if k % 89)
    same = sum(n for _, _, n in align(one, other).matches)
    assert same > 0.98 * len(one)


def test_two_long_texts_that_have_nothing_in_common() -> None:
    assert align("あ" * 20_000, "い" * 20_000).matches == ()
    assert align("あいう" * 9_000, "うあい" * 8_000).sizes == (27_000, 24_000)
