"""Paths and URLs. What is a URL goes through fsspec (the extra ``cluster``); ``file://`` is a path like any other."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any

from toolkit.errors import EngineError, InputError, JimakuError, OutputError
from toolkit.system.waiting import waiting_for

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+(?:://|::)")
_HERE = re.compile(r"(?:file|local)://(?:localhost(?=/))?", re.IGNORECASE)
EXTRA = "pip install 'jimaku-toolkit[cluster]'"


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


class Reached:
    """A context for whatever stands behind a URL: each kind of store has errors of its own, and all of them become ours
    here.
    """

    def __init__(self, place: str, error: type[JimakuError] = InputError) -> None:
        self._place, self._error, self._waiting = place, error, waiting_for(place)

    def __enter__(self) -> None:
        self._waiting.__enter__()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._waiting.__exit__(None, None, None)
        if isinstance(error, FileNotFoundError):
            raise self._error("does not exist", where=self._place, mend="check the spelling of the URL") from error
        if isinstance(error, Exception) and not isinstance(error, JimakuError):
            reason = f"{type(error).__name__}: {error}"[:300]
            raise self._error(
                f"cannot be reached ({reason})",
                where=self._place,
                mend="check the URL, the network and your right to it",
            ) from error


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


def read(place: str) -> bytes:
    """All bytes behind a URL."""
    store, path = store_of(place)
    with Reached(place):
        found: bytes = store.cat_file(path)
    return found


def size_of(place: str) -> int:
    """Bytes of a file, −1 if it is not there."""
    if not is_url(place):
        try:
            return Path(place).stat().st_size
        except OSError:
            return -1
    store, path = store_of(place)
    with Reached(place):
        return int(store.info(path)["size"] or 0) if store.exists(path) else -1


def remove(place: str) -> None:
    """Take a file behind a URL away, if it is there."""
    store, path = store_of(place)
    with Reached(place, OutputError):
        if store.exists(path):
            store.rm_file(path)


def upload(file: Path, place: str) -> None:
    """A file to a URL, whole."""
    store, path = store_of(place)
    with Reached(place, OutputError):
        store.makedirs(path.rpartition("/")[0], exist_ok=True)
        store.put_file(str(file), path)


def folders_above(url: str) -> Iterator[str]:
    """The folders of a URL from the nearest up, its host or bucket last."""
    head, mark, rest = url.partition("://")
    parts = rest.split("/")[:-1]
    for count in range(len(parts), 0, -1):
        yield head + mark + "/".join(parts[:count])
