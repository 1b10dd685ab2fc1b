"""Subtitle files of every format that is written, tables and documents among them, as corrections take them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from toolkit.errors import InputError, JimakuError
from toolkit.formats import TABLES, Format, package_of, reader_in
from toolkit.inputs.encoding import decode
from toolkit.inputs.source import read_bytes, read_document
from toolkit.model import SubtitleFile, TimedCue


def bytes_at(path: str) -> tuple[bytes, str]:
    """The bytes of a subtitle file and the name to call it by; ``-`` is standard input. Errors as ``read_bytes``."""
    return read_document(path) if package_of(path) else read_bytes(path)


def subtitles_in(data: bytes, path: str, name: str) -> tuple[Format, SubtitleFile]:
    """The format of a file, which its content or its name tells, and its subtitles. InputError, with its place, for one
    that cannot be read or holds none.
    """
    try:
        if package := package_of(path):
            return package, package.read(package.unpacked(data))
        text = decode(data, name=name).text
        form = reader_in(text, path)
        return form, form.read(text)
    except JimakuError as error:
        place = error.where.removeprefix("line ")
        error.where = name if place in ("", name) else place if place.startswith(name) else f"{name}:{place}"
        raise


def cues_in(data: bytes, place: str) -> tuple[TimedCue, ...] | None:
    """The cues of a file, none if it holds no subtitle; None for one of which nobody knows what is in it: it cannot be
    decoded, or is a table or document that cannot be read as one of subtitles.
    """
    if package_of(place):
        is_table = True
    else:
        try:
            is_table = reader_in(decode(data, name=place).text if data else "", place) in TABLES
        except InputError:
            return None
    try:
        return subtitles_in(data, place, place)[1].cues if data else ()
    except InputError:
        return None if is_table else ()


def without_names(cues: Sequence[TimedCue]) -> list[TimedCue]:
    """The cues as a file that says of nobody who speaks would hold them."""
    return [
        replace(
            timed,
            cue=replace(timed.cue, speaker=None, markup=tuple(m for m in timed.cue.markup if m.kind != "speaker")),
        )
        for timed in cues
    ]


def says_who(cues: Sequence[TimedCue]) -> bool:
    """Whether a file names anybody."""
    return any(timed.cue.speaker or any(m.kind == "speaker" for m in timed.cue.markup) for timed in cues)
