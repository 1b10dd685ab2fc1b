"""Files, folders, patterns and URLs to the transcripts of a batch, each with a place of its own for its outputs."""

from __future__ import annotations

import glob
import os
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from toolkit.batch.order import Order, Task
from toolkit.errors import InputError
from toolkit.formats import DEFAULT
from toolkit.inputs.kinds import SUFFIXES
from toolkit.inputs.source import LIMIT, STDIN
from toolkit.system.files import safe_name
from toolkit.system.locations import Reached, absolute, inside, is_url, joined, plain, store_of, trimmed
from toolkit.wishes.project import FILE_NAME

_LITTER = frozenset(("thumbs.db", "desktop.ini"))  # Windows' own; ~$talk.docx is Word's, of a document that is open


@dataclass(slots=True)
class Gathered:
    """``tasks`` in the order they were named; ``roots``: the folders that were looked through, absolute; ``left_out``:
    files in them that are no transcripts by their names.
    """

    tasks: list[Task] = field(default_factory=list)
    roots: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    seen: set[tuple[str, str]] = field(default_factory=set)
    offered: int = 0

    def add(self, source: str, below: Sequence[str] = (), *, size: int = 0, content: bytes | None = None) -> None:
        """A transcript; the same one for the same place counts once."""
        name = (
            "stdin"
            if source == STDIN
            else source.replace("\\", "/").rpartition("/")[2]
            if is_url(source)
            else Path(source).name
        )
        task = Task(
            len(self.tasks),
            source,
            source,
            tuple(map(safe_name, below)),
            safe_name(PurePosixPath(name).stem),
            size,
            content,
        )
        key = absolute(source), task.place
        self.offered += 1
        if key not in self.seen:
            self.seen.add(key)
            self.tasks.append(task)


def gather(named: Sequence[str], output: str) -> Gathered:
    """Every transcript that ``named`` stands for. The output folder is not looked into.

    InputError for what is not there, and for a folder or pattern without a transcript.
    """
    gathered = Gathered()
    for place in map(plain, named):
        before = gathered.offered
        if place == STDIN:
            _from_stdin(gathered)
        elif is_url(place):
            _from_url(gathered, place, absolute(output))
        else:
            _from_disk(gathered, place, absolute(output))
        if gathered.offered == before:
            raise InputError(
                "holds no transcript", where=place, mend=f"transcripts end in {' '.join(sorted(SUFFIXES))}"
            )
    return gathered


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
        gathered.add(place, size=path.stat().st_size)
    else:
        base = _fixed_part(place)
        shut = _within(output, absolute(str(base)))
        for found in sorted(glob.glob(place, recursive=True)):  # noqa: PTH207 -- Path.glob takes no absolute pattern
            if Path(found).is_file() and not (shut and inside(absolute(found), output)):
                _offer(gathered, found, Path(found).relative_to(base).parts[:-1])


def _within(place: str, root: str) -> bool:
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
    gathered.roots.append(absolute(str(root)))
    for folder, names, files in os.walk(root, onerror=_unreadable):
        names[:] = sorted(
            name for name in names if not name.startswith(".") and absolute(str(Path(folder, name))) != output
        )
        for name in sorted(files):
            path = Path(folder, name)
            if path.is_file():
                _offer(gathered, str(path), path.relative_to(root).parts[:-1])


def _unreadable(error: OSError) -> None:
    raise InputError(
        f"cannot be read ({error.strerror or error})", where=str(error.filename), mend="check its permissions"
    ) from error


def _offer(gathered: Gathered, source: str, below: Sequence[str], size: int | None = None) -> None:
    """Take a file that was found and not named, if its name is a transcript's."""
    name = source.replace("\\", "/").rpartition("/")[2]
    if name.startswith((".", "~$")) or name == FILE_NAME or name.lower() in _LITTER:
        return
    if PurePosixPath(name).suffix.lower() in SUFFIXES:
        gathered.add(source, below, size=Path(source).stat().st_size if size is None else size)
    else:
        gathered.left_out.append(source)


def _from_url(gathered: Gathered, url: str, output: str) -> None:
    store, path = store_of(url)
    with Reached(url):
        magic = glob.has_magic(path) and not store.exists(path)
        folder = not magic and store.isdir(path)
        found = (
            store.glob(path, detail=True)
            if magic
            else store.find(path, detail=True)
            if folder
            else {path: store.info(path)}
        )
    if not (magic or folder):
        gathered.add(url, size=int(found[path].get("size") or 0))
        return
    variable = _variable_parts(path) if magic else 0
    base, base_path = (text.rsplit("/", variable)[0] if variable else text for text in (trimmed(url), path.rstrip("/")))
    if folder:
        gathered.roots.append(absolute(url))
    for name, about in sorted(found.items()):
        below = name[len(base_path) :].strip("/").split("/")
        source = joined(base, *below)
        hidden = any(part.startswith(".") for part in below)
        if about["type"] == "file" and not hidden and not (_within(output, base) and inside(source, output)):
            _offer(gathered, source, below[:-1], int(about.get("size") or 0))


def _variable_parts(pattern: str) -> int:
    """How many parts at the end of a path, its name among them, a pattern leaves open."""
    parts = pattern.rstrip("/").split("/")
    return len(parts) - next((k for k, part in enumerate(parts) if glob.has_magic(part)), len(parts) - 1)


def keep_apart(gathered: Gathered) -> list[str]:
    """Transcripts that only their suffixes tell apart (talk.md, talk.docx) keep these in the names of their outputs:
    talk.md.srt. What is done is told, a line a transcript.
    """
    alike: dict[str, list[int]] = {}
    for k, task in enumerate(gathered.tasks):
        alike.setdefault(_folded(task.place), []).append(k)
    told = []
    for several in alike.values():
        names = {k: _whole_name(gathered.tasks[k]) for k in several}
        if 1 < len(several) == len({_folded(name) for name in names.values()}):
            for k, name in names.items():
                task = gathered.tasks[k] = replace(gathered.tasks[k], stem=name)
                told.append(f"{task.shown} is written to {task.place}{DEFAULT.suffix}: another has its name")
    return told


def _whole_name(task: Task) -> str:
    return safe_name(f"{task.stem}{PurePosixPath(task.source.replace(chr(92), '/')).suffix}")


def refuse_clashes(gathered: Gathered, order: Order) -> None:
    """InputError if two transcripts would write one file, also where only capitals or the form of Unicode tell their
    names apart (macOS and Windows do not), or if an output would be an input.
    """
    taken: dict[str, Task] = {}
    for task in gathered.tasks:
        for claim in claims(task, order):
            other = taken.setdefault(_folded(claim), task)
            if other is not task:
                raise InputError(
                    f"{other.shown} and {task.shown} would both be written to {claim}",
                    mend="rename one, or give the folder above both, so that their folders keep them apart",
                )
    _refuse_files_as_folders(taken)
    _refuse_own_inputs(gathered, order)


def claims(task: Task, order: Order) -> Iterator[str]:
    """The files of a task that another could want too, below the output."""
    suffixes = (DEFAULT.suffix, *order.also)
    if order.subtitle:
        yield from (f"{task.place}{suffix}" for suffix in suffixes)
    if order.narrate:
        subtitles = (f"{task.stem}{suffix}" for suffix in suffixes)
        yield from (f"{task.place}/{name}" for name in (*subtitles, f"{task.stem}.json", "CREDITS.txt"))


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", name).casefold())


def _refuse_files_as_folders(taken: dict[str, Task]) -> None:
    for name, task in taken.items():
        for above in PurePosixPath(name).parents:
            other = taken.get(str(above))
            if other is not None:
                raise InputError(
                    f"{other.shown} would write the file {above}, {task.shown} a folder of that name",
                    mend="rename one of them",
                )


def _refuse_own_inputs(gathered: Gathered, order: Order) -> None:
    inputs = {absolute(task.source): task for task in gathered.tasks if task.source != STDIN}
    output = absolute(order.output)
    roots = [root for root in gathered.roots if not _within(output, root)]
    for task in gathered.tasks:
        for claim in claims(task, order):
            place = absolute(joined(order.output, *claim.split("/")))
            if place in inputs:
                raise InputError(
                    f"would be written over by the output of {task.shown}",
                    where=inputs[place].shown,
                    mend="name another folder with -o",
                )
            if any(inside(place, root) for root in roots):
                raise InputError(
                    "the output would lie among the transcripts",
                    where=order.output,
                    mend="name a folder of its own with -o",
                )
