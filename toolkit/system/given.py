"""Files that a person or a project file names besides the transcript: lexicons, weights, settings."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import Any

from toolkit.errors import InputError

_SETTINGS = 1 << 20  # bytes


def read_given(path: Path, most: int, what: str) -> bytes:
    """The bytes of an ordinary file of at most ``most`` bytes. ``what``: what it should be, for the error.

    InputError for anything else: a pipe that nobody writes to hangs, a device never ends.
    """
    try:
        if path.exists() and not path.is_file():
            raise InputError("is not an ordinary file", where=str(path), mend=f"name {what}")
        with path.open("rb") as file:
            data = file.read(most + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise InputError(f"cannot be read ({reason})", where=str(path), mend=f"name {what}") from error
    if len(data) > most:
        raise InputError(f"is larger than {most >> 20} MiB", where=str(path), mend=f"name {what}")
    return data


def refuse_no_file(path: Path, mend: str) -> None:
    """InputError for what is no ordinary file, or not there."""
    if path.is_file():
        return
    what = "is a folder" if path.is_dir() else "is not an ordinary file" if path.exists() else "is not there"
    raise InputError(what, where=str(path), mend=mend)


def read_toml(path: Path, what: str, mend: str = "") -> tuple[dict[str, Any], str]:
    """The values of a TOML file of settings, and its text. ``what``: what it should be (a style); ``mend``: how to name
    one. InputError as ``read_given``, for what is no UTF-8 or no TOML, and for tables without end.
    """
    import tomllib

    try:
        text = read_given(path, _SETTINGS, mend or f"{what}, which holds settings only").decode("utf-8-sig")
        return tomllib.loads(text), text
    except UnicodeDecodeError as error:
        raise InputError(f"is not UTF-8 (byte {error.start + 1})", where=str(path), mend="save it as UTF-8") from error
    except RecursionError:
        raise InputError("is nested too deeply", where=str(path), mend=f"{what} has two levels") from None
    except ValueError as error:  # TOMLDecodeError, and whole numbers of thousands of digits
        raise InputError(f"is not valid TOML: {error}", where=str(path), mend="correct that line") from error


def refuse_foreign(path: Path, beside: Path) -> None:
    """InputError if ``path``, which nobody named, belongs neither to whoever runs this, nor to root, nor to the owner
    of ``beside``: settings that a stranger left in a folder above are not followed.
    """
    if not hasattr(os, "getuid"):  # Windows, where a folder above is as protected as the file
        return
    trusted = {0, os.getuid()}
    with contextlib.suppress(OSError):  # reading it tells why it cannot be read
        trusted.add(beside.stat().st_uid)
    if path.stat().st_uid not in trusted:
        raise InputError(
            "belongs to another user", where=str(path), mend="copy it beside the transcript if you trust it"
        )
