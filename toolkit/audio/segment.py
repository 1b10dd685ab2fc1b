"""A sound as a pydub segment: to cut, fade, join and export a recording, a jingle or an edition's track in a few lines.

A service to people who use the package; the toolkit itself streams, because a segment holds its whole sound in memory
and copies it at each step. pydub alone asks for ffmpeg *and* ffprobe on the PATH; here the ffmpeg of the toolkit's own
dependencies reads the file, with the care that a stranger's file needs.

>>> segment_of(Path("edition/talk.mp3"))[60_000:90_000].fade_out(2000).export("sample.wav")  # doctest: +SKIP
"""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import numpy as np

from toolkit.audio.decode import opened

Segment = Any  # a pydub.AudioSegment: pydub ships no types


def segment_of(path: Path) -> Segment:
    """A WAV, FLAC, MP3, Opus, M4A or M4B file as a segment, 16-bit mono at the file's rate (channels are averaged).

    InputError if it is no sound of these kinds, EngineError if it is damaged or ffmpeg is missing.
    """
    with opened(path) as sound:
        pcm = b"".join(
            np.clip(np.rint(block * 32768.0), -32768, 32767).astype("<i2").tobytes() for block in sound.blocks
        )
        return _audio_segment()(data=pcm, sample_width=2, frame_rate=sound.rate, channels=1)


def _audio_segment() -> Any:
    """pydub's class. Its import warns when no ffmpeg is on the PATH; ours need not be there."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pydub import AudioSegment

    return AudioSegment
