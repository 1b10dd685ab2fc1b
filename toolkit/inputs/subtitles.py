"""Subtitle files (.srt, .vtt) as transcripts: their words, speakers and times. Line by line, in linear time.

``toolkit.formats`` reads the same files for ``check``, with every cue as it stands; here cues are joined into speech.
Sources: WebVTT (W3C) for blocks, ``<v>`` and entities; SubRip as players read it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from toolkit.errors import InputError
from toolkit.inputs.clean import clean
from toolkit.inputs.html.tokens import decoded
from toolkit.inputs.segments import Segment, sheet_of_segments
from toolkit.inputs.sheet import Sheet
from toolkit.timecode import MAX_MS

_STAMP = r"-?(?:[0-9]{1,3}:)?[0-9]{1,3}:[0-9]{1,2}(?:[,.][0-9]{1,9})?"
_TIMING = re.compile(rf"\s{{0,20}}({_STAMP})[ \t]{{0,9}}-{{1,2}}>[ \t]{{0,9}}({_STAMP})(?![0-9:])")
_ID = re.compile(r"\s{0,20}[0-9]{1,9}\s{0,20}")
_BLOCK = re.compile(r"(?:NOTE|STYLE|REGION)(?:\s|$)")
_TAG = re.compile(
    r"<(?P<v>v)(?:\.[^\s<>]{0,60})?[ \t]+(?P<name>[^<>]{1,120})>|</v>"
    r"|</?(?:[ibus]|c|lang|font|span)(?:[.\s][^<>]{0,200})?>|<[0-9:.]{5,15}>|\{\\[^{}]{1,80}\}",
    re.IGNORECASE,
)
_DASH = re.compile(r"[\s　]{0,9}[-‐–－][ 　]{0,2}(?=[^\s　0-9-])")


@dataclass(frozen=True, slots=True)
class _Cue:
    """The lines of ``first`` to ``last`` (1-based, last not included) are its text."""

    start_ms: int | None
    end_ms: int | None
    first: int
    last: int


@dataclass(slots=True)
class _Piece:
    """What one voice says in a cue."""

    line: int
    speaker: str = ""
    begins: bool = False
    joins: bool = False
    parts: list[str] = field(default_factory=list)

    def add(self, text: str, *, starts_line: bool) -> None:
        """A line goes on after a space only where Latin letters meet."""
        text = text.lstrip() if starts_line or not self.parts else text
        if starts_line and text and self.parts:
            self.parts[-1] = self.parts[-1].rstrip()
            text = f" {text}" if (self.parts[-1][-1:] + text[:1]).isascii() else text
        if text:
            self.parts.append(text)

    @property
    def text(self) -> str:
        return "".join(self.parts).strip()


def sheet_of_subtitles(text: str, name: str) -> Sheet:
    """The speech of a subtitle file. What a player forgives is forgiven, with a warning.

    Raises ``InputError`` for a file without any timing line.
    """
    page = clean(text)
    reader = _Reader(page.lines)
    cues = list(reader.cues())
    if not cues:
        mend = "give an SRT or WebVTT file, or the transcript as .txt"
        raise InputError("holds no subtitle (no line like 00:00:01,000 --> 00:00:02,000)", where=name, mend=mend)
    segments = [segment for cue in cues for segment in reader.segments(cue)]
    return sheet_of_segments(segments, excluded=reader.excluded, warnings=(*page.warnings, *reader.said()))


class _Reader:
    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = lines
        self.excluded: list[tuple[int, str]] = []
        self.vtt = bool(lines) and lines[0].startswith("WEBVTT")
        self._no_time: list[int] = []
        self._backwards: list[int] = []
        self._stray: list[int] = []
        self._dashes: list[int] = []

    def said(self) -> Iterator[str]:
        for lines, message in (
            (self._no_time, "times below 0 or above 99 hours were not used"),
            (self._backwards, "subtitles end before they start; only their start was used"),
            (self._stray, "lines outside a subtitle were left out"),
            (self._dashes, "lines begin with a dash: somebody else may speak, but no name is given"),
        ):
            if lines:
                yield f"line {lines[0]}: {len(lines)} {message}"

    def cues(self) -> Iterator[_Cue]:
        """Every cue in file order; ids, timings and what stands outside are listed as excluded."""
        timings = {k: match for k, line in enumerate(self.lines) if ">" in line and (match := _TIMING.match(line))}
        order = list(timings)
        heads = [k - 1 if self._is_id(k - 1, timings) else k for k in order]
        self._leave_out(0, heads[0] if heads else 0, stray=False)
        for nth, k in enumerate(order):
            end = heads[nth + 1] if nth + 1 < len(order) else len(self.lines)
            self._leave_out(heads[nth], k + 1, stray=False)
            last = self._end_of_text(k + 1, end)
            self._leave_out(last, end, stray=True)
            start, stop = (self._ms(timings[k][n], k + 1) for n in (1, 2))
            if start is not None and stop is not None and stop <= start:
                self._backwards.append(k + 1)
                stop = None
            yield _Cue(start, stop, k + 2, last + 1)

    def _is_id(self, k: int, timings: object) -> bool:
        """A number right above a timing; in WebVTT any line that stands alone there."""
        if k < 0 or not self.lines[k].strip() or (isinstance(timings, dict) and k in timings):
            return False
        alone = k == 0 or not self.lines[k - 1].strip()
        return bool(_ID.fullmatch(self.lines[k])) or (self.vtt and alone and k > 0)

    def _end_of_text(self, first: int, end: int) -> int:
        """A blank line ends the text in WebVTT; in SubRip the text may hold blank lines."""
        if self.vtt:
            return next((k for k in range(first, end) if not self.lines[k].strip()), end)
        return end

    def _leave_out(self, first: int, last: int, *, stray: bool) -> None:
        block = False
        for k in range(first, last):
            text = self.lines[k].strip()
            if not text:
                block = False
                continue
            block = block or bool(_BLOCK.match(text))
            self.excluded.append((k + 1, text))
            if stray and not block:
                self._stray.append(k + 1)

    def _ms(self, stamp: str, line: int) -> int | None:
        clock, _, part = stamp.lstrip("-").replace(",", ".").partition(".")
        seconds = 0
        for number in clock.split(":"):
            seconds = seconds * 60 + int(number)
        ms = seconds * 1000 + int((part or "0").ljust(3, "0")[:3])
        if stamp.startswith("-") or ms > MAX_MS:
            self._no_time.append(line)
            return None
        return ms

    def segments(self, cue: _Cue) -> Iterator[Segment]:
        """What is said in a cue, voice by voice; the cue's time is shared out by length."""
        pieces = [piece for piece in self._pieces(cue) if piece.text]
        whole = sum(len(piece.text) for piece in pieces)
        done = 0
        for nth, piece in enumerate(pieces):
            start, end = cue.start_ms, cue.end_ms
            if start is not None and end is not None:
                length = end - start
                start, end = start + length * done // whole, start + length * (done + len(piece.text)) // whole
            elif nth:
                start = None
            done += len(piece.text)
            yield Segment(piece.text, start, end, piece.speaker, piece.line, piece.begins, piece.joins)

    def _pieces(self, cue: _Cue) -> list[_Piece]:
        pieces = [_Piece(cue.first)]
        for number in range(cue.first, cue.last):
            line = self.lines[number - 1]
            dash = _DASH.match(line)
            if dash:
                self.excluded.append((number, dash[0].strip()))
                self._dashes.append(number)
                line = line[dash.end() :]
            if pieces[-1].parts:
                pieces.append(_Piece(number, pieces[-1].speaker, begins=bool(dash), joins=not dash))
            else:
                pieces[-1].line, pieces[-1].begins = number, bool(dash)
            self._untagged(line, number, pieces)
        return pieces

    def _untagged(self, line: str, number: int, pieces: list[_Piece]) -> None:
        """Add the line without its tags; a ``<v>`` begins what its speaker says."""
        at = first = 0
        for tag in _TAG.finditer(line) if "<" in line or "{" in line else ():
            pieces[-1].add(self._shown(line[at : tag.start()]), starts_line=at == first)
            self.excluded.append((number, tag[0]))
            if tag["v"]:
                pieces.append(_Piece(number, self._shown(tag["name"]).strip()))
                first = tag.end()
            at = tag.end()
        pieces[-1].add(self._shown(line[at:]), starts_line=at == first)

    def _shown(self, text: str) -> str:
        return decoded(text) if self.vtt else text
