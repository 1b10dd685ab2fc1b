"""Which words may go, and which only look like them: rows of ``tests/quality/fillers.tsv``."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.japanese.fillers import fillers

ROWS = [
    line.split("\t")
    for line in (Path(__file__).parents[1] / "quality" / "fillers.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


def marked(text: str) -> str:
    found = text
    for start, end in reversed(fillers(text)):
        found = f"{found[:start]}‹{found[start:end]}›{found[end:]}"
    return found


@pytest.mark.parametrize(("phenomenon", "wanted"), ROWS, ids=[row[0] for row in ROWS])
def test_what_may_go(phenomenon: str, wanted: str) -> None:
    assert marked(re.sub("[‹›]", "", wanted)) == wanted, phenomenon


def test_what_is_left_has_none() -> None:
    for _, wanted in ROWS:
        left = re.sub("‹[^›]*›", "", wanted)
        assert marked(left) == left


pieces = st.sampled_from(
    [
        "えーと",
        "あの",
        "その",
        "まあ",
        "なんか",
        "えっと",
        "、",
        "。",
        "…",
        "　",
        "人",
        "本を",
        "は",
        "！",
        "「",
        "」",
        "\n",
    ]
)


@given(st.lists(pieces, max_size=14).map("".join))
def test_places_are_in_order_and_leave_every_clause_a_word(text: str) -> None:
    found = fillers(text)
    assert all(a < b for a, b in found)
    assert all(one[1] <= other[0] for one, other in pairwise(found))
    for clause in re.finditer("[^。！「」]+", text):
        inside = [(a, b) for a, b in found if clause.start() <= a < clause.end()]
        left = "".join(text[k] for k in range(*clause.span()) if not any(a <= k < b for a, b in inside))
        assert not inside or any(char.isalnum() for char in left)
