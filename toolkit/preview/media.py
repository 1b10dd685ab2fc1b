"""The recording that a page plays: named by where it lies from the page, or put into it."""

from __future__ import annotations

import base64
import os
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Literal
from urllib.parse import quote_from_bytes

from toolkit.errors import InputError

Kind = Literal["audio", "video"]
# What browsers are told of a file, by its suffix (IANA's media types; Matroska has its own since 2023)
_TYPES: dict[str, str] = {
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".m4b": "audio/mp4",
    ".aac": "audio/aac",
    ".wav": "audio/wav",
    ".flac": "audio/flac",
    ".oga": "audio/ogg",
    ".ogg": "audio/ogg",
    ".opus": "audio/ogg",
    ".mp4": "video/mp4",
    ".m4v": "video/mp4",
    ".mov": "video/quicktime",
    ".webm": "video/webm",
    ".mkv": "video/matroska",
    ".ogv": "video/ogg",
}
_MB = 1_000_000


@dataclass(frozen=True, slots=True)
class Media:
    """``source``: a relative address, or ``data:`` with the recording itself."""

    source: str
    kind: Kind
    name: str


def referenced(path: Path, folder: Path) -> Media:
    """The recording at ``path`` as seen from a page in ``folder``. InputError for what is no recording."""
    return _media(path, address(os.fspath(path.absolute()), os.fspath(folder.absolute())))


def embedded(path: Path, most_mb: float) -> Media:
    """The recording itself. InputError for what is none, and for one of more than ``most_mb`` (millions of bytes)."""
    size = _size(path)
    if size > most_mb * _MB:
        raise InputError(
            f"has {size / _MB:.3g} MB, and a page takes {most_mb:g} MB at most",
            where=str(path),
            mend="leave --embed out, raise --embed-limit, or give an MP3 or Opus of it",
        )
    coded = base64.b64encode(_read(path)).decode("ascii")
    return _media(path, f"data:{_type(path)};base64,{coded}")


def address(path: str, folder: str) -> str:
    """A relative URL for ``path`` in a page in ``folder``; an absolute one where none leads there (another drive)."""
    try:
        relative = os.path.relpath(path, folder)
    except ValueError:
        return Path(path).as_uri()
    return "./" + quote_from_bytes(os.fsencode(relative.replace(os.sep, "/")), safe="/~")


def _media(path: Path, source: str) -> Media:
    _size(path)
    kind: Kind = "video" if _type(path).startswith("video/") else "audio"
    return Media(source, kind, path.name)


def _size(path: Path) -> int:
    """How many bytes the recording has. InputError if it is none by its name, is not there or is empty."""
    _type(path)
    if path.exists() and not path.is_file():  # a folder, or a pipe that would never end
        raise InputError("is no file", where=str(path), mend="name the recording itself")
    if not _read(path, 1):
        raise InputError("is empty", where=str(path), mend="give the whole recording")
    return path.stat().st_size


def _read(path: Path, most: int = -1) -> bytes:
    """What is in the file, or its first ``most`` bytes. InputError if it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(most)
    except OSError as error:
        why = error.strerror or str(error)
        raise InputError(f"cannot be read ({why})", where=str(path), mend="look at its name and rights") from error


def _type(path: PurePath) -> str:
    try:
        return _TYPES[path.suffix.lower()]
    except KeyError:
        raise InputError(
            "is no sound or film by its name", where=str(path), mend=f"give one in {', '.join(_TYPES)}"
        ) from None
