"""Stems held against their index: every file's shape, every clip's samples, the sum of the tracks, the labels."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from toolkit.audio.plain import plain
from toolkit.errors import JimakuError

if TYPE_CHECKING:
    from toolkit.edition.book import Book

CLIPPED = 2  # of 32768: what the rounding of a decoded track may be off
_BLOCK = 1 << 20


def check(folder: Path, book: Book | None = None) -> tuple[str, ...]:
    """What is wrong with the stems in the folder, a line each; with their ``book``, their clips' times are compared to
    its sentences too.
    """
    try:
        index = json.loads((folder / "stems.json").read_text("utf-8"))
        found = [finding for one in (shapes, places, sums, labels) for finding in one(folder, index)]
    except (OSError, KeyError, ValueError, JimakuError) as error:
        return (f"cannot be read: {error}",)
    return (*found, *(_times(index, book) if book else ()))


def _times(index: dict[str, Any], book: Book) -> Iterator[str]:
    """A sentence that is heard is a clip, at the very milliseconds of the manifest."""
    if index["unit"] != "sentence":
        return
    there = {(clip["start_ms"], clip["end_ms"]) for clip in index["clips"]}
    yield from (
        f"no clip from {one.clip.start} to {one.clip.end} ms: {one.text[:16]}"
        for one in book.phrases
        if one.clip and (one.clip.start, one.clip.end) not in there
    )


def files_of(index: dict[str, Any]) -> list[tuple[str, int, int, str | None]]:
    """Every sound file, the samples it holds, and whose it is."""
    whole = [(row["file"], 0, index["length"], row["name"]) for row in index["tracks"]]
    whole += [(name, 0, index["length"], None) for name in (index["mix"], index["stereo"]) if name]
    return whole + [(c["file"], c["start"], c["end"], index["tracks"][c["track"] - 1]["name"]) for c in index["clips"]]


def shapes(folder: Path, index: dict[str, Any]) -> Iterator[str]:
    """Every file is as long, as fast and as fine as the index says."""
    for name, start, end, _ in files_of(index):
        due = (index["rate"], end - start, index["bits"])
        with plain(folder / name) as file:
            if (file.rate, file.length, file.bits) != due:
                told = f"{file.rate} Hz, {file.length} samples, {file.bits} bits"
                yield f"{name}: {told}; the index says {due}"


def places(folder: Path, index: dict[str, Any]) -> Iterator[str]:
    """Every clip holds the samples of its track from where it begins; its milliseconds are its samples'."""
    for clip in index["clips"]:
        length = clip["end"] - clip["start"]
        with plain(folder / index["tracks"][clip["track"] - 1]["file"]) as track, plain(folder / clip["file"]) as own:
            if not np.array_equal(track.read(clip["start"], length), own.read(0, own.length)):
                yield f"{clip['file']}: does not hold what its track has there"
        for end in ("start", "end"):
            if abs(clip[end] * 1000 / index["rate"] - clip[f"{end}_ms"]) > 0.5 + 1000 / index["rate"]:
                yield f"{clip['file']}: {clip[end]} samples are not {clip[f'{end}_ms']} ms"


def sums(folder: Path, index: dict[str, Any]) -> Iterator[str]:
    """The tracks are the mix, sample for sample."""
    with contextlib.ExitStack() as stack:
        names = (index["mix"], *(track["file"] for track in index["tracks"]))
        files = [stack.enter_context(plain(folder / name)) for name in names]
        for at in range(0, index["length"], _BLOCK):
            mix, *tracks = (file.read(at, _BLOCK).astype(np.int64) for file in files)
            total = np.clip(sum(tracks), -(1 << 31), (1 << 31) - 1)
            worst = int(np.abs(mix - total).max(initial=0)) >> 16
            if worst > CLIPPED:
                yield f"{index['mix']}: is {worst} off the sum of the tracks after sample {at}"


def labels(folder: Path, index: dict[str, Any]) -> Iterator[str]:
    """The labels of all clips, to the millisecond."""
    rows = (folder / "labels" / "all.txt").read_text("utf-8").splitlines()
    told = [tuple(round(float(cell) * 1000) for cell in row.split("\t")[:2]) for row in rows]
    if told != [(c["start_ms"], c["end_ms"]) for c in index["clips"]]:
        yield "labels/all.txt: is not what the index says"
