"""Files, folders, patterns and URLs to the transcripts of a batch, each with a place of its own for its outputs."""

from __future__ import annotations

import glob
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from toolkit.batch.exclude import Excluded, excluder
from toolkit.batch.order import LeftOut, Outcome, Task, failed
from toolkit.errors import InputError
from toolkit.inputs.kinds import SUFFIXES
from toolkit.inputs.source import LIMIT, STDIN
from toolkit.system.files import safe_name
from toolkit.system.locations import absolute, inside, is_url, joined, plain, read, store_of, trimmed
from toolkit.system.reached import reached
from toolkit.wishes.project import FILE_NAME

_PAGE = 16 << 20  # bytes of a page that lists transcripts
_SYSTEMS = frozenset(("thumbs.db", "desktop.ini"))  # Windows' own


@dataclass(slots=True)
class Gathered:
    """``tasks`` in the order they were named; ``walked``: the folders that were looked through, absolute; ``left_out``:
    files in them that are not taken; ``failed``: what is a transcript and cannot be one of the tasks. ``roots``: the
    folders from which places are counted, absolute: those that are ``known``, or the one that is ``given``.
    """

    tasks: list[Task] = field(default_factory=list)
    walked: list[str] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    failed: list[Outcome] = field(default_factory=list)
    roots: list[str] = field(default_factory=list)
    given: str = ""
    excluded: Excluded = lambda _: ""
    seen: set[tuple[str, str]] = field(default_factory=set)
    offered: int = 0

    def add(self, source: str, below: Sequence[str] = (), *, size: int = 0, content: bytes | None = None) -> None:
        """A transcript; the same one for the same place counts once, one that is excluded is left out."""
        name = "stdin" if source == STDIN else _name(source) if is_url(source) else Path(source).name
        self.offered += 1
        if pattern := self.excluded((*below, name)):
            self.left_out.append(LeftOut(source, f"--exclude {pattern}"))
            return
        stem = safe_name(PurePosixPath(name).stem)
        task = Task(len(self.tasks), source, source, tuple(map(safe_name, below)), stem, size, content)
        key = absolute(source), task.place
        if key not in self.seen:
            self.seen.add(key)
            self.tasks.append(task)

    def below_root(self, folder: str) -> tuple[str, ...]:
        """The folders from a root down to ``folder``, absolute; none if no root holds it. InputError if it is not in
        the root that was given.
        """
        for root in self.roots:
            if inside(folder, root):
                return tuple(part for part in folder[len(root) :].replace("\\", "/").split("/") if part)
        if self.given:
            raise InputError(f"is not in --root {self.given}", where=folder, mend="name the folder above both")
        return ()

    def walk(self, folder: str) -> tuple[str, ...]:
        """A folder, absolute, is looked through: a root, unless one holds it. What ``below_root`` gives."""
        below = self.below_root(folder)
        self.walked.append(folder)
        if not any(inside(folder, root) for root in self.roots):
            self.roots = [*(root for root in self.roots if not inside(root, folder)), folder]
        return below


def gather(
    named: Sequence[str], output: str, *, exclude: Sequence[str] = (), root: str = "", known: Sequence[str] = ()
) -> Gathered:
    """Every transcript that ``named`` stands for. The output folder is not looked into. ``exclude``: patterns of what
    is left out. ``root``: the folder from which places of outputs are counted; without one it is one of ``known`` (as
    an earlier run has them, absolute) that holds what is named, else the folder that is named itself.

    InputError for what is not there, and for a folder or pattern without a transcript.
    """
    roots = [absolute(plain(root))] if root else list(known)
    gathered = Gathered(roots=roots, given=root, excluded=excluder(exclude))
    for place in map(plain, named):
        before, excluded = gathered.offered, len(gathered.left_out)
        if place == STDIN:
            _from_stdin(gathered)
        elif is_url(place):
            _from_url(gathered, place, absolute(output))
        else:
            _from_disk(gathered, place, absolute(output))
        if gathered.offered == before and not any(one.why.startswith("--") for one in gathered.left_out[excluded:]):
            raise InputError(
                "holds no transcript", where=place, mend=f"transcripts end in {' '.join(sorted(SUFFIXES))}"
            )
    if not gathered.tasks:
        raise InputError("every transcript is excluded", mend="leave --exclude out, or make its pattern narrower")
    return gathered


def _name(place: str) -> str:
    return place.replace("\\", "/").rpartition("/")[2]


def _from_stdin(gathered: Gathered) -> None:
    if any(task.source == STDIN for task in gathered.tasks):
        raise InputError("standard input is named twice", mend="give - once")
    content = sys.stdin.buffer.read(LIMIT + 1)
    gathered.add(STDIN, size=len(content), content=content)


def _from_disk(gathered: Gathered, place: str, output: str) -> None:
    path = Path(place)
    if path.is_dir():
        _walk(gathered, path, output)
    elif path.exists() or not glob.has_magic(place):
        _must_be(path)
        gathered.add(place, gathered.below_root(absolute(str(path.parent))), size=path.stat().st_size)
    else:
        base = _fixed_part(place)
        shut, above = within(output, absolute(str(base))), gathered.below_root(absolute(str(base)))
        for found in sorted(glob.glob(place, recursive=True)):  # noqa: PTH207 -- Path.glob takes no absolute pattern
            if Path(found).is_file() and not (shut and inside(absolute(found), output)):
                _offer(gathered, found, (*above, *Path(found).relative_to(base).parts[:-1]))


def within(place: str, root: str) -> bool:
    """Whether ``place`` is below ``root``, both absolute."""
    return place != root and inside(place, root)


def _must_be(path: Path) -> None:
    if not path.exists():
        raise InputError("does not exist", where=str(path), mend="check the spelling of the path")


def _fixed_part(pattern: str) -> Path:
    """The folder of a pattern before its first sign with a meaning."""
    parts = Path(pattern).parts[:-1]
    fixed = next((k for k, part in enumerate(parts) if glob.has_magic(part)), len(parts))
    return Path(*parts[:fixed])


def _walk(gathered: Gathered, root: Path, output: str) -> None:
    above = gathered.walk(absolute(str(root)))

    def unreadable(error: OSError) -> None:
        found = InputError(
            f"cannot be read ({error.strerror or error})", where=str(error.filename), mend="check its permissions"
        )
        if Path(error.filename) == root:
            raise found from error
        parts = (*above, *Path(error.filename).relative_to(root).parts)
        task = Task(-1, str(error.filename), str(error.filename), tuple(map(safe_name, parts[:-1])), parts[-1])
        gathered.failed.append(failed(task, str(found), passing=True))

    for folder, names, files in os.walk(root, onerror=unreadable):
        below = (*above, *Path(folder).relative_to(root).parts)
        names[:] = sorted(name for name in names if _wanted(gathered, Path(folder, name), (*below, name), output))
        for name in sorted(files):
            path = Path(folder, name)
            if path.is_file():
                _offer(gathered, str(path), below)
            elif path.is_symlink() and PurePosixPath(name).suffix.lower() in SUFFIXES:
                gathered.left_out.append(LeftOut(str(path), "a link to nothing"))


def _wanted(gathered: Gathered, folder: Path, parts: Sequence[str], output: str) -> bool:
    """Whether a folder is looked through."""
    if folder.name.startswith(".") or absolute(str(folder)) == output:
        return False
    if pattern := gathered.excluded((*parts, "")):
        gathered.left_out.append(LeftOut(str(folder), f"--exclude {pattern}"))
    return not pattern


def _offer(gathered: Gathered, source: str, below: Sequence[str], size: int | None = None) -> None:
    """Take a file that was found and not named, if its name is a transcript's."""
    name = _name(source)
    if name.startswith(".") or name == FILE_NAME:
        return
    if name.startswith("~$"):
        gathered.left_out.append(LeftOut(source, "the lock of a document that is open in Word", litter=True))
    elif name.lower() in _SYSTEMS:
        gathered.left_out.append(LeftOut(source, "a file of the system", litter=True))
    elif PurePosixPath(name).suffix.lower() in SUFFIXES:
        gathered.add(source, below, size=Path(source).stat().st_size if size is None else size)
    else:
        gathered.left_out.append(LeftOut(source, "no transcript by its name"))


def _from_url(gathered: Gathered, url: str, output: str) -> None:
    store, path = store_of(url)
    magic, folder, found = reached(url, lambda: _listed(store, path))
    if not (magic or folder):
        above = gathered.below_root(absolute(url).rpartition("/")[0])
        gathered.add(url, above, size=int(found[path].get("size") or 0))
        return
    variable = _variable_parts(path) if magic else 0
    base, base_path = (text.rsplit("/", variable)[0] if variable else text for text in (trimmed(url), path.rstrip("/")))
    above = gathered.walk(absolute(url)) if folder else gathered.below_root(absolute(base))
    for name, about in sorted(found.items()):
        below = name[len(base_path) :].strip("/").split("/")
        source = joined(base, *below)
        hidden = any(part.startswith(".") for part in below)
        if about["type"] == "file" and not hidden and not (within(output, base) and inside(source, output)):
            _offer(gathered, source, (*above, *below[:-1]), int(about.get("size") or 0))


def _listed(store: Any, path: str) -> tuple[bool, bool, dict[str, Any]]:
    """Whether a path is a pattern, whether it is a folder, and the files that it names. On the web any page with links
    is a folder to fsspec, and is read to its end: a transcript's name says what it is, and a page that lists them ends.
    """
    if glob.has_magic(path) and not store.exists(path):
        return True, False, store.glob(path, detail=True)
    page = path.lower().startswith(("http://", "https://"))
    named = page and PurePosixPath(urlsplit(path).path).suffix.lower() in SUFFIXES
    if page and not named:
        read(path, _PAGE)
    if not named and store.isdir(path):
        return False, True, store.find(path, detail=True)
    return False, False, {path: store.info(path)}


def _variable_parts(pattern: str) -> int:
    """How many parts at the end of a path, its name among them, a pattern leaves open."""
    parts = pattern.rstrip("/").split("/")
    return len(parts) - next((k for k, part in enumerate(parts) if glob.has_magic(part)), len(parts) - 1)
