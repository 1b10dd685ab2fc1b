"""The bytes of a subtitle file, as whoever receives it wants them."""

from __future__ import annotations

from dataclasses import dataclass

from toolkit.errors import OutputError

# What Windows has in CP932 under another number: 〜 − — ‖
_TWINS = str.maketrans("\u301c\u2212\u2014\u2016", "\uff5e\uff0d\u2015\u2225")


@dataclass(frozen=True, slots=True)
class Coding:
    """How a text becomes bytes. ``cp932``: Shift JIS as Windows has it, else UTF-8; ``bom``: with a byte order mark,
    which only UTF-8 has; ``crlf``: with the line ends of Windows.
    """

    cp932: bool = False
    bom: bool = False
    crlf: bool = False

    def encoded(self, text: str, output: str) -> bytes:
        """The bytes of an output. OutputError for a character that CP932 lacks."""
        ended = text.replace("\n", "\r\n") if self.crlf else text
        if not self.cp932:
            return f"\ufeff{ended}".encode() if self.bom else ended.encode()
        try:
            return ended.translate(_TWINS).encode("cp932")
        except UnicodeEncodeError as error:
            lacking = error.object[error.start]
            where = f"{output}:{error.object.count(chr(10), 0, error.start) + 1}"
            what = f"CP932 has no {lacking} (U+{ord(lacking):04X})"
            raise OutputError(what, where=where, mend="write UTF-8") from error


UTF8 = Coding()
