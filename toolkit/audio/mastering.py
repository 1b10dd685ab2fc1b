"""From placed clips to levels: one linear gain a track, and a limiter for what would pass the ceiling."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from toolkit.audio import limiter
from toolkit.audio.loudness import BINS_A_SECOND, SILENCE_DB, Meter, decibels, factor, integrated, noise_floor
from toolkit.audio.recording import Placed
from toolkit.model import Profile
from toolkit.model.edition import Level
from toolkit.signal.profile import step_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from toolkit.audio.spool import Spool
    from toolkit.audio.targets import LoudnessTarget

# the limiter takes loudness away: gains are chosen again, ``_ROUNDS`` times at most, until the level is near
_NEAR_DB = 0.05
_ROUNDS = 6
_MORE = 1.2  # of a gain that is added the limiter takes a tenth to a quarter again: so much more gets there at once
_SAFE = 0.999  # of the ceiling: a gain that changes is not quite a gain to what lies between two samples
_MOST_SILENCE_DB = 3.0  # half of the file is silence
_MOST_GAIN_DB = 60.0  # what lies further below is noise, not speech
# No peak is lowered further: a sound too short to reach its level asks for more in every round, and of 16 bits too few
# would be left to keep its shape
_MOST_HELD_DB = 40.0


@dataclass(frozen=True, slots=True)
class _Held:
    """Gains laid over the clips of a group: the first of ``nodes`` is at sample ``start`` of the programme."""

    group: Sequence[Placed]
    start: int
    nodes: NDArray[np.float32]


@dataclass(slots=True)
class Master:
    """The clips of a programme of ``length`` samples, the energies of each track as they came (``meters``), and what
    was chosen for them: ``gains``, the stretches ``held`` below the ceiling, and the energies that are left
    (``heard``).

    All is reckoned from the clips' profiles; their samples are touched once, at the end, where they are held.
    """

    spool: Spool
    clips: Sequence[Placed]
    meters: Sequence[Meter]
    target: LoudnessTarget
    rate: int
    length: int
    gains: list[float] = field(init=False)
    heard: list[Meter] = field(init=False)
    held: list[_Held] = field(init=False, default_factory=list)
    peaks: list[float] = field(init=False)
    mix_peak: float = field(init=False, default=0.0)

    def __post_init__(self) -> None:
        self.gains = [1.0] * len(self.meters)
        self.heard = list(self.meters)
        self.peaks = [0.0] * len(self.meters)

    @property
    def _ceiling(self) -> float:
        return factor(self.target.peak_db - self.target.headroom_db)

    def run(self) -> None:
        """Choose the gains, and lower in the spool what would pass the ceiling."""
        greatest = [self._greatest(track) for track in range(len(self.meters))]
        for _ in range(_ROUNDS):
            more = _MORE if self.held else 1.0
            self.gains = [
                min(gain * factor(more * change), most)
                for gain, change, most in zip(self.gains, self._changes(), greatest, strict=True)
            ]
            self._hold()
            if not self.held or max(map(abs, self._changes())) < _NEAR_DB:
                break
        self._lay()

    def _greatest(self, track: int) -> float:
        """The most a track may be raised by."""
        peak = max((clip.peak for clip in self._of(track)), default=0.0)
        return min(factor(_MOST_GAIN_DB), factor(_MOST_HELD_DB) * self._ceiling / peak if peak else math.inf)

    def levels(self) -> tuple[Level, ...]:
        """The level of every track."""
        return tuple(self._level(track) for track in range(len(self.meters)))

    def mix_level(self) -> Level:
        """The level of the mix; where tracks overlap, their energies are added, as those of different voices
        do.
        """
        plain = sum(float(meter.plain.sum()) * gain**2 for meter, gain in zip(self.heard, self.gains, strict=True))
        return Level(
            lufs=integrated(self._mixed([meter.weighted for meter in self.heard]), self.rate, self.length),
            rms_db=decibels(plain / max(1, self.length)),
            speech_rms_db=decibels(plain / max(1, sum(clip.length for clip in self.clips))),
            true_peak_dbtp=decibels(self.mix_peak**2),
            limited_clips=len(self._limited()),
        )

    def _level(self, track: int) -> Level:
        meter, gain, clips = self.heard[track], self.gains[track], self._of(track)
        energy = float(meter.plain.sum()) * gain**2
        return Level(
            lufs=integrated(meter.weighted * gain**2, self.rate, self.length),
            rms_db=decibels(energy / max(1, self.length)),
            speech_rms_db=decibels(energy / max(1, sum(clip.length for clip in clips))),
            true_peak_dbtp=decibels(self.peaks[track] ** 2),
            gain_db=20 * math.log10(gain),
            limited_clips=len(self._limited() & {clip.offset for clip in clips}),
        )

    def _of(self, track: int) -> list[Placed]:
        return [clip for clip in self.clips if clip.track == track]

    def noise_floor(self) -> float:
        """dB RMS of the quietest half second of the mix."""
        bins = self._mixed([meter.plain for meter in self.heard])
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
        both = zip(self.heard, self.gains, strict=True)
        return [integrated(meter.weighted * gain**2, self.rate, self.length) for meter, gain in both]

    def _rms(self) -> list[float]:
        """The RMS of each speaker while speaking, less what silences take from the mix: a file is judged with them
        (ACX).

        Not more than ``_MOST_SILENCE_DB``: a programme of pauses would make its speech too loud.
        """
        sounding = sum(clip.length for clip in self.clips)
        silences = max(decibels(sounding / self.length), -_MOST_SILENCE_DB) if sounding else 0.0
        return [self._speech_rms(track) + silences for track in range(len(self.meters))]

    def _speech_rms(self, track: int) -> float:
        count = sum(clip.length for clip in self._of(track))
        return decibels(float(self.heard[track].plain.sum()) * self.gains[track] ** 2 / max(1, count))

    def _hold(self) -> None:
        """At the gains chosen: where the sum of a group's clips passes the ceiling, one gain over all of them, so that
        tracks go on summing to the mix; and what is left of energies and peaks.
        """
        self.held, self.heard = [], [meter.copy() for meter in self.meters]
        self.peaks, self.mix_peak = [0.0] * len(self.meters), 0.0
        for group in overlapping(self.clips):
            tops = [clip.peak * self.gains[clip.track] for clip in group]
            nodes = limiter.hold(self._sum(group), self._ceiling * _SAFE) if sum(tops) > self._ceiling * _SAFE else None
            if nodes is not None:
                self.held += [
                    _Held(group, group[0].start + a * self._step, nodes[a : b + 1].copy())
                    for a, b in limiter.runs(nodes)
                ]
                tops = [self._lower(clip, group[0].start, nodes) for clip in group]
            self.mix_peak = max(self.mix_peak, min(sum(tops), self._ceiling) if nodes is not None else sum(tops))
            for clip, top in zip(group, tops, strict=True):
                self.peaks[clip.track] = max(self.peaks[clip.track], top)

    @property
    def _step(self) -> int:
        return step_of(self.rate)

    def _sum(self, group: Sequence[Placed]) -> NDArray[np.float32]:
        """The true peak of the group's sum cannot pass this, a step each from the first clip's start on."""
        start, step = group[0].start, self._step
        total = np.zeros(-(-(max(clip.end for clip in group) - start) // step) + 2, np.float32)
        for clip in group:
            peaks = self._profile(clip).peaks * np.float32(self.gains[clip.track])
            first, shifted = divmod(clip.start - start, step)
            if shifted:  # its steps lie across those of the group
                peaks = np.maximum(np.append(peaks, 0), np.append(0, peaks))
            total[first : first + len(peaks)] += peaks
        return total

    def _lower(self, clip: Placed, start: int, nodes: NDArray[np.float32]) -> float:
        """Take from the track's energies what the gains from sample ``start`` on take from the clip; its peak then."""
        profile, step = self._profile(clip), self._step
        borders = clip.start - start + step * np.arange(len(profile.plain) + 1)
        own = np.interp(borders, step * np.arange(len(nodes)), nodes).astype(np.float32)
        lost = limiter.powers(own) - 1
        self.heard[clip.track].add(clip.start, profile.weighted * lost, profile.plain * lost)
        top = float((profile.peaks * np.maximum(own[:-1], own[1:])).max()) * self.gains[clip.track]
        return min(top, self._ceiling)

    def _profile(self, clip: Placed) -> Profile:
        steps = -(-clip.length // self._step)
        return Profile(*self.spool.read(clip.profile, 3 * steps, np.float32).reshape(3, steps))

    def _limited(self) -> set[int]:
        return {clip.offset for held in self.held for clip in held.group}

    def _lay(self) -> None:
        """The chosen gains over the samples in the spool."""
        for held in self.held:
            gains = limiter.gains(held.nodes, self._step)
            for clip in held.group:
                first, last = max(held.start, clip.start), min(held.start + len(gains), clip.end)
                if first < last:
                    at = clip.offset + first - clip.start
                    lowered = self.spool.read(at, last - first) * gains[first - held.start : last - held.start]
                    self.spool.replace(at, np.rint(lowered).astype(np.int16))


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
