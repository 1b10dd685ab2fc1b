"""Markers of editing programs, a row each with tabs between, in a .csv: what ``audition`` and ``premiere`` share.

A marker's name is the text of the cue on one line, its description who speaks. No maker has written the formats down:
these are the forms of files as people show them in public.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from toolkit.errors import InputError
from toolkit.formats.characters import lines_of, tidy
from toolkit.formats.collector import Collector
from toolkit.formats.cue_text import line_breaks_in, on_one_line, plain_text, unlabelled
from toolkit.formats.options import Options
from toolkit.formats.proof import prove, refuse_unwritable
from toolkit.formats.remarks import RemarkRule
from toolkit.model import Cue, Markup, SubtitleFile, TimedCue, Timeline

Cells = Mapping[str, str]


def remarks_of(name: str) -> Mapping[str, RemarkRule]:
    """The rules of a format with this name."""
    return {
        f"{name}-STRAY": RemarkRule("error", "a marker has a name and a time", fixable=False),
        f"{name}-HIDDEN": RemarkRule("warning", "marks that hide or reorder what is written"),
    }


def sniff(text: str, header: Sequence[str]) -> bool:
    """Whether the first row names these columns."""
    return _cells(text[:2000].removeprefix("\ufeff").partition("\n")[0])[: len(header)] == list(header)


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.split("\t")]


def read(
    text: str, header: Sequence[str], name: str, rule: str, times: Callable[[Cells], tuple[int, int]]
) -> SubtitleFile:
    """Every marker, in file order: its text in the column ``name``, who speaks in ``Description``. Linear in
    ``len(text)``. InputError for a file without any, and for a time that ``times`` cannot read.
    """
    found = Collector()
    lines, hidden = lines_of(text)
    if hidden:
        found.remark(f"{rule}-HIDDEN", hidden, "control characters or invisible marks were left out")
    if not sniff(lines[0], header):
        raise InputError(
            "its first row names no columns of markers", mend=f"there are {', '.join(header)}, tabs between"
        )
    for number, line in enumerate(lines[1:], 2):
        cells = dict(zip(header, _cells(line), strict=False))
        if not line.strip():
            continue
        for column, cell in cells.items():
            if column not in (name, "Description"):
                found.leave_out(number, cell)
        try:
            start, end = times(cells)
        except (KeyError, InputError):
            found.leave_out(number, f"{cells.get(name, '')} {cells.get('Description', '')}")
            found.remark(f"{rule}-STRAY", number, f"{line.strip()[:20]!r} is no marker with a time, and was left out")
            continue
        spoken = plain_text([(number, cells[name])])
        found.add(start, end, number, replace(spoken, speaker=cells.get("Description") or None))
    return found.file("\t".join(header))


def holds(markup: Markup, cue: Cue) -> bool:  # noqa: ARG001 -- every format takes them
    """Whether the format can say it: who speaks the whole of a cue."""
    return markup.kind == "speaker" and markup.start == markup.end


def losses(timeline: Timeline) -> dict[str, int]:
    """Line breaks."""
    return line_breaks_in(timeline.cues)


def neutral(text: str) -> str:
    """A cue's text as a marker's name: on one line, without tabs."""
    return re.sub(r"\s*\t\s*", " ", on_one_line(tidy(text)))


def rows(cues: Sequence[TimedCue], options: Options) -> Iterator[tuple[TimedCue, str, str]]:
    """Each cue with its text and its speaker as markers hold them. OutputError as ``refuse_unwritable``."""
    for number, timed in enumerate(cues, 1):
        text = neutral(unlabelled(timed.cue) if options.speakers else timed.cue.text)
        refuse_unwritable(number, timed, text)
        yield timed, text, " ".join(tidy(timed.cue.speaker or "").split()) if options.speakers else ""


def proved(written: str, cues: Sequence[tuple[TimedCue, str, str]], read_back: Callable[[str], SubtitleFile]) -> str:
    """What was ``written`` of the ``rows``, if it is read back so; OutputError if not."""
    numbered = [(number, timed) for number, (timed, _, _) in enumerate(cues, 1)]
    prove(read_back(written) if cues else None, numbered, [text for _, text, _ in cues], [who for _, _, who in cues])
    return written
