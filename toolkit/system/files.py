"""Files written whole or not at all, and names that are safe on every system.

The order of a save (temporary name in the same folder, write, fsync, rename) is the one restic and SQLite promise:
after a crash there is the old file or the new one, never a mixture.
"""

from __future__ import annotations

import contextlib
import os
import re
import tempfile
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path

from toolkit.errors import OutputError
from toolkit.system.leftovers import temporary_prefix
from toolkit.system.locks import hold, let_go

_UNSAFE = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_RESERVED = re.compile(r"(?i)^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?$")
_NAME_BYTES = 120  # ext4 and NTFS end at 255 bytes or units; room for a number, a suffix and a temporary mark


@contextlib.contextmanager
def whole(path: Path, *, durable: bool = True) -> Iterator[Path]:
    """Yield a temporary path beside ``path``; rename it to ``path`` when the block ends well, remove it when it does
    not.

    ``durable`` False does without the fsync: for what can be made again and carries its own checksum. Raises
    ``OutputError`` for everything the system refuses (full disk, read-only folder, a folder in the way).
    """
    partial, handle = None, -1
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_dir():
            raise OutputError("is a folder", where=str(path), mend="name a file")
        partial, handle = temporary_file(path)
        yield partial
        settled(partial, durable=durable)
        partial.replace(path)
        if durable:
            synced(path.parent)
    except OSError as error:
        raise OutputError(
            f"cannot be written ({error.strerror or error})", where=str(path), mend=mend_for(error)
        ) from error
    finally:
        let_go(handle)
        if partial is not None:
            partial.unlink(missing_ok=True)


def temporary_file(path: Path) -> tuple[Path, int]:
    """An empty file beside ``path``, marked as in use until the handle is let go."""
    handle, name = tempfile.mkstemp(prefix=temporary_prefix(), suffix=path.suffix, dir=path.parent)
    os.close(handle)
    made = path.parent / Path(name).name
    return made, hold(made)


def settled(partial: Path, *, durable: bool = True) -> None:
    """What was written is on the disk, with the mode that any new file of this user would have."""
    if durable:
        with partial.open("rb+") as file:
            os.fsync(file.fileno())
    mask = os.umask(0)  # mkstemp makes files private
    os.umask(mask)
    partial.chmod(0o666 & ~mask)


def synced(folder: Path) -> None:
    """The names in a folder are on the disk, where a system can be asked for that."""
    with contextlib.suppress(OSError):  # Windows opens no folder; some file systems do not sync one
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def mend_for(error: OSError) -> str:
    by_number = {
        28: "free some space",
        30: "choose another folder with -o",
        13: "choose a folder you may write to with -o",
    }
    return by_number.get(error.errno or 0, "choose another output with -o")


def write_text(path: Path, text: str) -> None:
    """UTF-8 without BOM, line feeds as they are."""
    with whole(path) as partial:
        partial.write_bytes(text.encode("utf-8"))


def write_together(contents: Mapping[Path, bytes]) -> None:
    """Several files, none of which appears before all of them are written."""
    with contextlib.ExitStack() as stack:
        for path, data in contents.items():
            stack.enter_context(whole(path)).write_bytes(data)


def safe_name(name: str, fallback: str = "unnamed") -> str:
    """A file name for anything a transcript calls a speaker: no separators, no reserved names, no leading dot or dash.

    A name cut for its length ends in eight hex digits of its hash, so that two long names stay two files.
    """
    clean = _UNSAFE.sub(
        "_", "".join(c for c in unicodedata.normalize("NFC", name) if unicodedata.category(c)[0] != "C")
    )
    clean = clean.strip(" .-") or fallback
    if _RESERVED.match(clean):
        clean = f"_{clean}"
    encoded = clean.encode("utf-8")
    if len(encoded) <= _NAME_BYTES:
        return clean
    import hashlib  # brings OpenSSL: ten times what the rest of this module takes to load

    digest = hashlib.sha256(encoded).hexdigest()[:8]
    return encoded[: _NAME_BYTES - 9].decode("utf-8", "ignore") + "-" + digest


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file in hexadecimal digits."""
    import hashlib

    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
