"""Recordings as files: tracks and mix written side by side in one pass, complete or not at all."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.audio.decode import length_of
from toolkit.audio.tags import Tags
from toolkit.audio.threaded_writer import Behind, Writer
from toolkit.audio.wav import Form, WavWriter
from toolkit.audio.writers import FfmpegWriter, FlacWriter
from toolkit.errors import JimakuError, OutputError
from toolkit.system.files import whole

if TYPE_CHECKING:
    from toolkit.audio.encoding import Encoding
    from toolkit.audio.recording import Programme


@dataclass(frozen=True, slots=True)
class Files:
    """Where a recording goes: the mix, and one file per track."""

    mix: Path
    tracks: tuple[Path, ...]


def export(
    recording: Programme,
    files: Files,
    encoding: Encoding,
    tags: Tags | None = None,
    progress: Callable[[int], None] = lambda _: None,
    seal: Callable[[Mapping[Path, str | None]], None] = lambda _: None,
    tracks: Sequence[Tags] = (),
    keep: Callable[[Path], AbstractContextManager[Path]] = whole,
) -> None:
    """Write all files, each as long as the recording; none appears before all are complete and checked.

    ``tracks``: the tags of each track; if there are none, it is tagged with its name behind the title. ``progress`` is
    told the samples done so far. ``seal`` is given the complete files (tracks, then the mix) under their temporary
    names before any of them appears, each with its SHA-256 where that is known. ``keep`` gives a temporary path that
    becomes the file when all is done. OutputError if the disk refuses, EngineError if ffmpeg is missing or fails.
    """
    tags = tags or Tags()
    tracks = tracks or [_of_track(tags, name) for name in recording.tracks]
    jobs = [(path, told, encoding.of_tracks) for path, told in zip(files.tracks, tracks, strict=True)]
    jobs.append((files.mix, tags, encoding))
    with contextlib.ExitStack() as stack:
        partials = [(stack.enter_context(keep(path)), told, how) for path, told, how in jobs]
        try:
            digests = _write_all(recording, partials, progress)
            for partial, _, own in partials:
                _check(partial, own, recording)
            seal({partial: digest for (partial, *_), digest in zip(partials, digests, strict=True)})
        except JimakuError as error:  # a person knows the file by the name it was to have
            names = {str(partial): str(path) for (partial, *_), (path, *_) in zip(partials, jobs, strict=True)}
            error.where = names.get(error.where, error.where)
            raise


def _of_track(tags: Tags, name: str) -> Tags:
    return replace(tags, title=f"{tags.title} – {name}" if tags.title else name)


def _write_all(
    recording: Programme,
    partials: Sequence[tuple[Path, Tags, Encoding]],
    progress: Callable[[int], None],
) -> list[str | None]:
    with contextlib.ExitStack() as stack:
        shape = (recording.rate, recording.length)
        writers = [stack.enter_context(Behind(open_writer(path, how, shape, tags))) for path, tags, how in partials]
        for block in recording.blocks(bits=partials[-1][2].bits):
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
        return WavWriter(path, rate, length, tags.fields, Form(encoding.bits))
    if encoding.name == "flac":
        return FlacWriter(path, rate, tags, encoding.bits)
    return FfmpegWriter(path, encoding, shape, tags)


def _check(path: Path, encoding: Encoding, recording: Programme) -> None:
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
