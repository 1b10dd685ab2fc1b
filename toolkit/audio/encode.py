"""Recordings as files: tracks and mix written side by side in one pass, complete or not at all.

To add a format: one row in ``ENCODINGS``, and a writer if neither ffmpeg nor soundfile makes it.
"""

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
from toolkit.errors import InputError, JimakuError, OutputError
from toolkit.system.files import whole

if TYPE_CHECKING:
    from toolkit.audio.recording import Programme


@dataclass(frozen=True, slots=True)
class Encoding:
    """How a format is made. ``arguments`` are ffmpeg's (empty: no ffmpeg); ``tracks``: those for a track, if they are
    others than the mix's; ``slack_s`` is how far a decoded length may be off. ``headroom_db``: how far below a target's
    peak the limiter must stay for the decoded file to keep it. ``bits`` of a sample, where the format holds them.
    """

    name: str
    suffix: str
    arguments: tuple[str, ...] = ()
    slack_s: float = 0.0
    headroom_db: float = 0.5
    tracks: tuple[str, ...] = ()
    bits: int = 16

    @property
    def keeps_samples(self) -> bool:
        """Whether a file holds the very samples, in sixteen bits."""
        return not self.arguments and self.bits == 16

    @property
    def of_tracks(self) -> Encoding:
        """The same for a track."""
        return replace(self, arguments=self.tracks) if self.tracks else self


@dataclass(frozen=True, slots=True)
class Files:
    """Where a recording goes: the mix, and one file per track."""

    mix: Path
    tracks: tuple[Path, ...]


_MP3, _OPUS = ("-c:a", "libmp3lame", "-f", "mp3"), ("-c:a", "libopus", "-f", "opus")
_M4B = ("-c:a", "aac", "-movflags", "+faststart", "-f", "ipod")
_MP3_VBR = ("-q:a", "2", *_MP3)  # as near to the sound as 128 kbit/s; silence costs 32
_ALL = (
    Encoding("wav", ".wav"),
    Encoding("flac", ".flac"),
    # Apple recommends 96-128 kbit/s for mono. Overshoots measured at −16 LUFS: MP3 1.6 dB, Opus 1.2, AAC 0.6
    Encoding("mp3", ".mp3", slack_s=0.03, headroom_db=1.8),
    Encoding("opus", ".opus", headroom_db=1.2),  # 64k overshoots by 1.6 dB
    Encoding("m4b", ".m4b", slack_s=0.03, headroom_db=0.8),
)
BITRATES = ("vbr", "64", "96", "128", "160", "192", "256", "320")  # kbit/s
_USUAL = {"mp3": "128", "opus": "96", "m4b": "96"}
_COARSE_DB = 1.2  # below the usual bit rate: by so much more MP3 and AAC at 64 kbit/s overshoot


def _arguments(name: str, bitrate: str) -> tuple[str, ...]:
    """What ffmpeg is told. Opus and AAC vary their bit rate anyhow."""
    if name == "mp3":
        return _MP3_VBR if bitrate == "vbr" else (*_unscaled(bitrate), "-b:a", f"{bitrate}k", *_MP3)
    rate = _USUAL[name] if bitrate == "vbr" else bitrate
    return ("-b:a", f"{rate}k", *(_OPUS if name == "opus" else _M4B))


def _unscaled(bitrate: str) -> tuple[str, ...]:
    """LAME turns every sound down by a factor that its bit rate decides: undo it. Measured: 0.95 to 160 kbit/s, 0.97 at
    192, none from 256 on, and none at a varying bit rate.
    """
    scale = {"192": 0.97, "256": 1.0, "320": 1.0}.get(bitrate, 0.95)
    return ("-af", f"volume={1 / scale:.5f}:precision=float") if scale < 1 else ()


def _lossy(plain: Encoding, bitrate: str) -> Encoding:
    rate = bitrate or _USUAL[plain.name]
    coarse = rate != "vbr" and int(rate) < int(_USUAL[plain.name])
    return replace(
        plain,
        arguments=_arguments(plain.name, rate),
        tracks=_MP3_VBR if plain.name == "mp3" else (),
        headroom_db=plain.headroom_db + (_COARSE_DB if coarse else 0),
    )


ENCODINGS = {plain.name: _lossy(plain, "") if plain.name in _USUAL else plain for plain in _ALL}
# ACX: CBR ≥ 192 kbit/s at 44.1 kHz
_ACX_MP3 = replace(ENCODINGS["mp3"], arguments=("-ar", "44100", *_arguments("mp3", "192")), tracks=(), headroom_db=0.8)


def encoding_named(name: str, target: str = "", bitrate: str = "", bits: int = 16) -> Encoding:
    """The encoding of a format, as the loudness target named asks for it. ``bitrate``: one of ``BITRATES``, '' for the
    usual. InputError if there is none, or what is asked for the format cannot do.
    """
    if name not in ENCODINGS:
        raise InputError(f"unknown audio format {name!r}", mend=f"choose one of {', '.join(ENCODINGS)}")
    if bits != 16 and name in _USUAL:
        raise InputError(f"{name} has no samples of {bits} bits", mend="--bits 24 is for wav and flac")
    if bitrate and name not in _USUAL:
        raise InputError(f"{name} has no bit rate to choose", mend="--bitrate is for mp3, opus and m4b")
    if (name, target) == ("mp3", "acx"):
        if bitrate not in ("", "192"):
            raise InputError("acx asks for MP3 at 192 kbit/s", mend="leave --bitrate out")
        return _ACX_MP3
    return replace(_lossy(ENCODINGS[name], bitrate) if bitrate else ENCODINGS[name], bits=bits)


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
