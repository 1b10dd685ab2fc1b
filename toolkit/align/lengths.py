"""Sentences and another language's subtitles laid side by side by their lengths alone (W. Gale and K. Church, 1993): a
long sentence is long in every language. Each is seconds off; all of them together show the way.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

# How many of one go to how many of the other, and minus the logarithm of how often (their table, for one to three:
# subtitles cut what is one sentence in another language)
_BEADS = {(1, 1): 0.12, (1, 0): 4.6, (0, 1): 4.6, (2, 1): 2.4, (1, 2): 2.4, (2, 2): 4.5, (1, 3): 3.5, (3, 1): 3.5}
_VARIANCE = 6.8  # of a translation's length, a character of the original
_WIDTH = 0.08  # of the other's length: so far from the diagonal it is looked
_LEAST = 60
_NEVER = math.inf


def pairs_of(ours: Sequence[int], theirs: Sequence[int]) -> Iterator[tuple[int, int]]:
    """(index in ``ours``, index in ``theirs``) of what begins together; both are lengths in characters."""
    if not ours or not theirs or not sum(ours) or not sum(theirs):
        return
    sums = [_running(ours), _running(theirs)]
    scale = sums[1][-1] / sums[0][-1]
    before: dict[tuple[int, int], tuple[int, int]] = {}
    costs = {(0, 0): 0.0}
    for i in range(len(ours) + 1):
        for j in _near(i, len(ours), len(theirs)):
            best = min(_ways(i, j, costs, sums, scale), default=(_NEVER, 0, 0))
            if best[0] < _NEVER:
                costs[i, j], before[i, j] = best[0], best[1:]
    yield from reversed(list(_begun((len(ours), len(theirs)), before)))


def _running(lengths: Sequence[int]) -> list[int]:
    sums = [0]
    for length in lengths:
        sums.append(sums[-1] + length)
    return sums


def _near(i: int, ours: int, theirs: int) -> range:
    middle, width = i * theirs // ours, max(_LEAST, round(_WIDTH * theirs))
    return range(max(0, middle - width), min(theirs, middle + width) + 1)


def _ways(
    i: int, j: int, costs: dict[tuple[int, int], float], sums: Sequence[Sequence[int]], scale: float
) -> Iterator[tuple[float, int, int]]:
    """(cost, from where) of every bead that ends here."""
    for (a, b), rare in _BEADS.items():
        if (known := costs.get((i - a, j - b))) is not None:
            due, found = (sums[0][i] - sums[0][i - a]) * scale, sums[1][j] - sums[1][j - b]
            apart = (found - due) ** 2 / (_VARIANCE * max(1.0, due, found))
            yield known + rare + apart / 2, i - a, j - b


def _begun(end: tuple[int, int], before: dict[tuple[int, int], tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Where beads of both begin, from the last to the first."""
    at = end
    while at in before:
        at, after = before[at], at
        if after[0] > at[0] and after[1] > at[1]:
            yield at
