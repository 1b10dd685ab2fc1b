"""Labels that count what their speaker says: Co1 … Cl1 … Co2 …, as therapists and linguists write them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from toolkit.japanese.lazy import lazy
from toolkit.transcript.labels import Label

_NUMBERED = lazy(r"([^\d０-９\s]{1,12})\s?[\[(（]?([0-9０-９]{1,4})[\])）]?", needs="0123456789０１２３４５６７８９")
_FEWEST = 3  # labels of one name, or what is counted are people: S1, S2


def without_running_numbers(sights: Mapping[int, Sequence[Label]]) -> dict[int, Sequence[Label]]:
    """The labels without numbers that go up by one from each of a name to the next of it."""
    numbers: dict[tuple[str, str], list[int]] = defaultdict(list)
    for k in sorted(sights):
        for label in sights[k]:
            if match := _NUMBERED.fullmatch(label.name):
                numbers[label.style, match[1]].append(int(match[2]))
    counted = {
        name for name, found in numbers.items() if len(found) >= _FEWEST and all(b == a + 1 for a, b in pairwise(found))
    }
    return {k: tuple(_uncounted(label, counted) for label in labels) for k, labels in sights.items()}


def _uncounted(label: Label, counted: set[tuple[str, str]]) -> Label:
    match: re.Match[str] | None = _NUMBERED.fullmatch(label.name) if counted else None
    return replace(label, name=match[1]) if match and (label.style, match[1]) in counted else label
