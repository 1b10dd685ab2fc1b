"""The silences inside a sentence brought to the length they are due, whatever the engine made of them."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from toolkit.speech.morae import pauses_before
from toolkit.speech.prosody import SILENCES
from toolkit.speech.sound import faded

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from toolkit.japanese.reading import Reading
    from toolkit.model import Clip

_NEAR_S = 0.02  # a word's mark may stand this far from the end of its pause
_FADE_MS = 5.0


def spaced(clip: Clip, reading: Reading, pace: float) -> Clip:
    """The clip with every pause that the reading has and the engine made as long as the table says at this pace; marks
    move along. Silences of the engine's own stay.
    """
    lengths = list(_lengths(clip, reading, pace))
    if all(due == end - start for due, (start, end) in zip(lengths, clip.pauses, strict=True)):
        return clip
    middles = [(start + end) // 2 for start, end in clip.pauses]
    shifts = np.cumsum([0, *(due - (end - start) for due, (start, end) in zip(lengths, clip.pauses, strict=True))])

    def moved(at: int) -> int:
        return at + int(shifts[bisect_left(middles, at)])

    return replace(
        clip,
        samples=np.concatenate(list(_pieces(clip, lengths))),
        profile=None,
        marks=tuple((offset, moved(at)) for offset, at in clip.marks),
        pauses=tuple((moved(start), moved(end)) for start, end in clip.pauses),
    )


def _lengths(clip: Clip, reading: Reading, pace: float) -> Iterator[int]:
    """How long each pause of the clip is to be, in samples."""
    names, due = dict(reading.silences), set(pauses_before(reading))
    near = _NEAR_S * clip.rate
    for start, end in clip.pauses:
        offset = next((offset for offset, at in clip.marks if offset in due and abs(at - end) <= near), None)
        # no tolerance: where one voice just kept it and another just did not, the two would be far apart
        if offset is None:
            yield end - start
        else:
            yield round(SILENCES[names.get(offset, "comma")].ms / pace * clip.rate / 1000)


def _pieces(clip: Clip, lengths: Sequence[int]) -> Iterator[np.ndarray]:
    """The clip's parts, and nothing where a pause was too short."""
    fade, at, head = round(clip.rate * _FADE_MS / 1000), 0, 0
    for due, (start, end) in zip(lengths, clip.pauses, strict=True):
        size = end - start
        if due == size:
            continue
        kept = min(due, size)
        least = min(fade, kept // 2)
        yield faded(clip.samples[at : start + kept // 2], head, least)
        if due > size:
            yield np.zeros(due - size, clip.samples.dtype)
        at, head = end - (kept - kept // 2), least
    yield faded(clip.samples[at:], head, 0)
