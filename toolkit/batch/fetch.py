"""A transcript as a file on this machine, wherever it comes from, and its project file."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any

from toolkit.batch.order import Order, Task
from toolkit.errors import InputError, JimakuError
from toolkit.inputs.source import LIMIT, STDIN
from toolkit.system.files import safe_name
from toolkit.system.leftovers import temporary_folder
from toolkit.system.locations import absolute, folders_above, is_url, joined, read, size_of
from toolkit.wishes.project import FILE_NAME, Project, files_of, find_project, load_project


@dataclass(frozen=True, slots=True)
class Local:
    """``file`` is the transcript on this machine, ``folder`` where to make its outputs, ``shown`` what paths are called
    when a person is spoken to.
    """

    file: Path
    project: Project | None
    folder: Path
    shown: dict[str, str]

    def named(self, text: str) -> str:
        """Words about a temporary file, in the words of who gave it."""
        for path, name in self.shown.items():
            text = text.replace(path, name)
        return text


@contextlib.contextmanager
def fetch(task: Task, order: Order) -> Iterator[Local]:
    """The task's transcript, project file and output folder here; errors name what a person named."""
    with contextlib.ExitStack() as stack:
        shown: dict[str, str] = {}
        remote = task.content is not None or is_url(task.source)
        desk = stack.enter_context(temporary_folder()) if remote or is_url(order.output) else None
        if desk is not None:
            shown[str(desk / "in")] = (
                task.source.rpartition("/")[0] if is_url(task.source) else ""
            ) or "standard input"
        source = Path(os.path.join(order.home, task.source))  # noqa: PTH118 -- the task's own path, if it is absolute
        if str(source) != task.shown:
            shown[str(source)] = task.shown
        try:
            file = _file(task, desk) if remote and desk else source
            project = _project(task, order, desk)
            folder = desk / "out" if desk and is_url(order.output) else Path(order.home, order.output, *task.folder)
            yield Local(file, project, folder, shown)
        except JimakuError as error:
            error.where = Local(source, None, source, shown).named(error.where)
            raise


def _file(task: Task, desk: Path) -> Path:
    name = "stdin" if task.source == STDIN else safe_name(PurePosixPath(task.source).name)
    file = desk / "in" / name
    file.parent.mkdir(parents=True)
    if task.content is None and size_of(task.source) > LIMIT:
        raise InputError(
            f"is larger than {LIMIT // 2**20} MiB", where=task.shown, mend="split it into one file per interview"
        )
    file.write_bytes(read(task.source, LIMIT) if task.content is None else task.content)
    return file


def _project(task: Task, order: Order, desk: Path | None) -> Project | None:
    if is_url(task.source):
        return _project_of_url(task.source, desk) if desk else None
    return find_project(Path(order.home, "stdin" if task.source == STDIN else task.source))


def _project_of_url(url: str, desk: Path) -> Project | None:
    """The project file nearest to a URL, and the files it names."""
    found = next(
        (joined(folder, FILE_NAME) for folder in folders_above(url) if size_of(joined(folder, FILE_NAME)) >= 0), None
    )
    if found is None:
        return None
    local = desk / FILE_NAME
    local.write_bytes(read(found))
    try:
        project = load_project(local)
    except JimakuError as error:
        error.where = error.where.replace(str(local), found)
        raise
    here: dict[str, Any] = {}
    for key, named in files_of(project).items():
        local = desk / f"{key}-{named.name}"
        local.write_bytes(read(absolute(_beside(found, named.relative_to(desk).as_posix()))))
        here[key] = type(project.values[key])(local)  # a path, or the name of a style
    return replace(project, values={**project.values, **here})


def _beside(url: str, name: str) -> str:
    """``name`` as the project file says it, ``..`` included."""
    head, mark, rest = url.partition("://")
    parts = rest.split("/")[:-1]
    for part in name.split("/"):
        if part == "..":
            parts = parts[:-1]
        else:
            parts.append(part)
    return head + mark + "/".join(parts)
