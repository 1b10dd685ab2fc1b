"""Subtitles of one transcript of a batch: made, or made anew around what a person changed, and written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.batch.fetch import Local
from toolkit.batch.looked import looked_at
from toolkit.batch.media import by_recording, recording_of
from toolkit.batch.order import File, Order, Row, Task, Tell
from toolkit.batch.overwriting import hand_of, noted_place, refuse_changed_subtitles
from toolkit.model import Doubt, Script, Timeline
from toolkit.pipeline import Cutting
from toolkit.system.files import sha256_of

if TYPE_CHECKING:
    from toolkit.corrections.keep import Kept


def subtitled(
    row: Row,
    task: Task,
    order: Order,
    here: Local,
    script: Script,
    cutting: Cutting,
    doubts: dict[Doubt, None],
    tell: Tell,
    before: Row | None = None,
) -> Row:
    """The row with the transcript's subtitles, which are in ``here.folder`` when this returns; ``doubts`` takes what is
    to be said of them. ``before``: what the last report says of the transcript.
    """
    from toolkit.formats import DEFAULT
    from toolkit.timing.video import manner

    names = [f"{task.stem}{suffix}" for suffix in (DEFAULT.suffix, *order.also)]
    timeline, kept, said = _made(names, task, order, here, script, cutting, tell, before)
    doubts.update(dict.fromkeys(said))
    how = manner(cutting.style, order.settings.video(here.project))
    files = saved(names, task, order, here, timeline, how, before, kept)
    recording = recording_of(task, order, order.media) if order.media else None
    product, pages = looked_at(
        "subtitle", names[0], DEFAULT.write(timeline), timeline, cutting.style, task, order, here.folder,
        recording=recording,
    )  # fmt: skip
    files += [file_of(task, here.folder, here.folder / page) for page in pages]
    return replace(row, products=(*row.products, product), files=(*row.files, *files))


def _made(
    names: Sequence[str],
    task: Task,
    order: Order,
    here: Local,
    script: Script,
    cutting: Cutting,
    tell: Tell,
    before: Row | None,
) -> tuple[Timeline, Kept | None, list[Doubt]]:
    """The cues, what of them is a person's, and what is to be said of them."""
    from toolkit.corrections.told import told
    from toolkit.pipeline import corrected, subtitles
    from toolkit.timing.video import broken

    video, scope = order.settings.video(here.project), order.settings.wish("scope", here.project)
    if order.media:
        timeline, found = by_recording(script, cutting, scope, task, order, here.project, tell)
        return timeline, None, list(found)
    hand = hand_of(order, task, names, before, video.rate)
    if hand is None:
        (timeline, found), kept = subtitles(script, cutting, scope, video), None
    else:
        kept = corrected(script, cutting, hand, scope, video)
        timeline, found = kept.timeline, (*kept.warnings, *(Doubt(0, words) for words in told(kept, hand.name)))
    return timeline, kept, [*found, *(Doubt(0, words) for words in broken(timeline, video, cutting.style))]


def saved(
    names: Sequence[str],
    task: Task,
    order: Order,
    here: Local,
    timeline: Timeline,
    how: str,
    before: Row | None,
    kept: Kept | None = None,
) -> list[File]:
    """Subtitles written in the formats of their names, below the task's folder, and ``how`` their times were made
    remembered, and what is ``kept``; OutputError for one that was changed by hand and is not.
    """
    from toolkit.corrections.saving import contents_of
    from toolkit.system.files import write_together
    from toolkit.system.written import Written, noted

    paths, options = [], order.settings.options(here.project)
    contents = contents_of(timeline, [here.folder.joinpath(*name.split("/")) for name in names], options)
    for name, (path, data) in zip(names, contents.items(), strict=True):
        if kept is None:
            refuse_changed_subtitles(order, task, name, data, before, options.rate)
        if kept is not None or not (path.is_file() and path.read_bytes() == data):
            with noted(noted_place(order, task, name), Written(data, kept.rows if kept else (), how)):
                write_together({path: data})
        paths.append(file_of(task, here.folder, path))
    return paths


def file_of(task: Task, folder: Path, path: Path) -> File:
    """A file of the task, made below ``folder``, as a report has it."""
    name = "/".join((*task.folder, *path.relative_to(folder).parts))
    return File(name, path.stat().st_size, sha256_of(path))
