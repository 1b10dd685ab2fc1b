"""How the bytes of an RTF document are read: by the character set of the font they are set in.

Source: RTF 1.9.1, ``\\fcharset`` and ``\\ansicpg``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_CHARSETS = {
    77: "mac_roman", 78: "shift_jis", 128: "cp932", 129: "cp949", 130: "johab", 134: "gbk", 136: "big5",
    161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251",
    222: "cp874", 238: "cp1250", 255: "cp437",
}  # fmt: skip
_SYMBOLS = 2  # a font of signs: its codes are no characters of any language
_CODE_PAGES = {10001: "shift_jis", 10000: "mac_roman", 65001: "utf-8"}
_SYMBOL_SIGNS = {0xB7: "•", 0xA7: "■", 0xD8: "➢", 0xFC: "✓", 0x6C: "●", 0x6E: "■", 0x75: "◆", 0x76: "❖"}  # Wingdings
_ESCAPED = re.compile("[\udc80-\udcff]")
_WIDE = ("cp932", "shift_jis", "cp949", "gbk", "big5", "johab")


@dataclass(slots=True)
class Fonts:
    """``charsets``: font number → its character set, None where the font table does not say; ``pages``: → its code
    page. ``page``: the document's code page. ``default``: the font of text that names none.
    """

    charsets: dict[int, int | None] = field(default_factory=dict)
    pages: dict[int, str] = field(default_factory=dict)
    page: str = "cp1252"
    default: int = 0
    _now: int = 0

    def hear(self, word: str, number: int | None) -> None:
        """Hear a control word of the font table."""
        if word == "f":
            self._now = number or 0
            self.charsets.setdefault(self._now, None)
        elif word == "fcharset":
            self.charsets[self._now] = number
        elif word == "cpg":
            self.pages[self._now] = code_page(number or 0)

    def say_page(self, number: int) -> None:
        """The document's code page, as ``\\ansicpg`` says."""
        self.page = code_page(number) or self.page

    def text(self, data: bytes, font: int | None) -> str:
        """Bytes as text. Where a Latin font holds Japanese bytes, the document's code page is believed."""
        if data.isascii():
            return data.decode("ascii")
        number = self.default if font is None else font
        charset = self.charsets.get(number)
        if charset == _SYMBOLS:
            return "".join(_SYMBOL_SIGNS.get(byte, chr(byte) if byte < 0x80 else "•") for byte in data)
        page = self.pages.get(number) or _CHARSETS.get(charset or 0) or self.page
        if page in _WIDE and charset in (None, 0, 1):
            return _either(data, page)
        return data.decode(page, "replace")


def code_page(number: int) -> str:
    """Python's name of a Windows code page, '' if there is none."""
    name = _CODE_PAGES.get(number, f"cp{number}")
    try:
        b"".decode(name)
    except LookupError:
        return ""
    return name


def _either(data: bytes, page: str) -> str:
    """What is no character of a code page of two bytes is one of Western Europe."""
    text = data.decode(page, "surrogateescape")
    return _ESCAPED.sub(lambda match: bytes([ord(match[0]) - 0xDC00]).decode("cp1252", "replace"), text)
