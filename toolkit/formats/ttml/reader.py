"""The reader of TTML files.

A ``<p>`` with a time is a cue; one without has a cue for each ``<span>`` with a time. ``ttm:agent`` says who speaks,
``tts:ruby`` what is a reading, ``tts:fontStyle``, ``fontWeight`` and ``textDecoration`` are markup, written in place or
by a ``style``; other styles are kept by their names, where a cue stands by its region's. A document type is refused,
so that no entity can grow. Sources: TTML2, IMSC 1.1 (W3C).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple
from xml.parsers import expat

from toolkit.errors import InputError
from toolkit.formats.characters import lines_of
from toolkit.formats.collector import Collector
from toolkit.formats.cue_text import Builder
from toolkit.formats.remarks import RemarkRule
from toolkit.formats.ttml.styles import NO_LOOK, Look, Styles
from toolkit.formats.ttml.times import Interval, Rates, rates_of
from toolkit.model import Markup, MarkupKind, SubtitleFile

REMARKS = {
    "TTML-TIME": RemarkRule("warning", "TTML2: a time is HH:MM:SS.fff, HH:MM:SS:FF or a number with h, m, s, ms, f, t"),
    "TTML-END": RemarkRule("info", "TTML2: a p without an end lasts as long as what it stands in", fixable=False),
    "TTML-STRAY": RemarkRule("error", "TTML2: text stands in a p with a time", fixable=False),
    "TTML-HIDDEN": RemarkRule("warning", "marks that hide or reorder what is written"),
}
_ROOT = re.compile(
    r"(?:<\?xml[^>]{0,200}\?>\s{0,99})?(?:<!--(?:(?!-->).){0,900}-->\s{0,99})*<(?:[\w-]{1,20}:)?tt[\s>]", re.S
)
_SPACE = re.compile(r"[ \t\r\n]+")
_MEND = "export the file again, or give its text"


def sniff(text: str) -> bool:
    """Whether the text is XML whose root is ``tt``."""
    return bool(_ROOT.match(text[:3000].removeprefix("\ufeff").lstrip()))


def read(text: str) -> SubtitleFile:
    """Every cue, in file order. Of what is not in a cue, the text is listed, the tags are not. Linear in ``len(text)``.

    InputError for what is no sound XML, holds a document type, or has no cue.
    """
    reader = _Reader()
    lines, hidden = lines_of(text)
    if hidden:
        reader.found.remark("TTML-HIDDEN", hidden, "control characters or invisible marks were left out")
    page = "\n".join(lines)
    blank = len(page) - len(page.lstrip())  # nothing may stand before <?xml
    parser = expat.ParserCreate("UTF-8", "}")
    above = page.count("\n", 0, blank)
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler = lambda name, pairs: reader.start(parser.CurrentLineNumber + above, name, pairs)
    parser.EndElementHandler = lambda _: reader.end()
    parser.CharacterDataHandler = lambda data: reader.text(parser.CurrentLineNumber + above, data)
    try:
        parser.Parse(page[blank:].encode("utf-8", "replace"), True)
    except expat.ExpatError as error:
        what = f"is no sound XML ({expat.ErrorString(error.code)})"
        raise InputError(what, where=f"line {error.lineno + above}", mend=_MEND) from error
    return reader.file()


def _refuse_doctype(*_: object) -> None:
    raise InputError("holds a document type declaration (DTD), which no subtitle file needs", mend=_MEND)


@dataclass(slots=True)
class _Cue:
    """A cue being read. ``row``: where the text of its line at work begins; ``own``: whether it holds any."""

    interval: Interval
    line: int
    text: Builder = field(default_factory=Builder)
    placement: str = ""
    row: int = 0
    own: bool = False
    parted: bool = False  # parts of it are cues of their own
    blank: bool = False  # what came last ended in a blank

    def break_line(self, line: int) -> None:
        self.text.end_line(self.row or line)
        self.row = 0

    def show(self, line: int, text: str) -> None:
        if self.text.show(text):
            self.row, self.own = self.row or line, True

    def show_collapsed(self, line: int, text: str) -> None:
        """Show with one blank for any run of blanks, also where the parser cuts it."""
        text = _SPACE.sub(" ", text)
        self.show(line, text.lstrip(" ") if self.blank else text)
        self.blank = text.endswith(" ")


@dataclass(slots=True)
class _Ruby:
    """A ruby being read: its ``bases`` as (start, end), its ``readings``."""

    start: int
    bases: list[tuple[int, int]] = field(default_factory=list)
    readings: list[str] = field(default_factory=list)

    def pairs(self, end: int) -> list[tuple[int, int, str]]:
        """Each base with its reading; where they do not match one to one, the whole with all."""
        if len(self.bases) == len(self.readings):
            return [(*base, reading) for base, reading in zip(self.bases, self.readings, strict=True)]
        return [(self.start, end, "".join(self.readings))] if self.readings else []


class _Element(NamedTuple):
    """What an open element means for what stands in it. ``timed``: it or one around it has a time; ``cue``: it opened
    one; ``at``: where its text begins.
    """

    name: str
    interval: Interval
    timed: bool
    look: Look
    preserve: bool
    agent: str
    cue: _Cue | None = None
    at: int = 0


_OUTSIDE = _Element("", Interval(), False, NO_LOOK, False, "")


@dataclass(slots=True)
class _Reader:
    found: Collector = field(default_factory=Collector)
    rates: Rates = field(default_factory=Rates)
    styles: Styles = field(default_factory=Styles)
    agents: dict[str, str] = field(default_factory=dict)
    agent: str = ""  # the one the head is telling of
    stack: list[_Element] = field(default_factory=list)
    cues: list[_Cue] = field(default_factory=list)
    open: list[_Cue] = field(default_factory=list)
    ruby: _Ruby | None = None
    reading: list[str] | None = None

    def start(self, line: int, name: str, pairs: Mapping[str, str]) -> None:
        local = name.rpartition("}")[2]
        attributes = {key.rpartition("}")[2]: value for key, value in pairs.items()}
        around = self.stack[-1] if self.stack else _OUTSIDE
        if local == "tt":
            self.rates = rates_of(attributes)
        elif local == "style":
            self.styles.add(attributes)
        elif local == "agent":
            self.agent = attributes.get("id", "")
        elif local == "br" and self.open:
            self.open[-1].break_line(line)
        self.stack.append(self._element(line, local, attributes, around))

    def _element(self, line: int, name: str, attributes: Mapping[str, str], around: _Element) -> _Element:
        interval, timed = self._interval(line, attributes, around)
        space = attributes.get("space")
        element = _Element(
            name,
            interval,
            timed,
            self.styles.look(attributes, around.look),
            around.preserve if space is None else space == "preserve",
            attributes.get("agent", around.agent),
        )
        if name not in ("p", "span"):
            return element
        cue = self._cue(line, element, attributes) if self._is_cue(element, attributes) else None
        if self.open:
            self._begin(element, around, attributes, whole=cue is not None)
        return element._replace(cue=cue, at=self.open[-1].text.at if self.open else 0)

    def _interval(self, line: int, attributes: Mapping[str, str], around: _Element) -> tuple[Interval, bool]:
        if not attributes.keys() & {"begin", "end", "dur"}:
            return around.interval, around.timed
        inner = around.interval.inner(attributes, self.rates)
        if inner is None:
            self.found.remark("TTML-TIME", line, "a time that cannot be read was not used")
            return around.interval, around.timed
        return inner, True

    def _is_cue(self, element: _Element, attributes: Mapping[str, str]) -> bool:
        """A p with a time; a span with an end of its own, or with any time in a p without."""
        if element.name == "p" or not attributes.keys() & {"begin", "end", "dur"}:
            return element.timed and element.name == "p"
        return element.timed and (not self.open or bool(attributes.keys() & {"end", "dur"}))

    def _cue(self, line: int, element: _Element, attributes: Mapping[str, str]) -> _Cue:
        region = attributes.get("region", "")
        cue = _Cue(element.interval, line, placement=f"region={region}" if region else "")
        if self.open:
            self.open[-1].parted = True
        self.cues.append(cue)
        self.open.append(cue)
        return cue

    def _begin(self, element: _Element, around: _Element, attributes: Mapping[str, str], *, whole: bool) -> None:
        """What holds from here on for the text of the cue."""
        text, outer = self.open[-1].text, NO_LOOK if whole else around.look
        for mark in outer.marks() - element.look.marks():
            text.end(" ".join(mark))
        for mark in element.look.marks() - outer.marks():
            text.begin(" ".join(mark), mark)
        who = self._name(element.agent) if whole or element.agent != around.agent else ""
        voices: list[tuple[MarkupKind, str]] = [("speaker", who)] if who else []
        text.begin(f"agent {len(self.stack)}", *voices)
        names: list[tuple[MarkupKind, str]] = [("style", name) for name in attributes.get("style", "").split()]
        text.begin(f"style {len(self.stack)}", *names)
        if element.look.ruby == "container":
            self.ruby = _Ruby(text.at)
        elif element.look.ruby == "text":
            self.reading = []

    def _name(self, agent: str) -> str:
        return "・".join(self.agents.get(one, one).strip() for one in agent.split())

    def text(self, line: int, data: str) -> None:
        element = self.stack[-1]
        if self.reading is not None:
            self.reading.append(_SPACE.sub(" ", data))
        elif element.look.ruby == "delimiter":
            self.found.leave_out(line, data)
        elif self.open:
            self._show(line, data, preserve=element.preserve)
        elif element.name == "name" and self.agent:
            self.agents[self.agent] = f"{self.agents.get(self.agent, '')}{data}"
            self.found.leave_out(line, data)
        elif data.strip():
            self._outside(line, element, data)

    def _show(self, line: int, data: str, *, preserve: bool) -> None:
        cue = self.open[-1]
        if not preserve:
            cue.show_collapsed(line, data)
            return
        for k, piece in enumerate(data.split("\n")):
            if k:
                cue.break_line(line)
            cue.show(line, piece)

    def _outside(self, line: int, element: _Element, data: str) -> None:
        self.found.leave_out(line, data)
        if element.name in ("p", "span"):
            self.found.remark("TTML-STRAY", line, f"{data.strip()[:20]!r} has no time, and was left out")

    def end(self) -> None:
        element = self.stack.pop()
        around = self.stack[-1] if self.stack else _OUTSIDE
        if element.name == "agent":
            self.agent = ""
        if element.name not in ("p", "span") or not self.open:
            return
        cue = self.open[-1]
        self._end_ruby(element, cue)
        for key in ("agent", "style"):
            cue.text.end(f"{key} {len(self.stack)}")
        outer = NO_LOOK if element.cue else around.look
        for mark in element.look.marks() - outer.marks():
            cue.text.end(" ".join(mark))
        for mark in outer.marks() - element.look.marks():
            cue.text.begin(" ".join(mark), mark)
        if element.cue:
            cue.break_line(cue.line)
            self.open.pop()

    def _end_ruby(self, element: _Element, cue: _Cue) -> None:
        role = element.look.ruby
        if role == "base" and self.ruby:
            self.ruby.bases.append((element.at, cue.text.at))
        elif role == "text" and self.reading is not None:
            reading = "".join(self.reading).strip()
            self.reading = None
            if self.ruby and reading:
                self.ruby.readings.append(reading)
            elif reading:
                cue.show(cue.line, reading)
        elif role == "container" and self.ruby:
            for start, end, reading in self.ruby.pairs(cue.text.at):
                if not (start < end and cue.text.mark(Markup(start, end, "ruby", reading))):
                    cue.show(cue.line, reading)
            self.ruby = None

    def file(self) -> SubtitleFile:
        """The cues in the order in which they begin in the file, those without text whose parts are cues left out."""
        for cue in self.cues:
            if cue.own or not cue.parted:
                end = cue.interval.end
                if end is None:
                    self.found.remark("TTML-END", cue.line, "no end is told")
                text = cue.text.finish()
                self.found.add(
                    cue.interval.start, cue.interval.start if end is None else end, cue.line, text, cue.placement
                )
        return self.found.file('<p begin="00:00:01.000" end="00:00:02.000">')
