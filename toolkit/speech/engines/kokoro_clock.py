"""The model's clock and the sound brought together: pauses heard become edges, runs become one sentence."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from toolkit.errors import EngineError
from toolkit.speech.sound import faded, sounds

if TYPE_CHECKING:
    from toolkit.speech.sound import Samples

# a phoneme is heard so much before its frames: the median at 95 pauses of eight voices
BIAS_MS = 60.0
PAUSE_MS = 80.0  # a shorter silence is a closure
# where no pause is expected a silence must be longer than the longest closure (ッ before a stop, 140 ms)
SURPRISE_MS = 160.0
NEAR_MS, NEARER_MS = 250.0, 150.0  # a pause expected, or not, ends at most so far from the clock's time of its word
QUIET_DB = -38.0
SEAM_MS = 200.0  # silence kept on either side of a seam: together the voices' own pause at 、
_FADE_MS, _LEAST_FADE_MS = 10.0, 3.0  # in the silence beside a run; where it has none, in its sound, or it would click


@dataclass(frozen=True, slots=True)
class Part:
    """The sound of a run of the model. ``times``: offset of a word → its first sample; ``stretches``: (start, end) of
    the sound between pauses.
    """

    samples: Samples
    times: dict[int, int]
    stretches: list[tuple[int, int]]


def fitted(samples: Samples, rate: int, clock: Sequence[tuple[int, int]], breaks: Collection[int]) -> Part:
    """``clock``: (offset, sample) of every word as the model tells, in order; ``breaks``: offsets of the words before
    which a pause is expected. EngineError if nothing sounds.
    """
    heard = sounds(samples, rate, PAUSE_MS, QUIET_DB)
    if not heard:
        raise EngineError("the engine 'kokoro' gave silence", mend="try another voice or engine")
    bias = round(BIAS_MS * rate / 1000)
    told = [(offset, at - bias) for offset, at in clock]
    pauses = _pauses(heard, told, frozenset(breaks), rate)
    stretches = _parted(heard, pauses)
    firsts = {offset: end for offset, (_, end) in pauses.items()}
    return Part(samples, _settled(told, firsts, stretches), stretches)


def _pauses(
    heard: Sequence[tuple[int, int]], told: Sequence[tuple[int, int]], breaks: Collection[int], rate: int
) -> dict[int, tuple[int, int]]:
    """The silences that are pauses, by the word each stands before, at most one each."""
    found: dict[int, tuple[int, int]] = {}
    for (_, start), (end, _) in pairwise(heard):
        reach = [(offset, abs(at - end) * 1000 / rate) for offset, at in told[1:]]
        due = min(((far, offset) for offset, far in reach if offset in breaks), default=(NEAR_MS, -1))
        near = min(((far, offset) for offset, far in reach), default=(NEARER_MS, -1))
        long = (end - start) * 1000 >= SURPRISE_MS * rate
        offset = due[1] if due[0] < NEAR_MS else near[1] if long and near[0] < NEARER_MS else -1
        if offset >= 0 and (offset not in found or end - start > found[offset][1] - found[offset][0]):
            found[offset] = (start, end)
    ordered = sorted(found.items(), key=lambda item: item[1])
    return dict(item for item, last in zip(ordered, [-1, *(k for k, _ in ordered)], strict=False) if item[0] > last)


def _parted(heard: Sequence[tuple[int, int]], pauses: dict[int, tuple[int, int]]) -> list[tuple[int, int]]:
    """The whole sound, parted at the pauses alone."""
    edges = [heard[0][0], *(edge for pause in pauses.values() for edge in pause), heard[-1][1]]
    return list(zip(edges[::2], edges[1::2], strict=True))


def _settled(
    told: Sequence[tuple[int, int]], firsts: dict[int, int], stretches: Sequence[tuple[int, int]]
) -> dict[int, int]:
    """The times of the words: after a pause its end, else the clock's within the stretch the word belongs to."""
    offsets = sorted(firsts)
    settled: dict[int, int] = {}
    last = stretches[0][0]
    for k, (offset, at) in enumerate(told):
        start, end = stretches[bisect_right(offsets, offset)]
        last = max(last, start if k == 0 or offset in firsts else min(max(at, start), end))
        settled[offset] = last
    return settled


def joined(parts: Sequence[Part], rate: int) -> tuple[Samples, dict[int, int], list[tuple[int, int]]]:
    """Runs of the model as one sound, with a pause at every seam: samples, times and stretches as of a ``Part``."""
    room, fade, least = (round(ms * rate / 1000) for ms in (SEAM_MS, _FADE_MS, _LEAST_FADE_MS))
    sound: list[Samples] = []
    times: dict[int, int] = {}
    stretches: list[tuple[int, int]] = []
    at = 0
    for part in parts:
        first, last = part.stretches[0][0], part.stretches[-1][1]
        # what the run has less of silence than a seam needs is made up for with nothing
        begin, end = max(0, first - room), min(len(part.samples), last + room)
        head, tail = room - (first - begin), room - (end - last)
        fades = (max(least, min(fade, silence)) for silence in (first - begin, end - last))
        piece = np.pad(faded(part.samples[begin:end], *fades), (head, tail))
        move = at + head - begin
        times.update((offset, time + move) for offset, time in part.times.items())
        stretches.extend((a + move, b + move) for a, b in part.stretches)
        sound.append(piece)
        at += len(piece)
    return np.concatenate(sound), times, stretches
