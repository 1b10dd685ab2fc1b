"""Subtitle files of every format that is written, tables and documents among them, as corrections take them."""

from __future__ import annotations

import re
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


def file_in(data: bytes, place: str) -> SubtitleFile | None:
    """The subtitles of a file, without a cue if it holds none; None for one of which nobody knows what is in it: it
    cannot be decoded, or is a table or document that cannot be read as one of subtitles.
    """
    if package_of(place):
        is_table = True
    else:
        try:
            is_table = reader_in(decode(data, name=place).text if data else "", place) in TABLES
        except InputError:
            return None
    nothing = SubtitleFile((), ())
    try:
        return subtitles_in(data, place, place)[1] if data else nothing
    except InputError:
        return None if is_table else nothing


def beside_cues(file: SubtitleFile, *others: SubtitleFile) -> tuple[tuple[int, str], ...]:
    """(line, text) of what a file has in no cue and none of the others has: notes, comments, styles. Numbers, times and
    what programs write of themselves do not count, nor how they write a number.
    """
    known = {_plainly(text) for other in others for _, text in other.excluded}
    return tuple(
        (line, text)
        for line, text in file.excluded
        if any(map(str.isalpha, text)) and not text.startswith(";") and _plainly(text) not in known
    )


def _plainly(text: str) -> str:
    return re.sub(r"(?<![0-9.])([0-9]+)\.0+(?![0-9])", r"\1", "".join(text.split()).casefold())


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
