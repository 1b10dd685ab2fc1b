"""The text of a block as lines: one for each line of the source, and one more after every ``<br>``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from toolkit.inputs.markdown.events import Event
from toolkit.inputs.markdown.tags import BOLD, TAG, Around, OpenElements, alt_of, block_names
from toolkit.inputs.readings import is_kana
from toolkit.inputs.sheet import Reading
from toolkit.model import LeftOutKind

_BLANK = " \t"
_LONGEST_GLOSS = 60  # characters of a reading: a longer <rt> is one that nobody closed


@dataclass(slots=True, eq=False)
class Line:
    """A line in the making. ``number``: the line of the block it stands in; ``spans``: the places in the block's text
    that it holds; ``bold`` and ``readings`` as in ``Mark``; ``around``: what HTML around it says; ``slanted``: all of
    it is emphasised, and by single signs; ``filled``: it holds more than blanks.
    """

    number: int
    parts: list[str] = field(default_factory=list)
    length: int = 0
    bold: int = 0
    readings: list[Reading] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)
    around: Around = field(default_factory=Around)
    slanted: bool = True
    filled: bool = False

    @property
    def text(self) -> str:
        return "".join(self.parts).rstrip(_BLANK)

    def cut(self, characters: int) -> None:
        """Take away the first characters, which are signs."""
        text = self.text
        characters += len(text[characters:]) - len(text[characters:].lstrip(_BLANK + "　"))
        self.parts, self.length = [text[characters:]], len(text) - characters
        self.bold = max(0, self.bold - characters)
        moved = [replace(r, start=r.start - characters, end=r.end - characters) for r in self.readings]
        self.readings = [r for r in moved if r.start >= 0]
        while characters and self.spans:
            start, end = self.spans.pop(0)
            if end - start > characters:
                self.spans.insert(0, (start + characters, end))
            characters = max(0, characters - (end - start))


@dataclass(frozen=True, slots=True)
class Hidden:
    """Words of a block's line ``number`` that are left out."""

    number: int
    text: str
    why: LeftOutKind
    span: tuple[int, int]


class Lines:
    """The walk through the text of a block. ``first`` is the number of its first line in the file, from 0."""

    def __init__(self, text: str, events: Iterable[Event], elements: OpenElements, first: int) -> None:
        self.lines: list[Line] = [Line(0)]
        self.hidden: list[Hidden] = []
        self.text, self._elements, self._first = text, elements, first
        self._bold = 0
        self._double = 0
        self._gloss: list[str] | None = None
        self._base = 0
        at = 0
        for event in events:
            if event.start < at:
                continue
            self._plain(at, event.start)
            self._event(event)
            at = event.end
        self._plain(at, len(text))
        self._end_gloss()

    @property
    def _line(self) -> Line:
        return self.lines[-1]

    def _break(self, number: int) -> None:
        self._end_gloss()
        self.lines.append(Line(number))
        self._base = 0

    def _plain(self, start: int, end: int) -> None:
        while (stop := self.text.find("\n", start, end)) >= 0:
            self._piece(start, stop)
            self._break(self._line.number + 1)
            start = stop + 1
        self._piece(start, end)

    def _piece(self, start: int, end: int) -> None:
        text = self.text[start:end]
        if not self._line.length and self._gloss is None:
            start += len(text) - len(text.lstrip(_BLANK))
        if start < end:
            self._add(self.text[start:end], (start, end))

    def _add(self, text: str, span: tuple[int, int] | None = None) -> None:
        if self._gloss is not None:
            self._gloss.append(text)
            return
        line = self._line
        if not line.length:
            line.around = self._elements.around
        if self._bold and (line.bold == line.length or not line.filled):
            line.bold = line.length + len(text)
        line.slanted &= bool(self._bold) and not self._double
        line.filled |= not text.isspace()
        line.parts.append(text)
        line.length += len(text)
        line.spans += [span] if span else []

    def _event(self, event: Event) -> None:
        if event.what == "text":
            self._add(event.text)
        elif event.what in ("on", "off"):
            step = 1 if event.what == "on" else -1
            self._bold += step
            self._double += step * (event.end - event.start > 1)
        elif event.what in ("caption", "note"):
            self.hidden.append(Hidden(self._line.number, event.text, event.what, (event.start, event.end)))
        elif event.what == "kana" and self._gloss is None:
            self._line.readings.append(Reading(self._line.length - event.size, self._line.length, event.text))
        elif event.what == "tag":
            self._tag(event)
        for _ in range(self.text.count("\n", event.start, event.end)):
            self._break(self._line.number + 1)

    def _tag(self, event: Event) -> None:
        tag = TAG.match(event.text)
        assert tag, "an event of a tag holds one"
        name, ends = tag["name"].lower(), bool(tag["end"])
        if name in ("ruby", "rb", "rt", "rtc", "rp"):
            self._ruby(name, ends)
        elif name in BOLD:
            step = -1 if ends else 1
            self._bold = max(0, self._bold + step)
            self._double = max(0, self._double + step * (name in ("b", "strong")))
        elif name == "img" and (alt := alt_of(event.text)):
            span = (event.start + alt[0], event.start + alt[1])
            self.hidden.append(Hidden(self._line.number, self.text[span[0] : span[1]], "caption", span))
        elif name == "br" or name in block_names():
            self._break(self._line.number)
        self._elements.take(tag, self._first + self._line.number)

    def _ruby(self, name: str, ends: bool) -> None:
        self._end_gloss()
        if name in ("rt", "rp") and not ends:
            self._gloss = []
        elif name == "ruby":
            self._base = self._line.length

    def _end_gloss(self) -> None:
        if self._gloss is None:
            return
        gloss, self._gloss = "".join(self._gloss).strip(), None
        line = self._line
        if len(gloss) > _LONGEST_GLOSS:
            self._add(gloss)
        elif is_kana(gloss) and self._base < line.length:
            line.readings.append(Reading(self._base, line.length, gloss))
            self._base = line.length
