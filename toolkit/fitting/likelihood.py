"""The likelihood of people's breaks under the segmenter's own lattice, and its gradient: a semi-Markov conditional
random field.

The same sums as in ``segment.optimum``, compiled with Numba, over every gap and not only the likely ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from toolkit.japanese.breaks import BALANCE, BALANCE_STEPS, ONE, STEPS, TWO
from toolkit.japanese.features import COMMA_USES

TABLE = ONE + TWO + BALANCE
_NEVER = -1e30

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


@njit(cache=True)
def _bucket(steps: int, width: float, limit: float, most: int) -> int:
    return min(round(steps * width / limit), most - 1)


@njit(cache=True)
def _even(first: float, second: float, limit: float) -> int:
    return min(max(round(BALANCE_STEPS * (first - second) / limit) + BALANCE_STEPS, 0), BALANCE - 1)


@njit(cache=True)
def _arcs(
    left: Floats,
    right: Floats,
    i: int,
    j: int,
    line: Floats,
    table: Floats,
    limit: float,
    out_score: Floats,
    out_inner: Ints,
    out_bucket: Ints,
    out_even: Ints,
) -> int:
    """Every layout of the cue from node i to node j: its score, its inner node (-1: one line), its table entries.
    Returns how many.
    """
    count = 0
    width = right[j] - left[i]
    if width <= limit + 1e-9:
        bucket = _bucket(STEPS, max(width, 0.0), limit, ONE)
        out_score[count], out_inner[count], out_bucket[count], out_even[count] = table[bucket], -1, bucket, -1
        count += 1
    k = j - 1
    while k > i:
        second = right[j] - left[k]
        if second > limit + 1e-9:
            break
        first = right[k] - left[i]
        if first <= limit + 1e-9:
            bucket, even = (
                ONE + _bucket(STEPS, max(first + second, 0.0), limit, TWO),
                ONE + TWO + _even(first, second, limit),
            )
            out_score[count], out_inner[count] = line[k] + table[bucket] + table[even], k
            out_bucket[count], out_even[count] = bucket, even
            count += 1
        k -= 1
    return count


@njit(cache=True)
def _room(n: int) -> tuple[Floats, Ints, Ints, Ints]:
    return np.empty(n + 1), np.empty(n + 1, np.int64), np.empty(n + 1, np.int64), np.empty(n + 1, np.int64)


@njit(cache=True)
def _log_sum(values: Floats, count: int) -> float:
    most = _NEVER
    for n in range(count):
        most = max(most, values[n])
    total = 0.0
    for n in range(count):
        total += np.exp(values[n] - most)
    return most + float(np.log(total))


@njit(cache=True)
def _pair_sums(left: Floats, right: Floats, line: Floats, table: Floats, limit: float) -> tuple[Floats, Ints]:
    """``sums[j, d]``: the logarithm of all layouts of the cue from node j - d - 1 to node j; how far back cues
    reach.
    """
    n = len(left)
    reach = 0
    start = np.zeros(n, np.int64)
    for j in range(1, n):
        i = j - 1
        while i > 0 and right[j] - left[i - 1] <= 2 * limit + 1:
            i -= 1
        start[j] = i
        reach = max(reach, j - i)
    sums = np.full((n, reach + 1), _NEVER)
    score, inner, bucket, even = _room(n)
    for j in range(1, n):
        for i in range(start[j], j):
            count = _arcs(left, right, i, j, line, table, limit, score, inner, bucket, even)
            if count:
                sums[j, j - i - 1] = _log_sum(score, count)
    return sums, start


@njit(cache=True)
def _forward_backward(sums: Floats, start: Ints, cue: Floats) -> tuple[Floats, Floats]:
    n = len(cue)
    forward, backward = np.full(n, _NEVER), np.full(n, _NEVER)
    forward[0], backward[n - 1] = 0.0, 0.0
    values = np.empty(n)
    for j in range(1, n):
        for i in range(start[j], j):
            values[i - start[j]] = forward[i] + sums[j, j - i - 1]
        forward[j] = cue[j] + _log_sum(values, j - start[j])
    for j in range(n - 1, 0, -1):
        for i in range(start[j], j):
            through = backward[j] + cue[j] + sums[j, j - i - 1]
            high, low = max(backward[i], through), min(backward[i], through)
            backward[i] = high + np.log1p(np.exp(low - high))
    return forward, backward


@njit(cache=True)
def _expected(
    left: Floats,
    right: Floats,
    cue: Floats,
    line: Floats,
    table: Floats,
    limit: float,
    forward: Floats,
    backward: Floats,
    start: Ints,
) -> tuple[Floats, Floats, Floats]:
    """Expected counts: of each node as a cue's end and as a line's end, and of each table entry."""
    n, whole = len(left), forward[-1]
    ends, wraps, entries = np.zeros(n), np.zeros(n), np.zeros(TABLE)
    score, inner, bucket, even = _room(n)
    for j in range(1, n):
        for i in range(start[j], j):
            outside = forward[i] + backward[j] + cue[j] - whole
            if outside < -60:
                continue
            count = _arcs(left, right, i, j, line, table, limit, score, inner, bucket, even)
            for arc in range(count):
                chance = np.exp(min(outside + score[arc], 0.0))
                ends[j] += chance
                entries[bucket[arc]] += chance
                if inner[arc] >= 0:
                    wraps[inner[arc]] += chance
                    entries[even[arc]] += chance
    return ends, wraps, entries


@njit(cache=True)
def _observed(left: Floats, right: Floats, is_cue: Flags, is_line: Flags, limit: float) -> Floats:
    """The same counts of what people did."""
    entries = np.zeros(TABLE)
    i, k = 0, -1
    for j in range(1, len(left)):
        if is_line[j]:
            k = j
        if is_cue[j]:
            if k < 0:
                entries[_bucket(STEPS, max(right[j] - left[i], 0.0), limit, ONE)] += 1
            else:
                first, second = right[k] - left[i], right[j] - left[k]
                entries[ONE + _bucket(STEPS, max(first + second, 0.0), limit, TWO)] += 1
                entries[ONE + TWO + _even(first, second, limit)] += 1
            i, k = j, -1
    return entries


class Problem:
    """Loss and gradient over all examples. ``start``: where the weights begin and are drawn back to, as strongly as
    ``prior`` says.
    """

    def __init__(self, data: Sequence[Any], matrix: Any, start: Floats, prior: float) -> None:
        self.data, self.matrix, self.start, self.prior = data, matrix, start, prior
        self.transposed = matrix.T.tocsr()
        self.steps = np.cumsum([0, *(len(example.features) for example in data)])
        self.flags = [COMMA_USES.index(example.comma) for example in data]
        self.observed = [_observed(e.left, e.right, e.cue, e.line, e.limit) for e in data]

    def loss(self, flat: Floats) -> tuple[float, Floats]:
        """Negative log-likelihood and its gradient at ``flat``."""
        count = self.matrix.shape[1]
        cue_scores, line_scores = self.matrix @ flat[:count], self.matrix @ flat[count : 2 * count]
        gaps = np.zeros((2, len(cue_scores)))
        tables = np.zeros((4, TABLE))
        written = flat[2 * count :].reshape(4, TABLE)
        loss = 0.0
        for n, example in enumerate(self.data):
            rows = slice(self.steps[n], self.steps[n + 1])
            cue, line = np.zeros(len(example.left)), np.zeros(len(example.left))
            cue[1:-1], line[1:-1] = cue_scores[rows], line_scores[rows]
            table = written[0] + written[self.flags[n] + 1]
            ends, wraps, entries, logarithm = self._counts(example, cue, line, table)
            weight = example.weight
            loss += weight * (logarithm - cue[example.cue].sum() - line[example.line].sum() - self.observed[n] @ table)
            gaps[0, rows], gaps[1, rows] = weight * (ends - example.cue)[1:-1], weight * (wraps - example.line)[1:-1]
            for k in (0, self.flags[n] + 1):
                tables[k] += weight * (entries - self.observed[n])
        away = flat - self.start
        gradient = (
            np.concatenate([self.transposed @ gaps[0], self.transposed @ gaps[1], tables.ravel()]) + self.prior * away
        )
        return loss + 0.5 * self.prior * float(away @ away), gradient

    def _counts(self, example: Any, cue: Floats, line: Floats, table: Floats) -> tuple[Floats, Floats, Floats, float]:
        sums, start = _pair_sums(example.left, example.right, line, table, example.limit)
        forward, backward = _forward_backward(sums, start, cue)
        found = _expected(example.left, example.right, cue, line, table, example.limit, forward, backward, start)
        return (*found, forward[-1])
