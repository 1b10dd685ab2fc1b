"""The best way of a recording through a narration of the same text (dynamic time warping; Sakoe and Chiba, 1978).

Every frame of the recording stands on one of the narration, and goes on by none, one, two or three of them: so a step
of all frames at once needs no loop, and no narration's frame is forced upon a faster speaker.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Indices = NDArray[np.int64]

WIDEST = 4096  # frames of the narration looked at at once: 80 s
_NEVER = np.float32(1e30)
_TELL_EVERY = 5000
_FOURS = np.array([1, 4, 16, 64], np.uint8)
# By trial on narrations of another voice. A square of the distance a figure: 1.0 to 1.4 between two voices that say the
# same, 2.0 between any two sounds. What a step costs beside it: standing still in a sound, passing over a frame or two.
STAY, OVER = 0.25, (0.0, 0.1, 0.4)
# A silence on a silence; one where the voice sounds; a sound where the voice rests inside a sentence, and between two
QUIET, MISSED, INSIDE, FILLER = 0.3, 1.6, 2.0, 1.6


@dataclass(frozen=True, slots=True, eq=False)
class Template:
    """A narration as it is compared: ``features`` (frames, n); ``rest`` (frames,): silences, in which a recording may
    stay as long as it likes; ``between`` (frames,): those between two sentences, where other sound may come too.
    """

    features: Floats
    rest: NDArray[np.bool_]
    between: NDArray[np.bool_]


def warped(
    heard: Floats,
    loud: NDArray[np.bool_],
    template: Template,
    progress: Callable[[int, int], None] = lambda *_: None,
) -> tuple[Indices, Floats]:
    """(frames,) the narration's frame for each of the recording's, and how far both are apart there. ``loud``: which
    frames sound. The narration's last frame may not be reached: then the recording says less than it.
    """
    walk = _Walk(heard, loud, template)
    for t in range(len(heard)):
        walk.step(t)
        if t % _TELL_EVERY == 0:
            progress(t, len(heard))
    path = walk.back()
    return path, walk.distances(path)


class _Walk:
    """Frame by frame; ``steps``: by how much each state looked at went on, four of them in a byte."""

    def __init__(self, heard: Floats, loud: NDArray[np.bool_], template: Template) -> None:
        self._heard, self._loud, self._template = heard, loud, template
        self._size = len(template.features)
        self._width = min(WIDEST, -(-self._size // 4) * 4)
        self._norms = np.einsum("ij,ij->i", template.features, template.features)
        self._stay = np.where(template.rest, 0.0, STAY).astype(np.float32)
        self._steps = np.zeros((len(heard), self._width // 4), np.uint8)
        self._lows = np.zeros(len(heard), np.int64)
        self._low, self._best = 0, 0
        self._now = np.full(self._width, _NEVER, np.float32)
        self._now[0] = 0.0

    def _apart(self, t: int, low: int, high: int) -> Floats:
        """The distance of one frame to those of the narration, the mean over its figures."""
        x, own = self._heard[t], self._template.features[low:high]
        square = (self._norms[low:high] - 2 * (own @ x) + np.float32(x @ x)) / np.float32(len(x))
        if not self._loud[t]:
            return np.where(self._template.rest[low:high], np.float32(QUIET), np.float32(MISSED))
        apart = np.where(self._template.rest[low:high], np.float32(INSIDE), square)
        return np.where(self._template.between[low:high], np.float32(FILLER), apart)

    def step(self, t: int) -> None:
        low = max(self._low, min(self._best - self._width // 2, self._size - self._width), 0)
        before = self._before(low)
        high = min(low + self._width, self._size)
        offers = np.stack([before[3 - k : 3 - k + self._width] for k in range(4)])
        offers[0, : high - low] += self._stay[low:high]
        for k, cost in enumerate(OVER, 1):
            offers[k] += np.float32(cost)
        chosen = offers.argmin(axis=0).astype(np.uint8)
        now = offers.min(axis=0)
        now[: high - low] += self._apart(t, low, high)
        now[high - low :] = _NEVER
        self._steps[t] = chosen.reshape(-1, 4) @ _FOURS
        self._lows[t] = self._low = low
        self._now = now
        self._best = low + int(now.argmin())

    def _before(self, low: int) -> Floats:
        """The costs of the frame before for the states from ``low - 3`` on."""
        found = np.full(self._width + 3, _NEVER, np.float32)
        shift = self._low - low + 3
        a, b = max(0, shift), min(len(found), shift + self._width)
        if a < b:
            found[a:b] = self._now[a - shift : b - shift]
        return found

    def back(self) -> Indices:
        """From the narration's last frame, or the best there is where it was not reached, to its first."""
        path = np.zeros(len(self._heard), np.int64)
        at = self._size - 1 - self._low
        state = self._size - 1 if at < self._width and self._now[at] < _NEVER else self._best
        for t in range(len(path) - 1, -1, -1):
            path[t] = state
            at = state - int(self._lows[t])
            state -= (int(self._steps[t, at // 4]) >> 2 * (at % 4)) & 3
        return path

    def distances(self, path: Indices) -> Floats:
        """How far each frame is from its own."""
        off = self._heard - self._template.features[path]
        return np.asarray(np.einsum("ij,ij->i", off, off) / self._heard.shape[1], np.float32)
