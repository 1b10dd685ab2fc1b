"""The sound of a programme on disk, without its silences, in the order it was placed."""

from __future__ import annotations

import contextlib
import errno
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from toolkit.errors import OutputError
from toolkit.system.leftovers import temporary

if TYPE_CHECKING:
    from numpy.typing import DTypeLike, NDArray

_BYTES = 2


class Spool:
    """Arrays in a nameless file in ``folder``: it is gone when the process is, however that ends.

    Positions are counted in units of 16 bits, a sample each. OutputError where the system refuses.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.length = 0
        with self._guarded():
            folder.mkdir(parents=True, exist_ok=True)
            self._file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 -- open as long as the spool

    def append(self, values: NDArray[np.generic]) -> int:
        """Keep ``values``; where they begin."""
        start = self.length
        self.replace(start, values)
        self.length += values.nbytes // _BYTES
        return start

    def replace(self, start: int, values: NDArray[np.generic]) -> None:
        with self._guarded():
            self._file.seek(start * _BYTES)
            self._file.write(np.ascontiguousarray(values).data)

    def read(self, start: int, count: int, dtype: DTypeLike = np.int16) -> NDArray[Any]:
        """``count`` values, as they were given."""
        values = np.empty(count, dtype)
        with self._guarded():
            self._file.seek(start * _BYTES)
            got = self._file.readinto(values.data) if count else 0
            if got != values.nbytes:
                raise OSError(errno.EIO, "the temporary file is shorter than what was written")
        return values

    def close(self) -> None:
        # what could not be written any more is not wanted any more
        with contextlib.suppress(OSError):
            self._file.close()

    @contextlib.contextmanager
    def _guarded(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise OutputError(
                f"cannot hold the sound while it is mixed ({error.strerror or error})",
                where=str(self._folder.parent if temporary(self._folder.name) else self._folder),
                mend="free some space, or choose another folder with -o",
            ) from error
