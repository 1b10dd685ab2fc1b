"""A programme that is placed, levelled and limited, to be read block by block."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from toolkit.audio.spool import Spool
    from toolkit.model.edition import Level

    Pcm = NDArray[Any]  # int16; int32 for 24 bits

FULL_SCALE = 32768  # the int16 of 1.0, as every reader has it


@dataclass(slots=True)
class Placed:
    """A clip on a track: ``length`` samples from ``start`` on, kept in the spool from ``offset`` on as 16-bit integers,
    ``scale`` times the sound; its profile is kept from ``profile`` on. ``peak`` is its true peak before any gain.
    """

    track: int
    start: int
    length: int
    offset: int
    scale: float
    profile: int
    peak: float

    @property
    def end(self) -> int:
        return self.start + self.length


@dataclass(frozen=True, slots=True)
class Block:
    """The same stretch of every track and of the mix. A track that is silent here is None; so is the mix if
    all are.
    """

    start: int
    length: int
    tracks: tuple[Pcm | None, ...]
    mix: Pcm | None


class Programme(Protocol):
    """What is written to files: a ``Recording``, or one that was shared out."""

    @property
    def rate(self) -> int: ...
    @property
    def length(self) -> int: ...
    @property
    def tracks(self) -> tuple[str, ...]: ...
    @property
    def levels(self) -> tuple[Level, ...]: ...
    @property
    def mix_level(self) -> Level: ...
    @property
    def noise_floor_db(self) -> float: ...
    def blocks(self, size: int = 1 << 16, bits: int = 16) -> Iterator[Block]: ...
    def stretch(self, track: int, start: int, end: int) -> Pcm: ...


@dataclass(frozen=True, slots=True, eq=False)
class Recording:
    """``length`` samples at ``rate``, one track per name in ``tracks``. Valid while its studio is open.

    ``clips`` are in order of their starts, ``gains`` are factors, one per track; the samples are in
    ``spool``. ``noise_floor_db``: RMS of the quietest half second of the mix.
    """

    rate: int
    length: int
    tracks: tuple[str, ...]
    levels: tuple[Level, ...]
    mix_level: Level
    spool: Spool
    clips: Sequence[Placed]
    gains: Sequence[float]
    noise_floor_db: float

    def blocks(self, size: int = 1 << 16, bits: int = 16) -> Iterator[Block]:
        """Everything from the first sample to the last, ``size`` samples at a time, in integers of ``bits`` (24: what a
        gain left behind the sixteenth). The mix is the sum of the tracks, sample for sample.
        """
        following = 0
        sounding: list[Placed] = []
        for start in range(0, self.length, size):
            end = min(start + size, self.length)
            while following < len(self.clips) and self.clips[following].start < end:
                sounding.append(self.clips[following])
                following += 1
            yield self._block(start, end, sounding, bits)
            sounding = [clip for clip in sounding if clip.end > end]

    def stretch(self, track: int, start: int, end: int) -> Pcm:
        """The samples of one track from ``start`` to ``end``."""
        samples = np.zeros(end - start, np.int16)
        for clip in self._from(start):
            if clip.start >= end:
                break
            first, last = max(start, clip.start), min(end, clip.end)
            if clip.track == track and first < last:
                samples[first - start : last - start] = self._quantised(clip, first, last)
        return samples

    def _from(self, start: int) -> Iterator[Placed]:
        """The clips, from the last that begins before ``start`` on and those that may reach over it."""
        at = bisect_right(self.clips, start, key=lambda clip: clip.start)
        return iter(self.clips[max(0, at - len(self.tracks) - 1) :])

    def _block(self, start: int, end: int, sounding: Sequence[Placed], bits: int) -> Block:
        tracks: list[Pcm | None] = [None] * len(self.tracks)
        for clip in sounding:
            track = tracks[clip.track]
            if track is None:
                track = tracks[clip.track] = np.zeros(end - start, np.int16 if bits == 16 else np.int32)
            first, last = max(start, clip.start), min(end, clip.end)
            track[first - start : last - start] = self._quantised(clip, first, last, bits)
        mix = _sum([track for track in tracks if track is not None])
        return Block(start, end - start, tuple(tracks), mix)

    def _quantised(self, clip: Placed, first: int, last: int, bits: int = 16) -> Pcm:
        """Rounded without dither: silence stays digital silence, and the rounding lies 98 dB below full
        scale.
        """
        samples = self.spool.read(clip.offset + first - clip.start, last - first).astype(np.float32)
        samples *= np.float32(self.gains[clip.track] * FULL_SCALE * (1 << (bits - 16)) / clip.scale)
        return np.rint(samples, out=samples).astype(np.int16 if bits == 16 else np.int32)


def _sum(tracks: Sequence[Pcm]) -> Pcm | None:
    """The limiter has left room for every sum: no int16 overflows here."""
    if len(tracks) < 2:
        return tracks[0] if tracks else None
    return np.asarray(np.sum(tracks, axis=0, dtype=tracks[0].dtype))
