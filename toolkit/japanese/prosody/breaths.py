"""Where a voice breathes in a sentence that has no 、 for long: between accent phrases, at the places where the break model
would rather end a cue.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from toolkit.japanese.labels import Group

_CUE_WIDTH = 26.0  # full-width characters: the model's usual cue, two lines of 13
_BREATH = 3.0  # what a breath costs, in the model's logarithms: one in a good place beats two in middling ones
_UNKNOWN = -14.0  # where the model has no gap: inside a word of its own
_SHORT, _TOO_SHORT = 8, 4.0  # a run of fewer morae costs so much: nobody breathes twice around two words


def breathed(groups: Sequence[Group], text: str, longest: int) -> tuple[list[Group], list[int]]:
    """Breath groups of at most ``longest`` morae (an accent phrase that is longer alone stays whole), and the offsets of
    the words before which there is a breath now.
    """
    if all(_morae(group) <= longest for group in groups):
        return list(groups), []
    scores = _scores(text)
    made: list[Group] = []
    breaths: list[int] = []
    for group in groups:
        cuts = _cuts(group, scores, longest)
        breaths.extend(group[cut].start for cut in cuts)
        made.extend(group[a:b] for a, b in pairwise([0, *cuts, len(group)]))
    return made, breaths


def _scores(text: str) -> dict[int, float]:
    """By offset how good a cue's end would be there."""
    from toolkit.japanese.breaks import default
    from toolkit.japanese.features import PROSE

    return {gap.at: gap.cue for gap in default().gaps(text, PROSE, _CUE_WIDTH)}


def _cuts(group: Group, scores: Mapping[int, float], longest: int) -> list[int]:
    """The phrases before which to breathe, by index: the cheapest set that leaves no run too long."""
    sizes = [phrase.morae for phrase in group]
    if sum(sizes) <= longest:
        return []
    best: list[tuple[float, int]] = [
        (0.0, 0)
    ]  # of the phrases up to here: what their breaths cost, where the last run begins
    for end in range(1, len(group) + 1):
        best.append(min(_run(best, group, scores, longest, sizes, start, end) for start in range(end)))
    cuts: list[int] = []
    at = best[-1][1]
    while at:
        cuts.append(at)
        at = best[at][1]
    return cuts[::-1]


def _run(
    best: Sequence[tuple[float, int]], group: Group, scores: Mapping[int, float], longest: int, sizes: Sequence[int],
    start: int, end: int,
) -> tuple[float, int]:  # fmt: skip
    """The cost of a run of the phrases from ``start`` to ``end`` and of all before it."""
    morae = sum(sizes[start:end])
    if morae > longest and end - start > 1:
        return float("inf"), start
    breath = _BREATH - scores.get(group[start].start, _UNKNOWN) if start else 0.0
    return best[start][0] + breath + _TOO_SHORT * (morae < _SHORT), start


def _morae(group: Group) -> int:
    return sum(phrase.morae for phrase in group)
