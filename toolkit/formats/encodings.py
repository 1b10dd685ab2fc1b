"""The bytes of a subtitle file, as whoever receives it wants them."""

from __future__ import annotations

from toolkit.errors import OutputError

# What Windows has in CP932 under another number: 〜 − — ‖
_TWINS = str.maketrans("\u301c\u2212\u2014\u2016", "\uff5e\uff0d\u2015\u2225")


def encoded(text: str, output: str, *, cp932: bool, bom: bool, crlf: bool) -> bytes:
    """The bytes of an output. OutputError for a character that CP932 lacks."""
    text = text.replace("\n", "\r\n") if crlf else text
    if not cp932:
        return f"\ufeff{text}".encode() if bom else text.encode()
    try:
        return text.translate(_TWINS).encode("cp932")
    except UnicodeEncodeError as error:
        lacking = error.object[error.start]
        where = f"{output}:{text.count(chr(10), 0, error.start) + 1}"
        raise OutputError(f"CP932 has no {lacking} (U+{ord(lacking):04X})", where=where, mend="write UTF-8") from error
