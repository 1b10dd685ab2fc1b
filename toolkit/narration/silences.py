"""Where the voice paused inside its sentences: what cues may lean on."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from toolkit.model.narration import Narration

_NEAR_S = 0.02  # a mark may stand this far from its pause's end: the frame grid and the voice's stretch


def pauses_of(narration: Narration) -> dict[tuple[int, int], float]:
    """(turn, offset in its text) → seconds of silence before the word there. Only inside sentences: their ends are
    known without.
    """
    found: dict[tuple[int, int], float] = {}
    for utterance in (u for u in narration.utterances if u.sentence.offsets):
        samples = [sample for _, sample in utterance.marks]
        for start, end in utterance.pauses:
            k = bisect_left(samples, end - _NEAR_S * narration.rate)
            if k < len(samples):
                offset = utterance.sentence.offsets[utterance.marks[k][0]]
                found[utterance.sentence.turn, offset] = (end - start) / narration.rate
    return found
