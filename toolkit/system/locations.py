"""Paths and URLs. What is a URL goes through fsspec (the extra ``cluster``); ``file://`` is a path like any other."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from toolkit.errors import EngineError, InputError, OutputError
from toolkit.system.reached import Moved, Reached, reached

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+(?:://|::)")
_HERE = re.compile(r"(?:file|local)://(?:localhost(?=/))?", re.IGNORECASE)
EXTRA = "pip install 'jimaku-toolkit[cluster]'"
_PIECE = 1 << 20  # bytes that are read at once


def plain(place: str) -> str:
    """The same place; what names this machine's files becomes a path."""
    return place[found.end() :] if (found := _HERE.match(place)) else place


def is_url(place: str) -> bool:
    """Whether the place is reached through fsspec."""
    return bool(_URL.match(place))


def in_this_process(place: str) -> bool:
    """Whether only this process can see it."""
    return place.lower().startswith("memory://")


def absolute(place: str, home: str = ".") -> str:
    """The one name of a place: links followed, no dots."""
    return trimmed(place) if is_url(place) else os.path.realpath(os.path.join(home, place))  # noqa: PTH118 -- Path drops nothing of a URL


def inside(place: str, root: str) -> bool:
    """Whether ``place`` is ``root`` or below it, both absolute."""
    if is_url(root):
        return place == root or place.startswith(_open_ended(root))
    return place == root or place.startswith(root.rstrip(os.sep) + os.sep)


def joined(place: str, *parts: str) -> str:
    """A place below another."""
    return _open_ended(trimmed(place)) + "/".join(parts) if is_url(place) else str(Path(place, *parts))


def trimmed(url: str) -> str:
    """The URL without slashes at its end; those that belong to ``memory://`` stay."""
    head, mark, rest = url.partition("://")
    return head + mark + rest.rstrip("/")


def _open_ended(url: str) -> str:
    return url if url.endswith("://") else f"{url}/"


def store_of(url: str) -> tuple[Any, str]:
    """fsspec's file system for a URL, and the path in it.

    EngineError with the pip command if fsspec, or what it needs for this kind of URL, is missing; InputError for an
    unknown kind.
    """
    try:
        from fsspec.core import url_to_fs
    except ImportError:
        raise EngineError("URLs need fsspec, which is not installed", where=url, mend=EXTRA) from None
    try:
        with Reached(url):
            store, path = url_to_fs(url)
    except InputError as error:
        if isinstance(error.__cause__, ImportError):
            raise EngineError(str(error.__cause__), where=url, mend="pip install what it names") from error
        raise
    return store, path


def read(place: str, most: int = 1 << 28) -> bytes:
    """All bytes behind a URL. InputError if there are more than ``most``, whatever its server said of them, or if they
    do not come in time.
    """
    store, path = store_of(place)
    moved, found = Moved(), bytearray()
    # a web server may know nothing of ranges: with 0 fsspec reads from the beginning to the end
    stream = {"block_size": 0} if place.lower().startswith(("http://", "https://")) else {}

    def ask() -> None:
        with store.open(path, "rb", **stream) as file:
            while len(found) <= most and not moved.given_up and (piece := file.read(_PIECE)):
                found.extend(piece)
                moved.bytes = len(found)

    reached(place, ask, moved=moved)
    if len(found) > most:
        raise InputError(f"is larger than {most >> 20} MiB", where=place, mend="split it into one file per interview")
    return bytes(found)


def size_of(place: str) -> int:
    """Bytes of a file, −1 if it is not there."""
    if not is_url(place):
        try:
            return Path(place).stat().st_size
        except OSError:
            return -1
    store, path = store_of(place)
    return reached(place, lambda: int(store.info(path)["size"] or 0) if store.exists(path) else -1)


def remove(place: str) -> None:
    """Take a file behind a URL away, if it is there."""
    store, path = store_of(place)

    def ask() -> None:
        if store.exists(path):
            store.rm_file(path)

    reached(place, ask, OutputError)


def upload(file: Path, place: str) -> None:
    """A file to a URL, whole."""
    store, path = store_of(place)

    def ask() -> None:
        store.makedirs(path.rpartition("/")[0], exist_ok=True)
        store.put_file(str(file), path)

    reached(place, ask, OutputError, moved=Moved(file.stat().st_size))


def folders_above(url: str) -> Iterator[str]:
    """The folders of a URL from the nearest up, its host or bucket last."""
    head, mark, rest = url.partition("://")
    parts = rest.split("/")[:-1]
    for count in range(len(parts), 0, -1):
        yield head + mark + "/".join(parts[:count])
