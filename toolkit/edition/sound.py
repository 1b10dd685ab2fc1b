"""The sound of an edition for other forms of it: cut at given times and encoded, each way once a run."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from toolkit.audio.decode import opened
from toolkit.audio.encode import open_writer
from toolkit.audio.encoding import Encoding, encoding_named
from toolkit.audio.tags import Tags
from toolkit.errors import InputError
from toolkit.system.files import sha256_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from toolkit.edition.book import Book
    from toolkit.model.edition import Edition


@dataclass(frozen=True, slots=True)
class Piece:
    """A file with the programme from ``start`` to ``end`` (ms): a time in it is the programme's less ``start``."""

    path: Path
    start: int
    end: int


class Sound:
    """The mix of an edition. ``pieces`` are made in ``spool``, a folder that is gone afterwards; each set once."""

    def __init__(self, mix: Path, spool: Path) -> None:
        self.mix = mix
        self._spool = spool
        self._made: dict[tuple[str, tuple[int, ...]], tuple[Piece, ...]] = {}

    def pieces(self, bounds: Sequence[int], form: str = "mp3", titles: Sequence[str] = ()) -> tuple[Piece, ...]:
        """The programme cut at ``bounds`` (ms, ascending, the first and the last its ends), encoded as ``form``
        (a name of ``audio.encode``); ``titles`` for the files' tags. EngineError if ffmpeg is missing.
        """
        key = (form, tuple(bounds))
        if key not in self._made:
            encoding = _encoding(form)
            folder = self._spool / f"sound-{len(self._made)}"
            folder.mkdir()
            self._made[key] = tuple(_cut(self.mix, folder, tuple(bounds), encoding, titles))
        return self._made[key]


def _encoding(form: str) -> Encoding:
    """By name; m4a is an M4B without chapters."""
    return replace(encoding_named("m4b"), name="m4a", suffix=".m4a") if form == "m4a" else encoding_named(form)


def _cut(
    mix: Path, folder: Path, bounds: tuple[int, ...], encoding: Encoding, titles: Sequence[str]
) -> Iterator[Piece]:
    """One pass over the mix, whose blocks are dealt out to a writer after another. The last holds all that is left."""
    with opened(mix) as sound:
        stream = _Stream(sound.blocks)
        for number, (start, end) in enumerate(pairwise(bounds), 1):
            path = folder / f"{number:04}{encoding.suffix}"
            title = titles[number - 1] if len(titles) >= number else ""
            first, after = (round(at * sound.rate / 1000) for at in (start, end))
            with open_writer(path, encoding, (sound.rate, after - first), Tags(title=title)) as writer:
                for block in stream.take(after - first):
                    writer.write(_pcm(block))
                writer.finish()
            yield Piece(path, start, end)


def _pcm(block: NDArray[np.float32]) -> NDArray[np.int16]:
    return np.clip(np.rint(block * 32768), -32768, 32767).astype(np.int16)


def write_whole(mix: Path, path: Path, form: str, tags: Callable[[int], Tags], ms: int) -> None:
    """The whole programme, ``ms`` long, encoded as ``form`` at ``path``. ``tags``: told the sound's rate in Hz, in
    which chapters count. Errors as ``Sound.pieces``.
    """
    with opened(mix) as sound:
        shape = (sound.rate, round(ms * sound.rate / 1000))
        with open_writer(path, _encoding(form), shape, tags(sound.rate)) as writer:
            for block in sound.blocks:
                writer.write(_pcm(block))
            writer.finish()


class _Stream:
    """Blocks of any length, taken by the sample; silence after the end."""

    def __init__(self, blocks: Iterator[NDArray[np.float32]]) -> None:
        self._blocks = blocks
        self._rest: NDArray[np.float32] = np.zeros(0, np.float32)

    def take(self, count: int) -> Iterator[NDArray[np.float32]]:
        while count > 0:
            if not len(self._rest):
                silence: NDArray[np.float32] = np.zeros(min(count, 1 << 16), np.float32)
                self._rest = next(self._blocks, silence)
            block, self._rest = self._rest[:count], self._rest[count:]
            count -= len(block)
            yield block


def chapter_bounds(book: Book) -> tuple[int, ...]:
    """Where the sound of one chapter ends and the next begins (ms): in the middle of the silence between them. The
    first is 0, the last the programme's length. A chapter of which nothing is heard has no stretch: see
    ``heard_chapters``.
    """
    clips = [clip for chapter in book.chapters if (clip := chapter.clip)]
    between = [(before.end + after.start) // 2 for before, after in pairwise(clips)]
    return (0, *between, book.duration_ms)


def heard_chapters(book: Book) -> tuple[int, ...]:
    """The indices of the chapters of which something is heard: one for each stretch of ``chapter_bounds``."""
    return tuple(k for k, chapter in enumerate(book.chapters) if chapter.clip)


def refuse_changed_sound(edition: Edition, folder: Path) -> Path:
    """The mix of an edition in its folder. InputError if it is gone, or is not the one that the manifest tells of: its
    times would be wrong.
    """
    return refuse_changed_file(edition, folder, edition.file("mix"))


def refuse_changed_file(edition: Edition, folder: Path, name: str) -> Path:
    """A sound file of the edition, by its name in the manifest. InputError as ``refuse_changed_sound``."""
    file = next(file for file in edition.files if file.name == name)
    path = folder / file.name
    mend = "narrate it again"
    if not path.is_file():
        raise InputError("the sound of the edition is gone", where=str(path), mend=mend)
    with contextlib.suppress(OSError):
        if path.stat().st_size == file.bytes and sha256_of(path) == file.sha256:
            return path
    raise InputError("the sound is not the one its manifest tells of", where=str(path), mend=mend)
