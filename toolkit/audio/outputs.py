"""How sound is handed over beside its format: rate, bits, bit rate, cover, and what is written besides."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from toolkit.audio.tags import Picture
from toolkit.errors import InputError

Split = Literal["none", "section"]
RATES = (22_050, 24_000, 32_000, 44_100, 48_000)
_LARGEST = 10_000_000  # bytes of a cover: it is in every file
_KINDS = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}


@dataclass(frozen=True, slots=True)
class Outputs:
    """``rate`` in Hz, 0 for the engine's; ``bits`` of a sample; ``bitrate`` as ``encoding.encoding_named`` takes it;
    ``cover``: a picture for the tags, None if one is to be drawn; ``split``: whether a file a chapter is written
    besides; ``cue_sheet``: whether a list of them is.
    """

    rate: int = 0
    bits: int = 16
    bitrate: str = ""
    cover: Picture | None = None
    split: Split = "none"
    cue_sheet: bool = False


PLAIN = Outputs()


def rate_of(wished: int | None) -> int:
    """A sampling rate that every format knows. InputError for another."""
    if wished and wished not in RATES:
        raise InputError(f"{wished} Hz is no rate of sound here", mend=f"choose one of {', '.join(map(str, RATES))}")
    return wished or 0


def bits_of(wished: int | None) -> int:
    """16 or 24. InputError for another."""
    if wished not in (None, 16, 24):
        raise InputError(f"samples have no {wished} bits here", mend="choose 16 or 24")
    return wished or 16


def cover_of(path: Path | None) -> Picture | None:
    """The picture in a file. InputError if it is none that players show."""
    if path is None:
        return None
    mend = "name a .png or .jpg"
    try:
        if Path(path).stat().st_size > _LARGEST:
            raise InputError("is too large for a cover", where=str(path), mend="make it smaller than 10 MB")
        data = Path(path).read_bytes()
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror})", where=str(path), mend=mend) from error
    mime = next((mime for begins, mime in _KINDS.items() if data.startswith(begins)), "")
    if not mime:
        raise InputError("is no picture", where=str(path), mend=mend)
    return picture(mime, data)


def picture(mime: str, data: bytes) -> Picture:
    """With its hash."""
    import hashlib

    return Picture(mime, data, hashlib.sha256(data).hexdigest())
