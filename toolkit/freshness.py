"""Whether an edition on disk is still what would be made: its manifest names what it was made from and the hash of
every file.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

_PACKAGE = Path(__file__).parent


@cache
def toolkit_version() -> str:
    """A hash of this package's files and of the libraries that read: another toolkit makes another edition."""
    from toolkit.speech.keys import reading_version  # brings numpy, of which subtitles need nothing

    digest = hashlib.sha256(reading_version().encode())
    for path in sorted(_PACKAGE.rglob("*.*")):
        if path.suffix in (".py", ".tsv", ".json"):
            digest.update(f"{path.relative_to(_PACKAGE).as_posix()}\0".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def digest_of(parts: Iterable[object], voices: Iterable[str] = ()) -> str:
    """A hash of everything an edition is made from: ``parts`` by their repr, the toolkit, and voices that are files."""
    from toolkit.speech.keys import voice_version

    digest = hashlib.sha256(toolkit_version().encode())
    for part in parts:
        digest.update(repr(part).encode("utf-8", "surrogatepass") + b"\0")
    for voice in voices:
        digest.update(voice_version(voice).encode() + b"\0")
    return digest.hexdigest()


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def listed(folder: Path, made: Mapping[Path, Path], known: Mapping[Path, str | None]) -> list[dict[str, Any]]:
    """The rows of a manifest: ``made`` maps each file in ``folder`` to where its bytes are now; ``known``: the hashes
    of some of those.
    """
    unknown = [now for now in made.values() if not known.get(now)]
    digests = {**known, **dict(zip(unknown, _digests(unknown), strict=True))}
    return [
        {"name": path.relative_to(folder).as_posix(), "bytes": now.stat().st_size, "sha256": digests[now]}
        for path, now in made.items()
    ]


def _digests(paths: Sequence[Path]) -> list[str]:
    from concurrent.futures import ThreadPoolExecutor  # late: it brings logging, of which subtitles need nothing

    with ThreadPoolExecutor(2) as both:  # hashing lets go of the interpreter
        return list(both.map(sha256_of, paths))


def fresh(folder: Path, book_path: Path, made_from: str) -> Mapping[str, Any] | None:
    """The manifest of an edition made from exactly this, if every one of its files is there unchanged; else None."""
    try:
        book: dict[str, Any] = json.loads(book_path.read_text("utf-8"))
        rows = book["files"] if book["made_from"] == made_from else []
        paths = [folder / row["name"] for row in rows]
        same = [path.stat().st_size == row["bytes"] for path, row in zip(paths, rows, strict=True)]
        if not same or not all(same) or _digests(paths) != [row["sha256"] for row in rows]:
            return None
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return book


def named_by(book_path: Path) -> set[str]:
    """The files that a manifest names, none if there is no manifest of ours."""
    try:
        return {row["name"] for row in json.loads(book_path.read_text("utf-8"))["files"]}
    except (OSError, ValueError, KeyError, TypeError):
        return set()


def retire(folder: Path, names: Iterable[str]) -> None:
    """Remove files of an edition that is no more: only names that stay in ``folder``, and only files."""
    for name in names:
        path = folder / name
        if ".." not in path.parts and path.is_relative_to(folder):
            with contextlib.suppress(OSError):
                path.unlink()
