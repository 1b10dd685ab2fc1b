"""Stretches of sound files as WAV files of their own, and files that sound together as one. What is held does not grow
with the length of a sound or the number of its stretches.
"""

from __future__ import annotations

import contextlib
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from toolkit.audio.decode import opened
from toolkit.audio.wav import Form, WavWriter

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Samples = NDArray[np.float32]

_BLOCK = 1 << 16


@dataclass(frozen=True, slots=True)
class Cut:
    """The samples ``start`` to ``end`` of a sound, to be written to ``path`` as ``form`` says, which is mono."""

    path: Path
    start: int
    end: int
    form: Form = field(default_factory=Form)


@dataclass(frozen=True, slots=True)
class Shape:
    """The rate in Hz and the bits of a sound file."""

    rate: int
    bits: int


def shape_of(path: Path) -> Shape:
    """What a sound file holds. InputError if it is none of ours."""
    with opened(path) as sound:
        next(sound.blocks, None)
        return Shape(sound.rate, sound.bits)


def cut(source: Path, cuts: Sequence[Cut]) -> None:
    """Write every stretch in one pass over the sound; they may overlap. What lies behind its end is silence."""
    waiting = sorted(cuts, key=lambda each: (each.start, each.end))[::-1]
    sounding: list[_Open] = []
    with contextlib.ExitStack() as stack, opened(source) as sound:
        stack.callback(_close, sounding)
        at = 0
        for block in _even(sound.blocks):
            while waiting and waiting[-1].start < at + len(block):
                sounding.append(_Open(waiting.pop(), sound.rate))
            for each in sounding:
                each.take(block, at)
            at += len(block)
            sounding[:] = [each for each in sounding if not each.done(at)]
        sounding += [_Open(each, sound.rate) for each in waiting]
        for each in sounding:
            each.fill()


def _close(sounding: Sequence[_Open]) -> None:
    for each in sounding:
        each.close()


class _Open:
    """A stretch that is being written."""

    def __init__(self, one: Cut, rate: int) -> None:
        self._cut = one
        self._at = one.start
        self._writer = WavWriter(one.path, rate, one.end - one.start, {}, one.form)

    def take(self, block: Samples, at: int) -> None:
        piece = block[max(0, self._at - at) : max(0, self._cut.end - at)]
        _put(self._writer, piece, self._cut.form.bits)
        self._at += len(piece)

    def done(self, at: int) -> bool:
        """Whether all of it is there; then it is closed."""
        if at < self._cut.end:
            return False
        self.close(whole=True)
        return True

    def fill(self) -> None:
        self._writer.skip(self._cut.end - self._at)
        self.close(whole=True)

    def close(self, *, whole: bool = False) -> None:
        with self._writer:
            if whole:
                self._writer.finish()


def _put(writer: WavWriter, samples: NDArray[Any], bits: int) -> None:
    """Floats as integers; silence is skipped."""
    if samples.any():
        full = 1 << (bits - 1)
        writer.write(np.clip(np.rint(samples * full), -full, full - 1).astype(np.int32 if bits == 24 else np.int16))
    else:
        writer.skip(len(samples))


def _even(blocks: Iterator[Samples]) -> Iterator[Samples]:
    """The same samples, no more than ``_BLOCK`` at a time."""
    for block in blocks:
        for start in range(0, len(block), _BLOCK):
            yield block[start : start + _BLOCK]


def mix(sources: Sequence[Path], places: Sequence[float] | None, out: Cut) -> None:
    """The sum of WAV files of one length and rate, sample for sample. ``places``: from −1 (left) to 1 (right), where
    each is heard, by constant power; None for a mono sum.
    """
    pans = None if places is None else np.array([_pan(place) for place in places])
    with contextlib.ExitStack() as stack:
        sounds = [stack.enter_context(opened(path)) for path in sources]
        rate = sounds[0].rate
        writer = stack.enter_context(WavWriter(out.path, rate, out.end - out.start, {}, out.form))
        for blocks in zip(*(sound.blocks for sound in sounds), strict=True):
            together = np.stack(blocks).astype(np.float64)
            _put(writer, together.sum(axis=0) if pans is None else together.T @ pans, out.form.bits)
        writer.finish()


def _pan(place: float) -> tuple[float, float]:
    """The gains to the left and to the right; their squares are 1 together, so that a voice is as loud everywhere."""
    angle = (place + 1) * math.pi / 4
    return math.cos(angle), math.sin(angle)


def spread(count: int, width: float = 0.6) -> tuple[float, ...]:
    """Places for so many voices, from left to right at equal distances, none farther from the middle than ``width``:
    voices at the very edge tire those who hear them by headphones.
    """
    return tuple(width * (2 * k / (count - 1) - 1) for k in range(count)) if count > 1 else (0.0,) * count
