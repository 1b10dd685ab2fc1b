"""Subtitle files, written where no work of a person's is lost by it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.corrections.guard import write_over
from toolkit.formats import Options, writer_of
from toolkit.formats.options import PLAIN
from toolkit.model import Timeline

if TYPE_CHECKING:
    from toolkit.corrections.keep import Kept


def contents_of(timeline: Timeline, paths: Iterable[Path], options: Options = PLAIN) -> dict[Path, bytes]:
    """What subtitle files would hold, each in the format its name says, nothing written. Errors: ``Format.file``."""
    return {path: writer_of(str(path)).file(timeline, options, str(path)) for path in paths}


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
    write_over(contents_of(timeline, paths, options), rows, manner, rate=options.rate, force=force)
