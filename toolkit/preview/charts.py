"""Histograms of how long cues stand and how fast they are to be read."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from statistics import median
from typing import TypedDict

_BINS = 24  # columns a chart has room for at 320 pixels; what is beyond the last is counted in it


class Chart(TypedDict):
    """``step``: the width of a column; the last holds all beyond it. ``least``, ``most``: the style's limits."""

    step: float
    counts: list[int]
    least: float
    most: float
    middle: float
    low: float
    high: float


def chart(values: Sequence[float], step: float, least: float, most: float) -> Chart | None:
    """The histogram of ``values``, None without one. Columns grow where the style's limit would lie beyond them."""
    if not values:
        return None
    while most / step >= _BINS - 2:
        step *= 2
    last = min(_BINS, max(max(_column(value, step, most) for value in (*values, most)) + 1, 1))
    counted = Counter(min(last - 1, _column(value, step, most)) for value in values)
    return Chart(
        step=step,
        counts=[counted[k] for k in range(last)],
        least=least,
        most=most,
        middle=round(median(values), 2),
        low=round(min(values), 2),
        high=round(max(values), 2),
    )


def _column(value: float, step: float, most: float) -> int:
    """Where a value is counted: a column takes its lower edge, and that below the limit also the limit itself, which is
    allowed.
    """
    at = max(0, math.floor(value / step))
    return at - 1 if at and value <= most <= at * step else at
