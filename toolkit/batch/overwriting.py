"""What a person changed in the outputs of a batch is not written over: it is kept (--keep), or that run of it fails."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.batch.order import Order, Row, Task
from toolkit.corrections.guard import changed_in, refuse_changed, refuse_changed_bytes
from toolkit.errors import OutputError
from toolkit.formats import DEFAULT
from toolkit.system.locations import is_url, joined, read, size_of

if TYPE_CHECKING:
    from toolkit.corrections.hand import Hand
    from toolkit.formats.frames import FrameRate

_FORCE = "--force writes over it"


def noted_place(order: Order, task: Task, name: str) -> str:
    """The path or URL of a file in the task's folder, under which it is remembered."""
    parts = (*task.folder, *name.split("/"))
    return joined(order.output, *parts) if is_url(order.output) else str(Path(order.home, order.output, *parts))


def hand_of(
    order: Order, task: Task, names: Sequence[str], before: Row | None, rate: FrameRate | None = None
) -> Hand | None:
    """What a person changed in one of the subtitles that are there, where it is to be kept; None if nothing.

    ``names``: in the task's folder; ``before``: what the last report says of the transcript; ``rate``: of time codes.
    OutputError if a person changed several, for only one can be kept, and for what stands beside the cues of that one;
    InputError as ``hand_in``.
    """
    if not order.settings.wish("keep_changes"):
        return None
    from toolkit.corrections.hand import hand_in

    wrote = _hashes(before)
    there = {place: _bytes_at(place) for place in (noted_place(order, task, name) for name in names)}
    changed = {place: data for place, data in there.items() if data and changed_in(data, place, None, wrote, rate)}
    # What an earlier run kept is in all of them, and stays: it was written with them
    since = [place for place, data in changed.items() if hashlib.sha256(data).hexdigest() not in wrote]
    if len(since) > 1:
        what = f"was changed by hand, and so was {since[1]}: only one can be kept"
        raise OutputError(what, where=since[0], mend="move the others away, or bring all changes into one")
    if not changed:
        return None
    place = since[0] if since else next(iter(changed))
    hand = hand_in(changed[place], place, place.removeprefix(str(Path(order.home, "")) + os.sep), rate)
    if hand.beside and not order.settings.wish("force"):
        line, text = hand.beside[0]
        what = f"{len(hand.beside)} lines beside its cues are not kept, the first 「{text[:30]}」"
        raise OutputError(what, where=f"{place}:{line}", mend=_FORCE)
    return hand


def _bytes_at(place: str) -> bytes:
    """What is at a path or a URL, nothing if nothing is. InputError, OutputError if it cannot be read."""
    if is_url(place):
        return read(place) if size_of(place) > 0 else b""
    from toolkit.corrections.reading import bytes_at

    return bytes_at(place)[0] if Path(place).exists() else b""


def _hashes(before: Row | None) -> frozenset[str]:
    return frozenset(file.sha256 for file in before.files) if before else frozenset()


def refuse_changed_subtitles(
    order: Order, task: Task, name: str, now: bytes, before: Row | None, rate: FrameRate | None = None
) -> None:
    """OutputError if the subtitles that are there, ``name`` in the task's folder, were changed by hand. ``now``: what
    is to be written instead; ``before``: what the last report says of the transcript; ``rate``: of time codes.
    """
    mend = _FORCE if order.media or "/" in name else "--keep keeps it, --force writes over it"
    _refuse(order, noted_place(order, task, name), now, before, mend, rate)


def refuse_changed_edition(order: Order, task: Task, before: Row | None) -> None:
    """The same for the subtitles of an edition behind a URL, before it is spoken; ``pipeline.narrate`` looks itself at
    one that is here.
    """
    if order.narrate and is_url(order.output):
        _refuse(order, noted_place(order, task, f"{task.stem}/{task.stem}{DEFAULT.suffix}"), None, before, _FORCE)


def _refuse(
    order: Order,
    place: str,
    now: bytes | None,
    before: Row | None,
    mend: str,
    rate: FrameRate | None = None,
) -> None:
    if order.settings.wish("force"):
        return
    wrote = _hashes(before)
    if not is_url(place):
        refuse_changed(Path(place), now, mend, wrote=wrote, rate=rate)
    elif size_of(place) > 0:
        refuse_changed_bytes(read(place), place, now, mend, wrote=wrote, rate=rate)
