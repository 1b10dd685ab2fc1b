"""The reader of WebVTT files: line by line, in linear time. Source: WebVTT (W3C) chapters 4 and 6, and what players
forgive."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from toolkit.formats.characters import decoded, lines_of
from toolkit.formats.collector import Collector
from toolkit.formats.cue_text import CueText
from toolkit.formats.markup import TAG, marked
from toolkit.formats.remarks import RemarkRule
from toolkit.formats.stamps import Timing, timing_of
from toolkit.model import SubtitleFile

_W3C = "WebVTT (W3C)"
REMARKS = {
    "VTT-HEAD": RemarkRule("error", f"{_W3C}: the first line is WEBVTT, and a blank line follows the header"),
    "VTT-TIME": RemarkRule("warning", f"{_W3C}: [HH:]MM:SS.mmm --> [HH:]MM:SS.mmm"),
    "VTT-ID": RemarkRule("warning", f"{_W3C}: ids are unique"),
    "VTT-SET": RemarkRule("warning", f"{_W3C}: vertical, line, position, size, align, region, each at most once"),
    "VTT-ESC": RemarkRule("error", f"{_W3C}: < is written &lt;, and a text holds no -->"),
    "VTT-V": RemarkRule("warning", f"{_W3C}: a voice has a name"),
    "VTT-BLANK": RemarkRule("warning", f"{_W3C}: a blank line stands between subtitles"),
    "VTT-STRAY": RemarkRule("error", f"{_W3C}: a blank line ends a subtitle", fixable=False),
    "VTT-REGION": RemarkRule("warning", "ffmpeg 5.1 finds no subtitle in a file with STYLE or REGION"),
    "VTT-HIDDEN": RemarkRule("warning", "marks that hide or reorder what is written"),
    "VTT-ENC": RemarkRule("error", f"{_W3C}: UTF-8"),
}
_HEAD = re.compile(r"WEBVTT(?!\S)")
_NAMELESS = re.compile(r"<v(?:\.[^\s<>]+)?\s*>", re.IGNORECASE)
_BLOCK = re.compile(r"(NOTE|STYLE|REGION)(?!\S)")
_ID = re.compile(r"[0-9]{1,9}")
_STAMP = r"(?:[0-9]{2,3}:)?[0-5][0-9]:[0-5][0-9]\.[0-9]{3}"
_STRICT = re.compile(rf"{_STAMP}[ \t]+-->[ \t]+{_STAMP}")
SETTING = re.compile(
    r"vertical:(?:rl|lr)|line:-?[0-9.]{1,9}%?(?:,(?:start|center|end))?|size:[0-9.]{1,9}%|region:\S+"
    r"|position:[0-9.]{1,9}%(?:,(?:line-left|center|line-right))?|align:(?:start|center|end|left|right)"
)


@dataclass(slots=True)
class _Open:
    """The cue being read; a row of its text is (line number, text)."""

    timing: Timing
    line: int
    id: str
    rows: list[tuple[int, str]] = field(default_factory=list)


@dataclass(slots=True)
class _Reader:
    found: Collector = field(default_factory=Collector)
    cues: list[_Open] = field(default_factory=list)
    inside: bool = False  # a cue's text
    block: bool = True  # the header, or a NOTE, STYLE or REGION block
    # Lines outside a cue since the last blank one: the last may prove to be the id of the next
    loose: list[tuple[int, str]] = field(default_factory=list)


def sniff(text: str) -> bool:
    """Whether the text begins as WebVTT must."""
    return bool(_HEAD.match(text[:200].removeprefix("\ufeff").lstrip()))


def read(text: str) -> SubtitleFile:
    """Every cue of a WebVTT file, in file order with the times as written; what was put up with is in ``remarks``.

    Tolerated: no header, commas for points, cues without a blank line between them, ids of any kind, blocks anywhere,
    tags that SubRip knows. Speakers, ruby, classes, cue settings and inline times are kept as markup; the cues of
    rolling captions come one by one, as they stand. Linear in ``len(text)``. Raises InputError for a file without any
    timing line.
    """
    reader = _Reader()
    lines, hidden = lines_of(text)
    if hidden:
        reader.found.remark("VTT-HIDDEN", hidden, "control characters or invisible marks were left out")
    if not _HEAD.match(lines[0]):
        reader.found.remark("VTT-HEAD", 1, "the first line is not WEBVTT")
        reader.block = False
    for number, line in enumerate(lines, 1):
        stripped = line.strip()
        if not stripped:
            _blank(reader)
        elif ">" in line and (timing := timing_of(stripped)):
            _take_timing(reader, number, stripped, timing)
        elif reader.inside:
            reader.cues[-1].rows.append((number, stripped))
        else:
            _take_loose(reader, number, stripped)
    _blank(reader)
    return _file(reader)


def _blank(reader: _Reader) -> None:
    """A blank line ends whatever there is."""
    for number, line in reader.loose:
        reader.found.leave_out(number, line)
        if not reader.block:
            reader.found.remark("VTT-STRAY", number, f"{line[:20]!r} stands outside a subtitle, and was left out")
    reader.loose.clear()
    reader.inside = reader.block = False


def _take_loose(reader: _Reader, number: int, line: str) -> None:
    block = _BLOCK.match(line) if not reader.loose and not reader.block else None
    if block:
        reader.block = True
        if block[1] != "NOTE":
            reader.found.remark("VTT-REGION", number, f"a {block[1]} block was left out")
    reader.loose.append((number, line))


def _take_timing(reader: _Reader, number: int, line: str, timing: Timing) -> None:
    identity = _id_above(reader)
    if reader.block and reader.loose and reader.loose[0][0] == 1:
        reader.found.remark("VTT-HEAD", number, "no blank line between the header and the first subtitle")
    if reader.inside:
        reader.found.remark("VTT-BLANK", number, "no blank line before this subtitle")
    _blank(reader)
    reader.inside = True
    reader.found.leave_out(number, line)
    reader.cues.append(_Open(timing, number, identity))
    _remark_timing(reader, number, timing)


def _id_above(reader: _Reader) -> str:
    """The id on the line above a timing, '' if there is none: the only line since a blank one, or a number."""
    rows = reader.cues[-1].rows if reader.inside else reader.loose
    if rows and (_ID.fullmatch(rows[-1][1]) or (len(rows) == 1 and not (reader.inside or reader.block))):
        number, written = rows.pop()
        reader.found.leave_out(number, written)
        return written
    return ""


def _remark_timing(reader: _Reader, number: int, timing: Timing) -> None:
    if not _STRICT.fullmatch(timing.written) or (timing.rest and not timing.rest[0].isspace()):
        reader.found.remark("VTT-TIME", number, f"{timing.written!r} is oddly written")
    found = Counter(setting.partition(":")[0] for setting in timing.rest.split())
    odd = [setting for setting in timing.rest.split() if not SETTING.fullmatch(setting)]
    if odd or max(found.values(), default=0) > 1:
        reader.found.remark("VTT-SET", number, f"{timing.rest.strip()[:30]!r} after the times is no list of settings")


def _file(reader: _Reader) -> SubtitleFile:
    ids = Counter(opened.id for opened in reader.cues)
    for opened in reader.cues:
        text = marked(opened.rows, decoded)
        _remark_text(reader, opened, text)
        if opened.id and ids[opened.id] > 1:
            reader.found.remark("VTT-ID", opened.line, f"the id {opened.id[:20]!r} stands {ids[opened.id]} times")
        settings = " ".join(setting for setting in opened.timing.rest.split() if SETTING.fullmatch(setting))
        reader.found.add(opened.timing.start, opened.timing.end, opened.line, text, settings)
    return reader.found.file("00:01.000 --> 00:02.000")


def _remark_text(reader: _Reader, opened: _Open, text: CueText) -> None:
    if any(_NAMELESS.fullmatch(tag) for _, tag in text.excluded):
        reader.found.remark("VTT-V", text.rows[0] if text.rows else opened.line, "a voice has no name")
    for number, row in opened.rows:
        if "-->" in row:
            reader.found.remark("VTT-ESC", number, "--> in a text: players show nothing of it")
        elif "<" in row and "<" in TAG.sub("", row):
            reader.found.remark("VTT-ESC", number, "< begins no tag: players drop what follows it")
