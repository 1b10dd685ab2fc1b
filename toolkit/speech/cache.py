"""Sentences that were spoken before, kept on disk: one file each, named by the hash of everything that shapes its
sound.

A file is ``MAGIC``, the SHA-256 of all that follows, the length of a JSON header (4 bytes), the header (which says its
key again: a file under another's name is not that sentence), the three
arrays of the clip's profile (float32), and its samples as 16-bit integers: exactly those of the clip, for every clip is
rounded to 16 bits below its own peak before anybody hears it (``sound.rounded``). Half the disk and half the reading of
float32, and the same bytes whether a sentence was spoken now or last week. A file that does not match its hash is not
there. Files appear whole (``files.whole``), so any number of processes may share a folder.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import struct
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from toolkit.errors import InputError, OutputError
from toolkit.model import Clip, Profile
from toolkit.system.files import whole, write_text
from toolkit.system.leftovers import sweep

MAGIC = b"jimaku3\n"
LIMIT = 4 << 30  # bytes: some 13 hours of speech at 48 kHz
_SUFFIX = ".clip"
_LIMIT_FILE = "limit"
_HEAD = len(MAGIC) + hashlib.sha256().digest_size
_SIZE = struct.Struct("<I")
_ROOM = 0.9  # of the limit is kept when it is passed, so that not every sentence makes us look again
_USED_EVERY_S = 3600.0  # a use is noted by the file's time, at most this often
_LOOK_EVERY = 64  # new sentences (some 25 MB) between two looks at the size of the folder

Doubtful = tuple[str, str, float]  # surface, reading, risk


@dataclass(frozen=True, slots=True)
class Remembered:
    """A sentence as it was spoken. ``doubtful``: words of it whose reading may be wrong."""

    clip: Clip
    doubtful: tuple[Doubtful, ...] = ()


class Cache:
    """A folder of sentences. It never fails a run: what cannot be read is not there, and the first write that is
    refused turns writing off, with the reason in ``fault``.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.fault = ""
        self._new = 0

    def get(self, key: str) -> Remembered | None:
        """The sentence of that key; None if it is not there, damaged or another's (then it is removed)."""
        path = self._path(key)
        try:
            data = path.read_bytes()
            if time.time() - path.stat().st_mtime > _USED_EVERY_S:
                os.utime(path)
        except OSError:
            return None
        if data[:_HEAD] == MAGIC + hashlib.sha256(memoryview(data)[_HEAD:]).digest():
            found, remembered = _unpacked(data)
            if found == key:
                return remembered
        with contextlib.suppress(OSError):
            path.unlink()
        return None

    def has(self, key: str) -> bool:
        """Whether there is a file of that key, damaged or not."""
        return self._path(key).is_file()

    def put(self, key: str, remembered: Remembered) -> None:
        """Keep a sentence whose clip is ``rounded``."""
        if self.fault:
            return
        try:
            with whole(self._path(key), durable=False) as partial, partial.open("wb") as file:
                file.writelines(_packed(key, remembered))
            self._new += 1
            if self._new % _LOOK_EVERY == 1:
                self.trim()
        except (OutputError, OSError) as error:
            self.fault = f"sentences are not kept for the next run: {error}"

    def trim(self, limit: int | None = None) -> None:
        """Remove the sentences not used for longest until the rest fits the limit, and what killed runs left."""
        most = self.limit if limit is None else limit
        entries = sorted(self._entries())
        total = sum(size for _, size, _ in entries)
        self.clean()
        if total <= most:
            return
        for _, size, path in entries:
            if total <= most * _ROOM:
                return
            with contextlib.suppress(OSError):
                Path(path).unlink()
                total -= size

    def clean(self) -> None:
        """Remove what killed runs left half-written, also where no sentence is."""
        for folder in self.folder.glob("??"):
            sweep(folder)

    def clear(self) -> None:
        """Remove every sentence."""
        self.trim(-1)

    def usage(self) -> tuple[int, int]:
        """(sentences, bytes)."""
        sizes = [size for _, size, _ in self._entries()]
        return len(sizes), sum(sizes)

    @property
    def limit(self) -> int:
        """How many bytes may be kept."""
        try:
            return int((self.folder / _LIMIT_FILE).read_text())
        except (OSError, ValueError):
            return LIMIT

    def set_limit(self, limit: int) -> None:
        """Keep at most so many bytes, from now on. OutputError if the folder cannot be written."""
        write_text(self.folder / _LIMIT_FILE, f"{limit}\n")
        self.trim()

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / (key + _SUFFIX)

    def _entries(self) -> Iterator[tuple[float, int, str]]:
        """(last used, bytes, path) of every sentence."""
        for path in self.folder.glob(f"??/*{_SUFFIX}"):
            with contextlib.suppress(OSError):
                state = path.stat()
                yield state.st_mtime, state.st_size, str(path)


def _packed(key: str, remembered: Remembered) -> Sequence[bytes | memoryview]:
    clip = remembered.clip
    profile = clip.profile
    header = {
        "key": key,
        "rate": clip.rate,
        "scale": clip.scale,
        "steps": len(profile.plain) if profile else 0,
        "marks": clip.marks,
        "pauses": clip.pauses,
        "lead": clip.lead,
        "tail": clip.tail,
        "exact": clip.exact,
        "doubtful": remembered.doubtful,
    }
    text = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode()
    steps = (
        [np.asarray(part, "<f4").tobytes() for part in (profile.peaks, profile.weighted, profile.plain)]
        if profile
        else []
    )
    parts = (_SIZE.pack(len(text)), text, *steps, clip.samples.astype("<i2", copy=False).tobytes())
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part)
    return (MAGIC, digest.digest(), *parts)


def _unpacked(data: bytes) -> tuple[str, Remembered]:
    """(key, sentence)."""
    start = _HEAD + _SIZE.size
    (size,) = _SIZE.unpack_from(data, _HEAD)
    header = json.loads(data[start : start + size])
    steps, at = header["steps"], start + size
    profile = Profile(*np.frombuffer(data, "<f4", 3 * steps, at).reshape(3, steps)) if steps else None
    clip = Clip(
        samples=np.frombuffer(data, "<i2", offset=at + 12 * steps).astype(np.int16, copy=False),
        rate=header["rate"],
        marks=tuple((offset, at) for offset, at in header["marks"]),
        pauses=tuple((first, last) for first, last in header["pauses"]),
        lead=header["lead"],
        tail=header["tail"],
        exact=header["exact"],
        profile=profile,
        scale=header["scale"],
    )
    doubtful = tuple((surface, reading, risk) for surface, reading, risk in header["doubtful"])
    return header["key"], Remembered(clip, doubtful)


_UNITS = {"": 1, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30, "T": 1 << 40}


def size_of(text: str) -> int:
    """Bytes of ``500M``, ``2G``, ``1.5GB`` or a plain number (powers of 1024). InputError for anything else."""
    found = re.fullmatch(r"\s*([0-9]{1,12}(?:\.[0-9]{1,6})?)\s*([KMGT]?)(?:i?B)?\s*", text, re.IGNORECASE)
    if not found:
        raise InputError(f"{text!r} is not a size", mend="write for example 500M or 4G")
    return round(float(found[1]) * _UNITS[found[2].upper()])
