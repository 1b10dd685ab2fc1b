"""The words of RTF: groups, control words, bytes. In linear time, whatever the file holds.

Source: Rich Text Format Specification 1.9.1, "Conventions of an RTF reader".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

_TOKEN = re.compile(
    rb"\\([A-Za-z]{1,32})(-?[0-9]{1,10})? ?"  # a control word, its number, the blank that ends it
    rb"|((?:\\'[0-9A-Fa-f]{2})+)"
    rb"|\\([^A-Za-z])"
    rb"|([{}])"
    rb"|[\r\n\0]+"
    rb"|([^\\{}\r\n\0]+)"
    rb"|\\"
)
_HEX_SIGN = b"\\'"


class Token(NamedTuple):
    """``kind``: a control ``word`` with its ``number`` (None without one), a control ``symbol``, the ``begin`` or the
    ``end`` of a group, ``bytes`` of text.
    """

    kind: Literal["word", "symbol", "begin", "end", "bytes"]
    word: str = ""
    number: int | None = None
    data: bytes = b""


_BEGIN, _END = Token("begin"), Token("end")


def tokens(data: bytes) -> Iterator[Token]:
    """The tokens of a document; what ``\\bin`` announces is skipped."""
    at: int | None = 0
    while at is not None:
        start, at = at, None
        for match in _TOKEN.finditer(data, start):
            if match[1] == b"bin":
                at = match.end() + max(0, int(match[2] or 0))
                break
            if match.lastindex:
                yield _token(match, match.lastindex)


def _token(match: re.Match[bytes], last: int) -> Token:
    """``last``: the group that tells what was found."""
    if last <= 2:
        number = match[2]
        return Token("word", match[1].decode("ascii"), int(number) if number else None)
    if last == 3:
        return Token("bytes", data=bytes.fromhex(match[3].replace(_HEX_SIGN, b"").decode("ascii")))
    if last == 4:
        return Token("symbol", match[4].decode("latin-1"))
    return Token("bytes", data=match[6]) if last == 6 else _BEGIN if match[5] == b"{" else _END
