"""Several files that are one thing, and one among them that names the others: all of the old, or all of the new.

Everything is on the disk under temporary names first, with a journal that says which is to become which. Then, back to
back: the file that names the others goes first, the old ones after it, the new ones come, and the one that names them
comes last. So it is there only while all it names is. A process killed in between leaves its journal, by which the next
``completed`` finishes its work; a system that refuses in between gets everything put back, and where it refuses that
too the journal stays.
"""

from __future__ import annotations

import contextlib
import json
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

from toolkit.errors import JimakuError, OutputError
from toolkit.system.files import mend_for, settled, synced, temporary_file
from toolkit.system.leftovers import JOURNAL, abandoned, given_up, temporary_prefix
from toolkit.system.locks import let_go
from toolkit.system.signals import signals_wait

Keep = Callable[[Path], AbstractContextManager[Path]]  # what ``files.whole`` is to one file


class Torn(OSError):
    """The system refused a step, and to put back what had gone before it: the journal says how it goes on."""


class Journal:
    """What is to become what, on the disk while it is done. ``stays`` when it was not."""

    stays = False

    @contextlib.contextmanager
    def unless_put_back(self, error: OSError) -> Iterator[None]:
        """The block puts everything back; ``Torn`` for ``error`` if the system refuses that too."""
        try:
            yield
        except OSError:
            self.stays = True
            raise Torn(error.errno, error.strerror, error.filename) from error


@contextlib.contextmanager
def journal(folder: Path, come: Iterable[tuple[Path, Path]], go: Iterable[Path] = ()) -> Iterator[Journal]:
    """While the block runs, ``completed`` of another process could finish it: by it each of ``come`` takes its place,
    the last of which is there only when all are, and ``go`` is removed. All are in ``folder``. OSError if it cannot be
    written.
    """
    rows = [[_inside(folder, new), _inside(folder, path)] for new, path in come]
    told = {"come": rows, "go": [_inside(folder, path) for path in go]}
    path, handle = temporary_file(folder / f"x{JOURNAL}")
    kept = Journal()
    try:
        path.write_text(json.dumps(told, ensure_ascii=False), "utf-8")
        settled(path)
        synced(folder)
        yield kept
    finally:
        try:
            if not kept.stays:
                path.unlink(missing_ok=True)
        finally:
            let_go(handle)


def mend(error: OSError) -> str:
    return "the same command again finishes it" if isinstance(error, Torn) else mend_for(error)


class Publication:
    """``last``: the file that names the others, in whose folder all are."""

    def __init__(self, last: Path) -> None:
        self._last = last
        self._new: dict[Path, Path] = {}
        self._handles: list[int] = []
        self._gone: list[Path] = []

    def keep(self, path: Path) -> AbstractContextManager[Path]:
        """A temporary path beside ``path``, which becomes it when everything does."""
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_dir():
            raise OutputError("is a folder", where=str(path), mend="name a file")
        partial, handle = temporary_file(path)
        self._new[path] = partial
        self._handles.append(handle)
        return contextlib.nullcontext(partial)

    def retire(self, paths: Iterable[Path]) -> None:
        """What is to go when the new comes."""
        self._gone += [path for path in paths if path not in self._new]

    def known_as(self, place: str) -> str:
        """The name a person knows a temporary file by."""
        names = {str(partial): str(path) for path, partial in self._new.items()}
        return names.get(place, place)

    def publish(self) -> None:
        """Let everything appear. OSError if the system refuses; then all is as it was."""
        for partial in self._new.values():
            settled(partial)
        self._sync()
        come = [(self._new[path], path) for path in self._in_order()]
        with journal(self._last.parent, come, self._gone) as kept:
            with signals_wait():
                self._exchange(kept)
            self._sync()

    def _in_order(self) -> list[Path]:
        return [*(path for path in self._new if path != self._last), self._last]

    def _exchange(self, kept: Journal) -> None:
        aside: list[tuple[Path, Path]] = []
        shown: list[Path] = []
        try:
            for path in (self._last, *self._in_order()[:-1], *self._gone):
                if path.is_symlink() or path.exists():
                    old = Path(tempfile.mktemp(prefix=temporary_prefix(), dir=path.parent))
                    path.replace(old)
                    aside.append((old, path))
                    if path == self._last:
                        synced(path.parent)
            for path in self._in_order():
                self._new[path].replace(path)
                shown.append(path)
        except OSError as error:
            with kept.unless_put_back(error):
                for path in reversed(shown):
                    path.replace(self._new[path])
                for old, path in reversed(aside):
                    old.replace(path)
            raise
        for old, _ in aside:
            with contextlib.suppress(OSError):
                old.unlink()

    def _sync(self) -> None:
        for folder in {path.parent for path in self._new}:
            synced(folder)

    def forget(self, *, needed: bool = False) -> None:
        """Remove whatever has not appeared, unless a journal needs it."""
        for partial in () if needed else self._new.values():
            partial.unlink(missing_ok=True)
        for handle in self._handles:
            let_go(handle)


@contextlib.contextmanager
def together(last: Path) -> Iterator[Publication]:
    """Files that appear together when the block ends well; none of them when it does not. OutputError for whatever the
    system refuses, by the names the files were to have.
    """
    publication, torn = Publication(last), False
    try:
        yield publication
        publication.publish()
    except OSError as error:
        where = publication.known_as(str(error.filename)) if error.filename else str(last.parent)
        torn = isinstance(error, Torn)
        raise OutputError(f"cannot be written ({error.strerror or error})", where=where, mend=mend(error)) from error
    except JimakuError as error:
        error.where = publication.known_as(error.where)
        raise
    finally:
        publication.forget(needed=torn)


def completed(folder: Path) -> bool:
    """Finish what processes that were killed in the middle of ``publish`` had begun in ``folder``: the new was on the
    disk whole. Whether there was anything. Never raises: what cannot be finished stays as it is.
    """
    begun = unfinished(folder)
    for journal in begun:
        try:
            with contextlib.suppress(ValueError, KeyError, TypeError):  # it was never written to its end
                _complete(folder, json.loads(journal.read_text("utf-8")))
            journal.unlink()
        except OSError:
            continue  # its journal stays, so that it can be finished when the system lets us
    return bool(begun)


def unfinished(folder: Path) -> list[Path]:
    """The journals of what ``completed`` would finish."""
    try:
        left = [path for path in sorted(folder.iterdir()) if path.suffix == JOURNAL]
        return [path for path in left if abandoned(path) or given_up(path)]
    except OSError:
        return []


def _complete(folder: Path, told: dict[str, list[list[str]]]) -> None:
    rows = [(_within(folder, new), _within(folder, path)) for new, path in told["come"]]
    if not rows or (rows[-1][1].exists() and not _begun(rows)):
        return  # killed before anything was moved: the old is whole
    for new, path in rows[:-1]:
        if new.exists():
            new.replace(path)
    for name in told["go"]:
        _within(folder, str(name)).unlink(missing_ok=True)
    new, path = rows[-1]
    if new.exists():
        new.replace(path)
    synced(folder)


def _begun(rows: list[tuple[Path, Path]]) -> bool:
    return any(not new.exists() for new, _ in rows)


def _inside(folder: Path, path: Path) -> str:
    return path.relative_to(folder).as_posix()


def _within(folder: Path, name: str) -> Path:
    """ValueError for a name that leads out of the folder."""
    path = folder / name
    if not path.resolve().parent.is_relative_to(folder.resolve()) or Path(name).is_absolute():
        raise ValueError(name)
    return path
