"""Subtitle files as transcripts: their words, speakers, readings and times, cues joined into speech.

``toolkit.formats`` reads the file, every cue as it stands, and lists what is in none.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from toolkit import formats
from toolkit.errors import InputError
from toolkit.model import Markup, SubtitleFile, TimedCue
from toolkit.timecode import MAX_MS
from toolkit.transcript.clean import clean
from toolkit.transcript.segments import Segment, begins_with_label, moved, sheet_of_segments
from toolkit.transcript.sheet import Reading, Sheet

_DASH = re.compile(r"[\s　]{0,9}[-‐–－][ 　]{0,2}(?=[^\s　0-9-])")


@dataclass(slots=True)
class _Piece:
    """What one voice says in a cue."""

    line: int
    speaker: str = ""
    begins: bool = False
    parts: list[str] = field(default_factory=list)
    length: int = 0
    readings: list[Reading] = field(default_factory=list)

    def add(self, text: str, readings: list[Reading], *, starts_line: bool) -> None:
        """A line goes on after a space only where Latin letters meet. ``readings`` count from the start of ``text``."""
        lead = len(text) - len(text.lstrip()) if starts_line or not self.parts else 0
        joint = ""
        if starts_line and self.parts:
            self.length -= len(self.parts[-1]) - len(self.parts[-1].rstrip())
            self.parts[-1] = self.parts[-1].rstrip()
            joint = " " if (self.parts[-1][-1:] + text[lead : lead + 1]).isascii() else ""
        if len(text) > lead:
            self.readings.extend(moved(readings, self.length + len(joint) - lead))
            self.parts.append(f"{joint}{text[lead:]}")
            self.length += len(self.parts[-1])

    @property
    def text(self) -> str:
        return "".join(self.parts)


def sheet_of_subtitles(text: str, name: str) -> Sheet:
    """The speech of a subtitle file of any format. What a player forgives is forgiven, with a warning.

    Raises ``InputError`` for a file without any subtitle.
    """
    page = clean(text)
    try:
        file = formats.read("\n".join(page.lines), name)
    except InputError as error:
        error.where = f"{name}:{error.where.removeprefix('line ')}" if error.where else name
        raise
    reader = _Reader(file)
    segments = [segment for k in range(len(file.cues)) for segment in reader.segments(k)]
    return sheet_of_segments(segments, excluded=reader.excluded, warnings=(*page.warnings, *reader.warnings()))


class _Reader:
    def __init__(self, file: SubtitleFile) -> None:
        self.file = file
        self.excluded = list(file.excluded)
        self._no_time: list[int] = []
        self._backwards: list[int] = []
        self._stray = [remark.line for remark in file.remarks if remark.rule.endswith("-STRAY")]
        self._dashes: list[int] = []

    def warnings(self) -> Iterator[str]:
        for lines, message in (
            (self._no_time, "times below 0 or above 99 hours were not used"),
            (self._backwards, "subtitles end before they start; only their start was used"),
            (self._stray, "lines outside a subtitle were left out"),
            (self._dashes, "lines begin with a dash: somebody else may speak, but no name is given"),
        ):
            if lines:
                yield f"line {lines[0]}: {len(lines)} {message}"

    def segments(self, k: int) -> Iterator[Segment]:
        """What is said in cue ``k``, voice by voice; the cue's time is shared out by length."""
        timed, rows = self.file.cues[k], self.file.rows[k]
        first, last = self._times(timed, self.file.lines[k])
        pieces = [piece for piece in self._pieces(timed, rows, self.file.lines[k]) if piece.text.strip()]
        whole = sum(piece.length for piece in pieces)
        done = 0
        for nth, piece in enumerate(pieces):
            start, end = first, last
            if start is not None and end is not None:
                length = end - start
                start, end = start + length * done // whole, start + length * (done + piece.length) // whole
            elif nth:
                start = None
            done += piece.length
            yield Segment(piece.text, start, end, piece.speaker, piece.line, piece.begins, tuple(piece.readings))

    def _times(self, timed: TimedCue, line: int) -> tuple[int | None, int | None]:
        """What can be used of a cue's times."""
        start, end = (self._ms(ms, line) for ms in (timed.start_ms, timed.end_ms))
        if start is not None and end is not None and end <= start:
            if end < start:  # equal: no end was told
                self._backwards.append(line)
            return start, None
        return start, end

    def _ms(self, ms: int, line: int) -> int | None:
        if 0 <= ms <= MAX_MS:
            return ms
        self._no_time.append(line)
        return None

    def _pieces(self, timed: TimedCue, rows: tuple[int, ...], first: int) -> list[_Piece]:
        pieces = [_Piece(rows[0] if rows else first, timed.cue.speaker or "")]
        marks = deque(m for m in timed.cue.markup if m.kind in ("speaker", "ruby"))
        base = 0
        for number, line in zip(rows, timed.cue.lines, strict=True):
            here = []
            while marks and marks[0].start < base + len(line):
                here.append(_within(marks.popleft(), base))
            dash = _DASH.match(line)
            if dash:
                self.excluded.append((number, dash[0].strip()))
                self._dashes.append(number)
            if dash or (pieces[-1].parts and begins_with_label(line)):
                pieces.append(_Piece(number, "" if pieces[-1].parts else pieces[-1].speaker, begins=True))
            elif not pieces[-1].parts:
                pieces[-1].line = number
            _add(pieces, here, number, line, dash.end() if dash else 0)
            base += len(line) + 1
        return pieces


def _within(markup: Markup, base: int) -> Markup:
    """Its place in a line that begins at ``base``."""
    return replace(markup, start=markup.start - base, end=markup.end - base)


def _add(pieces: list[_Piece], marks: list[Markup], number: int, line: str, at: int) -> None:
    """Add a line from ``at`` on; a voice begins what its speaker says."""
    first = at
    readings: list[Reading] = []
    for mark in (*marks, Markup(len(line), len(line), "speaker")):
        if mark.kind == "ruby" and mark.start >= at and mark.end <= len(line):
            readings.append(Reading(mark.start - at, mark.end - at, mark.value))
        elif mark.kind == "speaker":
            begin = max(mark.start, at)
            pieces[-1].add(line[at:begin], readings, starts_line=at == first)
            if mark.value:
                pieces.append(_Piece(number, mark.value))
                at = first = begin
                readings = []
