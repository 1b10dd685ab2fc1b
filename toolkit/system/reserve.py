"""Room on a disk, kept for what is written last: whatever has filled the disk, what came of it can still be said."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from toolkit.errors import OutputError
from toolkit.system.files import mend_for, temporary_file
from toolkit.system.locks import let_go

_BLOCK = 1 << 20


@contextlib.contextmanager
def reserved(folder: Path, size: int, what: str) -> Iterator[Callable[[], None]]:
    """Keep ``size`` bytes of the disk of ``folder``; yields what gives them back, which the end of the block does too.
    OutputError if there is no such room for ``what``: now, before the work.
    """
    with contextlib.ExitStack() as held:
        try:
            partial, handle = temporary_file(folder / "x.room")
            held.callback(partial.unlink, missing_ok=True)
            held.callback(let_go, handle)  # first: what is open keeps its room
            _fill(partial, size)
        except OSError as error:
            why = f"has no room for {what} ({error.strerror or error})"
            raise OutputError(why, where=str(folder), mend=mend_for(error)) from error
        yield held.close


def _fill(path: Path, size: int) -> None:
    """Noise: a file system may keep zeros, or the same twice, in no room at all. fsync, or the room would be promised
    and not given.
    """
    with path.open("wb") as file:
        for at in range(0, size, _BLOCK):
            file.write(os.urandom(min(_BLOCK, size - at)))
        file.flush()
        os.fsync(file.fileno())
