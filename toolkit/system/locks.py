"""Locks that end with the process that holds them, however it ends: what a process number cannot tell another
container, a lock can.

On Linux and macOS a folder or a file is locked itself (``flock``), so that nothing is left of it. Windows cannot rename
what is open, so there only folders are locked, by a file in them. Where a file system knows no locks nobody is refused.
"""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from toolkit.errors import OutputError

_LOCK_FILE = ".jimaku-lock"  # on Windows
_HELD = {errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES}


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[None]:
    """While the block runs no other process comes into such a block for the same folder, which must exist.
    OutputError if one is in it.
    """
    handle = _locked_folder(folder)
    try:
        yield
    finally:
        if handle >= 0:
            os.close(handle)
        if sys.platform == "win32":
            with contextlib.suppress(OSError):
                (folder / _LOCK_FILE).unlink()


def _locked_folder(folder: Path) -> int:
    """The handle that holds the lock, −1 where there are no locks."""
    handle = -1
    try:
        if sys.platform == "win32":
            import msvcrt

            handle = os.open(folder / _LOCK_FILE, os.O_RDWR | os.O_CREAT)
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            handle = os.open(folder, os.O_RDONLY)
            _flock(handle)
    except OSError as error:
        if handle >= 0:
            os.close(handle)
        if error.errno in _HELD:
            raise OutputError(
                "is being written by another run", where=str(folder), mend="wait for it, or name another folder with -o"
            ) from error
        return -1
    return handle


def hold(path: Path) -> int:
    """Mark a temporary file or folder as in use until the handle is closed; −1 where that cannot be told."""
    if sys.platform == "win32":
        return -1
    handle = os.open(path, os.O_RDONLY)
    with contextlib.suppress(OSError):
        _flock(handle)
    return handle


def let_go(handle: int) -> None:
    """End what ``hold`` began."""
    if handle >= 0:
        os.close(handle)


def is_held(path: Path) -> bool:
    """Whether some process on this machine, in whatever container, holds it."""
    if sys.platform == "win32":
        return False
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return False
    try:
        _flock(handle)
    except OSError as error:
        return error.errno in _HELD
    finally:
        os.close(handle)
    return False


def _flock(handle: int) -> None:
    """OSError if somebody else holds it."""
    if sys.platform != "win32":
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
