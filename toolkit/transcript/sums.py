"""The probability of every state on every line of a chain: sums forward and backward."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from operator import mul
from typing import Any

Table = Sequence[Sequence[float]]  # [to][from]
_LONG = 1000  # lines: loading numpy takes as long as it saves on so many


def marginals(
    potentials: Sequence[Sequence[float]], modes: Sequence[str], passages: Mapping[str, Table], starts: Sequence[float]
) -> list[list[float]]:
    """``potentials``: a row a line; ``modes``: which of ``passages`` leads to each line (the first leads nowhere).
    Scaled line by line, each row of the answer adds up to 1.
    """
    if len(potentials) > _LONG:
        return _by_numpy(potentials, modes, passages, starts)
    forward = [_scaled(list(map(mul, potentials[0], starts)))]
    for n in range(1, len(potentials)):
        before = forward[-1]
        forward.append(
            _scaled([p * sum(map(mul, row, before)) for p, row in zip(potentials[n], passages[modes[n]], strict=True)])
        )
    turned = {mode: [list(column) for column in zip(*table, strict=True)] for mode, table in passages.items()}
    after = [1.0] * len(starts)
    sums = [forward[-1]]
    for n in range(len(potentials) - 1, 0, -1):
        reached = list(map(mul, potentials[n], after))
        after = _scaled([sum(map(mul, row, reached)) for row in turned[modes[n]]])
        sums.append(_scaled(list(map(mul, forward[n - 1], after))))
    return sums[::-1]


def _scaled(values: list[float]) -> list[float]:
    total = sum(values)
    return [value / total for value in values] if total > 0 else [1.0 / len(values)] * len(values)


def _by_numpy(
    potentials: Sequence[Sequence[float]], modes: Sequence[str], passages: Mapping[str, Table], starts: Sequence[float]
) -> list[list[float]]:
    """The same for thousands of lines, a line at a time."""
    import numpy as np

    def scaled(values: Any) -> Any:
        total = values.sum()
        return values / total if total > 0 else np.full(len(values), 1.0 / len(values))

    rows = np.asarray(potentials)
    tables = {mode: np.asarray(table) for mode, table in passages.items()}
    turned = {mode: table.T.copy() for mode, table in tables.items()}
    forward = np.empty_like(rows)
    forward[0] = scaled(rows[0] * np.asarray(starts))
    for n in range(1, len(rows)):
        forward[n] = scaled(rows[n] * (tables[modes[n]] @ forward[n - 1]))
    after = np.ones(len(starts))
    for n in range(len(rows) - 1, 0, -1):
        after = scaled(turned[modes[n]] @ (rows[n] * after))
        forward[n - 1] = scaled(forward[n - 1] * after)
    made: list[list[float]] = forward.tolist()
    return made
