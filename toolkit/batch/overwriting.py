"""What a person changed in the outputs of a batch is not written over: that transcript fails, and says why."""

from __future__ import annotations

from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

from toolkit.batch.order import Order, Row, Task
from toolkit.corrections.guard import refuse_changed, refuse_changed_bytes
from toolkit.formats import DEFAULT
from toolkit.system.locations import is_url, joined, read, size_of

if TYPE_CHECKING:
    from toolkit.formats.frames import FrameRate


def refuse_changed_subtitles(
    order: Order, task: Task, name: str, now: bytes, before: Row | None, rate: FrameRate | None = None
) -> None:
    """OutputError if the subtitles that are there, ``name`` in the task's folder, were changed by hand. ``now``: what
    is to be written instead; ``before``: what the last report says of the transcript; ``rate``: of time codes.
    """
    _refuse(order, (*task.folder, *name.split("/")), now, before, f"jimaku subtitle {quote(task.shown)} --keep", rate)


def refuse_changed_edition(order: Order, task: Task, before: Row | None) -> None:
    """The same for the subtitles of an edition behind a URL, before it is spoken; ``pipeline.narrate`` looks itself at
    one that is here.
    """
    if order.narrate and is_url(order.output):
        _refuse(order, (*task.folder, task.stem, f"{task.stem}{DEFAULT.suffix}"), None, before)


def _refuse(
    order: Order,
    parts: tuple[str, ...],
    now: bytes | None,
    before: Row | None,
    keep: str = "",
    rate: FrameRate | None = None,
) -> None:
    if order.settings.wish("force"):
        return
    wrote = frozenset(file.sha256 for file in before.files) if before else frozenset()
    place = joined(order.output, *parts) if is_url(order.output) else str(Path(order.home, order.output, *parts))
    mend = (
        f"`{keep} {quote(place)} -o {quote(place)}` keeps it, --force writes over it"
        if keep
        else "--force writes over it"
    )
    if not is_url(place):
        refuse_changed(Path(place), now, mend, wrote=wrote, rate=rate)
    elif size_of(place) > 0:
        refuse_changed_bytes(read(place), place, now, mend, wrote=wrote, rate=rate)
