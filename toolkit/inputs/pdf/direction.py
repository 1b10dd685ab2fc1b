"""Which way the text of a page runs, and its glyphs in the axes of reading.

``u`` grows along a line, ``v`` from line to line, so that what follows need not know whether a page is written across
or down: across, u is x and v is y; down, u is y and v is the distance from the right edge.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby, pairwise

from toolkit.inputs.pdf.extraction import Glyph, Look, Page

_STEP = 2.5  # em: from one glyph to the next of a line, set wide
_BESIDE = 0.35  # em: how far off the line the next glyph may be
_CELL = 1.8  # em: the widest they may be together
_SIDE_BY_SIDE = 4  # glyphs: figures set across within a line that runs down (平成23年)
_SHORTEST_DOWN = 5  # glyphs: fewer under each other on a page written across are lines of one sign
_SQUARE = 0.05  # of a direction's length: what is more askew is a stamp over the page


@dataclass(slots=True, eq=False)  # not frozen for the same reason as ``Glyph``
class Placed:
    """A glyph in the axes of reading. ``v``: its baseline, or the middle of its column."""

    text: str
    u0: float
    u1: float
    v: float
    size: float
    look: Look


@dataclass(frozen=True, slots=True)
class Written:
    """The glyphs of a page by the way they run. ``aside``: what stands askew, or outside the page."""

    across: tuple[Placed, ...]
    down: tuple[Placed, ...]
    aside: tuple[str, ...]
    is_down: bool = False


def written(page: Page) -> Written:
    """The glyphs of ``page``, a page that lies on its side turned upright."""
    page = _turned(page)
    shown, aside = _shown(page)
    steps = [_step(one, other) for one, other in pairwise(shown)]
    is_down = steps.count("down") > steps.count("across")
    across: list[Placed] = []
    down: list[Placed] = []
    for way, run in _runs(shown, steps, is_down):
        if way == "across":
            across += [_across(glyph) for glyph in run]
        else:
            down += [_down(glyph, page.width) for glyph in run]
    return Written(tuple(across), tuple(down), aside, is_down)


@lru_cache(maxsize=1024)
def _quarter(look: Look) -> int | None:
    """How many quarter turns to the right the text makes; None if it stands askew."""
    for quarter, (across, down) in enumerate(((1, 0), (0, 1), (-1, 0), (0, -1))):
        if abs(look.across - across) < _SQUARE and abs(look.down - down) < _SQUARE:
            return quarter
    return None


def _turned(page: Page) -> Page:
    """The page with most of its text upright."""
    quarters: Counter[int] = Counter()
    for look, count in Counter(glyph.look for glyph in page.glyphs).items():
        quarters[_quarter(look) or 0] += count
    most = quarters.most_common(1)[0][0] if quarters else 0
    for _ in range(-most % 4):
        page = _turned_right(page)
    return page


def _turned_right(page: Page) -> Page:
    """Turned by a quarter."""
    looks = {look: replace(look, across=-look.down, down=look.across) for look in {g.look for g in page.glyphs}}
    height = page.height
    glyphs = (
        Glyph(
            g.text, height - g.bottom, g.left, height - g.top, g.right, height - g.y, g.x, looks[g.look]
        )
        for g in page.glyphs
    )  # fmt: skip
    return Page(page.height, page.width, tuple(glyphs), page.pictures)


def _shown(page: Page) -> tuple[list[Glyph], tuple[str, ...]]:
    """The glyphs that a line can be made of, and the words of the others."""
    shown: list[Glyph] = []
    others: list[Glyph] = []
    right, bottom = page.width + 1, page.height + 1
    for glyph in page.glyphs:
        inside = -1 < glyph.x < right and -1 < glyph.y < bottom
        (shown if inside and _quarter(glyph.look) in (0, 1) and glyph.look.size > 0 else others).append(glyph)
    words = ("".join(glyph.text for glyph in run).strip() for _, run in groupby(others, key=lambda glyph: glyph.look))
    return shown, tuple(word for word in words if word)


def _step(one: Glyph, other: Glyph) -> str:
    em = max(one.look.size, other.look.size)
    right, below = (other.x - one.x) / em, (other.y - one.y) / em
    if abs(below) < _BESIDE and 0 < right <= _STEP + (one.right - one.left) / em:
        return "across"
    if abs(right) < _BESIDE and 0 < below <= _STEP:
        return "down"
    return ""


def _runs(glyphs: Sequence[Glyph], steps: Sequence[str], is_down: bool) -> Iterator[tuple[str, list[Glyph]]]:
    """Stretches of glyphs that run one way; what stands alone, or may, runs as most of the page does."""
    usual, other = ("down", "across") if is_down else ("across", "down")
    for first, last, against in _stretches(steps, other):
        run = list(glyphs[first:last])
        if not against or (not is_down and len(run) < _SHORTEST_DOWN):
            yield usual, run
        elif is_down and _is_one_cell(run):
            cell = _one_cell(run)
            goes_on = _goes_on(glyphs[max(0, first - 1) : first], cell, glyphs[last : last + 1])
            yield (usual if goes_on else other), [cell]
        else:
            yield other, run


def _stretches(steps: Sequence[str], other: str) -> Iterator[tuple[int, int, bool]]:
    """(first, last, whether steps of the ``other`` way link them) of glyphs."""
    first = 0
    for against, group in groupby(range(len(steps)), key=lambda k: steps[k] == other):
        if against:
            links = list(group)
            yield first, links[0], False
            yield links[0], links[-1] + 2, True
            first = links[-1] + 2
    yield first, len(steps) + 1, False


def _goes_on(before: Sequence[Glyph], cell: Glyph, after: Sequence[Glyph]) -> bool:
    """Whether a cell stands in a line that runs down, and is no number of a page."""
    neighbours = [(glyph, cell) for glyph in before] + [(cell, glyph) for glyph in after]
    return any(_is_under(other, one) for one, other in neighbours)


def _is_under(other: Glyph, one: Glyph) -> bool:
    em = max(one.look.size, other.look.size)
    return abs(_middle(one) - _middle(other)) < _BESIDE * em and 0 < other.y - one.y <= _STEP * em


def _middle(glyph: Glyph) -> float:
    """Of the column that an upright glyph stands in: half its size from its right edge. Its left edge may be that of
    another font, where the document does not hold its own.
    """
    return glyph.right - glyph.look.size / 2


def _is_one_cell(run: Sequence[Glyph]) -> bool:
    """Figures or letters set side by side within a line that runs down."""
    width = run[-1].right - run[0].left
    return all(g.text.isascii() for g in run) and len(run) <= _SIDE_BY_SIDE and width < _CELL * run[0].look.size


def _one_cell(run: Sequence[Glyph]) -> Glyph:
    """As one glyph, whose column is where their middle is."""
    middle, half = (run[0].left + run[-1].right) / 2, run[0].look.size / 2
    return replace(run[0], text="".join(g.text for g in run), left=middle - half, right=middle + half)


def _across(glyph: Glyph) -> Placed:
    return Placed(glyph.text, glyph.left, glyph.right, glyph.y, glyph.look.size, glyph.look)


def _down(glyph: Glyph, width: float) -> Placed:
    size = glyph.look.size
    if _quarter(glyph.look) == 1:
        middle, top, bottom = (glyph.left + glyph.right) / 2, glyph.top, glyph.bottom
    else:
        middle, centre = _middle(glyph), (glyph.top + glyph.bottom) / 2
        top, bottom = centre - size / 2, centre + size / 2
    return Placed(glyph.text, top, bottom, width - middle, size, glyph.look)
