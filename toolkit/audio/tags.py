"""What a player shows beside the sound: title, artist, chapters, and how ffmpeg is told of them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.timecode import text_of

if TYPE_CHECKING:
    from toolkit.model.edition import Chapter

# of a chapter in an M4B's Nero list, which also ends at 255 chapters; the QuickTime track beside it holds all
_TITLE_BYTES = 255
_MOST_COMMENTS = 1000  # CHAPTER000 … CHAPTER999: the chapter extension of Vorbis comments (Xiph) has three digits


_DATE = re.compile(r"(\d{4})(?:\s*[-/.年]\s*(\d{1,2})(?:\s*[-/.月]\s*(\d{1,2}))?)?(?!\d)")


def iso_date(text: str) -> str:
    """The first day, month or year that a text tells, as YYYY-MM-DD, YYYY-MM or YYYY; '' if it tells none."""
    found = _DATE.search(unicodedata.normalize("NFKC", text))
    if not found or not 1 <= int(found[2] or 1) <= 12 or not 1 <= int(found[3] or 1) <= 31:
        return ""
    return "-".join(f"{int(part):02}" for part in found.groups() if part)


@dataclass(frozen=True, slots=True)
class Tags:
    """What a player shows. Empty fields are not written. ``date`` is a year or YYYY-MM-DD.

    ``chapters`` are in order of their starts; MP3, Opus and M4B keep them.
    """

    title: str = ""
    artist: str = ""
    album: str = ""
    date: str = ""
    comment: str = ""
    chapters: tuple[Chapter, ...] = ()

    @property
    def fields(self) -> dict[str, str]:
        """The fields that are not empty, each on one line."""
        names = ("title", "artist", "album", "date", "comment")
        values = ((name, _one_line(getattr(self, name))) for name in names)
        return {name: value for name, value in values if value}


def metadata(tags: Tags, rate: int, length: int, *, comments: bool = False) -> str:
    """Tags and chapters as ffmpeg reads them (FFMETADATA1): special characters escaped, one line a title.

    ``comments``: chapters as Vorbis comments of our own (rounded to ms). ffmpeg's Ogg writer rounds their seconds up
    and keeps the milliseconds, so that 0.5 s becomes 1.5 s.
    """
    chapters = _comments(tags, rate) if comments else _sections(tags, rate, length)
    return (
        "\n".join([";FFMETADATA1", *(f"{key}={_escaped(value)}" for key, value in tags.fields.items()), *chapters])
        + "\n"
    )


def _comments(tags: Tags, rate: int) -> Iterator[str]:
    for number, chapter in enumerate(tags.chapters[:_MOST_COMMENTS]):
        yield f"CHAPTER{number:03}={text_of(round(chapter.start * 1000 / rate), '.')}"
        yield f"CHAPTER{number:03}NAME={_escaped(_title(chapter))}"


def _sections(tags: Tags, rate: int, length: int) -> Iterator[str]:
    ends = [*(chapter.start for chapter in tags.chapters[1:]), length]
    for chapter, end in zip(tags.chapters, ends, strict=False):
        yield from (
            "[CHAPTER]",
            f"TIMEBASE=1/{rate}",
            f"START={chapter.start}",
            f"END={end}",
            f"title={_escaped(_title(chapter))}",
        )


def _title(chapter: Chapter) -> str:
    return _one_line(chapter.title).encode()[:_TITLE_BYTES].decode(errors="ignore")


def _one_line(value: str) -> str:
    """White space as single spaces, no control characters."""
    return "".join(c for c in " ".join(value.split()) if c.isprintable())


def _escaped(value: str) -> str:
    """A backslash before each sign with a meaning. (A line feed that is left in a value would begin a new
    entry.)
    """
    return "".join(f"\\{c}" if c in "=;#\\" else c for c in value)
