"""Subtitle files, read and written: one module (or folder) a format, one row a format below. The recipe to add one is
``docs/formats.md``.

No other room spells a suffix or knows a format: ``read`` tells formats apart by their content, ``format_of`` by their
suffix.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath

from toolkit.errors import InputError
from toolkit.formats.form import Format
from toolkit.formats.options import Options
from toolkit.formats.remarks import RemarkRule
from toolkit.model import SubtitleFile

__all__ = [
    "DEFAULT",
    "FORMATS",
    "SUFFIXES",
    "TABLES",
    "Format",
    "Options",
    "format_in",
    "format_of",
    "named",
    "package_of",
    "read",
    "reader_in",
    "remark_rule",
    "sniff",
    "source_of",
    "target_of",
    "writer_of",
]


FORMATS = (
    Format("toolkit.formats.srt", "SubRip", (".srt",), "0123456789-", writes=True, utf8=True, mark=False),
    Format(
        "toolkit.formats.vtt", "WebVTT", (".vtt", ".webvtt"), "W", headed=True, writes=True, utf8=True, unicode=True
    ),
    Format(
        "toolkit.formats.ass",
        "Advanced SubStation Alpha",
        (".ass", ".ssa"),
        "[",
        headed=True,
        writes=True,
        elder=(".ssa",),
    ),
    Format(
        "toolkit.formats.ttml",
        "TTML",
        (".ttml", ".dfxp", ".itt"),
        "<",
        headed=True,
        writes=True,
        elder=(".itt",),
        unicode=True,
    ),
    Format("toolkit.formats.cap", "Lambda Cap", (".cap",), "L", headed=True, writes=True, frames=True, coded=True),
    Format("toolkit.formats.sbv", "SubViewer (YouTube)", (".sbv",), "0123456789", writes=True),
    Format("toolkit.formats.lrc", "Lyrics", (".lrc",), "[", writes=True),
)
# What other programs take, for ``convert`` and as an output; as inputs these are transcripts to every other command
TABLES = (
    Format("toolkit.formats.csv", "CSV", (".csv",), "", writes=True, frames=True),
    Format("toolkit.formats.tsv", "TSV", (".tsv",), "", writes=True, frames=True),
    Format("toolkit.formats.xlsx", "Excel workbook", (".xlsx",), "", writes=True, frames=True, packs=True),
    Format("toolkit.formats.docx", "Word document", (".docx",), "", writes=True, frames=True, packs=True),
    Format("toolkit.formats.podcast", "Podcasting 2.0", (".json",), "{", writes=True, unicode=True),
    Format("toolkit.formats.audacity", "Audacity labels", (), "0123456789", writes=True),
    Format("toolkit.formats.audition", "Audition markers", (), "", headed=True, writes=True),
    Format("toolkit.formats.premiere", "Premiere markers", (), "", headed=True, writes=True, frames=True, coded=True),
    Format(
        "toolkit.formats.resolve", "Resolve markers", (".edl",), "T", headed=True, writes=True, frames=True, coded=True
    ),
    Format("toolkit.formats.txt", "Plain text", (), "", writes=True, reads=False),
)
DEFAULT = FORMATS[0]
_BY_SUFFIX = {suffix: one for one in FORMATS for suffix in one.suffixes}
SUFFIXES = tuple(_BY_SUFFIX)
_TABLE_BY_SUFFIX = {suffix: one for one in TABLES for suffix in one.suffixes}


def format_of(name: str) -> Format:
    """The format of a file by its name; ``-`` is the default. InputError for an unknown suffix."""
    return _by_name(name, _BY_SUFFIX)


def writer_of(name: str) -> Format:
    """The same for a file to be written. InputError, too, for a format that is only read."""
    every = {**_BY_SUFFIX, **_TABLE_BY_SUFFIX}
    return _by_name(name, {suffix: one for suffix, one in every.items() if one.writes and suffix not in one.elder})


def _by_name(name: str, known: Mapping[str, Format]) -> Format:
    suffix = DEFAULT.suffix if name == "-" else PurePath(name).suffix.lower()
    if suffix in known:
        return known[suffix]
    what = "is in a format that is only read here" if suffix in _BY_SUFFIX else "is no subtitle file by its name"
    raise InputError(what, where=name, mend=f"name a file in {', '.join(known)}")


def named() -> dict[str, Format]:
    """Every format by what it is called, subtitles first."""
    return {one.name: one for one in (*FORMATS, *TABLES)}


def source_of(text: str, name: str, said: str = "") -> Format:
    """The format of a file to be converted: as it is ``said`` to be called, or by ``format_in``, where the name may be
    that of a table too. InputError for the name of a transcript.
    """
    if said:
        return named()[said]
    found = sniff(text)
    table = _table(text, name)
    if table is None and PurePath(name).suffix.lower() not in _BY_SUFFIX:
        table = next((one for one in TABLES if one.reads and one.shows(text)), None)
    if table and not (found and found.headed):
        return table
    if not found:
        _by_name(name, {**_BY_SUFFIX, **_TABLE_BY_SUFFIX})
    return format_in(text, name)


def package_of(name: str, said: str = "") -> Format | None:
    """The format of a file that is no text, None if it is text by what it is ``said`` to be, or by its name."""
    one = named()[said] if said else _TABLE_BY_SUFFIX.get(PurePath(name).suffix.lower())
    return one if one and one.packs else None


def target_of(name: str, said: str = "") -> Format:
    """The format of a file to be written: as it is ``said`` to be called, or by its name."""
    return named()[said] if said else writer_of(name)


def sniff(text: str) -> Format | None:
    """The format of a text by how it begins, None if it is like none."""
    ordered = sorted(FORMATS, key=lambda one: not one.headed)
    return next((one for one in ordered if one.sniff(text)), None)


def format_in(text: str, name: str = "-") -> Format:
    """The format of a file: by its first line where that tells it from all others, else by its name, else by how it
    begins, else the default, whose reader puts up with most.
    """
    found = sniff(text)
    if found and found.headed:
        return found
    return _BY_SUFFIX.get(PurePath(name).suffix.lower()) or found or DEFAULT


def reader_in(text: str, name: str) -> Format:
    """``format_in``, and tables by their names or their first line."""
    found = sniff(text)
    table = _table(text, name)
    return table if table and table.reads and not (found and found.headed) else format_in(text, name)


def _table(text: str, name: str) -> Format | None:
    """The table that a first line shows, or a name says."""
    named_ = _TABLE_BY_SUFFIX.get(PurePath(name).suffix.lower())
    return next((one for one in TABLES if one.headed and one.shows(text)), named_)


def read(text: str, name: str = "-") -> SubtitleFile:
    """The subtitles of a file, in whatever format it is (``format_in``). InputError if it holds none."""
    return format_in(text, name).read(text)


def remark_rule(rule: str) -> RemarkRule:
    """What a rule id of a reader's remark means."""
    return next(one for one in (*FORMATS, *TABLES) if one.name.upper() == rule.partition("-")[0]).remarks[rule]
