"""Outputs of transcripts that are no more: which they are, and taking them away."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from toolkit.batch.forms import as_written, place_of
from toolkit.batch.inputs import Gathered
from toolkit.batch.order import File, Order, Row
from toolkit.batch.report import found_from
from toolkit.system.locations import inside, is_url, remove, size_of


def gone(rows: Sequence[Row], gathered: Gathered, output: str) -> list[Row]:
    """The rows whose transcripts are no more. One is missed only where its folder was looked through now, or is there
    and holds something: a disk that is not mounted, or a server that is down, deletes nothing.
    """
    return [row for row in rows if row.source and _is_gone(found_from(output, row.source), gathered)]


def _is_gone(source: str, gathered: Gathered) -> bool:
    if size_of(source) >= 0 or (not is_url(source) and Path(source).is_symlink()):
        return False
    if any(inside(source, folder) for folder in gathered.walked):
        return True
    with contextlib.suppress(OSError):
        return not is_url(source) and any(Path(source).parent.iterdir())
    return False


@dataclass(frozen=True, slots=True)
class Pruned:
    """``removed``: names below the output; ``kept``: rows with files that were left, since somebody changed them."""

    removed: tuple[str, ...]
    kept: tuple[Row, ...]


def prune(rows: Iterable[Row], others: Iterable[Row], order: Order, *, rehearse: bool = False) -> Pruned:
    """Take away what was made of ``rows``: files that are still as they were written, and that none of ``others`` has;
    and folders that are empty then. ``rehearse``: nothing is removed, only told.
    """
    wanted = {file.name for row in others for file in row.files}
    removed: list[str] = []
    kept: list[Row] = []
    for row in rows:
        files = [file for file in row.files if file.name not in wanted and _safe(file.name)]
        ours = [file for file in files if as_written(file, order)]
        theirs = tuple(f for f in files if f not in ours and size_of(place_of(f.name, order)) >= 0)
        removed += [file.name for file in ours]
        if theirs:
            kept.append(replace(row, files=theirs))
        if not rehearse:
            _remove(ours, order)
    return Pruned(tuple(removed), tuple(kept))


def _safe(name: str) -> bool:
    """A report can be edited: nothing outside the output is ever touched."""
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts and ":" not in name and "\\" not in name


def _remove(files: Sequence[File], order: Order) -> None:
    for file in files:
        place = place_of(file.name, order)
        if is_url(place):
            remove(place)
        else:
            with contextlib.suppress(OSError):
                Path(place).unlink()
    if not is_url(order.output):
        folders = {above for file in files for above in PurePosixPath(file.name).parents if above.parts}
        for folder in sorted(folders, key=lambda one: -len(one.parts)):
            with contextlib.suppress(OSError):  # it holds something
                Path(place_of(str(folder), order)).rmdir()
