"""Media Overlays: which words of a page are heard when (EPUB 3.3, 9; a SMIL 3.0 profile)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import TYPE_CHECKING

from toolkit.edition.epub.layout import Heard, heard
from toolkit.edition.epub.markup import XML

if TYPE_CHECKING:
    from toolkit.edition.book import Clip
    from toolkit.edition.epub.layout import Sheet, Talk


def clock(ms: int) -> str:
    """A full clock value: 0:01:02.345."""
    minutes, rest = divmod(ms, 60_000)
    return f"{minutes // 60}:{minutes % 60:02}:{rest // 1000:02}.{rest % 1000:03}"


def smil(sheet: Sheet, sound: str, clips: Mapping[str, Clip]) -> str:
    """The overlay of a sheet whose sound is the file ``sound``: a sequence a turn, and in it what is said aside by a
    narrator, which a listener may skip or leave.
    """
    page = f"{sheet.stem}.xhtml"
    turns = "".join(_turn(talk, page, sound, clips) for talk in sheet.talks)
    return (
        f'{XML}<smil xmlns="http://www.w3.org/ns/SMIL" xmlns:epub="http://www.idpf.org/2007/ops" version="3.0">\n'
        f'<body epub:textref="{page}" epub:type="chapter">\n{turns}</body>\n</smil>\n'
    )


def _turn(talk: Talk, page: str, sound: str, clips: Mapping[str, Clip]) -> str:
    inner = "".join(_rows(talk, page, sound, clips))
    return f'<seq id="s-{talk.name}" epub:textref="{page}#{talk.name}">\n{inner}</seq>\n' if inner else ""


def _rows(talk: Talk, page: str, sound: str, clips: Mapping[str, Clip]) -> Iterator[str]:
    """Each stretch; those said aside in a sequence of their own (``aside``: what a reader skips or leaves)."""
    known = [each for each in heard(talk) if each.name in clips]
    for aside, rows in groupby(known, key=lambda each: each.aside):
        own = list(rows)
        inner = "".join(_row(each, page, sound, clips[each.name]) for each in own)
        yield f'<seq epub:textref="{page}#{own[0].name}" epub:type="aside">\n{inner}</seq>\n' if aside else inner


def _row(each: Heard, page: str, sound: str, clip: Clip) -> str:
    return (
        f'<par id="p-{each.name}"><text src="{page}#{each.name}"/>'
        f'<audio src="{sound}" clipBegin="{clock(clip.start)}" clipEnd="{clock(clip.end)}"/></par>\n'
    )
