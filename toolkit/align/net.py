"""The states that a recording may pass through: phones in the order of the text, with a gap at every border of words.

A gap is a silence, or sound that no word of the text is of; any of them may be passed without a frame. A word, and a
whole sentence, may be jumped over at a cost: from the gap before it to the gap after it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from toolkit.align.phones import PHONES, Spoken

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Indices = NDArray[np.int64]

GAP = len(PHONES)  # the column of a gap, behind those of the phones


@dataclass(frozen=True, slots=True, eq=False)
class Net:
    """``columns`` (states,): the phone of each state, or ``GAP``. ``gaps``: the states that are gaps, word ``k`` lies
    between ``gaps[k]`` and ``gaps[k + 1]``. ``units``: which of the gaps stand before sentence ``u``, and last the one
    behind all. ``words``: (sentence, word in it) of each word.
    """

    columns: Indices
    gaps: Indices
    units: Indices
    words: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, units: Sequence[Spoken]) -> Net:
        """The net of sentences, in order."""
        columns, gaps, borders, words = [GAP], [0], [0], []
        for u, unit in enumerate(units):
            for w, word in enumerate(unit.words):
                columns += [*word.phones, GAP]
                gaps.append(len(columns) - 1)
                words.append((u, w))
            borders.append(len(gaps) - 1)
        figures = [np.array(each, np.int64) for each in (columns, gaps, borders)]
        return cls(figures[0], figures[1], figures[2], tuple(words))

    @property
    def size(self) -> int:
        """How many states there are."""
        return len(self.columns)
