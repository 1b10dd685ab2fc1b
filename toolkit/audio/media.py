"""The sound of anything ffmpeg plays, video too: mono, at one rate, block by block, in step with the picture."""

from __future__ import annotations

import contextlib
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from toolkit.audio.ffmpeg import Ffmpeg, executable
from toolkit.errors import EngineError, InputError
from toolkit.system.given import refuse_no_file

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Samples = NDArray[np.float32]

# Kinds of files that hold sound themselves; lists and playlists, which name other files, are not among them.
_KINDS = (
    "aac,ac3,aiff,amr,amrnb,amrwb,ape,asf,au,avi,caf,dts,eac3,flac,flv,matroska,mov,mp3,mpeg,mpegts,mxf,ogg,rm,tta,"
    "w64,wav,webm,wv"
)
# what the container says of times is kept: a sound that begins late begins late, and a hole in it is a silence
_IN_STEP = "aresample=async=1:first_pts=0"
SUFFIXES = tuple(
    ".mp4 .m4v .mov .mkv .webm .avi .wmv .flv .mpg .mpeg .ts .m2ts .mts .mxf .3gp .wav .flac .mp3 .m4a .m4b .aac .ogg "
    ".oga .opus .wma .aif .aiff .caf .amr .ac3 .w64 .au".split()
)
_BLOCK = 1 << 16
_LENGTH = re.compile(r"Duration: (\d+):(\d\d):(\d\d)\.(\d\d)")
_RATE = re.compile(r"Stream #[^\n]*Audio:[^\n]*?(\d+) Hz")
_MEND = "give a recording or a video that ffmpeg can play"


@dataclass(slots=True)
class Media:
    """``blocks``: float32 mono. ``fault``: what ffmpeg said of a file that is damaged and still gave sound; known when
    all is read.
    """

    blocks: Iterator[Samples]
    fault: str = ""


@contextlib.contextmanager
def sound_of(path: Path, rate: int) -> Iterator[Media]:
    """The first sound track of ``path`` at ``rate`` Hz. InputError if there is none."""
    refuse_no_file(path, _MEND)
    source = ("-format_whitelist", _KINDS, "-i", f"file:{path}", "-map", "0:a:0", "-vn", "-sn", "-dn")
    shape = ("-af", _IN_STEP, "-ac", "1", "-ar", str(rate), "-f", "s16le", "pipe:1")
    with Ffmpeg((*source, *shape), path, feeds=False) as process:
        media = Media(iter(()))
        media.blocks = _blocks(process, media, path)
        yield media


def _blocks(process: Ffmpeg, media: Media, path: Path) -> Iterator[Samples]:
    count = 0
    while data := process.read(2 * _BLOCK):
        count += len(data) // 2
        yield np.frombuffer(data, "<i2", len(data) // 2).astype(np.float32) * np.float32(1 / 32_768)
    try:
        process.finish()
    except EngineError as error:
        if not count:
            raise InputError(_reason(path), where=str(path), mend=_MEND) from error
        media.fault = error.what
    if not count:
        raise InputError("holds no sound", where=str(path), mend=_MEND)


def _reason(path: Path) -> str:
    said = _told(path)
    if "Stream #" in said and "Audio:" not in said:
        return "holds no sound"
    last = next((line for line in reversed(said.splitlines()) if ": " in line and str(path) in line), "")
    return f"cannot be played ({last.rpartition(': ')[2] or 'ffmpeg knows no such file'})"


def seconds_of(path: Path) -> float | None:
    """How long the file says it is, None if it does not say."""
    found = _LENGTH.search(_told(path))
    if found is None:
        return None
    hours, minutes, seconds, hundredths = map(int, found.groups())
    return hours * 3600 + minutes * 60 + seconds + hundredths / 100


def rate_of(path: Path) -> int | None:
    """Samples a second of its first sound track, None if the file does not say."""
    found = _RATE.search(_told(path))
    return int(found[1]) if found else None


def _told(path: Path) -> str:
    """What ffmpeg says of a file."""
    command = [executable(), "-nostdin", "-hide_banner", "-protocol_whitelist", "file,pipe"]
    command += ["-format_whitelist", _KINDS, "-i", f"file:{path}"]
    return subprocess.run(command, capture_output=True, check=False).stderr.decode("utf-8", "replace")
