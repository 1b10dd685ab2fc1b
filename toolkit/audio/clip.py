"""Single clips at pydub's door: a voice's sample as a file of its own, and whatever else pydub can do with a
short sound.

pydub holds a segment in memory and copies it at each step: right for a sentence or a jingle, wrong for a
programme (that is ``Studio``'s).
"""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from toolkit.audio.encode import Encoding, open_writer
from toolkit.audio.tags import Tags
from toolkit.system.files import whole

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Samples = NDArray[np.float32]

Segment = Any  # a pydub.AudioSegment: pydub ships no types


def as_segment(samples: Samples, rate: int) -> Segment:
    """A pydub segment, 16-bit mono, of float32 mono samples in −1…1 (louder ones are cut off)."""
    pcm = np.clip(np.rint(samples * 32768.0), -32768, 32767).astype("<i2")
    return _audio_segment()(data=pcm.tobytes(), sample_width=2, frame_rate=rate, channels=1)


def as_samples(segment: Segment) -> Samples:
    """The float32 mono samples of a segment of any width and number of channels, at its own rate."""
    mono = segment.set_channels(1)
    full = np.float32(1 << (8 * mono.sample_width - 1))
    return np.asarray(mono.get_array_of_samples(), np.float32) / full


def save_segment(segment: Segment, path: Path, encoding: Encoding, tags: Tags | None = None) -> None:
    """A 16-bit mono segment as a file, whole or not at all.

    (pydub's own export leaves temporary files behind when ffmpeg fails, and does not hear what ffmpeg says.)
    OutputError if the disk refuses, EngineError if ffmpeg is missing or fails.
    """
    samples = np.asarray(segment.set_channels(1).set_sample_width(2).get_array_of_samples(), np.int16)
    shape = (segment.frame_rate, len(samples))
    with whole(path) as partial, open_writer(partial, encoding, shape, tags or Tags()) as writer:
        writer.write(samples)
        writer.finish()


def _audio_segment() -> Any:
    """pydub's class. Its import warns when no ffmpeg is on the PATH; ours need not be there."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pydub import AudioSegment

    return AudioSegment
