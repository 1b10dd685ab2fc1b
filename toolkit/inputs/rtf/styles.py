"""What the style sheet of an RTF document says of its paragraphs, by the numbers that the text calls styles by."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

BODY = 9  # the outline level of what is no heading
_HEADING = re.compile(r"(?:heading|見出し|überschrift|titre)\s?([1-9])", re.IGNORECASE)
_TITLE = re.compile(r"(?:title|表題|タイトル)$", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:toc|目次)\s?(?:[1-9]|heading|の見出し)", re.IGNORECASE)
_CAPTION = re.compile(r"(?:caption|図表番号)$", re.IGNORECASE)


@dataclass(slots=True)
class Styles:
    """``now``: the style whose definition is being read, None for one of letters or tables."""

    names: dict[int, str] = field(default_factory=dict)
    outlines: dict[int, int] = field(default_factory=dict)
    now: int | None = 0

    def hear(self, word: str, number: int | None) -> None:
        """Hear a control word of a definition."""
        if word == "s":
            self.now = number or 0
        elif word in ("cs", "ds", "ts"):
            self.now = None
        elif word == "outlinelevel" and self.now is not None:
            self.outlines[self.now] = BODY if number is None else number

    def name(self, text: str) -> None:
        """Hear the words of a definition: the style's name and a semicolon."""
        if self.now is not None and text.strip(" ;"):
            self.names[self.now] = self.names.get(self.now, "") + text.strip(" ;")

    def level(self, style: int) -> int:
        """Of a heading, 0 for none."""
        outline = self.outlines.get(style, BODY)
        named = _HEADING.match(self.names.get(style, ""))
        return outline + 1 if outline < BODY else int(named[1]) if named else 0

    def is_title(self, style: int) -> bool:
        return bool(_TITLE.match(self.names.get(style, "")))

    def is_contents(self, style: int) -> bool:
        """A line of the table of contents, which repeats the headings."""
        return bool(_CONTENTS.match(self.names.get(style, "")))

    def is_caption(self, style: int) -> bool:
        return bool(_CAPTION.match(self.names.get(style, "")))
