"""Subtitles of a batch timed by recordings, editions that have them for a voice: each transcript has the one that is
called as it is.
"""

from __future__ import annotations

import contextlib
import glob
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.errors import InputError
from toolkit.system.files import sha256_of

if TYPE_CHECKING:
    from toolkit.batch.order import Order, Task, Tell
    from toolkit.model import Doubt, Script, Timeline
    from toolkit.model.edition import Edition
    from toolkit.pipeline import Cutting, Speaking
    from toolkit.transcript.scope import Scope
    from toolkit.wishes.project import Project


def recording_of(task: Task, order: Order, place: str) -> Path:
    """The recording with the transcript's name, in the same folder below the folder ``place`` or in ``place`` itself.

    InputError if there is none, or more than one.
    """
    from toolkit.audio.media import SUFFIXES

    root, stem = Path(order.home, place), Path(task.source).stem
    for folder in dict.fromkeys((root.joinpath(*task.folder), root)):
        found = sorted(path for path in folder.glob(f"{glob.escape(stem)}.*") if path.suffix.lower() in SUFFIXES)
        if len(found) > 1:
            names = " and ".join(path.name for path in found)
            raise InputError(f"has more than one recording ({names})", where=task.shown, mend="leave one of them")
        if found:
            return found[0]
    mend = f"put {stem}.mp4 (or .wav, .m4a …) into {place}"
    raise InputError("has no recording of its name", where=task.shown, mend=mend)


def by_recording(
    script: Script, cutting: Cutting, scope: Scope | None, task: Task, order: Order, project: Project | None, tell: Tell
) -> tuple[Timeline, tuple[Doubt, ...]]:
    """The cues at the times of the voice, and all that a person should look at. InputError for a wrong pair."""
    from toolkit.recorded import Hearing, misfits, subtitles
    from toolkit.timing.video import framed

    speaking = order.settings.speaking(project)
    hearing = Hearing(recording_of(task, order, order.media), speaking.lexicon, speaking.cache, 1, tell)
    with _named(task, order, hearing.media):
        made = subtitles(script, cutting, hearing, scope)
    timeline = framed(made.timeline, (), order.settings.video(project).rate)
    return timeline, (*made.warnings, *misfits(made.alignment))


def edition_by_recording(
    script: Script, cutting: Cutting, speaking: Speaking, task: Task, order: Order, folder: Path, scope: Scope | None,
    tell: Tell,
) -> Edition:  # fmt: skip
    """The edition in ``folder`` whose sound is the recording. InputError for a wrong pair, before anything is
    written.
    """
    from toolkit.recorded import Hearing
    from toolkit.recorded.edition import narrate

    hearing = Hearing(recording_of(task, order, order.recordings), speaking.lexicon, speaking.cache, 1, tell)
    force = order.settings.wish("force")
    with _named(task, order, hearing.media):
        return narrate(script, cutting, speaking, hearing, folder, task.stem, scope=scope, force=force)


@contextlib.contextmanager
def _named(task: Task, order: Order, media: Path) -> Iterator[None]:
    """What is wrong with a recording is told with the transcript that it was taken for."""
    try:
        yield
    except InputError as error:
        if error.where != str(media):
            raise
        shown = media.relative_to(order.home) if media.is_relative_to(order.home) else media
        raise InputError(error.what, where=f"{task.shown}, {shown}", mend=error.mend) from error


def made_by(task: Task, order: Order, speaking: Speaking) -> tuple[object, ...]:
    """All that the edition of a recording is made from, besides its text."""
    from toolkit.align import probe
    from toolkit.model.edition import RECORDING

    return RECORDING, hash_of(recording_of(task, order, order.recordings)), probe.version(), speaking.shape


def hash_of(path: Path) -> str:
    """InputError for a file that cannot be read now."""
    try:
        return sha256_of(path)
    except OSError as error:
        mend = "close the program that holds it, or check its permissions"
        raise InputError(f"cannot be read ({error.strerror or error})", where=str(path), mend=mend) from error
