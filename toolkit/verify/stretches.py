"""Stretches of a sound file, one after the other, in one pass."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from toolkit.audio.decode import opened

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Samples = NDArray[np.float32]


def stretches(path: Path, spans: Sequence[tuple[int, int]], rate: int) -> Iterator[tuple[Samples, int]]:
    """The sound of each span (samples at ``rate``, in the order of their starts) and the rate it has in the file. What
    lies behind the end of the file is missing. One stretch is held at a time. Errors as ``opened``.
    """
    with opened(path) as sound:
        kept, at = np.zeros(0, np.float32), 0
        for span in spans:
            start, end = (round(edge * sound.rate / rate) for edge in span)
            while at + len(kept) < end and (block := next(sound.blocks, None)) is not None:
                skipped = min(len(kept), max(0, start - at))
                kept, at = np.concatenate((kept[skipped:], block)), at + skipped
            yield kept[max(0, start - at) : max(0, end - at)], sound.rate
