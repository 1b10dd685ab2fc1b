"""A WAV file of known length, written front to back: 16-bit mono PCM, tags as RIFF INFO, RF64 (EBU Tech 3306)
from 4 GiB on.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_MOST = 0xFFFFFFFF
_WIDTH = 2  # bytes a sample
_SILENCE = 1 << 16
_ZEROS = bytes(_SILENCE * _WIDTH)
_INFO = {"title": b"INAM", "artist": b"IART", "album": b"IPRD", "date": b"ICRD", "comment": b"ICMT"}


def header(rate: int, length: int, tags: Mapping[str, str]) -> bytes:
    """Everything before the first sample."""
    form = _chunk(b"fmt ", struct.pack("<HHIIHH", 1, 1, rate, rate * _WIDTH, _WIDTH, 8 * _WIDTH))
    info = b"".join(_chunk(_INFO[key], value.encode() + b"\0") for key, value in tags.items() if value)
    between = form + (_chunk(b"LIST", b"INFO" + info) if info else b"")
    size = length * _WIDTH
    total = 4 + len(between) + 8 + size
    if total <= _MOST:
        return b"RIFF" + struct.pack("<I", total) + b"WAVE" + between + b"data" + struct.pack("<I", size)
    sizes = _chunk(b"ds64", struct.pack("<QQQI", total + 36, size, length, 0))
    return b"RF64" + struct.pack("<I", _MOST) + b"WAVE" + sizes + between + b"data" + struct.pack("<I", _MOST)


def _chunk(name: bytes, body: bytes) -> bytes:
    return name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)


class WavWriter:
    """Writes ``length`` samples at ``rate`` to ``path``. Silence is skipped, not written: most systems then
    give it no space on disk.
    """

    def __init__(self, path: Path, rate: int, length: int, tags: Mapping[str, str]) -> None:
        start = header(rate, length, tags)
        self._end = len(start) + length * _WIDTH
        self._file = path.open("wb")
        self._file.write(start)
        self._digest = hashlib.sha256(start)
        self._finished = False

    @property
    def sha256(self) -> str | None:
        """Of the whole file, once it is finished."""
        return self._digest.hexdigest() if self._finished else None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def write(self, samples: NDArray[np.int16]) -> None:
        data = samples.astype("<i2", copy=False).data
        self._file.write(data)
        self._digest.update(data)

    def skip(self, count: int) -> None:
        """``count`` samples of silence."""
        self._file.seek(count * _WIDTH, 1)
        for rest in range(count, 0, -_SILENCE):
            self._digest.update(memoryview(_ZEROS)[: min(rest, _SILENCE) * _WIDTH])

    def halt(self) -> None:
        """No write waits for anybody."""

    def finish(self) -> None:
        """Make the file as long as its header says."""
        if self._file.tell() != self._end:
            raise ValueError(f"the samples end at byte {self._file.tell()}, the header says {self._end}")
        self._file.truncate(self._end)
        self._finished = True
