"""The bytes of a transcript, from a file or standard input, and a plain word about what is no text at all."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from toolkit.errors import InputError
from toolkit.inputs.foreign import OLE, ZIP, foreign

_ADDRESS = re.compile(r"[a-z][a-z0-9+]+:/")  # pathlib has made one slash of two; no drive has two letters
LIMIT = 64 * 1024 * 1024  # bytes: some 20 million characters, a thousand hours of speech
STDIN = "-"
_ARCHIVES = (".docx", ".docm", ".xlsx", ".xlsm", ".odt", ".ott", ".epub")


def read_bytes(path: Path | str) -> tuple[bytes, str]:
    """All bytes of a text file, and the name to call them by. ``-`` is standard input.

    Raises ``InputError`` for a missing file, a folder, an empty or too large file, and for pictures, archives and the
    like.
    """
    data, name = _read(path)
    found = foreign(data, name)
    if found:
        raise InputError(f"is {found.what}, not a text file", where=name, mend=found.mend)
    return data, name


def read_document(path: Path | str) -> tuple[bytes, str]:
    """``read_bytes`` that lets every kind of document pass that there is a reader for, and leaves archives that are
    named so to their readers.
    """
    data, name = _read(path)
    found = foreign(data, name)
    named = data.startswith((ZIP, OLE)) and name.lower().endswith(_ARCHIVES)
    if found and not found.kind and not named:
        raise InputError(f"is {found.what}, not a text file", where=name, mend=found.mend)
    return data, name


def _read(path: Path | str) -> tuple[bytes, str]:
    name = "standard input" if str(path) == STDIN else str(path)
    data = sys.stdin.buffer.read(LIMIT + 1) if str(path) == STDIN else _from_disk(Path(path), name)
    if len(data) > LIMIT:
        raise InputError(
            f"is larger than {LIMIT // 2**20} MiB", where=name, mend="split it into one file per interview"
        )
    if not data:
        raise InputError("is empty", where=name, mend="give a file with the transcript in it")
    return data, name


def _from_disk(path: Path, name: str) -> bytes:
    try:
        if path.is_dir():
            raise InputError("is a folder, not a transcript", where=name, mend="name a file, or use: jimaku batch")
        if path.exists() and not path.is_file():
            raise InputError("is not an ordinary file", where=name, mend="give a text file, or - for standard input")
        with path.open("rb") as file:
            return file.read(LIMIT + 1)
    except FileNotFoundError:
        if _ADDRESS.match(name):
            mend = "download it and name the file, or use: jimaku batch"
            typed = re.sub(r":/(?!/)", "://", name, count=1)
            raise InputError("is an address, not a file", where=typed, mend=mend) from None
        raise InputError("does not exist", where=name, mend="check the spelling of the path") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise InputError(f"cannot be read ({reason})", where=name, mend="check the path and its permissions") from error
