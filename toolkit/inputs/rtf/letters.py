"""The characters of an RTF document, gathered until a setting changes."""

from __future__ import annotations

from toolkit.inputs.rtf.fonts import Fonts

SIGNS = {
    "tab": "\t",
    "emdash": "—",
    "endash": "–",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "bullet": "•",
    "emspace": "\u2003",
    "enspace": "\u2002",
    "qmspace": "\u2005",
}
SYMBOLS = {"~": "\u00a0", "_": "\u2011"}  # \- may part a word, and is not shown


class Letters:
    """``fonts`` say how bytes are read. ``to_skip``: bytes yet to come that only old readers need."""

    def __init__(self) -> None:
        self.fonts = Fonts()
        self.to_skip = 0
        self._bytes = bytearray()
        self._text: list[str] = []

    def add_bytes(self, data: bytes) -> None:
        skipped = min(self.to_skip, len(data))
        self.to_skip -= skipped
        self._bytes += data[skipped:]

    def add(self, text: str, font: int | None) -> None:
        self._decode(font)
        self._text.append(text)

    def add_unicode(self, number: int, font: int | None) -> None:
        """A UTF-16 unit as ``\\u`` writes it, negative above 32767; halves of a character join."""
        self._decode(font)
        code = number & 0xFFFF if number < 0 else number
        character = chr(code) if code <= 0x10FFFF else "\ufffd"
        if "\udc00" <= character <= "\udfff" and self._text and "\ud800" <= self._text[-1] <= "\udbff":
            character = (self._text.pop() + character).encode("utf-16-le", "surrogatepass").decode("utf-16-le")
        self._text.append(character)

    def take(self, font: int | None) -> str:
        """What was gathered."""
        self._decode(font)
        text = "".join(self._text)
        self._text.clear()
        return text

    def _decode(self, font: int | None) -> None:
        if self._bytes:
            self._text.append(self.fonts.text(bytes(self._bytes), font))
            self._bytes.clear()
