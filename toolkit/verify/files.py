"""Files, credits and subtitles against the manifest: what needs no sound."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from toolkit.errors import InputError
from toolkit.formats import format_of
from toolkit.system.files import sha256_of
from toolkit.system.leftovers import leftovers
from toolkit.verify.finding import Finding

if TYPE_CHECKING:
    from pathlib import Path

    from toolkit.model import TimedCue
    from toolkit.model.edition import Edition, EditionFile


def file_findings(edition: Edition, folder: Path) -> Iterator[Finding]:
    """Every file the manifest names is there under its name, as long as it was, with the same bytes; and so is the
    manifest.
    """
    owners = {file.sha256: file.name for file in edition.files}
    for file in edition.files:
        if fault := _fault(file, folder / file.name, owners):
            yield Finding("FILE", file.name, fault)
    if not (folder / edition.manifest).is_file():
        yield Finding("FILE", edition.manifest, "is missing: the manifest has another name")
    for left in (*leftovers(folder), *leftovers(folder / "tracks")):
        name = left.relative_to(folder).as_posix()
        yield Finding("FILE", name, "is what a run that was broken off left: it can be deleted")


def _fault(file: EditionFile, path: Path, owners: dict[str, str]) -> str:
    if not path.is_file():
        return "is missing"
    try:
        size, found = path.stat().st_size, sha256_of(path)
    except OSError as error:
        return f"cannot be read ({error.strerror})"
    if found == file.sha256:
        return ""
    if found in owners:
        return f"holds what belongs in {owners[found]}"
    if size != file.bytes:
        return f"has {size} bytes, in the manifest {file.bytes}"
    return "was changed: its SHA-256 is not that of the manifest"


def credits_findings(edition: Edition, folder: Path) -> Iterator[Finding]:
    """The file of credits shows every line a licence asks for."""
    path = folder / edition.file("credits")
    if not path.is_file():
        return
    text = path.read_text("utf-8", "replace")
    for line in edition.credits:
        if line not in text:
            yield Finding("CREDITS", path.name, f"does not show the credit {line[:60]!r}")


def subtitle_findings(edition: Edition, folder: Path) -> Iterator[Finding]:
    """The subtitle file says what the manifest says, cue for cue."""
    path = folder / edition.file("subtitles")
    if not path.is_file():
        return
    form, due = format_of(path.name), edition.timeline.cues
    try:
        cues = form.read(path.read_text("utf-8")).cues
    except (InputError, UnicodeDecodeError) as error:
        yield Finding("SRT", path.name, str(error))
        return
    if len(cues) != len(due):
        yield Finding("SRT", path.name, f"holds {len(cues)} subtitles, the manifest {len(due)}")
    for index, (wanted, cue) in enumerate(zip(due, cues, strict=False), 1):
        if difference := _difference(wanted, cue, form.neutral(wanted.cue.text)):
            yield Finding("SRT", f"subtitle {index}", difference)


def _difference(wanted: TimedCue, cue: TimedCue, text: str) -> str:
    if (cue.start_ms, cue.end_ms) != (wanted.start_ms, wanted.end_ms):
        return f"is at {cue.start_ms}–{cue.end_ms} ms, in the manifest at {wanted.start_ms}–{wanted.end_ms}"
    return "" if cue.cue.text == text else f"says {cue.cue.text!r}, in the manifest {text!r}"
