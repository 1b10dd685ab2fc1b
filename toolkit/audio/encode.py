"""Recordings as files: tracks and mix written side by side in one pass, complete or not at all.

To add a format: one row in ``ENCODINGS``, and a writer if neither ffmpeg nor soundfile makes it.
"""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Self

import numpy as np

from toolkit.audio.decode import length_of
from toolkit.audio.ffmpeg import Ffmpeg
from toolkit.audio.tags import Tags, metadata
from toolkit.audio.threaded_writer import Behind, Writer
from toolkit.audio.wav import WavWriter
from toolkit.errors import InputError, JimakuError, OutputError
from toolkit.system.files import whole

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from toolkit.audio.recording import Recording

    Pcm = NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class Encoding:
    """How a format is made. ``arguments`` are ffmpeg's (empty: no ffmpeg); ``slack_s`` is how far a decoded length may
    be off. ``comments``: chapters are Vorbis comments. ``headroom_db``: how far below a target's peak the limiter must
    stay for the decoded file to keep it.
    """

    name: str
    suffix: str
    arguments: tuple[str, ...] = ()
    slack_s: float = 0.0
    comments: bool = False
    headroom_db: float = 0.5


@dataclass(frozen=True, slots=True)
class Files:
    """Where a recording goes: the mix, and one file per track."""

    mix: Path
    tracks: tuple[Path, ...]


def _unscaled(scale: float) -> tuple[str, ...]:
    """LAME turns every sound down by ``scale``, which its bit rate decides (measured: 0.95 to 160 kbit/s,
    0.97 at 192): undo it.
    """
    return ("-af", f"volume={1 / scale:.5f}:precision=float")


_MP3 = ("-c:a", "libmp3lame", "-id3v2_version", "3", "-f", "mp3")
_ALL = (
    Encoding("wav", ".wav"),
    Encoding("flac", ".flac"),
    # Apple recommends 96-128 kbit/s for mono. Overshoots measured at −16 LUFS: MP3 1.6 dB, Opus 1.2, AAC 0.6
    Encoding("mp3", ".mp3", (*_unscaled(0.95), "-b:a", "128k", *_MP3), slack_s=0.03, headroom_db=1.8),
    Encoding(
        "opus", ".opus", ("-c:a", "libopus", "-b:a", "96k", "-f", "opus"), comments=True, headroom_db=1.2
    ),  # 64k overshoots by 1.6 dB
    Encoding("m4b", ".m4b", ("-c:a", "aac", "-b:a", "96k", "-f", "ipod"), slack_s=0.03, headroom_db=0.8),
)
ENCODINGS = {encoding.name: encoding for encoding in _ALL}
# ACX: CBR ≥ 192 kbit/s at 44.1 kHz
_ACX_MP3 = Encoding(
    "mp3", ".mp3", (*_unscaled(0.97), "-ar", "44100", "-b:a", "192k", *_MP3), slack_s=0.03, headroom_db=0.8
)


def encoding_named(name: str, target: str = "") -> Encoding:
    """The encoding of a format, as the loudness target named asks for it. InputError if there is none."""
    if name not in ENCODINGS:
        raise InputError(f"unknown audio format {name!r}", mend=f"choose one of {', '.join(ENCODINGS)}")
    return _ACX_MP3 if (name, target) == ("mp3", "acx") else ENCODINGS[name]


def export(
    recording: Recording,
    files: Files,
    encoding: Encoding,
    tags: Tags | None = None,
    progress: Callable[[int], None] = lambda _: None,
    seal: Callable[[Mapping[Path, str | None]], None] = lambda _: None,
) -> None:
    """Write all files, each as long as the recording; none appears before all are complete and checked.

    A track is tagged with its name behind the title. ``progress`` is told the samples done so far. ``seal`` is given
    the complete files (tracks, then the mix) under their temporary names before any of them appears, each with its
    SHA-256 where that is known. OutputError if the disk refuses, EngineError if ffmpeg is missing or fails.
    """
    tags = tags or Tags()
    jobs = [(path, _of_track(tags, name)) for path, name in zip(files.tracks, recording.tracks, strict=True)]
    jobs.append((files.mix, tags))
    with contextlib.ExitStack() as stack:
        partials = [(stack.enter_context(whole(path)), described) for path, described in jobs]
        try:
            digests = _write_all(recording, partials, encoding, progress)
            for partial, _ in partials:
                _check(partial, encoding, recording)
            seal({partial: digest for (partial, _), digest in zip(partials, digests, strict=True)})
        except JimakuError as error:  # a person knows the file by the name it was to have
            names = {str(partial): str(path) for (partial, _), (path, _) in zip(partials, jobs, strict=True)}
            error.where = names.get(error.where, error.where)
            raise


def _of_track(tags: Tags, name: str) -> Tags:
    return replace(tags, title=f"{tags.title} – {name}" if tags.title else name)


def _write_all(
    recording: Recording,
    partials: Sequence[tuple[Path, Tags]],
    encoding: Encoding,
    progress: Callable[[int], None],
) -> list[str | None]:
    with contextlib.ExitStack() as stack:
        shape = (recording.rate, recording.length)
        writers = [stack.enter_context(Behind(open_writer(path, encoding, shape, tags))) for path, tags in partials]
        for block in recording.blocks():
            for writer, samples in zip(writers, (*block.tracks, block.mix), strict=True):
                if samples is None:
                    writer.skip(block.length)
                else:
                    writer.write(samples)
            progress(block.start + block.length)
        for writer in writers:
            writer.finish()
        return [writer.sha256 for writer in writers]


def open_writer(path: Path, encoding: Encoding, shape: tuple[int, int], tags: Tags) -> Writer:
    """A writer of ``encoding`` to ``path``; ``shape`` is the rate in Hz and the length in samples."""
    rate, length = shape
    if encoding.name == "wav":
        return WavWriter(path, rate, length, tags.fields)
    if encoding.name == "flac":
        return FlacWriter(path, rate, tags.fields)
    return FfmpegWriter(path, encoding, rate, metadata(tags, rate, length, comments=encoding.comments))


class FlacWriter:
    """FLAC with Vorbis comments."""

    sha256 = None

    def __init__(self, path: Path, rate: int, tags: Mapping[str, str]) -> None:
        import soundfile

        self._path = path
        self._fault = soundfile.LibsndfileError
        self._file = soundfile.SoundFile(path, "w", rate, 1, "PCM_16", format="FLAC")
        for key, value in tags.items():
            setattr(self._file, key, value)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def write(self, samples: Pcm) -> None:
        try:
            self._file.write(samples)
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


class FfmpegWriter:
    """Any format of ffmpeg's. The same samples and tags give the same bytes."""

    sha256 = None

    def __init__(self, path: Path, encoding: Encoding, rate: int, described: str) -> None:
        with contextlib.ExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="jimaku-")))
            notes = folder / "tags.txt"
            notes.write_text(described, encoding="utf-8", newline="\n")
            sound = ("-f", "s16le", "-ar", str(rate), "-ac", "1", "-i", "pipe:0")
            about = ("-f", "ffmetadata", "-i", f"file:{notes}")
            both = ("-map", "0:a", "-map_metadata", "1", "-map_chapters", "1")
            exact = ("-fflags", "+bitexact", "-flags:a", "+bitexact")
            arguments = (*sound, *about, *both, *exact, *encoding.arguments, "-y", f"file:{path}")
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


def _check(path: Path, encoding: Encoding, recording: Recording) -> None:
    """OutputError if what was written does not hold the whole recording: a killed Opus decodes cleanly as a
    shorter file.
    """
    if encoding.name == "wav":  # its header was written for exactly these bytes
        return
    rate, count = length_of(path)
    missing = abs(count / rate - recording.length / recording.rate)
    if missing > encoding.slack_s + 1 / rate or (encoding.name == "opus" and not _ends_well(path)):
        raise OutputError(f"was not written whole ({missing:.3f} s are off)", where=str(path), mend="try again")


def _ends_well(path: Path) -> bool:
    """Whether the last Ogg page carries the end flag."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 65_307))  # no page is longer (RFC 3533)
        tail = file.read()
    page = tail.rfind(b"OggS")
    return page >= 0 and bool(tail[page + 5] & 4)
