"""Whether the text layer of a PDF can be read at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from toolkit.errors import InputError
from toolkit.inputs.pdf.extraction import UNKNOWN, Page

_UNREADABLE = 0.2  # of the signs unknown: the words cannot be guessed from the rest
_FOREIGN = 0.3  # of the signs: more accents and signs than any language has are bytes of another encoding
_FEWEST = 30  # signs to judge by
_OCR = "have a text recogniser (OCR) write its text, and give that"


@dataclass(slots=True)
class TextLayer:
    """Signs of a document, counted page by page. ``unknown``: their font does not say which they are; ``foreign``:
    accented letters and signs of Latin fonts.
    """

    signs: int = 0
    unknown: int = 0
    foreign: int = 0
    japanese: int = 0
    pages: int = 0
    scans: list[int] = field(default_factory=list)

    def count(self, page: Page) -> None:
        texts = [glyph.text for glyph in page.glyphs if glyph.text.strip()]
        self.pages += 1
        self.signs += len(texts)
        self.unknown += texts.count(UNKNOWN)
        self.foreign += sum("\u0080" <= text[0] <= "\u024f" or "\u2010" <= text[0] <= "\u2122" for text in texts)
        self.japanese += sum("\u3041" <= text[0] <= "\u9fff" for text in texts)
        if page.pictures and not texts:
            self.scans.append(self.pages)

    def refuse(self, name: str) -> None:
        """Raise ``InputError`` where the words of the document cannot be had."""
        if not self.signs:
            what = "holds pictures of pages (a scan) and no text" if self.scans else "holds no text"
            raise InputError(what, where=name, mend=_OCR)
        if self.unknown > _UNREADABLE * self.signs:
            share = self.unknown * 100 // self.signs
            what = f"has a text layer that cannot be read: its fonts do not tell {share} % of its signs"
            raise InputError(what, where=name, mend=f"save it anew from the program that made it, or {_OCR}")
        if self.signs >= _FEWEST and not self.japanese and self.foreign > _FOREIGN * self.signs:
            what = "has a text layer that cannot be read: its fonts call Japanese signs by Latin names"
            raise InputError(what, where=name, mend=f"save it anew from the program that made it, or {_OCR}")

    def warnings(self) -> Iterator[str]:
        if self.scans:
            first = ", ".join(map(str, self.scans[:5])) + " …" * (len(self.scans) > 5)
            yield f"page {first}: {len(self.scans)} pages are pictures, and what is written in them is missing"
