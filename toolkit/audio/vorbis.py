"""Vorbis comments: the tags of Opus and FLAC, with chapters (Xiph's chapter extension), cover and gain among them."""

from __future__ import annotations

import base64
import struct
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from toolkit.audio.tags import FIELDS, ffmetadata, one_line
from toolkit.timecode import text_of

if TYPE_CHECKING:
    from pathlib import Path

    from toolkit.audio.tags import Picture, Tags

_NAMES = {**{name: name.upper() for name in FIELDS}, "album_artist": "ALBUMARTIST", "track": "TRACKNUMBER"}
_MOST_CHAPTERS = 1000  # CHAPTER000 … CHAPTER999
_FRONT_COVER = 3
_PADDING, _COMMENTS, _PICTURE = 1, 4, 6


def opus(tags: Tags, rate: int) -> str:
    """The comments for ffmpeg. Chapters are comments of our own: ffmpeg's Ogg writer rounds their seconds up and keeps
    the milliseconds, so that 0.5 s becomes 1.5 s.
    """
    cover = {"METADATA_BLOCK_PICTURE": base64.b64encode(_picture(tags.cover)).decode()} if tags.cover else {}
    return ffmetadata({**_comments(tags, rate), **(tags.gain.r128 if tags.gain else {}), **cover})


def _comments(tags: Tags, rate: int) -> dict[str, str]:
    fields = dict(tags.fields)
    number, _, total = fields.pop("track", "").partition("/")
    numbers = {name: value for name, value in (("TRACKNUMBER", number), ("TRACKTOTAL", total)) if value}
    return {**{_NAMES[key]: value for key, value in fields.items()}, **numbers, **dict(_chapters(tags, rate))}


def _chapters(tags: Tags, rate: int) -> Iterator[tuple[str, str]]:
    for number, chapter in enumerate(tags.chapters[:_MOST_CHAPTERS]):
        yield f"CHAPTER{number:03}", text_of(round(chapter.start * 1000 / rate), ".")
        yield f"CHAPTER{number:03}NAME", one_line(chapter.title)


def _picture(cover: Picture) -> bytes:
    """A picture block as FLAC has it (RFC 9639, 8.8); 0 for what the file itself tells."""
    mime = cover.mime.encode()
    head = struct.pack(">II", _FRONT_COVER, len(mime)) + mime
    return head + struct.pack(">IIIIII", 0, 0, 0, 0, 0, len(cover.data)) + cover.data


def flac_head(path: Path, tags: Tags, rate: int) -> tuple[int, bytes]:
    """What a FLAC file with these tags begins with, and how many bytes of ``path`` it stands for: its own comments go,
    what tells of the stream stays.
    """
    kept: list[tuple[int, bytes]] = []
    with path.open("rb") as file:
        file.read(4)
        last = False
        while not last:
            kind, size = file.read(1)[0], int.from_bytes(file.read(3), "big")
            last, body = bool(kind & 0x80), file.read(size)
            if kind & 0x7F not in (_COMMENTS, _PADDING, _PICTURE):
                kept.append((kind & 0x7F, body))
        end = file.tell()
    fields = {**_comments(tags, rate), **(tags.gain.replaygain if tags.gain else {})}
    blocks = [*kept, (_COMMENTS, _comment_block(fields))]
    if tags.cover:
        blocks.append((_PICTURE, _picture(tags.cover)))
    heads = ((kind | 0x80 * (k == len(blocks)), body) for k, (kind, body) in enumerate(blocks, 1))
    return end, b"fLaC" + b"".join(bytes([kind]) + len(body).to_bytes(3, "big") + body for kind, body in heads)


def _comment_block(fields: Mapping[str, str]) -> bytes:
    """Little-endian, unlike all else in FLAC. The vendor is empty: nothing tells which library wrote it."""
    rows = [f"{key}={value}".encode() for key, value in fields.items()]
    return struct.pack("<II", 0, len(rows)) + b"".join(struct.pack("<I", len(row)) + row for row in rows)
