"""Where clips become a programme: placed in time order, every speaker brought to the same loudness, peaks
held.

Clips wait in a spool on disk, each with its profile, 16 bits a sample below its own peak; the gains are known when the
last one is placed. Then what would pass the ceiling is lowered in the spool, and the recording reads it from there.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from toolkit.audio.loudness import Meter
from toolkit.audio.mastering import Master
from toolkit.audio.recording import Placed, Recording
from toolkit.audio.spool import Spool
from toolkit.errors import EngineError
from toolkit.signal.grid import integers, scale_of, sound_of
from toolkit.signal.profile import profile as measured

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from toolkit.audio.targets import LoudnessTarget
    from toolkit.model import Profile

    Samples = NDArray[np.float32]
    Pcm = NDArray[np.int16]

FADE_MS = 3.0  # at both edges of a clip: long enough for no click, short enough for a plosive


class Studio(contextlib.AbstractContextManager["Studio"]):
    """Takes clips, gives a ``Recording``. ``rate`` in Hz; ``tracks`` names the tracks; temporary space is
    taken in ``folder``.

    Use it as a context: the recording can be read until it closes.
    """

    def __init__(self, folder: Path, rate: int, tracks: Sequence[str], target: LoudnessTarget) -> None:
        self.rate = rate
        self.tracks = tuple(tracks)
        self.target = target
        self._meters = [Meter(rate) for _ in self.tracks]
        self._clips: list[Placed] = []
        self._ends = [0] * len(self.tracks)
        self._spool = Spool(folder)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Give the temporary space back."""
        self._spool.close()

    def place(
        self, track: int, start: int, samples: NDArray[Any], profile: Profile | None = None, scale: float = 1.0
    ) -> None:
        """Put ``samples`` (mono, ``scale`` times a sound in −1…1) on ``track`` from sample ``start`` on; starts never
        go back, clips of a track never overlap. ``profile`` None: they are measured here. Floats are rounded to
        integers 16 bits below their peak.

        EngineError if a sample is no finite number: what made the clip is broken.
        """
        if start < max(self._ends[track], self._clips[-1].start if self._clips else 0):
            raise ValueError(f"a clip at sample {start} of track {track} begins before the end of what was placed")
        if not len(samples):
            return
        if samples.dtype != np.int16:
            if not np.isfinite(samples).all():
                what = f"the voice of {self.tracks[track]} gave a sound that is no finite number"
                raise EngineError(what, where=f"{start / self.rate:.3f} s")
            finer = scale_of(samples)
            samples, scale = integers(samples, finer), scale * finer
        sound = _faded(samples, round(self.rate * FADE_MS / 1000))
        profile = profile or measured(sound_of(sound, scale), self.rate)
        self._meters[track].add(start, profile.weighted, profile.plain)
        offset = self._spool.append(sound)
        steps = self._spool.append(np.stack((profile.peaks, profile.weighted, profile.plain)))
        self._clips.append(Placed(track, start, len(sound), offset, scale, steps, float(profile.peaks.max())))
        self._ends[track] = start + len(sound)

    def finish(self, length: int) -> Recording:
        """The recording, ``length`` samples long: every speaker at the target, no true peak above its
        ceiling.
        """
        if length < max(self._ends, default=0):
            raise ValueError(f"a programme of {length} samples ends before its last clip")
        master = Master(self._spool, self._clips, self._meters, self.target, self.rate, length)
        master.run()
        return Recording(
            rate=self.rate,
            length=length,
            tracks=self.tracks,
            levels=master.levels(),
            mix_level=master.mix_level(),
            spool=self._spool,
            clips=self._clips,
            gains=master.gains,
            noise_floor_db=master.noise_floor(),
        )


def _faded(samples: Pcm, count: int) -> Pcm:
    """A copy that rises from and falls to silence over ``count`` samples (half the clip, if that is less),
    without a corner.
    """
    sound = samples.copy()
    count = min(count, len(sound) // 2)
    rise = (0.5 - 0.5 * np.cos(np.pi * np.arange(count) / max(1, count))).astype(np.float32)
    sound[:count] = np.rint(sound[:count] * rise)
    sound[len(sound) - count :] = np.rint(sound[len(sound) - count :] * rise[::-1])
    return sound
