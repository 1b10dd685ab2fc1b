"""What was found of a text in a recording, before it is times."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from toolkit.align.anchors import Anchors
    from toolkit.align.path import Way
    from toolkit.align.phones import Spoken

    Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """Both passes. ``scores`` (frames, phones) are those of the second, and so are ``way`` and ``met``. ``remarks``:
    what is to be said of the clocks.
    """

    units: tuple[Spoken, ...]
    first: Way
    way: Way
    scores: Floats
    met: Anchors
    remarks: tuple[str, ...] = ()
