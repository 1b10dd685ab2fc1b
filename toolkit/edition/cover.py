"""A cover for an edition that has none: who speaks when, as lines of coloured bars. The same edition gives the same
bytes.

No words stand in it: the toolkit brings no font, and players show the title beside it.
"""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

from toolkit.audio.outputs import picture

if TYPE_CHECKING:
    from toolkit.audio.tags import Picture
    from toolkit.model.narration import Narration

SIZE = 600  # pixels, both ways: what podcast players ask for at the least is 300
_ROWS, _EDGE = 12, 48  # lines of bars, and what is free around them
_GROUND = (0x1B, 0x20, 0x2B)
# the colours of Okabe and Ito, apart for every colour vision; the narrator's is the first
_VOICES = (
    (0xB8, 0xBE, 0xC9),
    (0x56, 0xB4, 0xE9),
    (0xE6, 0x9F, 0x00),
    (0x00, 0x9E, 0x73),
    (0xF0, 0xE4, 0x42),
    (0xCC, 0x79, 0xA7),
    (0xD5, 0x5E, 0x00),
)


def drawn(narration: Narration) -> Picture:
    """A PNG of ``SIZE`` × ``SIZE`` pixels."""
    across = SIZE - 2 * _EDGE
    line = bytearray(across * _ROWS)  # the whole programme on one line
    speakers = [who for who in narration.tracks if who is not None]
    for one in filter(lambda one: one.audible, narration.utterances):
        first, after = (at * len(line) // max(1, narration.length) for at in (one.start, one.end))
        who = one.sentence.speaker
        colour = 1 + (0 if who is None else 1 + speakers.index(who) % (len(_VOICES) - 1))
        line[first:after] = bytes([colour]) * (after - first)
    return picture("image/png", _png([line[k * across : (k + 1) * across] for k in range(_ROWS)]))


def _png(lines: list[bytearray]) -> bytes:
    """A picture of one byte a pixel with its palette (PNG 1.2)."""
    pitch = (SIZE - 2 * _EDGE) // len(lines)
    empty, side = bytes(SIZE), bytes(_EDGE)
    rows = [empty] * _EDGE
    for line in lines:
        rows += [side + bytes(line) + side] * (pitch * 5 // 8) + [empty] * (pitch - pitch * 5 // 8)
    rows += [empty] * (SIZE - len(rows))
    palette = b"".join(map(bytes, (_GROUND, *_VOICES)))
    head = struct.pack(">IIBBBBB", SIZE, SIZE, 8, 3, 0, 0, 0)
    body = zlib.compress(b"".join(b"\0" + row for row in rows), 9)
    parts = ((b"IHDR", head), (b"PLTE", palette), (b"IDAT", body), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in parts)


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
