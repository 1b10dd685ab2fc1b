"""The reader of SubRip files: line by line, in linear time, for files of the wild."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from itertools import pairwise

from toolkit import timecode
from toolkit.errors import InputError
from toolkit.model import Cue, Remark, SubtitleFile, TimedCue

_STAMP = r"[0-9]{1,3}:[0-9]{1,2}:[0-9]{1,2}(?:[,.][0-9]{1,9})?"
_TIMING = re.compile(rf"(-?{_STAMP})[ \t]{{0,9}}-{{1,2}}>[ \t]{{0,9}}(-?{_STAMP})(?![0-9:])(.*)")
_STRICT = re.compile(r"[0-9]{2}:[0-5][0-9]:[0-5][0-9],[0-9]{3} --> [0-9]{2}:[0-5][0-9]:[0-5][0-9],[0-9]{3}")
# The common case, without a second parse
_STRICT_STAMP = re.compile(r"[0-9]{2}:[0-5][0-9]:[0-5][0-9],[0-9]{3}")
_ALMOST = re.compile(r"-?[0-9:,.]{5,30}[ \t]{0,9}-{1,2}>")
_COORDINATES = re.compile(r"(?:[ \t]+[XYxy][12]:-?[0-9]+)+[ \t]*")
_INDEX = re.compile(r"[0-9]{1,9}")
_DIGITS = frozenset("0123456789")
# Line ends of other worlds inside a text are blanks (pysrt would split there, the others would not)
BLANKS = dict.fromkeys(map(ord, "\x0b\x0c\x1c\x1d\x1e\x1f\x85\u2028\u2029"), " ")
# Never text: control characters (a terminal would obey them), direction overrides and isolates (they
# hide what is written), marks without width that no emoji or script needs, language tags
_CONTROLS = [code for code in (*range(0x20), *range(0x7F, 0xA0)) if code not in (*BLANKS, 9, 10, 13)]
_OVERRIDES = [*range(0x202A, 0x202F), *range(0x2066, 0x206A)]
_MARKS = [0x061C, 0x200B, 0x200E, 0x200F, *range(0x2060, 0x2065), 0xFEFF, 0xE0001]
HIDDEN = dict.fromkeys([*_CONTROLS, *_OVERRIDES, *_MARKS])
# str.translate is slow; this tells in one pass whether there is anything to translate
ODD = re.compile(f"[{re.escape(''.join(map(chr, (*BLANKS, *HIDDEN))))}]")


@dataclass(slots=True)
class _Open:
    """The cue being read."""

    start: int
    end: int
    line: int
    index: int | None
    text: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Reader:
    cues: list[_Open] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    # A number and blanks, of which it is not known yet whether they are text
    held: list[str] = field(default_factory=list)
    header: list[int] = field(default_factory=list)

    def remark(self, rule: str, line: int, message: str) -> None:
        self.remarks.append(Remark(rule, line, message))


def read(text: str) -> SubtitleFile:
    """Every cue of a SubRip file, in file order with the times as written; what was put up with is in
    ``remarks``.

    Tolerated: any line ends, no index or a wrong one, no blank lines, blank lines inside a text, dots
    for commas, one to nine decimals, minutes and seconds above 59, X1:… coordinates, a header, overlaps.
    Tags are kept as text. Linear in ``len(text)``. Raises InputError for a file without any timing line,
    for a negative time and for hours above 99 (with the line).
    """
    reader = _Reader()
    for number, line in enumerate(_lines(text, reader), 1):
        stripped = line.strip()
        if not stripped:
            reader.held.append("")
        elif ">" in line and (timing := _TIMING.match(stripped)):
            _take_timing(reader, number, timing)
        else:
            _take_text(reader, number, stripped)
    if not reader.cues:
        raise InputError("holds no subtitle (no line like 00:00:01,000 --> 00:00:02,000)", mend="give an SRT file")
    _flush(reader)
    _remark_header(reader)
    cues = tuple(TimedCue(c.start, c.end, Cue(None, _trimmed(c.text)), "text") for c in reader.cues)
    _remark_blank_lines(reader)
    return SubtitleFile(cues, tuple(c.line for c in reader.cues), tuple(sorted(reader.remarks, key=lambda r: r.line)))


def _lines(text: str, reader: _Reader) -> list[str]:
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    odd = ODD.search(text)
    if odd:
        blank = text.translate(BLANKS)
        text = blank.translate(HIDDEN)
        if text != blank:
            reader.remark("SRT-HIDDEN", _first_hidden(blank), "control characters or invisible marks were left out")
    return unicodedata.normalize("NFC", text).split("\n")


def _first_hidden(text: str) -> int:
    """The line of the first character that is left out."""
    odd = ODD.search(text)
    return text.count("\n", 0, odd.start() if odd else 0) + 1


def _take_text(reader: _Reader, number: int, line: str) -> None:
    if not reader.cues:
        reader.header.append(number)
    if ">" in line and _ALMOST.match(line):
        reader.remark("SRT-TIME", number, "looks like a timing, but cannot be read; taken as text")
    if line[0] in _DIGITS and _INDEX.fullmatch(line):
        if reader.held and reader.held[-1]:
            _flush(reader)
        reader.held.append(line)
        return
    if reader.held:
        _flush(reader)
    if reader.cues:
        reader.cues[-1].text.append(line)


def _flush(reader: _Reader) -> None:
    """The lines held back were text of the cue before."""
    if reader.cues:
        reader.cues[-1].text.extend(reader.held)
    reader.held.clear()


def _take_timing(reader: _Reader, number: int, timing: re.Match[str]) -> None:
    index = _index_above(reader)
    _flush(reader)
    if reader.cues and reader.cues[-1].text and reader.cues[-1].text[-1]:
        reader.remark("SRT-INDEX", number, "no blank line before this subtitle")
    if not reader.cues and index is not None:
        reader.header.pop()
    cue = _Open(_time(number, timing[1]), _time(number, timing[2]), number, index)
    _remark_timing(reader, cue, timing)
    _remark_index(reader, cue)
    reader.cues.append(cue)


def _index_above(reader: _Reader) -> int | None:
    """The number right above a timing line, taken off the held lines; None if it is text.

    It is text where no blank line stands above it, the file does not number its subtitles, and it is not
    the next number.
    """
    if not reader.held or not reader.held[-1]:
        return None
    before = reader.cues[-1] if reader.cues else None
    index = int(reader.held[-1])
    alone = len(reader.held) > 1 or before is None or not before.text
    numbered = before is not None and before.index is not None
    if alone or numbered or (before is not None and index == len(reader.cues) + 1):
        reader.held.pop()
        return index
    return None


def _time(number: int, stamp: str) -> int:
    if stamp.startswith("-"):
        raise InputError(f"{stamp} is a negative time", where=f"line {number}", mend="correct the time")
    if _STRICT_STAMP.fullmatch(stamp):
        return ((int(stamp[:2]) * 60 + int(stamp[3:5])) * 60 + int(stamp[6:8])) * 1000 + int(stamp[9:])
    try:
        return timecode.parse(stamp, loose=True)
    except InputError as error:
        raise error.at(f"line {number}") from None


def _remark_timing(reader: _Reader, cue: _Open, timing: re.Match[str]) -> None:
    number = cue.line
    if timing[3] and _COORDINATES.fullmatch(timing[3]):
        reader.remark("SRT-TAG", number, "coordinates after the times were left out")
    elif timing[3].strip():
        reader.remark("SRT-TIME", number, f"{timing[3].strip()[:20]!r} after the times was left out")
    elif not _STRICT.fullmatch(timing[0]):
        read_as = f"{timecode.text_of(cue.start)} --> {timecode.text_of(cue.end)}"
        reader.remark("SRT-TIME", number, f"the timing is oddly written, and was read as {read_as}")


def _remark_index(reader: _Reader, cue: _Open) -> None:
    expected = (reader.cues[-1].index or len(reader.cues)) + 1 if reader.cues else 1
    if cue.index is None:
        reader.remark("SRT-INDEX", cue.line, "the subtitle has no number")
    elif cue.index != expected:
        reader.remark("SRT-INDEX", cue.line, f"the subtitle is numbered {cue.index}, {expected} was expected")


def _remark_header(reader: _Reader) -> None:
    if reader.header:
        reader.remark("SRT-INDEX", reader.header[0], f"{len(reader.header)} lines above the first subtitle left out")


def _trimmed(text: list[str]) -> tuple[str, ...]:
    """The text without blank lines."""
    return tuple(line for line in text if line)


def _remark_blank_lines(reader: _Reader) -> None:
    for opened in reader.cues:
        if "" in opened.text and any(one and not other for one, other in pairwise(_without_tail(opened.text))):
            reader.remark("SRT-INDEX", opened.line, "there is a blank line inside the subtitle's text")


def _without_tail(text: list[str]) -> list[str]:
    while text and not text[-1]:
        text.pop()
    return text
