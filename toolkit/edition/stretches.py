"""Offsets of characters as stretches without a gap, which is shorter."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from toolkit.edition.fields import Fields


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


def offsets_in(row: Fields) -> tuple[int, ...]:
    """The offsets that a row of a manifest tells. Damage if they are not one for each character of its text."""
    stretches = row.pairs("stretches")
    lengths = [after - first for first, after in stretches]
    if stretches and (min(lengths) < 1 or sum(lengths) != len(row.text("text"))):
        raise row.damage("stretches", "place for each character of the text")
    return offsets_of(stretches)
