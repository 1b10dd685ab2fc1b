"""Files, credits and subtitles against the manifest: what needs no sound."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from toolkit.errors import InputError
from toolkit.formats import format_of
from toolkit.verify.finding import Finding

if TYPE_CHECKING:
    from toolkit.model import TimedCue
    from toolkit.verify.edition import Edition, Shown


def file_findings(edition: Edition) -> Iterator[Finding]:
    """Every file the manifest tells of is there."""
    for path in (edition.mix, *edition.tracks, edition.subtitles, edition.credits):
        if not path.is_file():
            yield Finding("FILE", path.name, "is missing")


def credits_findings(edition: Edition) -> Iterator[Finding]:
    """CREDITS.txt shows every line a licence asks for."""
    if not edition.credits.is_file():
        return
    text = edition.credits.read_text("utf-8", "replace")
    for line in edition.licences:
        if line not in text:
            yield Finding("CREDITS", edition.credits.name, f"does not show the credit {line[:60]!r}")


def subtitle_findings(edition: Edition) -> Iterator[Finding]:
    """The subtitle file says what the manifest says, cue for cue."""
    if not edition.subtitles.is_file():
        return
    form, name = format_of(edition.subtitles.name), edition.subtitles.name
    try:
        cues = form.read(edition.subtitles.read_text("utf-8")).cues
    except (InputError, UnicodeDecodeError) as error:
        yield Finding("SRT", name, str(error))
        return
    if len(cues) != len(edition.cues):
        yield Finding("SRT", name, f"holds {len(cues)} subtitles, the manifest {len(edition.cues)}")
    for shown, cue in zip(edition.cues, cues, strict=False):
        if difference := _difference(shown, cue, form.neutral(shown.text)):
            yield Finding("SRT", shown.place, difference)


def _difference(shown: Shown, cue: TimedCue, text: str) -> str:
    if (cue.start_ms, cue.end_ms) != (shown.start_ms, shown.end_ms):
        return f"is at {cue.start_ms}–{cue.end_ms} ms, in the manifest at {shown.start_ms}–{shown.end_ms}"
    return "" if cue.cue.text == text else f"says {cue.cue.text!r}, in the manifest {text!r}"
