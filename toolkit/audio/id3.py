"""ID3v2.3, which every player of MP3 reads: text in UTF-16, the comment as COMM, chapters as CHAP (ID3v2 Chapter Frame
Addendum), the cover as APIC.

ffmpeg writes a comment as TXXX, which players do not show, and nothing kept and free enough writes what is wanted.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import TYPE_CHECKING

from toolkit.audio.tags import one_line

if TYPE_CHECKING:
    from toolkit.audio.tags import Tags

_FRAMES = {
    "title": b"TIT2",
    "artist": b"TPE1",
    "album": b"TALB",
    "album_artist": b"TPE2",
    "composer": b"TCOM",
    "genre": b"TCON",
    "track": b"TRCK",
    "language": b"TLAN",
}
_UTF16, _FRONT_COVER = 1, 3
_NOWHERE = 0xFFFFFFFF  # of byte offsets: the times count
_MOST_ENTRIES = 255  # of a table of contents


def id3(tags: Tags, rate: int, length: int) -> bytes:
    """The whole tag, to stand before the first frame of the sound (``length`` samples at ``rate`` Hz)."""
    frames = b"".join(_frames(tags, rate, length))
    size = len(frames)
    synchsafe = bytes(size >> shift & 0x7F for shift in (21, 14, 7, 0))
    return b"ID3\x03\x00\x00" + synchsafe + frames if frames else b""


def _frames(tags: Tags, rate: int, length: int) -> Iterator[bytes]:
    fields = tags.fields
    for key, value in fields.items():
        if key in _FRAMES:
            yield _frame(_FRAMES[key], _text(value))
    yield from _date(fields.get("date", ""))
    if comment := fields.get("comment"):
        yield _frame(b"COMM", bytes([_UTF16]) + b"jpn" + _utf16("") + b"\0\0" + _utf16(comment))
    for key, value in (tags.gain.replaygain if tags.gain else {}).items():
        yield _frame(b"TXXX", f"\0{key}\0{value}".encode("latin-1"))
    yield from _chapters(tags, rate, length)
    if tags.cover:
        head = b"\0" + tags.cover.mime.encode() + b"\0" + bytes([_FRONT_COVER]) + b"\0"
        yield _frame(b"APIC", head + tags.cover.data)


def _date(date: str) -> Iterator[bytes]:
    """The year, and the day as DDMM."""
    year, month, day = (*date.split("-"), "", "")[:3]
    if len(year) == 4 and year.isdigit():
        yield _frame(b"TYER", _text(year))
        if month and day:
            yield _frame(b"TDAT", _text(f"{day}{month}"))


def _chapters(tags: Tags, rate: int, length: int) -> Iterator[bytes]:
    starts = [round(chapter.start * 1000 / rate) for chapter in tags.chapters]
    ends = [*starts[1:], round(length * 1000 / rate)]
    names = [f"c{k}".encode() for k in range(len(starts))]
    groups = [names[k : k + _MOST_ENTRIES] for k in range(0, len(names), _MOST_ENTRIES)]
    if len(groups) == 1:
        yield _contents(b"toc", groups[0], top=True)
    elif groups:
        parts = [f"t{k}".encode() for k in range(len(groups))]
        yield _contents(b"toc", parts[:_MOST_ENTRIES], top=True)
        yield from (_contents(part, group, top=False) for part, group in zip(parts, groups, strict=True))
    for name, chapter, start, end in zip(names, tags.chapters, starts, ends, strict=False):
        times = struct.pack(">IIII", start, end, _NOWHERE, _NOWHERE)
        yield _frame(b"CHAP", name + b"\0" + times + _frame(b"TIT2", _text(one_line(chapter.title))))


def _contents(name: bytes, entries: list[bytes], *, top: bool) -> bytes:
    flags = 3 if top else 1  # ordered, and the top of all
    return _frame(b"CTOC", name + bytes([0, flags, len(entries)]) + b"".join(entry + b"\0" for entry in entries))


def _frame(name: bytes, body: bytes) -> bytes:
    return name + struct.pack(">I", len(body)) + b"\0\0" + body


def _text(value: str) -> bytes:
    return bytes([_UTF16]) + _utf16(value)


def _utf16(value: str) -> bytes:
    return b"\xff\xfe" + value.encode("utf-16-le")
