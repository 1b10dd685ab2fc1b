"""A table of cues, a row each, as spreadsheets take it: No., TC in, TC out, Speaker, Text. Read and written by ``csv``,
``tsv`` and ``xlsx``.

Times are ``HH:MM:SS.mmm``, or time codes where a frame rate is told. The words of the header are such as every reader
of tables here knows, so that the file is a transcript too. Source of the quoting: RFC 4180.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from toolkit import timecode
from toolkit.errors import InputError
from toolkit.formats.characters import lines_of, tidy
from toolkit.formats.collector import Collector
from toolkit.formats.cue_text import plain_text, unlabelled
from toolkit.formats.frames import FrameRate, ms_of_smpte, on_frames, smpte
from toolkit.formats.options import Options
from toolkit.formats.proof import prove, refuse_unwritable
from toolkit.formats.remarks import RemarkRule
from toolkit.formats.stamps import ms_of
from toolkit.model import Cue, Markup, SubtitleFile, Timeline

HEADER = ("No.", "TC in", "TC out", "Speaker", "Text")
_WORDS = {
    "start": ("tc in", "start", "in", "開始", "イン点"),
    "end": ("tc out", "end", "out", "終了", "アウト点"),
    "speaker": ("speaker", "name", "話者", "名前"),
    "text": ("text", "subtitle", "字幕", "本文", "テキスト"),
}
# What a workbook or a Word document can raise that is not what its name says
DAMAGED = (
    zipfile.BadZipFile, OSError, EOFError, ValueError, KeyError, SyntaxError, TypeError, AttributeError, IndexError,
)  # fmt: skip
_FRAMES = re.compile(r"[0-9]{1,2}:[0-9]{2}:[0-9]{2}[:;][0-9]{2,3}")
_SHORT = re.compile(r"[0-9]{1,3}:[0-9]{1,2}[.,][0-9]{1,9}")  # what Excel leaves of 00:00:01.500 in a CSV: 00:01.5
_MEND = f"name the columns {', '.join(HEADER)}; for a transcript: jimaku subtitle"


def remarks_of(name: str) -> Mapping[str, RemarkRule]:
    """The rules of a format with this name."""
    return {
        f"{name}-STRAY": RemarkRule("error", "a row has a time and a text", fixable=False),
        f"{name}-HIDDEN": RemarkRule("warning", "marks that hide or reorder what is written"),
    }


def sniff(text: str) -> bool:
    """Whether the first row names the columns of such a table."""
    first = next(iter(lines_of(text[:2000])[0]))
    return any({"start", "text"} <= _places(next(csv.reader([first], delimiter=sign), [])).keys() for sign in ",\t;")


def read(text: str, rate: FrameRate | None, name: str) -> SubtitleFile:
    """Every row with a time and a text, in file order; a row without an end tells none. Linear in ``len(text)``.

    InputError where the first row does not name the columns, and for time codes without a rate.
    """
    found = Collector()
    lines, hidden = lines_of(text)
    if hidden:
        found.remark(f"{name}-HIDDEN", hidden, "control characters or invisible marks were left out")
    rows = _rows(lines)
    places = _places(rows[0][1]) if rows else {}
    if not {"start", "text"} <= places.keys():
        raise InputError("its first row names no columns of times and texts", mend=_MEND)
    for number, row in rows[1:]:
        if any(cell.strip() for cell in row):
            cells = {role: row[at].strip() for role, at in places.items() if at < len(row)}
            for at, cell in enumerate(row):
                if at not in (places["text"], places.get("speaker")):
                    found.leave_out(number, cell)
            _take(found, number, cells, rate, name)
    return found.file("1,00:00:01.000,00:00:02.000,,…")


def _rows(lines: Sequence[str]) -> list[tuple[int, list[str]]]:
    """Each row with the line at which it begins; the sign between cells is that of the first row."""
    sign = max(",\t;", key=lines[0].count)
    csv.field_size_limit(max(csv.field_size_limit(), sum(map(len, lines)) + len(lines)))
    reader, found, before = csv.reader(io.StringIO("\n".join(lines), newline=""), delimiter=sign), [], 0
    for row in reader:
        found.append((before + 1, row))
        before = reader.line_num
    return found


def _places(header: Sequence[str]) -> dict[str, int]:
    """In which column each role stands."""
    shown = [cell.strip().lower() for cell in header]
    found = {role: next((shown.index(word) for word in words if word in shown), -1) for role, words in _WORDS.items()}
    return {role: at for role, at in found.items() if at >= 0}


def _take(found: Collector, number: int, cells: Mapping[str, str], rate: FrameRate | None, name: str) -> None:
    text = plain_text((number, line.strip()) for line in cells.get("text", "").split("\n"))
    if not cells.get("start"):
        found.leave_out(number, f"{cells.get('speaker', '')} {cells.get('text', '')}")
        found.remark(f"{name}-STRAY", number, "a row without a time was left out")
        return
    start = _ms(cells["start"], rate, number)
    end = _ms(cells["end"], rate, number) if cells.get("end") else start
    found.add(start, end, number, replace(text, speaker=" ".join(cells.get("speaker", "").split()) or None))


def _ms(written: str, rate: FrameRate | None, number: int) -> int:
    if _SHORT.fullmatch(written):
        return ms_of(written)
    try:
        if not _FRAMES.fullmatch(written):
            return timecode.parse(written, loose=True)
        if rate is not None:
            return ms_of_smpte(written, rate)
    except InputError as error:
        raise error.at(f"line {number}") from None
    what = f"{written} counts frames, and how many a second has is not told"
    raise InputError(what, where=f"line {number}", mend="tell it, as in --fps 29.97df")


def holds(markup: Markup, cue: Cue) -> bool:  # noqa: ARG001 -- every format takes them
    """Whether the format can say it: who speaks the whole of a cue."""
    return markup.kind == "speaker" and markup.start == markup.end


def neutral(text: str) -> str:
    """A cue's text as a cell holds it, before it is quoted."""
    return tidy(text)


def write(timeline: Timeline, options: Options, sign: str, name: str, neutral: Callable[[str], str] = neutral) -> str:
    """The table, UTF-8 to be, line feeds; lines of a cue are lines of its cell. With ``options.rate`` times are put on
    frames and written as time codes. ``neutral``: of the format, where it has less room.

    Raises OutputError for a cue without text or with an end not after its start, and if the file, read back, is not
    what went in.
    """
    numbered = [
        (number, on_frames(timed, options.rate) if options.rate else timed)
        for number, timed in enumerate(timeline.cues, 1)
    ]
    texts = [neutral(unlabelled(t.cue) if options.speakers else t.cue.text) for _, t in numbered]
    speakers = [" ".join(neutral(t.cue.speaker or "").split()) if options.speakers else "" for _, t in numbered]
    out = io.StringIO()
    table = csv.writer(out, delimiter=sign, lineterminator="\n")
    table.writerow(HEADER)
    for (number, timed), text, speaker in zip(numbered, texts, speakers, strict=True):
        refuse_unwritable(number, timed, text)
        times = (_stamp(ms, options.rate) for ms in (timed.start_ms, timed.end_ms))
        table.writerow((number, *times, speaker, text))
    prove(read(out.getvalue(), options.rate, name) if texts else None, numbered, texts, speakers)
    return out.getvalue()


def _stamp(ms: int, rate: FrameRate | None) -> str:
    return timecode.text_of(ms, ".") if rate is None else smpte(ms, rate)
