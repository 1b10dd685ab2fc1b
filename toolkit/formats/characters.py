"""What no subtitle holds as text, and character references."""

from __future__ import annotations

import html
import re
import unicodedata

# Line ends of other worlds inside a text are blanks (pysrt would split there, the others would not)
BLANKS = dict.fromkeys(map(ord, "\x0b\x0c\x1c\x1d\x1e\x1f\x85\u2028\u2029"), " ")
# Never text: control characters (a terminal would obey them), direction overrides and isolates (they
# hide what is written), marks without width that no emoji or script needs, language tags
_CONTROLS = [code for code in (*range(0x20), *range(0x7F, 0xA0)) if code not in (*BLANKS, 9, 10, 13)]
_OVERRIDES = [*range(0x202A, 0x202F), *range(0x2066, 0x206A)]
_MARKS = [0x061C, 0x200B, 0x200E, 0x200F, *range(0x2060, 0x2065), 0xFEFF, 0xE0001]
HIDDEN = dict.fromkeys([*_CONTROLS, *_OVERRIDES, *_MARKS])
# str.translate is slow; this tells in one pass whether there is anything to translate
ODD = re.compile(f"[{re.escape(''.join(map(chr, (*BLANKS, *HIDDEN))))}]")
_HUGE = re.compile("&#(?:[0-9]{8,}|[xX][0-9a-fA-F]{8,});?")  # int() refuses thousands of digits
_LINE_END = re.compile("\r\n?")


def lines_of(text: str) -> tuple[list[str], int]:
    """The lines of a file, NFC, without what hides; and the 1-based line of the first character left out (0: none)."""
    text = _LINE_END.sub("\n", text.removeprefix("\ufeff")) if "\r" in text else text.removeprefix("\ufeff")
    hidden = 0
    if ODD.search(text):
        blank = text.translate(BLANKS)
        text = blank.translate(HIDDEN)
        if text != blank and (odd := ODD.search(blank)):
            hidden = blank.count("\n", 0, odd.start()) + 1
    return unicodedata.normalize("NFC", text).split("\n"), hidden


def tidy(text: str) -> str:
    """A cue's text as any format can hold it: edges stripped, blank lines dropped, nothing that hides."""
    text = _LINE_END.sub("\n", text).translate(BLANKS).translate(HIDDEN)
    return "\n".join(line for line in map(str.strip, text.split("\n")) if line)


def decoded(raw: str) -> str:
    """``raw`` with its character references replaced; line ends and what hides become what they are in ``lines_of``."""
    if "&" not in raw:
        return raw
    text = html.unescape(_HUGE.sub("\ufffd", raw)).replace("\n", " ").replace("\r", " ")
    return unicodedata.normalize("NFC", text.translate(BLANKS).translate(HIDDEN))
