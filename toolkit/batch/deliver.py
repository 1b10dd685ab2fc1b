"""Outputs to where they belong, a folder or a URL, and what killed runs left there."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath

from toolkit.batch.order import Order, Task
from toolkit.edition.folder import file_names
from toolkit.system.files import write_text, write_together
from toolkit.system.leftovers import sweep, temporary_folder, temporary_place
from toolkit.system.locations import is_url, joined, read, remove, size_of, store_of, upload
from toolkit.system.reserve import reserved


def deliver(order: Order, task: Task, folder: Path, names: list[str]) -> None:
    """Upload what was made in ``folder``. An edition's manifest goes first and comes last: where it is, all it names is
    there.
    """
    base = joined(order.output, *task.folder)
    books = [name for name in names if name.endswith(".json") and file_names(folder / name)]
    for name in books:
        old = _named_before(joined(base, name), folder / "before.json")
        remove(joined(base, name))
        for gone in old - {
            PurePosixPath(one).relative_to(PurePosixPath(name).parent).as_posix()
            for one in names
            if one != name and "/" in one
        }:
            if ".." not in PurePosixPath(gone).parts:
                remove(joined(base, str(PurePosixPath(name).parent), gone))
    for name in [*(name for name in names if name not in books), *books]:
        upload(folder / name, joined(base, *name.split("/")))


def _named_before(url: str, desk: Path) -> frozenset[str]:
    if size_of(url) < 0:
        return frozenset()
    desk.write_bytes(read(url))
    return file_names(desk)


def clear(order: Order, task: Task) -> None:
    """Remove what processes that died over a task left in its output."""
    if not is_url(order.output):
        folder = Path(order.home, order.output, *task.folder)
        for place in (folder, folder / task.stem, folder / task.stem / "tracks"):
            sweep(place)


def prepare(order: Order) -> None:
    """Find out before the work whether the output can be written to, and clear what killed runs left. OutputError if it
    cannot.
    """
    from toolkit.edition.folder import writable

    temporary_place()
    cache = order.settings.wish("cache")
    if cache is not None and order.narrate and not order.own_cache:
        from toolkit.speech.cache import Cache

        Cache(cache).clean()

    if is_url(order.output):
        store_of(order.output)
    else:
        writable(Path(order.output))


_A_ROW = 16 << 10  # bytes of report and feed a transcript: 3 kB of an interview without warnings
_REPORT = 64 << 10  # bytes of a report without rows, with its style sheet


@contextlib.contextmanager
def room_for_report(order: Order, count: int, reports: Sequence[str]) -> Iterator[Callable[[], None]]:
    """Room in the output for what is said in the end of so many transcripts, beside the ``reports`` that are there:
    whatever fills the disk meanwhile, that is said. Yields what gives the room back. OutputError if there is none.
    """
    if is_url(order.output):
        yield lambda: None
        return
    old = sum(max(0, size_of(joined(order.output, name))) for name in reports)
    with reserved(Path(order.output), _REPORT + old + count * _A_ROW, "the report") as give_back:
        yield give_back


def write(texts: Mapping[str, str]) -> None:
    """Text files to paths or URLs, whole; of paths none appears before all are written."""
    write_together({Path(place): text.encode("utf-8") for place, text in texts.items() if not is_url(place)})
    for place, text in texts.items():
        if is_url(place):
            with temporary_folder() as desk:
                file = Path(desk, "text")
                write_text(file, text)
                upload(file, place)
