"""A line of text in the making: its white space as a browser shows it, its bold beginning, its readings."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from toolkit.inputs.html.tables import Grid
from toolkit.inputs.readings import is_kana
from toolkit.inputs.sheet import LeftOutKind, Mark, Reading
from toolkit.inputs.table import CellLine

_BLANKS = re.compile("[ \t\n\f\r]+")
_LONGEST_GLOSS = 60
_LONGEST_BUTTON = 100


@dataclass(slots=True)
class Block:
    """A line. ``mark``: its kind, level and speaker. ``excluded`` stood inside it and is no text: readings, signs of
    notes; ``left_out`` too: hidden words, buttons. ``grid``: the table it stands in; ``cell``: its cell there.
    ``item``: identity of the list item around.
    """

    mark: Mark
    why: LeftOutKind | None = None
    grid: Grid | None = None
    cell: list[CellLine] | None = None
    item: int = 0
    parts: list[str] = field(default_factory=list)
    length: int = 0
    bold: int = 0
    linked: int = 0
    readings: list[Reading] = field(default_factory=list)
    excluded: list[str] = field(default_factory=list)
    left_out: list[tuple[str, LeftOutKind]] = field(default_factory=list)
    blank: str = ""  # white space of which it is not known yet whether it shows
    last: str = ""
    base: int = -1  # where the base of the next reading begins, −1 outside of ruby

    def add(self, text: str, *, bold: bool) -> None:
        if bold and self.bold == self.length:
            self.bold += len(text)
        self.parts.append(text)
        self.length += len(text)
        self.last = text[-1:] or self.last

    def flow(self, text: str, *, bold: bool, linked: bool = False) -> None:
        """Text whose white space is one space, or none where the page's source only breaks a Japanese line."""
        at, before = 0, self.length
        for blank in _BLANKS.finditer(text):
            self._word(text[at : blank.start()], bold=bold)
            self.blank += blank.group() if len(self.blank) < 100 else ""
            at = blank.end()
        self._word(text[at:], bold=bold)
        self.linked += self.length - before if linked else 0

    def _word(self, word: str, *, bold: bool) -> None:
        if not word:
            return
        if self.blank and self.length and not self._is_source_break(word):
            self.add(" ", bold=bold)
        self.blank = ""
        self.add(word, bold=bold)

    def _is_source_break(self, word: str) -> bool:
        return "\n" in self.blank and not (self.last.isascii() or word[:1].isascii())

    def begin_ruby(self) -> None:
        """The next word begins the base of a reading; a space that waits comes before it."""
        waits = bool(self.blank) and bool(self.length) and not ("\n" in self.blank and not self.last.isascii())
        self.base = self.length + waits

    def read(self, gloss: str, *, is_reading: bool) -> None:
        """What stands over the base: a reading, a parenthesis for browsers without ruby, or a translation."""
        kana = gloss.strip()
        if len(kana) > _LONGEST_GLOSS:  # a <rt> that nobody closed: better a reading in the text than text lost
            self.add(kana, bold=False)
            return
        if kana:
            self.excluded.append(kana)
        if not is_reading or self.base < 0 or not is_kana(kana):
            return
        if self.base < self.length:
            self.readings.append(Reading(self.base, self.length, kana))
        elif self.readings and self.readings[-1].end == self.length:  # 漢字, かん, じ: two readings after two bases
            last = self.readings.pop()
            self.readings.append(Reading(last.start, last.end, last.kana + kana))
        self.base = self.length

    @property
    def text(self) -> str:
        return "".join(self.parts)

    @property
    def bare(self) -> str:
        """The text without blanks if it is no longer than a button's, '' else."""
        return "".join(self.text.split()) if self.length <= _LONGEST_BUTTON else ""

    @property
    def is_blank(self) -> bool:
        """Whether no words are on the line."""
        return not any(part.strip() for part in self.parts)

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all stood on it."""
        return not (self.length or self.excluded or self.left_out)

    @property
    def said(self) -> Mark:
        """What the page says of the line."""
        return replace(self.mark, bold=self.bold, readings=tuple(self.readings))
