"""Where alone a text is looked for in a recording."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Indices = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Window:
    """No state is looked for before ``earliest`` or after ``latest`` (states,), both in frames and never falling."""

    earliest: Indices
    latest: Indices

    def holds(self, frames: Indices, states: Indices) -> NDArray[np.bool_]:
        """Which of the places are inside."""
        return np.asarray((self.earliest[states] <= frames) & (frames <= self.latest[states]))
