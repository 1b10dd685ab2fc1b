"""What may hide in a text, written so that it shows: the one way out to terminals, credits and reports.

A file name is the file system's and a voice's name its engine's: both may hold what moves a terminal's cursor, sets its
title or turns the direction of writing.
"""

from __future__ import annotations

import re

# control but tabulator and line feed, text direction, half characters, tags
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\U000e0000-\U000e007f]"
)


def visible(text: str) -> str:
    r"""The text, with what hides or deceives spelled as Python spells it.

    >>> print(visible("佐\x1b[31m藤"))
    佐\x1b[31m藤
    """
    return text if text.isprintable() else _HIDDEN.sub(lambda m: _spelled(m[0]), text)


def _spelled(char: str) -> str:
    code = ord(char)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
