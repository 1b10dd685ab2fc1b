"""Offsets of characters as stretches without a gap, which is shorter."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain


def stretches_of(offsets: Iterable[int]) -> list[list[int]]:
    """The offsets as stretches [first, after the last]."""
    stretches: list[list[int]] = []
    for offset in offsets:
        if stretches and stretches[-1][1] == offset:
            stretches[-1][1] += 1
        else:
            stretches.append([offset, offset + 1])
    return stretches


def offsets_of(stretches: Iterable[tuple[int, int]]) -> tuple[int, ...]:
    """The offsets again."""
    return tuple(chain.from_iterable(range(first, after) for first, after in stretches))
