"""Whether an edition on disk is still what would be made: its manifest tells what it was made from and the hash of
every file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.edition.folder import load
from toolkit.errors import InputError
from toolkit.system.files import sha256_of

if TYPE_CHECKING:
    from toolkit.model.edition import Edition

_PACKAGE = Path(__file__).parents[1]


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


def digests(paths: Sequence[Path]) -> list[str]:
    """The SHA-256 of each file."""
    from concurrent.futures import ThreadPoolExecutor  # late: it brings logging, of which subtitles need nothing

    with ThreadPoolExecutor(2) as both:  # hashing lets go of the interpreter
        return list(both.map(sha256_of, paths))


def fresh(folder: Path, name: str, made_from: str) -> Edition | None:
    """The edition of that name if it was made from exactly this and every one of its files is there unchanged, else
    None.
    """
    try:
        edition = load(folder / f"{name}.json")
        paths = [folder / file.name for file in edition.files]
        if edition.provenance.made_from != made_from or edition.name != name:
            return None
        if [path.stat().st_size for path in paths] != [file.bytes for file in edition.files]:
            return None
        return edition if digests(paths) == [file.sha256 for file in edition.files] else None
    except (InputError, OSError):
        return None
