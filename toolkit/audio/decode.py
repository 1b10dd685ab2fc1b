"""Samples from a sound file, block by block: WAV and FLAC here, the lossy formats through ffmpeg."""

from __future__ import annotations

import contextlib
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from toolkit.audio.ffmpeg import Ffmpeg
from toolkit.errors import EngineError, InputError
from toolkit.system.given import refuse_no_file

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Samples = NDArray[np.float32]

DEMUXERS = {".mp3": "mp3", ".opus": "ogg", ".m4b": "mov", ".m4a": "mov"}
PLAIN = (".wav", ".flac")
_BLOCK = 1 << 16
# magic, where the samples begin, their bytes, encoding, rate, channels
_AU_HEADER = struct.Struct(">4sIIIII")


@dataclass(frozen=True, slots=True)
class Sound:
    """A sound being read: its ``rate``, and its float32 mono ``blocks`` (several channels are averaged). ``bits``: of
    integers that hold each sample, 16 or 24.
    """

    rate: int
    blocks: Iterator[Samples]
    bits: int = 16


@contextlib.contextmanager
def opened(path: Path) -> Iterator[Sound]:
    """Read ``path``, to the end. InputError if it is no sound of a kind we write; EngineError if it is
    damaged.
    """
    suffix = path.suffix.lower()
    if suffix in PLAIN:
        with _plain(path) as sound:
            yield sound
    elif suffix in DEMUXERS:
        with _through_ffmpeg(path, DEMUXERS[suffix]) as sound:
            yield sound
    else:
        mend = f"choose one of: {', '.join((*PLAIN, *DEMUXERS))}"
        raise InputError("is no sound file we know", where=str(path), mend=mend)


@contextlib.contextmanager
def _plain(path: Path) -> Iterator[Sound]:
    import soundfile

    try:
        with soundfile.SoundFile(path) as file:
            blocks = file.blocks(_BLOCK, dtype="float32", always_2d=True)
            bits = 24 if file.subtype == "PCM_24" else 16
            yield Sound(file.samplerate, (block.mean(axis=1) for block in blocks), bits)
    except soundfile.LibsndfileError as error:
        what = f"cannot be read ({error.error_string})"
        raise InputError(what, where=str(path), mend="name a sound file") from error


@contextlib.contextmanager
def _through_ffmpeg(path: Path, demuxer: str) -> Iterator[Sound]:
    refuse_no_file(path, "name a sound file")
    source = ("-f", demuxer, "-i", f"file:{path}", "-map", "0:a:0")
    with Ffmpeg((*source, "-ac", "1", "-c:a", "pcm_f32be", "-f", "au", "pipe:1"), path, feeds=False) as process:
        head = process.read(_AU_HEADER.size)
        if len(head) < _AU_HEADER.size:
            process.finish()
            raise EngineError("holds no sound", where=str(path))
        _, start, _, _, rate, _ = _AU_HEADER.unpack(head)
        process.read(start - _AU_HEADER.size)
        yield Sound(rate, _floats(process))


def _floats(process: Ffmpeg) -> Iterator[Samples]:
    while data := process.read(4 * _BLOCK):
        yield np.frombuffer(data, ">f4", len(data) // 4).astype(np.float32)
    process.finish()


def length_of(path: Path) -> tuple[int, int]:
    """(rate, samples) of a file, by decoding all of it. EngineError if nothing comes out."""
    with opened(path) as sound:
        count = sum(len(block) for block in sound.blocks)
    if not count:
        raise EngineError("holds no sound", where=str(path))
    return sound.rate, count
