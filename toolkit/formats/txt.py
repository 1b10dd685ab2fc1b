"""Plain text, written only: a line a cue, and ``佐藤：`` where somebody else begins to speak. Times are left out.

A .txt is a transcript to every reader here, so that this is no format of a file by its name.
"""

from __future__ import annotations

from collections.abc import Mapping

from toolkit.formats.characters import tidy
from toolkit.formats.cue_text import line_breaks_in, on_one_line, unlabelled
from toolkit.formats.options import PLAIN, Options
from toolkit.formats.proof import refuse_unwritable
from toolkit.formats.remarks import RemarkRule
from toolkit.model import Cue, Markup, Timeline

REMARKS: Mapping[str, RemarkRule] = {}


def holds(markup: Markup, cue: Cue) -> bool:  # noqa: ARG001 -- every format takes them
    """Whether the format can say it: who speaks the whole of a cue."""
    return markup.kind == "speaker" and markup.start == markup.end


def losses(timeline: Timeline) -> dict[str, int]:
    """Times, and line breaks."""
    return {"times": len(timeline.cues), **line_breaks_in(timeline.cues)}


def neutral(text: str) -> str:
    """A cue's text on one line."""
    return on_one_line(tidy(text))


def write(timeline: Timeline, options: Options = PLAIN) -> str:
    """The text, UTF-8 to be, line feeds, a blank line where the speaker changes. OutputError for a cue without text or
    with an end not after its start.
    """
    before: str | None = ""
    rows: list[str] = []
    for number, timed in enumerate(timeline.cues, 1):
        text = neutral(unlabelled(timed.cue) if options.speakers else timed.cue.text)
        refuse_unwritable(number, timed, text)
        speaker = " ".join(tidy(timed.cue.speaker or "").split()) if options.speakers else ""
        changes = speaker != before
        lead = "\n" if rows and changes else ""
        rows.append(f"{lead}{f'{speaker}：' if speaker and changes else ''}{text}\n")
        before = speaker
    return "".join(rows)
