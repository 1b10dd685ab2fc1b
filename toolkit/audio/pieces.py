"""A recording in several files, one after another."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.audio.encode import open_writer

if TYPE_CHECKING:
    from toolkit.audio.encoding import Encoding
    from toolkit.audio.recording import Pcm, Programme
    from toolkit.audio.tags import Tags
    from toolkit.audio.threaded_writer import Writer


def export_pieces(
    recording: Programme, paths: Sequence[Path], bounds: Sequence[int], encoding: Encoding, tags: Sequence[Tags]
) -> None:
    """The mix from each of ``bounds`` (samples, the first 0, the last its length) to the next. Errors as
    ``encode.export``; a piece that fails is left as it is.
    """
    blocks = recording.blocks(bits=encoding.bits)
    block = next(blocks)
    for path, told, (start, end) in zip(paths, tags, pairwise(bounds), strict=True):
        with open_writer(path, encoding, (recording.rate, end - start), told) as writer:
            at = start
            while at < end:
                if at >= block.start + block.length:
                    block = next(blocks)
                stop = min(end, block.start + block.length)
                _put(writer, block.mix, at - block.start, stop - block.start)
                at = stop
            writer.finish()


def _put(writer: Writer, mix: Pcm | None, start: int, end: int) -> None:
    if mix is None:
        writer.skip(end - start)
    else:
        writer.write(mix[start:end])
