"""A WAV file of known length, written front to back: integer PCM, tags as RIFF INFO, RF64 (EBU Tech 3306) from 4 GiB
on.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_MOST = 0xFFFFFFFF
_ZEROS = bytes(1 << 17)
_INFO = {
    "title": b"INAM",
    "artist": b"IART",
    "album": b"IPRD",
    "date": b"ICRD",
    "comment": b"ICMT",
    "genre": b"IGNR",
    "language": b"ILNG",
    "track": b"IPRT",
    "composer": b"IMUS",
}


@dataclass(frozen=True, slots=True)
class Form:
    """``bits`` a sample (16 or 24), interleaved ``channels``; ``chunks``: (name, body) of others, before the sound."""

    bits: int = 16
    channels: int = 1
    chunks: tuple[tuple[bytes, bytes], ...] = ()

    @property
    def width(self) -> int:
        """Bytes of one sample of all channels."""
        return self.bits // 8 * self.channels


PLAIN = Form()


def header(rate: int, length: int, tags: Mapping[str, str], form: Form = PLAIN) -> bytes:
    """Everything before the first sample. ``length`` counts samples of one channel; fields that RIFF INFO does not know
    are left out.
    """
    sound = struct.pack("<HHIIHH", 1, form.channels, rate, rate * form.width, form.width, form.bits)
    told = {**tags, "track": tags.get("track", "").partition("/")[0]}  # of how many, no field says
    info = b"".join(_chunk(_INFO[key], value.encode() + b"\0") for key, value in told.items() if value and key in _INFO)
    between = _chunk(b"fmt ", sound) + (_chunk(b"LIST", b"INFO" + info) if info else b"")
    between += b"".join(_chunk(name, body) for name, body in form.chunks)
    size = length * form.width
    total = 4 + len(between) + 8 + size + size % 2
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

    def __init__(self, path: Path, rate: int, length: int, tags: Mapping[str, str], form: Form = PLAIN) -> None:
        start = header(rate, length, tags, form)
        self._form = form
        self._end = len(start) + length * form.width
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

    def write(self, samples: NDArray[np.int16] | NDArray[np.int32]) -> None:
        """Integers of the form's size; shape (n,), or (n, channels)."""
        data = _packed(samples) if self._form.bits == 24 else samples.astype("<i2", copy=False).data
        self._file.write(data)
        self._digest.update(data)

    def skip(self, count: int) -> None:
        """``count`` samples of silence."""
        size = count * self._form.width
        self._file.seek(size, 1)
        for rest in range(size, 0, -len(_ZEROS)):
            self._digest.update(memoryview(_ZEROS)[: min(rest, len(_ZEROS))])

    def halt(self) -> None:
        """No write waits for anybody."""

    def finish(self) -> None:
        """Make the file as long as its header says."""
        if self._file.tell() != self._end:
            raise ValueError(f"the samples end at byte {self._file.tell()}, the header says {self._end}")
        odd = (self._end - 8) % 2  # a chunk of an odd size is followed by a zero, which its size does not count
        self._digest.update(_ZEROS[:odd])
        self._file.truncate(self._end + odd)
        self._finished = True


def _packed(samples: NDArray[np.int16] | NDArray[np.int32]) -> bytes:
    """The lower three bytes of each sample, the lowest first."""
    whole = samples.astype("<i4", copy=False).tobytes()
    packed = bytearray(len(whole) // 4 * 3)
    packed[0::3], packed[1::3], packed[2::3] = whole[0::4], whole[1::4], whole[2::4]
    return bytes(packed)
