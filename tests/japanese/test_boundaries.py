"""Breaks against a gold of three values: quality/boundaries.txt (its README explains the marks)."""

from __future__ import annotations

import itertools
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from toolkit.japanese.breaks import default
from toolkit.japanese.features import PROSE
from toolkit.segment.lattice import Rules, build
from toolkit.segment.optimum import best
from toolkit.styles import style_named

GOLD = Path(__file__).parents[1] / "quality" / "boundaries.txt"
GOOD, POSSIBLE, NEVER = "|/×"


@cache
def paragraphs() -> tuple[tuple[str, dict[int, str]], ...]:
    return tuple(map(_read, GOLD.read_text(encoding="utf-8").splitlines()))


def _read(line: str) -> tuple[str, dict[int, str]]:
    """A paragraph, and the mark at each of its phrase boundaries."""
    text, marks = "", {}
    for char in line:
        if char in (GOOD, POSSIBLE, NEVER):
            marks[len(text)] = char
        else:
            text += char
    return text, marks


def counted(line_width: float) -> Counter[str]:
    """How many breaks stand where; none of the three: inside a phrase."""
    style = style_named("sdh").with_width(line_width, None)
    model = default(PROSE)
    rules = Rules(style, model.tables[PROSE])
    found: Counter[str] = Counter()
    for text, marks in paragraphs():
        cues = best(build(text, model.gaps(text, PROSE, style.cue_width), rules), rules)
        ends = itertools.chain.from_iterable(ends[1:] for ends in cues)
        found.update(marks.get(at, "inside") for at in ends if at < len(text))
    return found


# What was reached, in breaks of a thousand: it may fall, and then the figure here falls with it
@pytest.mark.parametrize(("line_width", "never", "good"), [(16, 2, 968), (13, 26, 742), (20, 3.1, 942)])
def test_hardly_a_break_stands_where_nobody_makes_one(line_width: float, never: float, good: float) -> None:
    found = counted(line_width)
    assert 1000 * (found[NEVER] + found["inside"]) / found.total() <= never, found
    assert 1000 * found[GOOD] / found.total() >= good, found


def test_the_gold_is_as_its_readme_says() -> None:
    marks = Counter(mark for _, each in paragraphs() for mark in each.values())
    assert sum(len(text) for text, _ in paragraphs()) > 20_000
    assert min(marks[mark] for mark in (GOOD, POSSIBLE, NEVER)) > 1_000
