"""Where the voice paused inside its sentences: what cues may lean on."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from toolkit.narration.narrate import Spoken

_NEAR_S = 0.02  # a mark may stand this far from its pause's end: the frame grid and the voice's stretch


def pauses_of(spoken: Sequence[Spoken], rate: int) -> dict[tuple[int, int], float]:
    """(turn, offset in its text) → seconds of silence before the word there. Only inside sentences: their ends are
    known without.
    """
    found: dict[tuple[int, int], float] = {}
    for sentence in (s for s in spoken if s.sentence.offsets):
        samples = [sample for _, sample in sentence.marks]
        for start, end in sentence.pauses:
            k = bisect_left(samples, end - _NEAR_S * rate)
            if k < len(samples):
                offset = sentence.sentence.offsets[sentence.marks[k][0]]
                found[sentence.sentence.turn, offset] = (end - start) / rate
    return found
