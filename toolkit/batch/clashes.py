"""Two transcripts for one output: those that a suffix tells apart keep it, others fail and are named."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from toolkit.batch.inputs import Gathered, within
from toolkit.batch.looked import page_name
from toolkit.batch.order import Order, Task, failed
from toolkit.batch.report import Report, seen_from
from toolkit.errors import InputError
from toolkit.formats import DEFAULT
from toolkit.inputs.source import STDIN
from toolkit.system.files import safe_name
from toolkit.system.locations import absolute, inside, joined


def keep_apart(gathered: Gathered, before: Report, output: str) -> list[str]:
    """Transcripts that only their suffixes tell apart (talk.md, talk.docx) keep these in the names of their outputs:
    talk.md.srt; also when only one of them is run, if it had it ``before``. What is done is told, a line a transcript.
    """
    for k, task in enumerate(gathered.tasks):
        named = replace(task, stem=_whole_name(task))
        old = before.by_place.get(named.place)
        if old is not None and task.source != STDIN and old.source == seen_from(output, task.source):
            gathered.tasks[k] = named
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


def set_clashes_aside(gathered: Gathered, order: Order) -> None:
    """Transcripts that would write one file fail, each naming another, also where only capitals or the form of Unicode
    tell their names apart (macOS and Windows do not). InputError if nothing is left, or if an output would be an input.
    """
    clashes = {**_two_for_one(gathered, order), **_files_as_folders(gathered, order)}
    left = [task for task in gathered.tasks if task.index not in clashes]
    if not left:
        raise next(iter(clashes.values()))
    gathered.failed += [failed(task, str(clashes[task.index])) for task in gathered.tasks if task.index in clashes]
    gathered.tasks = left
    _refuse_own_inputs(gathered, order)


def _two_for_one(gathered: Gathered, order: Order) -> dict[int, InputError]:
    """What is wrong with tasks that share a file, by their index."""
    wanting: dict[str, dict[int, tuple[Task, str]]] = {}
    for task in gathered.tasks:
        for claim in claims(task, order):
            wanting.setdefault(_folded(claim), {})[task.index] = task, claim
    found: dict[int, InputError] = {}
    for several in wanting.values():
        if len(several) > 1:
            names, claim = [task.shown for task, _ in several.values()], list(several.values())[-1][1]
            two = f"{names[0]} and {names[-1]} would both be written to {claim}"
            what = two if len(names) == 2 else f"{', '.join(names)} would all be written to {claim}"
            mend = _mend_for([task for task, _ in several.values()])
            for index in several:
                found.setdefault(index, InputError(what, mend=mend))
    return found


def _mend_for(tasks: Sequence[Task]) -> str:
    """Where they lie in one folder, no folder above it keeps them apart."""
    folders = {absolute(task.source).replace("\\", "/").rpartition("/")[0] for task in tasks}
    if len(folders) == 1:
        return "rename one" if len(tasks) == 2 else "rename all but one"
    return "rename one, or give the folder above both, so that their folders keep them apart"


def claims(task: Task, order: Order) -> Iterator[str]:
    """The files of a task that another could want too, below the output."""
    suffixes = (DEFAULT.suffix, *order.also)
    if order.subtitle:
        yield from (f"{task.place}{suffix}" for suffix in suffixes)
    if order.narrate:
        subtitles = (f"{task.stem}{suffix}" for suffix in suffixes)
        yield from (f"{task.place}/{name}" for name in (*subtitles, f"{task.stem}.json", "CREDITS.txt"))
    if order.preview:
        kinds = [kind for kind, wanted in (("subtitle", order.subtitle), ("narrate", order.narrate)) if wanted]
        yield from ("/".join((*task.folder, page_name(task.stem, kind))) for kind in kinds)


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", name).casefold())


def _files_as_folders(gathered: Gathered, order: Order) -> dict[int, InputError]:
    taken = {_folded(claim): task for task in gathered.tasks for claim in claims(task, order)}
    found: dict[int, InputError] = {}
    for name, task in taken.items():
        for above in PurePosixPath(name).parents:
            other = taken.get(str(above))
            if other is not None and other is not task:
                error = InputError(
                    f"{other.shown} would write the file {above}, {task.shown} a folder of that name",
                    mend="rename one of them",
                )
                found.update({task.index: error, other.index: error})
    return found


def _refuse_own_inputs(gathered: Gathered, order: Order) -> None:
    inputs = {absolute(task.source): task for task in gathered.tasks if task.source != STDIN}
    output = absolute(order.output)
    roots = [root for root in gathered.walked if not within(output, root)]
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
