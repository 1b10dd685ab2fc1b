"""Subtitle files, written where no work of a person's is lost by it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.corrections.guard import write_over
from toolkit.formats import Options, writer_of
from toolkit.formats.options import PLAIN
from toolkit.model import Timeline

if TYPE_CHECKING:
    from toolkit.corrections.keep import Kept


def text_of(timeline: Timeline, path: Path, options: Options = PLAIN) -> str:
    """The subtitles in the format that a file's name says."""
    return writer_of(str(path)).write(timeline, options)


def save(
    timeline: Timeline,
    *paths: Path,
    manner: str = "",
    options: Options = PLAIN,
    kept: Kept | None = None,
    force: Callable[[Path], bool] = lambda _: False,
) -> None:
    """Write subtitle files, each in the format its name says: all of them, or none. ``manner`` and ``kept`` are
    remembered; ``force``: which may be written over whatever is there. Errors: ``write_over``.
    """
    rows = kept.rows if kept else ()
    contents = {path: writer_of(str(path)).bytes_of(text_of(timeline, path, options)) for path in paths}
    write_over(contents, rows, manner, rate=options.rate, force=force)
