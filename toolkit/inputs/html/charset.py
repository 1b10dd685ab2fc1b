"""The encoding of a web page: byte order mark, valid UTF-8, what the page says of itself, then the ladder for text
files.
"""

from __future__ import annotations

import re
from dataclasses import replace

from toolkit.errors import InputError
from toolkit.inputs.encoding import Decoded, decode

_SAID = re.compile(
    rb"""<meta[^>]{0,200}?charset\s{0,9}=\s{0,9}["']?\s{0,9}([A-Za-z0-9_:.-]{2,40})|<\?xml[^>]{0,99}?encoding\s{0,9}=\s{0,9}["']([A-Za-z0-9_:.-]{2,40})""",
    re.IGNORECASE,
)
_HEAD = 8192  # bytes: the standard looks at 1,024, pages of the wild put more before it


def decode_html(data: bytes, *, name: str = "", encoding: str | None = None) -> Decoded:
    """The text of a page. A page that says one encoding and is another is read as what it is, and marked as a guess.

    Raises ``InputError`` as ``decode`` does.
    """
    said = _said(data)
    if encoding or data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")) or not said:
        return decode(data, name=name, encoding=encoding)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _as_said(data, said, name)
    if said.lower().replace("_", "-") in ("utf-8", "utf8", "us-ascii", "ascii"):
        return Decoded(text, "utf-8", "its own charset")
    if b"\x1b$" in data or text.isascii():
        return _as_said(data, said, name)
    return Decoded(text, "utf-8", f"every byte is valid UTF-8, though the page says {said}", guessed=True)


def _said(data: bytes) -> str:
    match = _SAID.search(data[:_HEAD])
    return (match[1] or match[2]).decode("ascii").removeprefix("x-") if match else ""


def _as_said(data: bytes, said: str, name: str) -> Decoded:
    try:
        return replace(decode(data, name=name, encoding=said), how="its own charset")
    except InputError:
        found = decode(data, name=name)
        return replace(found, how=f"{found.how}; the page says {said}, which it is not", guessed=True)
