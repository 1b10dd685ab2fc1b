"""Sound files of other formats than WAV, written front to back: FLAC by libsndfile, the lossy ones by ffmpeg, and the
tags that neither of them writes.
"""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from toolkit.audio import vorbis
from toolkit.audio.ffmpeg import Ffmpeg
from toolkit.audio.id3 import id3
from toolkit.audio.tags import metadata
from toolkit.errors import OutputError
from toolkit.system.leftovers import temporary_folder, temporary_prefix

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from toolkit.audio.encoding import Encoding
    from toolkit.audio.tags import Tags

    Pcm = NDArray[Any]  # int16; int32 for 24 bits

_READERS = {"image/png": "png_pipe", "image/jpeg": "jpeg_pipe"}


class FlacWriter:
    """FLAC with Vorbis comments of our own: libsndfile knows few."""

    sha256 = None

    def __init__(self, path: Path, rate: int, tags: Tags, bits: int = 16) -> None:
        import soundfile

        self._path, self._rate, self._tags, self._bits = path, rate, tags, bits
        self._fault = soundfile.LibsndfileError
        self._file = soundfile.SoundFile(path, "w", rate, 1, f"PCM_{bits}", format="FLAC")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def write(self, samples: Pcm) -> None:
        try:
            self._file.write(samples if self._bits == 16 else samples.astype(np.int32) << (32 - self._bits))
        except self._fault as error:  # libsndfile keeps the system's reason to itself
            what, mend = (
                f"cannot be written ({error.error_string})",
                "free some space, or choose another folder with -o",
            )
            raise OutputError(what, where=str(self._path), mend=mend) from error

    def skip(self, count: int) -> None:
        self.write(np.zeros(count, np.int16))

    def halt(self) -> None:
        """No write waits for anybody."""

    def finish(self) -> None:
        self._file.close()
        _begin(self._path, *vorbis.flac_head(self._path, self._tags, self._rate))


def _begin(path: Path, after: int, head: bytes) -> None:
    """Let ``head`` stand for the first ``after`` bytes of a file."""
    if not (head or after):
        return
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=temporary_prefix(), delete=False) as made:
        try:
            made.write(head)
            with path.open("rb") as rest:
                rest.seek(after)
                shutil.copyfileobj(rest, made, 1 << 20)
            made.close()
            Path(made.name).replace(path)
        finally:
            made.close()
            Path(made.name).unlink(missing_ok=True)  # what did not take its place


class FfmpegWriter:
    """Any format of ffmpeg's. The same samples and tags give the same bytes. ``shape``: rate (Hz), length (samples)."""

    sha256 = None

    def __init__(self, path: Path, encoding: Encoding, shape: tuple[int, int], tags: Tags) -> None:
        rate, length = shape
        self._path = path
        with contextlib.ExitStack() as stack:
            folder = stack.enter_context(temporary_folder())
            sound = ("-f", "s16le", "-ar", str(rate), "-ac", "1", "-i", "pipe:0")
            self._head = id3(tags, rate, length) if encoding.name == "mp3" else b""
            about = _told(encoding.name, folder, tags, shape)
            exact = ("-fflags", "+bitexact", "-flags:a", "+bitexact")
            arguments = (*sound, *about, *exact, *encoding.arguments, "-y", f"file:{path}")
            self._process = stack.enter_context(Ffmpeg(arguments, path, feeds=True))
            self._open = stack.pop_all()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def write(self, samples: Pcm) -> None:
        self._process.write(samples.astype("<i2", copy=False).data)

    def skip(self, count: int) -> None:
        self.write(np.zeros(count, np.int16))

    def halt(self) -> None:
        self._process.kill()

    def finish(self) -> None:
        self._process.finish()
        _begin(self._path, 0, self._head)


def _told(name: str, folder: Path, tags: Tags, shape: tuple[int, int]) -> tuple[str, ...]:
    """What ffmpeg is told of the tags, by the format's name: further inputs (in ``folder``), and what becomes of them.
    The tag of an MP3 is not ffmpeg's.
    """
    if name == "mp3":
        return ("-map", "0:a", "-map_metadata", "-1", "-map_chapters", "-1", "-id3v2_version", "0")
    rate, length = shape
    notes = folder / "tags.txt"
    told = vorbis.opus(tags, rate) if name == "opus" else metadata(tags, rate, length)
    notes.write_text(told, encoding="utf-8", newline="\n")
    inputs: tuple[str, ...] = ("-f", "ffmetadata", "-i", f"file:{notes}")
    maps: tuple[str, ...] = ("-map", "0:a", "-map_metadata", "1", "-map_chapters", "1")
    if name == "opus":
        return (*inputs, *maps)
    if tags.cover:
        picture = folder / "cover"
        picture.write_bytes(tags.cover.data)
        inputs += ("-f", _READERS[tags.cover.mime], "-i", f"file:{picture}")
        maps += ("-map", "2:v", "-c:v", "copy", "-disposition:v:0", "attached_pic")
    if tags.language:
        maps += ("-metadata:s:a:0", f"language={tags.language}")
    return (*inputs, *maps)
