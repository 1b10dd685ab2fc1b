"""From placed clips to levels: one linear gain a track, and a limiter for what would pass the ceiling."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from toolkit.audio import peaks
from toolkit.audio.loudness import BINS_A_SECOND, SILENCE_DB, Meter, decibels, factor, integrated, noise_floor
from toolkit.audio.recording import Level, Placed

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from toolkit.audio.spool import Spool
    from toolkit.audio.targets import LoudnessTarget

    Samples = NDArray[np.float32]

# the limiter takes loudness away: gains are chosen again, ``_ROUNDS`` times at most, until the level is near
_NEAR_DB = 0.15
_ROUNDS = 3
_MOST_SILENCE_DB = 3.0  # half of the file is silence
_MOST_GAIN_DB = 60.0  # what lies further below is noise, not speech


@dataclass(slots=True)
class Master:
    """The clips of a programme of ``length`` samples, the energies of each track (``meters``) and the
    ``gains`` chosen so far.
    """

    spool: Spool
    clips: Sequence[Placed]
    meters: Sequence[Meter]
    target: LoudnessTarget
    rate: int
    length: int
    gains: list[float] = field(init=False)
    touched: set[int] = field(init=False, default_factory=set)

    def __post_init__(self) -> None:
        self.gains = [1.0] * len(self.meters)

    @property
    def _ceiling(self) -> float:
        return factor(self.target.peak_db - self.target.headroom_db)

    def run(self) -> None:
        """Choose the gains and limit the clips in the spool."""
        for _ in range(_ROUNDS):
            self.gains = [gain * factor(change) for gain, change in zip(self.gains, self._changes(), strict=True)]
            limited = [self._limit(group) for group in overlapping(self.clips)]
            if not any(limited) or max(map(abs, self._changes())) < _NEAR_DB:
                return

    def levels(self) -> tuple[Level, ...]:
        """The level of every track."""
        return tuple(self._level(track) for track in range(len(self.meters)))

    def mix_level(self) -> Level:
        """The level of the mix; where tracks overlap, their energies are added, as those of different voices
        do.
        """
        plain = sum(float(meter.plain.sum()) * gain**2 for meter, gain in zip(self.meters, self.gains, strict=True))
        return Level(
            loudness_lufs=integrated(self._mixed([meter.weighted for meter in self.meters]), self.rate, self.length),
            rms_db=decibels(plain / max(1, self.length)),
            speech_rms_db=decibels(plain / max(1, sum(clip.length for clip in self.clips))),
            true_peak_dbtp=self._true_peak(overlapping(self.clips)),
            limited_clips=len(self.touched),
        )

    def _level(self, track: int) -> Level:
        meter, gain, clips = self.meters[track], self.gains[track], self._of(track)
        energy = float(meter.plain.sum()) * gain**2
        return Level(
            loudness_lufs=integrated(meter.weighted * gain**2, self.rate, self.length),
            rms_db=decibels(energy / max(1, self.length)),
            speech_rms_db=decibels(energy / max(1, sum(clip.length for clip in clips))),
            true_peak_dbtp=self._true_peak([clip] for clip in clips),
            gain_db=20 * math.log10(gain),
            limited_clips=sum(clip.offset in self.touched for clip in clips),
        )

    def _of(self, track: int) -> list[Placed]:
        return [clip for clip in self.clips if clip.track == track]

    def noise_floor(self) -> float:
        """dB RMS of the quietest half second of the mix."""
        bins = self._mixed([meter.plain for meter in self.meters])
        short = max(0, self.length * BINS_A_SECOND // self.rate - len(bins))
        return noise_floor(np.pad(bins, (0, short)), self.rate, self.length)

    def _mixed(self, energies: Sequence[NDArray[np.float64]]) -> NDArray[np.float64]:
        mixed = np.zeros(max(map(len, energies), default=0))
        for bins, gain in zip(energies, self.gains, strict=True):
            mixed[: len(bins)] += bins * gain**2
        return mixed

    def _changes(self) -> list[float]:
        """How far each track still is from its level, in dB; 0 for a silent one."""
        heard = self._loudness() if self.target.unit == "LUFS" else self._rms()
        return [min(self.target.level_db - db, _MOST_GAIN_DB) if db > SILENCE_DB else 0.0 for db in heard]

    def _loudness(self) -> list[float]:
        both = zip(self.meters, self.gains, strict=True)
        return [integrated(meter.weighted * gain**2, self.rate, self.length) for meter, gain in both]

    def _rms(self) -> list[float]:
        """The RMS of each speaker while speaking, less what silences take from the mix: a file is judged with them (ACX).

        Not more than ``_MOST_SILENCE_DB``: a programme of pauses would make its speech too loud.
        """
        sounding = sum(clip.length for clip in self.clips)
        silences = max(decibels(sounding / self.length), -_MOST_SILENCE_DB) if sounding else 0.0
        return [self._speech_rms(track) + silences for track in range(len(self.meters))]

    def _speech_rms(self, track: int) -> float:
        count = sum(clip.length for clip in self._of(track))
        return decibels(float(self.meters[track].plain.sum()) * self.gains[track] ** 2 / max(1, count))

    def _limit(self, group: Sequence[Placed]) -> bool:
        """Lower the clips of a group where their sum passes the ceiling, all by the same gain: tracks go on
        summing to the mix.
        """
        if self._most(group) <= self._ceiling * 1.0001:
            return False
        sounds = self._sounds(group)
        envelopes = peaks.limit(self._sum(group, sounds), self._ceiling, self.rate)
        for clip, sound in zip(group, sounds, strict=True):
            held = _lowered(sound, envelopes, group[0].start - clip.start)
            if held is not None:
                self._replace(clip, sound, held, shared=len(group) > 1)
        return bool(envelopes)

    def _replace(self, clip: Placed, old: Samples, new: Samples, *, shared: bool) -> None:
        self.meters[clip.track].exchange(clip.start, old, new)
        self.spool.replace(clip.offset, new)
        clip.peak = peaks.true_peak(new) if shared else min(clip.peak, self._ceiling / self.gains[clip.track])
        self.touched.add(clip.offset)

    def _most(self, group: Sequence[Placed]) -> float:
        """The true peak of one clip; no less than that of several together."""
        return sum(clip.peak * self.gains[clip.track] for clip in group)

    def _sounds(self, group: Sequence[Placed]) -> list[Samples]:
        return [self.spool.read(clip.offset, clip.length) for clip in group]

    def _sum(self, group: Sequence[Placed], sounds: Sequence[Samples]) -> Samples:
        """What is heard from the first clip's start to the last one's end."""
        start = group[0].start
        total = np.zeros(max(clip.end for clip in group) - start, np.float32)
        for clip, sound in zip(group, sounds, strict=True):
            total[clip.start - start : clip.end - start] += sound * np.float32(self.gains[clip.track])
        return total

    def _true_peak(self, groups: Iterable[Sequence[Placed]]) -> float:
        highest = 0.0
        for group in groups:
            if len(group) == 1:
                highest = max(highest, self._most(group))
            elif self._most(group) > highest:
                highest = peaks.true_peak(self._sum(group, self._sounds(group)), highest)
        return decibels(highest**2)


def overlapping(clips: Sequence[Placed]) -> Iterator[list[Placed]]:
    """Clips in runs that overlap in time; mostly each alone. ``clips`` are in order of their starts."""
    group: list[Placed] = []
    end = 0
    for clip in clips:
        if group and clip.start >= end:
            yield group
            group = []
        group.append(clip)
        end = max(end, clip.end)
    if group:
        yield group


def _lowered(sound: Samples, envelopes: Sequence[tuple[int, Samples]], shift: int) -> Samples | None:
    """``sound`` under the gains, whose places are ``shift`` samples from its own; None if none of them
    touches it.
    """
    held = None
    for at, gains in envelopes:
        first, last = max(0, at + shift), min(len(sound), at + shift + len(gains))
        if first < last:
            held = sound.copy() if held is None else held
            held[first:last] *= gains[first - at - shift : last - at - shift]
    return held
