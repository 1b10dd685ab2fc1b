"""The frames of a whole recording, window by window; kept by the sound's hash, so that a corrected text costs no second
hearing, and a run that was ended goes on.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from toolkit.align import probe
from toolkit.align.encoder import CONTEXT, CORE, FRAME, Encoder
from toolkit.align.mel import RATE
from toolkit.audio.media import seconds_of, sound_of
from toolkit.errors import OutputError
from toolkit.system.files import sha256_of, whole, write_text

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Packed = NDArray[np.int8]
    Samples = NDArray[np.float32]

FOLDER = "heard"
LIMIT = 2 << 30  # bytes: some 22 hours
_WINDOWS = 10  # 4 minutes in one file
_DIGEST = 32  # bytes: the SHA-256 before the frames of a file
_LENGTH_FILE = "length"


@dataclass(frozen=True, slots=True, eq=False)
class Heard:
    """``frames`` (n, 512), 50 a second, as ``probe.Probe.packed`` gives them; ``samples`` of sound at 16 kHz.
    ``fault``: what is wrong with the file, '' if nothing; ``unkept``: why nothing could be kept.
    """

    frames: Packed
    samples: int
    fault: str = ""
    unkept: str = ""


def hear(
    path: Path, cache: Path | None, progress: Callable[[int, int], None] = lambda *_: None, threads: int = 1
) -> Heard:
    """The frames of a recording. ``cache``: the folder of what can be made again. ``progress``: (seconds done, in all).

    InputError if the file holds no sound, EngineError if the model is missing.
    """
    store = _Store(cache / FOLDER / f"{sha256_of(path)}-{probe.version()}" if cache and path.is_file() else None)
    known = store.length()
    if known is not None:
        parts = [store.part(k) for k in range(_parts_of(known))]
        if all(part is not None for part in parts):
            store.used()
            return Heard(_joined([part for part in parts if part is not None], known), known)
    return _listen(path, store, progress, threads)


def _listen(path: Path, store: _Store, progress: Callable[[int, int], None], threads: int) -> Heard:
    seconds = seconds_of(path) if path.is_file() else None
    encoder = Encoder(threads)
    parts: list[Packed] = []
    windows: list[Samples] = []
    with sound_of(path, RATE) as media:
        sound = Windows(media.blocks)
        for window in sound:
            windows.append(window)
            if len(windows) == _WINDOWS:
                parts.append(_part(len(parts), windows, encoder, store))
            done = sound.count // RATE
            progress(done, max(done, round(seconds or 0)))
        if windows:
            parts.append(_part(len(parts), windows, encoder, store))
    if not media.fault:
        store.finish(sound.count)
    return Heard(_joined(parts, sound.count), sound.count, media.fault, store.fault)


def _part(index: int, windows: list[Samples], encoder: Encoder, store: _Store) -> Packed:
    """The frames of the windows, kept or made; the windows are gone then."""
    packed = store.part(index, len(windows) * CORE // FRAME)
    if packed is None:
        packed = np.concatenate([probe.default().packed(encoder.frames(window)) for window in windows])
        store.keep(index, packed)
    windows.clear()
    return packed


def _joined(parts: list[Packed], samples: int) -> Packed:
    return np.concatenate(parts)[: -(-samples // FRAME)]


def _parts_of(samples: int) -> int:
    return -(-samples // (CORE * _WINDOWS))


class Windows:
    """Sound in windows of 30 s, one every 24 s, silence around its ends. ``count``: samples so far."""

    def __init__(self, blocks: Iterable[Samples]) -> None:
        self._blocks = blocks
        self.count = 0

    def __iter__(self) -> Iterator[Samples]:
        size = CORE + 2 * CONTEXT
        kept, at = [np.zeros(CONTEXT, np.float32)], CONTEXT
        for block in self._blocks:
            self.count += len(block)
            kept.append(block)
            at += len(block)
            while at >= size:
                whole_of = np.concatenate(kept)
                yield whole_of[:size]
                kept, at = [whole_of[CORE:]], at - CORE
        rest = np.concatenate(kept)
        while len(rest) > CONTEXT:
            yield np.pad(rest[:size], (0, max(0, size - len(rest))))
            rest = rest[CORE:]


class _Store:
    """A recording's folder; None keeps nothing. What cannot be read is not there, and what cannot be written is told in
    ``fault``.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder, self.fault = folder, ""

    def length(self) -> int | None:
        """Samples of the whole recording, None if it is not all there."""
        if self._folder is None:
            return None
        try:
            return int((self._folder / _LENGTH_FILE).read_text("ascii"))
        except (OSError, ValueError):
            return None

    def used(self) -> None:
        """Note that it was heard again."""
        if self._folder is not None:
            with contextlib.suppress(OSError):
                os.utime(self._folder)

    def part(self, index: int, frames: int | None = None) -> Packed | None:
        """The frames of one file, if it is there and has as many."""
        if self._folder is None:
            return None
        try:
            data = self._path(index).read_bytes()
            if data[:_DIGEST] != self._digest(index, data[_DIGEST:]):
                return None
            found: Packed = np.load(io.BytesIO(data[_DIGEST:]), allow_pickle=False)
        except (OSError, ValueError, EOFError):
            return None
        return found if found.dtype == np.int8 and frames in (None, len(found)) else None

    def _path(self, index: int) -> Path:
        assert self._folder is not None
        return self._folder / f"{index:05}.frames"

    def _digest(self, index: int, data: bytes) -> bytes:
        """Of the frames, of the recording that they are of and of their place in it."""
        assert self._folder is not None
        return hashlib.sha256(f"{self._folder.name}/{index}\0".encode() + data).digest()

    def keep(self, index: int, packed: Packed) -> None:
        if self._folder is None or self.fault:
            return
        content = io.BytesIO()
        np.save(content, packed)
        data = content.getvalue()
        try:
            with whole(self._path(index), durable=False) as partial:
                partial.write_bytes(self._digest(index, data) + data)
        except (OutputError, OSError) as error:
            self.fault = f"what was heard is not kept for the next run: {error}"

    def finish(self, samples: int) -> None:
        if self._folder is None or self.fault:
            return
        try:
            write_text(self._folder / _LENGTH_FILE, str(samples))
            trim(self._folder.parent, LIMIT)
        except (OutputError, OSError) as error:
            self.fault = f"what was heard is not kept for the next run: {error}"


def usage(cache: Path) -> tuple[int, int]:
    """(recordings, bytes) that are kept in a cache."""
    sizes = _sizes(cache / FOLDER)
    return len(sizes), sum(sizes.values())


def clear(cache: Path) -> None:
    """Remove every recording."""
    trim(cache / FOLDER, -1)


def _sizes(folder: Path) -> dict[Path, int]:
    """The recordings, those not used for longest first, and their bytes."""
    if not folder.is_dir():
        return {}
    found = sorted((each for each in folder.iterdir() if each.is_dir()), key=lambda each: each.stat().st_mtime)
    return {each: sum(file.stat().st_size for file in each.iterdir()) for each in found}


def trim(folder: Path, limit: int) -> None:
    """Remove the recordings not heard for longest until the rest fits ``limit`` bytes."""
    sizes = _sizes(folder)
    total = sum(sizes.values())
    for each, size in sizes.items():
        if total <= limit:
            return
        with contextlib.suppress(OSError):
            shutil.rmtree(each)
            total -= size
