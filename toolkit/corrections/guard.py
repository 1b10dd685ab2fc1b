"""Whether a file that is about to be written over holds a person's work."""

from __future__ import annotations

import hashlib
from collections.abc import Container
from pathlib import Path

from toolkit.corrections.passage import same
from toolkit.errors import InputError, OutputError
from toolkit.formats import read
from toolkit.inputs.encoding import decode
from toolkit.inputs.source import LIMIT
from toolkit.model import TimedCue
from toolkit.system import written
from toolkit.system.files import write_text
from toolkit.system.written import KeptRows, Written, noted


def write_over(path: Path, text: str, kept: KeptRows = (), manner: str = "", *, force: bool = False) -> None:
    """Write subtitles, and remember what was written (``kept``, ``manner``: as ``toolkit.system.written``).

    OutputError if a person changed what is there, unless ``force`` is given.
    """
    if not force and path.exists():
        refuse_changed(path, text, f"--keep {path} keeps it, --force writes over it")
    with noted(path, Written(text.encode("utf-8"), kept, manner)):
        write_text(path, text)


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
    if before is not None and not before.kept and _alike(cues, _cues(before.content.decode("utf-8"), place)):
        return False  # saved again with other line ends, say
    return bool(cues) and (text is None or not _alike(cues, _cues(text, place)))


def _cues(text: str, place: str) -> tuple[TimedCue, ...]:
    try:
        return read(text, place).cues
    except InputError:
        return ()


def _alike(some: tuple[TimedCue, ...], others: tuple[TimedCue, ...]) -> bool:
    return len(some) == len(others) and all(map(same, some, others))
