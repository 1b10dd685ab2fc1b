"""What was written, remembered: so that a file that a person changed since is told from one that nobody touched.

A sidecar beside each output would be in people's way, so copies stand in ``written/`` of the user's cache folder: every
content under its own hash (an unedited file is known wherever it was moved to), and for every place, by its absolute
name, the hash of what was last written there. It may be deleted at any time: what is no longer known is then taken for
a person's. It never fails a run: what cannot be kept is not known later.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from toolkit.errors import OutputError
from toolkit.system.caches import default_folder
from toolkit.system.files import whole
from toolkit.system.leftovers import sweep
from toolkit.system.locations import absolute

# Of 256 drawers each; a subtitle file of an hour takes some 20 kB, so all together stay below a few hundred MB
_MOST = 48
_LARGEST = 1 << 26  # bytes: no content that is larger is unpacked

KeptRow = tuple[int, int, str]
KeptRows = tuple[KeptRow, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """``content``: the bytes of a file as it was written. ``kept``: which of it is not the toolkit's own but was kept
    for a person: (first, after the last, what stands there by the toolkit), counted by whoever wrote it. ``manner``: in
    what way it was written, '' if that was not told.
    """

    content: bytes
    kept: KeptRows = ()
    manner: str = ""


@contextlib.contextmanager
def noted(place: str | Path, now: Written) -> Iterator[None]:
    """While the block writes the content to ``place``: it is known before the file appears, so that a run that is
    killed leaves no file that looks like a person's, and the place once the block has ended well.
    """
    digest = hashlib.sha256(now.content).hexdigest()
    head = json.dumps({"kept": now.kept, "manner": now.manner}).encode()
    _store("contents", digest, zlib.compress(head + b"\n" + now.content, 6))
    yield
    _store("places", _key(place), digest.encode())


def known(content: bytes) -> Written | None:
    """The content as it was written at some time to some place; None if it never was."""
    return _content(hashlib.sha256(content).hexdigest())


def last(place: str | Path) -> Written | None:
    """What was last written to a place (a path or a URL), whatever is there now; None if that is not known."""
    try:
        return _content(_path("places", _key(place)).read_text("ascii").strip())
    except (OSError, ValueError):
        return None


def _content(digest: str) -> Written | None:
    try:
        unpacker = zlib.decompressobj()
        data = unpacker.decompress(_path("contents", digest).read_bytes(), _LARGEST)
        head, _, content = data.partition(b"\n")
        told = json.loads(head)
        kept = tuple((int(first), int(last), str(text)) for first, last, text in told["kept"])
        manner = str(told["manner"])
    except (OSError, zlib.error, ValueError, KeyError, TypeError):
        return None
    return Written(content, kept, manner) if hashlib.sha256(content).hexdigest() == digest else None


def _store(kind: str, name: str, data: bytes) -> None:
    path = _path(kind, name)
    with contextlib.suppress(OutputError, OSError):
        with whole(path, durable=False) as partial:
            partial.write_bytes(data)
        _trim(path.parent)


def _trim(drawer: Path) -> None:
    """Only the newest stay, and nothing that a killed run left half-written."""
    sweep(drawer)
    entries = [path for path in drawer.iterdir() if not path.name.startswith(".")]
    if len(entries) > _MOST:
        entries.sort(key=lambda path: path.stat().st_mtime)
        for path in entries[:-_MOST]:
            path.unlink(missing_ok=True)


def _key(place: str | Path) -> str:
    return hashlib.sha256(absolute(str(place)).encode("utf-8", "surrogateescape")).hexdigest()


def _path(kind: str, name: str) -> Path:
    return default_folder() / "written" / kind / name[:2] / name
