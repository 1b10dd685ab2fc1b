"""The sound of a programme on disk, without its silences, in the order it was placed."""

from __future__ import annotations

import contextlib
import errno
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from toolkit.errors import OutputError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Samples = NDArray[np.float32]

_BYTES = 4


class Spool:
    """float32 samples in a nameless file in ``folder``: it is gone when the process is, however that ends.

    Positions and counts are samples. OutputError where the system refuses.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.length = 0
        with self._guarded():
            folder.mkdir(parents=True, exist_ok=True)
            self._file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 -- open as long as the spool

    def append(self, samples: Samples) -> int:
        """Keep ``samples``; where they begin."""
        start = self.length
        self.replace(start, samples)
        self.length += samples.size
        return start

    def replace(self, start: int, samples: Samples) -> None:
        with self._guarded():
            self._file.seek(start * _BYTES)
            self._file.write(np.ascontiguousarray(samples, np.float32).data)

    def read(self, start: int, count: int) -> Samples:
        samples = np.empty(count, np.float32)
        with self._guarded():
            self._file.seek(start * _BYTES)
            got = self._file.readinto(samples.data) if count else 0
            if got != count * _BYTES:
                raise OSError(errno.EIO, "the temporary file is shorter than what was written")
        return samples

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
                where=str(self._folder),
                mend="free some space, or choose another folder with -o",
            ) from error
