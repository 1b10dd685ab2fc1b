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
    type: str
    name: str


def referenced(path: Path, folder: Path) -> Media:
    """The recording at ``path`` as seen from a page in ``folder``. InputError for what is no recording."""
    return _media(path, address(os.fspath(path.absolute()), os.fspath(folder.absolute())))


def embedded(path: Path, most_mb: float) -> Media:
    """The recording itself. InputError for what is none, and for one of more than ``most_mb`` (millions of bytes)."""
    size = _size(path)
    if size > most_mb * _MB:
        raise InputError(
            f"has {size / _MB:.1f} MB, and a page takes {most_mb:g} MB at most",
            where=str(path),
            mend="leave --embed out, raise --embed-limit, or give an MP3 or Opus of it",
        )
    coded = base64.b64encode(path.read_bytes()).decode("ascii")
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
    return Media(source, kind, _type(path), path.name)


def _size(path: Path) -> int:
    """How many bytes the recording has. InputError if it is none by its name, is not there or is empty."""
    _type(path)
    try:
        size = path.stat().st_size
    except OSError as error:
        raise InputError(
            f"cannot be read ({error.strerror or error})", where=str(path), mend="look at the name"
        ) from error
    if not path.is_file():
        raise InputError("is no file", where=str(path), mend="name the recording itself")
    if not size:
        raise InputError("is empty", where=str(path), mend="give the whole recording")
    return size


def _type(path: PurePath) -> str:
    try:
        return _TYPES[path.suffix.lower()]
    except KeyError:
        raise InputError(
            "is no sound or film by its name", where=str(path), mend=f"give one in {', '.join(_TYPES)}"
        ) from None
