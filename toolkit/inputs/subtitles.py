"""Subtitle files as transcripts: their words, speakers, readings and times, cues joined into speech.

``toolkit.formats`` reads the file, every cue as it stands, and lists what is in none.
"""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from toolkit import formats
from toolkit.errors import InputError
from toolkit.inputs.clean import clean
from toolkit.inputs.rolling import each_line_once
from toolkit.inputs.segments import Segment, moved, sheet_of_segments
from toolkit.inputs.sheet import Reading, Sheet
from toolkit.model import Markup, SubtitleFile, TimedCue
from toolkit.timecode import MAX_MS

_NAMED_ID = re.compile(r'(?:\d{1,6}\s{1,3})?"([^"\n]{1,60})"(?:\s{1,3}\(\d{1,20}\))?')  # 12 "柊 直人" (1023404)
_DASH = re.compile(r"[\s　]{0,9}[-‐–－][ 　]{0,2}(?=[^\s　0-9-])")


@dataclass(slots=True)
class _Piece:
    """What one voice says in a cue."""

    line: int
    speaker: str = ""
    begins: bool = False
    joins: bool = False
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
    cues = [reader.segments(k) for k in range(len(file.cues))]
    cues = _named_above(cues)
    whole = [segment for cue in cues for segment in cue]
    once = list(each_line_once(whole))
    segments = once if len(once) < len(whole) else [segment for cue in cues for segment in _shared_out(cue)]
    return sheet_of_segments(segments, excluded=reader.excluded, warnings=(*page.warnings, *reader.warnings()))


_LONGEST_NAME, _FEWEST, _AGAIN = 12, 3, 0.6  # characters; cues; of them, those whose name another has too
_OF_SENTENCES = frozenset("、。，．！？!?…「」『』（）()【】≪≫《》〈〉＜＞[]［］♪～")  # a name in brackets shows itself


def _named_above(cues: list[list[Segment]]) -> list[list[Segment]]:
    """The cues with the first line of each taken for the name of who speaks, if all have such a line and few names take
    turns in them: 先生 / 席について. Nothing else recurs so above every cue.
    """
    heads = [cue[0].text.strip() if len(cue) > 1 and cue[1].joins and not cue[0].speaker else "" for cue in cues]
    counts = Counter(heads)
    again = sum(count for count in counts.values() if count > 1)
    named = len(cues) >= _FEWEST and len(counts) > 1 and again >= _AGAIN * len(cues)
    if not named or not all(0 < len(head) <= _LONGEST_NAME and _OF_SENTENCES.isdisjoint(head) for head in heads):
        return cues
    return [
        [replace(cue[1], speaker=head, joins=False, begins=True), *(replace(said, speaker=head) for said in cue[2:])]
        for head, cue in zip(heads, cues, strict=True)
    ]


def _shared_out(cue: list[Segment]) -> Iterator[Segment]:
    """The lines of a cue with its time shared out by length."""
    whole = sum(len(segment.text) for segment in cue)
    done = 0
    for nth, segment in enumerate(cue):
        start, end = segment.start_ms, segment.end_ms
        if start is not None and end is not None:
            length = end - start
            start, end = start + length * done // whole, start + length * (done + len(segment.text)) // whole
        elif nth:
            start = None
        done += len(segment.text)
        yield replace(segment, start_ms=start, end_ms=end)


class _Reader:
    def __init__(self, file: SubtitleFile) -> None:
        self.file = file
        self.excluded = list(file.excluded)
        self._no_time: list[int] = []
        self._backwards: list[int] = []
        self._stray = [remark.line for remark in file.remarks if remark.rule.endswith("-STRAY")]
        self._dashes: list[int] = []
        ids = ((line, _NAMED_ID.fullmatch(text.strip())) for line, text in file.excluded if '"' in text)
        self._named_ids = {line + 1: found[1] for line, found in ids if found}  # by the line of the timing below

    def warnings(self) -> Iterator[str]:
        for lines, message in (
            (self._no_time, "times below 0 or above 99 hours were not used"),
            (self._backwards, "subtitles end before they start; only their start was used"),
            (self._stray, "lines outside a subtitle were left out"),
            (self._dashes, "lines begin with a dash: somebody else may speak, but no name is given"),
        ):
            if lines:
                yield f"line {lines[0]}: {len(lines)} {message}"

    def segments(self, k: int) -> list[Segment]:
        """What is said in cue ``k``, line by line and voice by voice; each with the time of the whole cue."""
        timed, rows, line = self.file.cues[k], self.file.rows[k], self.file.lines[k]
        start, end = self._times(timed, line)
        return [
            Segment(p.text, start, end, p.speaker, p.line, p.begins, p.joins, tuple(p.readings))
            for p in self._pieces(timed, rows, line)
            if p.text.strip()
        ]

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
        pieces = [_Piece(rows[0] if rows else first, timed.cue.speaker or self._named_ids.get(first, ""))]
        marks = deque(m for m in timed.cue.markup if m.kind in ("speaker", "ruby"))
        base = 0
        for number, line in zip(rows, timed.cue.lines, strict=True):
            here = []
            while marks and marks[0].start < base + len(line):
                here.append(_within(marks.popleft(), base))
            dash = _DASH.match(line)
            if dash:
                self.excluded.append((number, dash[0].strip()))
                if not any(m.kind == "speaker" for m in here):
                    self._dashes.append(number)
            if pieces[-1].parts:
                speaker = "" if dash else pieces[-1].speaker
                pieces.append(_Piece(number, speaker, begins=bool(dash), joins=not dash))
            else:
                pieces[-1].line, pieces[-1].begins = number, bool(dash)
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
