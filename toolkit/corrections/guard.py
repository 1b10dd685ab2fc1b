"""Whether a file that is about to be written over holds a person's work."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable, Container, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.corrections.passage import same
from toolkit.corrections.reading import beside_cues, file_in, says_who, without_names
from toolkit.errors import OutputError
from toolkit.inputs.source import LIMIT
from toolkit.model import SubtitleFile
from toolkit.system import written
from toolkit.system.files import write_together
from toolkit.system.written import KeptRows, Written, noted

if TYPE_CHECKING:
    from toolkit.formats.frames import FrameRate


def write_over(
    contents: Mapping[Path, bytes],
    kept: KeptRows = (),
    manner: str = "",
    *,
    rate: FrameRate | None = None,
    force: Callable[[Path], bool] = lambda _: False,
) -> None:
    """Write subtitle files, all of them or none, and remember what was written (``kept``, ``manner``: as
    ``toolkit.system.written``; ``rate``: of their time codes).

    OutputError if a person changed what is there, but where ``force`` says that it may go.
    """
    for path, data in contents.items():
        if path.exists() and not force(path):
            mend = f"--keep {path} keeps it, --force writes over it"
            refuse_changed(path, data, mend, rate=rate)
    with contextlib.ExitStack() as stack:
        for path, data in contents.items():
            stack.enter_context(noted(path, Written(data, kept, manner)))
        write_together(contents)


def refuse_changed(
    path: Path, now: bytes | None, mend: str, *, wrote: Container[str] = (), rate: FrameRate | None = None
) -> None:
    """OutputError if ``path`` holds subtitles that a person changed, or that are not the toolkit's at all.

    ``now``: what is about to be written there, None if that is not known yet: a file that says the same is nobody's
    loss. ``wrote``: SHA-256 of what is known otherwise to be the toolkit's; ``rate``: of time codes in both. A file
    without a single subtitle in it holds nobody's work on subtitles.
    """
    try:
        if not path.is_file() or path.stat().st_size > LIMIT:
            return
        data = path.read_bytes()
    except OSError as error:
        reason = error.strerror or error
        raise OutputError(
            f"cannot be read, perhaps it was changed by hand ({reason})", where=str(path), mend=mend
        ) from error
    refuse_changed_bytes(data, str(path), now, mend, wrote=wrote, rate=rate)


def refuse_changed_bytes(
    data: bytes,
    place: str,
    now: bytes | None,
    mend: str,
    *,
    wrote: Container[str] = (),
    rate: FrameRate | None = None,
) -> None:
    """The same for the bytes that are at a place (a path or a URL)."""
    if changed_in(data, place, now, wrote, rate):
        raise OutputError("holds what was changed by hand, and would be written over", where=place, mend=mend)


def changed_in(
    data: bytes, place: str, now: bytes | None = None, wrote: Container[str] = (), rate: FrameRate | None = None
) -> bool:
    """Whether that holds what a person changed, or what is not the toolkit's at all."""
    if now is not None and data == now:
        return False
    if (own := written.known(data)) is not None:
        return bool(own.kept)
    if hashlib.sha256(data).hexdigest() in wrote:
        return False
    there = file_in(data, place, rate)
    if there is None:  # who knows what is in it
        return True
    before = written.last(place)
    if before is not None and not before.kept and _alike(there, file_in(before.content, place, rate)):
        return False  # saved again with other line ends, say
    return bool(there.cues) and (now is None or not _alike(there, file_in(now, place, rate)))


def _alike(there: SubtitleFile, other: SubtitleFile | None) -> bool:
    """Whether the other says all that is there; a program that saves it again may drop who speaks."""
    if other is None or len(there.cues) != len(other.cues) or beside_cues(there, other):
        return False
    cues = other.cues if says_who(there.cues) else without_names(other.cues)
    return all(map(same, there.cues, cues))
