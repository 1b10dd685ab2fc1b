"""What Broadcast Wave files say of themselves: the ``bext`` chunk (EBU Tech 3285, version 2) and iXML (2.10).

``bext`` is ASCII by its standard, so that names and words stand in iXML, which is UTF-8. Nothing in either depends on
when or where it was made.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from xml.sax.saxutils import escape

_BEXT = struct.Struct("<256s32s32s10s8sQH64s5h180s")
_UNKNOWN = 0x7FFF  # of a loudness that was not measured


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a sound belongs: ``start`` in samples at ``rate`` from the programme's beginning; ``rate`` and ``bits`` of
    the file. ``description``, ``originator`` and ``reference`` are ASCII; ``date`` is YYYY-MM-DD, '' if unknown.
    ``lufs`` and ``peak_dbtp`` of a whole track or mix, where they are known.
    """

    start: int
    rate: int
    bits: int
    description: str
    originator: str
    reference: str = ""
    date: str = ""
    lufs: float | None = None
    peak_dbtp: float | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """What people read: the ``project``, the ``scene`` (chapter), the ``take`` (number of the clip), ``note`` (what is
    said), and the names of the ``channels``.
    """

    project: str
    scene: str
    take: str
    note: str
    channels: tuple[str, ...]


def chunks(origin: Origin, words: Words) -> tuple[tuple[bytes, bytes], ...]:
    """Both chunks, for ``wav.Form``."""
    return ((b"bext", bext(origin, len(words.channels))), (b"iXML", ixml(origin, words)))


def bext(origin: Origin, channels: int) -> bytes:
    """The body of the ``bext`` chunk, 602 bytes and the coding history."""
    levels = [_hundredths(origin.lufs), _UNKNOWN, _hundredths(origin.peak_dbtp), _UNKNOWN, _UNKNOWN]
    fixed = _BEXT.pack(
        *(_ascii(text) for text in (origin.description, origin.originator, origin.reference, origin.date, "")),
        origin.start,
        2,
        b"",
        *levels,
        b"",
    )
    mode = "mono" if channels == 1 else "stereo"
    history = f"A=PCM,F={origin.rate},W={origin.bits},M={mode},T={origin.originator}\r\n"
    return fixed + _ascii(history) + b"\0"


def _hundredths(level: float | None) -> int:
    return _UNKNOWN if level is None else max(-9999, min(9999, round(100 * level)))


def _ascii(text: str) -> bytes:
    return text.encode("ascii", "replace")


def ixml(origin: Origin, words: Words) -> bytes:
    """The body of the ``iXML`` chunk."""
    high, low = divmod(origin.start, 1 << 32)
    speed = {
        "FILE_SAMPLE_RATE": origin.rate,
        "AUDIO_BIT_DEPTH": origin.bits,
        "TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_HI": high,
        "TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_LO": low,
        "TIMESTAMP_SAMPLE_RATE": origin.rate,
    }
    tracks = [
        _element("TRACK", _elements({"CHANNEL_INDEX": k, "INTERLEAVE_INDEX": k, "NAME": name}))
        for k, name in enumerate(words.channels, 1)
    ]
    told = {"PROJECT": words.project, "SCENE": words.scene, "TAKE": words.take, "NOTE": words.note}
    body = "".join(
        (
            _elements({"IXML_VERSION": "2.10", **told}),
            _element("SPEED", _elements(speed)),
            _element("TRACK_LIST", _elements({"TRACK_COUNT": len(tracks)}) + "".join(tracks)),
        )
    )
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{_element("BWFXML", body)}\n'.encode()


def _elements(values: Mapping[str, str | int]) -> str:
    return "".join(_element(name, escape(_allowed(str(value)))) for name, value in values.items() if value != "")


def _element(name: str, body: str) -> str:
    return f"<{name}>{body}</{name}>"


def _allowed(text: str) -> str:
    """Without what XML 1.0 cannot hold."""
    return re.sub("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", text)
