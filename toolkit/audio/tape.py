"""A sound that is there already, taken into the studio whole: one gain for all of it, and every moment of it on the
track of whoever speaks then.

Unlike clips of voices, which are each brought to the same loudness, the people in a recording keep their distance to
one another: what is between them, the room and its noise, would else jump at every change of speaker.
"""

from __future__ import annotations

import contextlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Self

import numpy as np

from toolkit.audio.loudness import Meter, decibels, integrated
from toolkit.audio.mastering import Master
from toolkit.audio.prints import as_integers
from toolkit.audio.recording import FULL_SCALE, Block, Placed, Recording
from toolkit.audio.spool import Spool
from toolkit.audio.targets import DEFAULT_TARGET, target_named
from toolkit.model.edition import Level
from toolkit.signal.peaks import step_peaks, true_peak
from toolkit.signal.profile import k_weighting, step_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from toolkit.audio.recording import Pcm
    from toolkit.audio.targets import LoudnessTarget

    Samples = NDArray[np.float32]

FADE_MS = 10.0  # from one track to another, straight lines that add up to 1: no click, and shorter than any sound
_CHUNK = 1 << 12  # steps that are measured together: 10 s


@dataclass(frozen=True, slots=True)
class Share:
    """From sample ``start`` on the sound is that of ``track``, until the next share."""

    start: int
    track: int


class Tape(contextlib.AbstractContextManager["Tape"]):
    """A sound of 16-bit samples at ``rate`` on disk in ``folder``. Use it as a context: what ``shared_out`` gives can
    be read until it closes.
    """

    def __init__(self, folder: Path, rate: int) -> None:
        self.rate = rate
        self.length = 0
        self._spool = Spool(folder)
        self._steps: list[Samples] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._spool.close()

    def record(self, blocks: Iterable[Samples]) -> None:
        """Take in float32 mono blocks in −1…1, all there are; once."""
        gauge = _Gauge(self.rate)
        for block in blocks:
            kept = as_integers(block)
            self._spool.append(kept)
            self.length += len(kept)
            self._steps += gauge.feed(np.asarray(kept / np.float32(FULL_SCALE), np.float32))
        self._steps += gauge.finish()

    def shared_out(self, names: Sequence[str], shares: Sequence[Share], target: LoudnessTarget | None) -> SharedOut:
        """The recording with a track for each of ``names``, brought to ``target`` (None: left as loud as it is).
        ``shares``: in order, the first from 0 on, none shorter than ``FADE_MS``.
        """
        steps = np.concatenate(self._steps, axis=1)
        peak = float(steps[0].max(initial=0.0))
        whole = Placed(0, 0, self.length, 0, float(FULL_SCALE), self._spool.append(steps), peak)
        meter = Meter(self.rate)
        meter.add(0, steps[1], steps[2])
        master = Master(self._spool, [whole], [meter], target or target_named(DEFAULT_TARGET), self.rate, self.length)
        if target:
            master.run()
        level = master.mix_level() if target else replace(master.mix_level(), true_peak_dbtp=decibels(peak**2))
        sound = Recording(
            rate=self.rate,
            length=self.length,
            tracks=("mix",),
            levels=(level,),
            mix_level=level,
            spool=self._spool,
            clips=[whole],
            gains=master.gains,
            noise_floor_db=master.noise_floor(),
        )
        made = SharedOut(sound, tuple(names), tuple(shares))
        return replace(made, levels=tuple(_levels(made, master.levels()[0])))


class _Gauge:
    """The profile of a sound that comes in blocks: (3, steps) of ``model.Profile``, chunk by chunk."""

    def __init__(self, rate: int) -> None:
        self._step = step_of(rate)
        self._weighting = k_weighting(rate)
        self._state = np.zeros((2, 2))
        self._before = np.zeros(self._step, np.float32)
        self._kept = [np.zeros(0, np.float32)]

    def feed(self, block: Samples) -> list[Samples]:
        """What is known now: of all but the last steps, whose peaks depend on what follows."""
        self._kept.append(block)
        if sum(map(len, self._kept)) <= (_CHUNK + 1) * self._step:
            return []
        sound = np.concatenate(self._kept)
        whole = (len(sound) // self._step - 1) * self._step
        found = self._measured(sound[:whole], sound[whole : whole + self._step])
        self._kept = [sound[whole:]]
        return [found]

    def finish(self) -> list[Samples]:
        """The rest, silence behind it."""
        rest = np.concatenate(self._kept)
        padded = np.pad(rest, (0, -len(rest) % self._step))
        return [self._measured(padded, np.zeros(self._step, np.float32))]

    def _measured(self, sound: Samples, after: Samples) -> Samples:
        from scipy.signal import sosfilt

        peaks = step_peaks(np.concatenate((self._before, sound, after)), self._step)[1:-1]
        weighted, self._state = sosfilt(self._weighting, sound.astype(np.float64), zi=self._state)
        self._before = np.concatenate((self._before, sound))[-self._step :]
        energies = [np.square(each, dtype=np.float64).reshape(-1, self._step).sum(axis=1) for each in (weighted, sound)]
        return np.stack([peaks, *energies]).astype(np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class SharedOut:
    """A ``Recording`` of one track, ``whole``, dealt out among ``tracks``: at every border one fades into the other,
    and sample for sample they sum to it.
    """

    whole: Recording
    tracks: tuple[str, ...]
    shares: tuple[Share, ...]
    levels: tuple[Level, ...] = ()

    @property
    def rate(self) -> int:
        return self.whole.rate

    @property
    def length(self) -> int:
        return self.whole.length

    @property
    def mix_level(self) -> Level:
        return self.whole.mix_level

    @property
    def noise_floor_db(self) -> float:
        return self.whole.noise_floor_db

    def blocks(self, size: int = 1 << 16, bits: int = 16) -> Iterator[Block]:
        """As ``Recording.blocks``."""
        for block in self.whole.blocks(size, bits):
            mix = block.mix if block.mix is not None else np.zeros(block.length, np.int16)
            yield Block(block.start, block.length, tuple(self._dealt(block.start, mix)), mix)

    def stretch(self, track: int, start: int, end: int) -> Pcm:
        """As ``Recording.stretch``."""
        sound = self.whole.stretch(0, start, end)
        own = self._dealt(start, sound)[track]
        return np.zeros_like(sound) if own is None else own

    def _dealt(self, start: int, sound: Pcm) -> list[Pcm | None]:
        """Every track's part of the sound from sample ``start`` on, None for one that is silent."""
        parts: list[Pcm | None] = [None] * len(self.tracks)
        starts = [share.start for share in self.shares]
        half, end = self._half, start + len(sound)
        first = max(0, bisect_right(starts, start - half) - 1)
        for k in range(first, bisect_left(starts, end + half)):
            a = max(start, starts[k] - half if k else 0)
            b = min(end, starts[k + 1] + half if k + 1 < len(starts) else self.length)
            if a < b:
                part = parts[self.shares[k].track]
                if part is None:
                    part = parts[self.shares[k].track] = np.zeros_like(sound)
                part[a - start : b - start] += self._faded(sound[a - start : b - start], a, k)
        return parts

    @property
    def _half(self) -> int:
        return max(1, round(self.rate * FADE_MS / 2000))

    def _faded(self, sound: Pcm, at: int, share: int) -> Pcm:
        """The sound from sample ``at`` on as its share has it: what is before its end less what is before its start."""
        part = self._before(sound, at, share + 1)
        return np.asarray(part - self._before(sound, at, share) if share else part)

    def _before(self, sound: Pcm, at: int, share: int) -> Pcm:
        """What all shares before that one have of it."""
        if share >= len(self.shares):
            return sound
        left = self.shares[share].start + self._half - at - np.arange(len(sound))
        return np.asarray(np.rint(sound * np.clip(left / (2 * self._half), 0.0, 1.0)).astype(sound.dtype))


def _levels(sound: SharedOut, whole: Level) -> Iterator[Level]:
    """How loud each track is; ``whole``: the recording."""
    meters = [Meter(sound.rate) for _ in sound.tracks]
    peaks = [0.0] * len(sound.tracks)
    for block in sound.blocks():
        for k, part in enumerate(block.tracks):
            sounding: Pcm = np.zeros(block.length, np.int16) if part is None else part
            samples = np.asarray(sounding / np.float32(FULL_SCALE), np.float32)
            meters[k].feed(samples)
            peaks[k] = true_peak(samples, peaks[k])
    for k, (meter, peak) in enumerate(zip(meters, peaks, strict=True)):
        energy = float(meter.plain.sum())
        yield replace(
            whole,
            lufs=integrated(meter.weighted, sound.rate, sound.length),
            rms_db=decibels(energy / max(1, sound.length)),
            speech_rms_db=decibels(energy / max(1, _own_samples(sound, k))),
            true_peak_dbtp=decibels(peak**2),
        )


def _own_samples(sound: SharedOut, track: int) -> int:
    """How long it is this track's turn."""
    ends = [*(share.start for share in sound.shares[1:]), sound.length]
    return sum(end - share.start for share, end in zip(sound.shares, ends, strict=True) if share.track == track)
