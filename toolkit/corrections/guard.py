"""Whether a file that is about to be written over holds a person's work."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable, Container, Mapping
from pathlib import Path

from toolkit.corrections.passage import same
from toolkit.errors import InputError, OutputError
from toolkit.formats import read
from toolkit.inputs.encoding import decode
from toolkit.inputs.source import LIMIT
from toolkit.model import TimedCue
from toolkit.system import written
from toolkit.system.files import write_together
from toolkit.system.written import KeptRows, Written, noted


def write_over(
    contents: Mapping[Path, bytes],
    kept: KeptRows = (),
    manner: str = "",
    *,
    force: Callable[[Path], bool] = lambda _: False,
) -> None:
    """Write subtitle files, all of them or none, and remember what was written (``kept``, ``manner``: as
    ``toolkit.system.written``).

    OutputError if a person changed what is there, but where ``force`` says that it may go.
    """
    for path, data in contents.items():
        if path.exists() and not force(path):
            mend = f"--keep {path} keeps it, --force writes over it"
            refuse_changed(path, data.decode("utf-8", "replace"), mend)
    with contextlib.ExitStack() as stack:
        for path, data in contents.items():
            stack.enter_context(noted(path, Written(data, kept, manner)))
        write_together(contents)


def refuse_changed(path: Path, text: str | None, mend: str, *, wrote: Container[str] = ()) -> None:
    """OutputError if ``path`` holds subtitles that a person changed, or that are not the toolkit's at all.

    ``text``: what is about to be written there, None if that is not known yet: a file that says the same is nobody's
    loss. ``wrote``: SHA-256 of what is known otherwise to be the toolkit's. A file without a single subtitle in it
    holds nobody's work on subtitles.
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
    refuse_changed_bytes(data, str(path), text, mend, wrote=wrote)


def refuse_changed_bytes(data: bytes, place: str, text: str | None, mend: str, *, wrote: Container[str] = ()) -> None:
    """The same for the bytes that are at a place (a path or a URL)."""
    if _changed(data, place, text, wrote):
        raise OutputError("holds what was changed by hand, and would be written over", where=place, mend=mend)


def _changed(data: bytes, place: str, text: str | None, wrote: Container[str] = ()) -> bool:
    if text is not None and data == text.encode("utf-8"):
        return False
    if (own := written.known(data)) is not None:
        return bool(own.kept)
    if hashlib.sha256(data).hexdigest() in wrote:
        return False
    try:
        shown = decode(data, name=place).text if data else ""
    except InputError:  # who knows what is in it
        return True
    cues = _cues(shown, place)
    before = written.last(place)
    if before is not None and not before.kept and _alike(cues, _cues(before.content.decode("utf-8", "replace"), place)):
        return False  # saved again with other line ends, say
    return bool(cues) and (text is None or not _alike(cues, _cues(text, place)))


def _cues(text: str, place: str) -> tuple[TimedCue, ...]:
    try:
        return read(text, place).cues
    except InputError:
        return ()


def _alike(some: tuple[TimedCue, ...], others: tuple[TimedCue, ...]) -> bool:
    return len(some) == len(others) and all(map(same, some, others))
