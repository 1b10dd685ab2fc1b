"""WAV files read as the integers they hold."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toolkit.errors import InputError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Plain:
    """An open file: its ``rate`` in Hz, ``length`` in samples, and ``bits`` (0: it holds no integers)."""

    rate: int
    length: int
    bits: int
    _file: Any

    def read(self, start: int, count: int) -> NDArray[np.int32]:
        """Samples from ``start`` on, at most ``count``, shape (samples,) or (samples, channels), in the upper bits of
        32.
        """
        self._file.seek(min(start, self.length))
        found: NDArray[np.int32] = self._file.read(count, dtype="int32")
        return found


@contextlib.contextmanager
def plain(path: Path) -> Iterator[Plain]:
    """Open a WAV file. InputError if it cannot be read."""
    import soundfile

    try:
        with soundfile.SoundFile(path) as file:
            bits = file.subtype.removeprefix("PCM_")
            yield Plain(file.samplerate, file.frames, int(bits) if bits.isdigit() else 0, file)
    except soundfile.LibsndfileError as error:
        raise InputError(f"cannot be read ({error.error_string})", where=str(path), mend="make it again") from error
