"""A limiter that needs no samples: from the true peaks of steps the gains that hold them, to be laid over the sound
where they are not 1.

A gain stands at each node, the border of two steps; between nodes it is a straight line. It falls before a peak and
recovers after it within 10 ms, about the period of a deep voice, with neither a step nor a sharp corner.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from toolkit.signal.profile import STEPS_A_SECOND

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Nodes = NDArray[np.float32]

LOOK_MS = 10.0
_ONE = np.float32(1 - 1e-6)  # what averaging ones may give
# A gain that moves adds a little between the samples of a sound that is cut off at full height (0.05 dB seen): what is
# held, is held a tenth of a decibel lower
_UNDER = 10 ** (-0.1 / 20)
_LOOK = round(LOOK_MS * STEPS_A_SECOND / 1000)  # nodes


def hold(peaks: NDArray[np.floating], ceiling: float) -> Nodes | None:
    """The gain at each node, shape (steps + 1,), that keeps every step's ``peaks`` at or below ``ceiling``; None if all
    are 1.

    What a node needs is spread by a minimum over ±10 ms, then averaged over a triangle of ±10 ms: it arrives in time
    and, an average of values that are all low enough, is low enough at the peak.
    """
    if not len(peaks) or peaks.max() <= ceiling:
        return None
    need = np.where(peaks > ceiling, _UNDER * ceiling / np.maximum(peaks, ceiling).astype(np.float64), 1.0)
    nodes = np.minimum(np.append(need, 1.0), np.append(1.0, need))
    low = sliding_window_view(np.pad(nodes, 2 * _LOOK, constant_values=1.0), 2 * _LOOK + 1).min(axis=1)
    triangle = np.append(np.arange(1, _LOOK + 1), np.arange(_LOOK + 1, 0, -1)) / (_LOOK + 1) ** 2
    held = np.convolve(low, triangle, "valid").astype(np.float32)
    held[held > _ONE] = 1.0
    return held


def runs(nodes: Nodes) -> Iterator[tuple[int, int]]:
    """(first, last) nodes of every stretch that is lowered; both of them are 1, or the edge."""
    lowered = np.concatenate(([0], (nodes < 1).view(np.int8), [0]))
    edges = np.flatnonzero(np.diff(lowered))
    for first, last in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        yield max(0, first - 1), min(len(nodes) - 1, last)


def gains(nodes: Nodes, step: int) -> Nodes:
    """The gain of every sample from the first node to the last."""
    ramp = np.arange(step, dtype=np.float32) / np.float32(step)
    return (nodes[:-1, None] + np.diff(nodes)[:, None] * ramp).reshape(-1)


def powers(nodes: Nodes) -> NDArray[np.float64]:
    """The mean square of each step's gain: what becomes of its energy."""
    a, b = nodes[:-1].astype(np.float64), nodes[1:].astype(np.float64)
    return np.asarray((a * a + a * b + b * b) / 3)
