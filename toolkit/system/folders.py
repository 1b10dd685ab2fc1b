"""A folder made whole or not at all, in the place of the one that was there."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from toolkit.errors import OutputError
from toolkit.system.files import synced
from toolkit.system.leftovers import temporary_prefix
from toolkit.system.locks import hold, let_go
from toolkit.system.publication import Torn, journal, mend
from toolkit.system.signals import signals_wait


@contextlib.contextmanager
def whole_folder(path: Path) -> Iterator[Path]:
    """Yield an empty temporary folder beside ``path``; it becomes ``path`` when the block ends well, instead of what
    was there, and is removed when it does not. Errors as ``files.whole``. Killed where there is neither the old nor the
    new, it leaves a journal, by which the next ``publication.completed`` brings the new.
    """
    partial, handle, torn = None, -1, False
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = Path(tempfile.mkdtemp(prefix=temporary_prefix(), dir=path.parent))
        handle = hold(partial)
        yield partial
        mask = os.umask(0)
        os.umask(mask)
        partial.chmod(0o777 & ~mask)
        _exchange(partial, path)
        synced(path.parent)
    except OSError as error:
        torn = isinstance(error, Torn)
        raise OutputError(
            f"cannot be written ({error.strerror or error})", where=str(path), mend=mend(error)
        ) from error
    finally:
        let_go(handle)
        if partial is not None and not torn:
            shutil.rmtree(partial, ignore_errors=True)


def _exchange(made: Path, path: Path) -> None:
    """What was there goes aside first and comes back if the new cannot take its place: no system renames a folder over
    one that holds something.
    """
    if not (path.exists() or path.is_symlink()):
        made.rename(path)
        return
    aside = Path(tempfile.mkdtemp(prefix=temporary_prefix(), dir=path.parent))
    old = aside / path.name
    try:
        with journal(path.parent, [(made, path)]) as kept, signals_wait():  # between the two there is neither
            path.rename(old)
            try:
                made.rename(path)
            except OSError as error:
                with kept.unless_put_back(error):
                    old.rename(path)
                raise
    finally:
        if path.is_symlink() or path.exists():
            shutil.rmtree(aside, ignore_errors=True)
