"""The reader of SubRip files: line by line, in linear time, for files of the wild."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

from toolkit import timecode
from toolkit.formats.characters import lines_of
from toolkit.formats.collector import Collector
from toolkit.formats.cue_text import CueText
from toolkit.formats.markup import TAG, marked
from toolkit.formats.remarks import RemarkRule
from toolkit.formats.stamps import Timing, is_almost_timing, timing_of
from toolkit.model import SubtitleFile

_SHAPE = "SubRip: numbered from 1, a blank line after each subtitle and none inside"
REMARKS = {
    "SRT-TIME": RemarkRule("warning", "SubRip: HH:MM:SS,mmm --> HH:MM:SS,mmm"),
    "SRT-INDEX": RemarkRule("warning", _SHAPE),
    "SRT-TAG": RemarkRule("info", "YouTube and others take plain text only", fixable=False),
    "SRT-HIDDEN": RemarkRule("warning", "marks that hide or reorder what is written"),
    "SRT-ENC": RemarkRule("warning", "SubRip: UTF-8 without byte order mark"),
}
_STRICT = re.compile(r"[0-9]{2}:[0-5][0-9]:[0-5][0-9],[0-9]{3} --> [0-9]{2}:[0-5][0-9]:[0-5][0-9],[0-9]{3}")
_COORDINATES = re.compile(r"(?:[ \t]+[XYxy][12]:-?[0-9]+)+[ \t]*")
_INDEX = re.compile(r"[0-9]{1,9}")
_DIGITS = frozenset("0123456789")


@dataclass(slots=True)
class _Open:
    """The cue being read; a row of its text is (line number, text), '' where it is blank."""

    start: int
    end: int
    line: int
    index: int | None
    rows: list[tuple[int, str]] = field(default_factory=list)


@dataclass(slots=True)
class _Reader:
    found: Collector = field(default_factory=Collector)
    cues: list[_Open] = field(default_factory=list)
    # A number and blanks, of which it is not known yet whether they are text
    held: list[tuple[int, str]] = field(default_factory=list)
    header: list[int] = field(default_factory=list)


def sniff(text: str) -> bool:
    """Whether the text begins as SubRip does: a number or none, then a timing with decimals."""
    head = text[:2000].removeprefix("\ufeff").lstrip()
    first, _, rest = head.partition("\n")
    timing = timing_of(rest.split("\n", 1)[0].strip() if _INDEX.fullmatch(first.strip()) else first)
    return timing is not None and bool(re.search(r"[,.][0-9]{3}[ \t]*-->.*[,.][0-9]{3}", timing.written))


def read(text: str) -> SubtitleFile:
    """Every cue of a SubRip file, in file order with the times as written; what was put up with is in
    ``remarks``.

    Tolerated: any line ends, no index or a wrong one, no blank lines, blank lines inside a text, no hours, dots
    for commas, one to nine decimals, minutes and seconds above 59, times outside the clock, X1:… coordinates, a header,
    overlaps. Linear in ``len(text)``. Raises InputError for a file without any timing line.
    """
    reader = _Reader()
    lines, hidden = lines_of(text)
    if hidden:
        reader.found.remark("SRT-HIDDEN", hidden, "control characters or invisible marks were left out")
    for number, line in enumerate(lines, 1):
        stripped = line.strip()
        if not stripped:
            reader.held.append((number, ""))
        elif ">" in line and (timing := timing_of(stripped)):
            _take_timing(reader, number, stripped, timing)
        else:
            _take_text(reader, number, stripped)
    _flush(reader)
    _remark_header(reader)
    for opened in reader.cues:
        shown = marked(opened.rows)
        _remark_text(reader, opened, shown)
        reader.found.add(opened.start, opened.end, opened.line, shown)
    return reader.found.file("00:00:01,000 --> 00:00:02,000")


def _take_text(reader: _Reader, number: int, line: str) -> None:
    if not reader.cues:
        reader.header.append(number)
        reader.found.leave_out(number, line)
    if is_almost_timing(line):
        reader.found.remark("SRT-TIME", number, "looks like a timing, but cannot be read; taken as text")
    if line[0] in _DIGITS and _INDEX.fullmatch(line):
        if reader.held and reader.held[-1][1]:
            _flush(reader)
        reader.held.append((number, line))
        return
    if reader.held:
        _flush(reader)
    if reader.cues:
        reader.cues[-1].rows.append((number, line))


def _flush(reader: _Reader) -> None:
    """The lines held back were text of the cue before."""
    if reader.cues:
        reader.cues[-1].rows.extend(reader.held)
    reader.held.clear()


def _take_timing(reader: _Reader, number: int, line: str, timing: Timing) -> None:
    index = _index_above(reader)
    _flush(reader)
    if reader.cues and reader.cues[-1].rows and reader.cues[-1].rows[-1][1]:
        reader.found.remark("SRT-INDEX", number, "no blank line before this subtitle")
    if not reader.cues and index is not None:
        reader.header.pop()
    reader.found.leave_out(number, line)
    cue = _Open(timing.start, timing.end, number, index)
    _remark_timing(reader, cue, timing)
    _remark_index(reader, cue)
    reader.cues.append(cue)


def _index_above(reader: _Reader) -> int | None:
    """The number right above a timing line, taken off the held lines; None if it is text.

    It is text where no blank line stands above it, the file does not number its subtitles, and it is not
    the next number.
    """
    if not reader.held or not reader.held[-1][1]:
        return None
    before = reader.cues[-1] if reader.cues else None
    number, written = reader.held[-1]
    alone = len(reader.held) > 1 or before is None or not before.rows
    numbered = before is not None and before.index is not None
    if alone or numbered or (before is not None and int(written) == len(reader.cues) + 1):
        reader.held.pop()
        if before is not None:  # above the first, it is listed with the header
            reader.found.leave_out(number, written)
        return int(written)
    return None


def _remark_timing(reader: _Reader, cue: _Open, timing: Timing) -> None:
    if timing.rest and _COORDINATES.fullmatch(timing.rest):
        reader.found.remark("SRT-TAG", cue.line, "coordinates after the times were left out")
    elif timing.rest.strip():
        reader.found.remark("SRT-TIME", cue.line, f"{timing.rest.strip()[:20]!r} after the times was left out")
    elif (
        not _STRICT.fullmatch(timing.written) and 0 <= cue.start <= timecode.MAX_MS and 0 <= cue.end <= timecode.MAX_MS
    ):
        read_as = f"{timecode.text_of(cue.start)} --> {timecode.text_of(cue.end)}"
        reader.found.remark("SRT-TIME", cue.line, f"the timing is oddly written, and was read as {read_as}")


def _remark_index(reader: _Reader, cue: _Open) -> None:
    expected = (reader.cues[-1].index or len(reader.cues)) + 1 if reader.cues else 1
    if cue.index is None:
        reader.found.remark("SRT-INDEX", cue.line, "the subtitle has no number")
    elif cue.index != expected:
        reader.found.remark("SRT-INDEX", cue.line, f"the subtitle is numbered {cue.index}, {expected} was expected")


def _remark_header(reader: _Reader) -> None:
    if reader.header:
        reader.found.remark(
            "SRT-INDEX", reader.header[0], f"{len(reader.header)} lines above the first subtitle left out"
        )


def _has_blank_inside(lines: list[str]) -> bool:
    filled = [k for k, line in enumerate(lines) if line]
    return any(other - one > 1 for one, other in pairwise(filled))


def _remark_text(reader: _Reader, opened: _Open, text: CueText) -> None:
    if len(text.rows) < len(opened.rows) and _has_blank_inside([line for _, line in opened.rows]):
        reader.found.remark("SRT-INDEX", opened.line, "there is a blank line inside the subtitle's text")
    if text.excluded and (tag := next((TAG.search(line) for _, line in opened.rows if TAG.search(line)), None)):
        line = text.rows[0] if text.rows else opened.line
        reader.found.remark("SRT-TAG", line, f"{tag[0]} is formatting, which some players show as text")
