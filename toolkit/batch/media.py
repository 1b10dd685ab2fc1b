"""Subtitles of a batch timed by recordings: each transcript has the one that is called as it is."""

from __future__ import annotations

import glob
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.errors import InputError

if TYPE_CHECKING:
    from toolkit.batch.order import Order, Task, Tell
    from toolkit.model import Doubt, Script, Timeline
    from toolkit.pipeline import Cutting
    from toolkit.transcript.scope import Scope
    from toolkit.wishes.project import Project


def recording_of(task: Task, order: Order) -> Path:
    """The recording with the transcript's name, in the same folder below ``order.media`` or in ``order.media`` itself.

    InputError if there is none, or more than one.
    """
    from toolkit.audio.media import SUFFIXES

    root, stem = Path(order.home, order.media), Path(task.source).stem
    for folder in dict.fromkeys((root.joinpath(*task.folder), root)):
        found = sorted(path for path in folder.glob(f"{glob.escape(stem)}.*") if path.suffix.lower() in SUFFIXES)
        if len(found) > 1:
            names = " and ".join(path.name for path in found)
            raise InputError(f"has more than one recording ({names})", where=task.shown, mend="leave one of them")
        if found:
            return found[0]
    mend = f"put {stem}.mp4 (or .wav, .m4a …) into {order.media}"
    raise InputError("has no recording of its name", where=task.shown, mend=mend)


def by_recording(
    script: Script, cutting: Cutting, scope: Scope | None, task: Task, order: Order, project: Project | None, tell: Tell
) -> tuple[Timeline, tuple[Doubt, ...]]:
    """The cues at the times of the voice, and all that a person should look at. InputError for a wrong pair."""
    from toolkit.recorded import Hearing, misfits, subtitles
    from toolkit.timing.video import framed

    speaking = order.settings.speaking(project)
    hearing = Hearing(recording_of(task, order), speaking.lexicon, speaking.cache, 1, tell)
    made = subtitles(script, cutting, hearing, scope)
    timeline = framed(made.timeline, (), order.settings.video(project).rate)
    return timeline, (*made.warnings, *misfits(made.alignment))
