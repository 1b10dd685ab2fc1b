"""The runs of a paragraph: characters with their look, fields, ruby, breaks, references to notes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from toolkit.inputs.docx.blocks import WordLine, WordParagraph
from toolkit.inputs.docx.styles import Styles, is_on
from toolkit.inputs.readings import field_ruby, is_kana
from toolkit.inputs.sheet import Reading

_NOTE_REFERENCES = {
    "w:footnoteReference": "w:footnote",
    "w:endnoteReference": "w:endnote",
    "w:commentReference": "w:comment",
}
_PAGE = re.compile(r"\s*(?:PAGE|NUMPAGES|SECTIONPAGES)\b", re.IGNORECASE)


@dataclass(slots=True, eq=False)
class Run:
    """The look that a run has of its own; None where it leaves it to styles."""

    bold: bool | None = None
    italic: bool | None = None
    hidden: bool | None = None
    style: str = ""


@dataclass(slots=True, eq=False)
class _Field:
    """A field: its code, and whether its result is being told."""

    code: list[str] = field(default_factory=list)
    result: bool = False

    @property
    def is_page_number(self) -> bool:
        return self.result and bool(_PAGE.match("".join(self.code)[:60]))


class Runs:
    """The text that goes to the innermost of the ``open`` paragraphs. ``counts``: what a person should be told of."""

    def __init__(self, styles: Styles, counts: Counter[str]) -> None:
        self.styles = styles
        self.counts = counts
        self.open: list[WordParagraph] = []
        self.run = Run()
        self._reading: list[str] | None = None
        self._kana = ""
        self._base_from: tuple[WordLine, int] | None = None
        self._fields: list[_Field] = []

    def begin_run(self, _: Mapping[str, str]) -> None:
        """``w:r``"""
        self.run = Run()

    def look(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "w:b":
            self.run.bold = is_on(attributes)
        elif name == "w:i":
            self.run.italic = is_on(attributes)
        elif name in ("w:vanish", "w:specVanish"):
            self.run.hidden = is_on(attributes)
        elif name == "w:rStyle":
            self.run.style = attributes.get("val", "")

    def element(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "w:tab":
            self.add("\t")
        elif name in ("w:br", "w:cr"):
            self._break()
        elif name == "w:noBreakHyphen":
            self.add("\u2011")
        elif name == "w:sym":
            self._symbol(attributes.get("char", ""))
        elif name == "w:fldChar":
            self._field(attributes.get("fldCharType", ""))
        elif name in _NOTE_REFERENCES and self.open:
            self.open[-1].notes.append((_NOTE_REFERENCES[name], attributes.get("id", "")))

    def _symbol(self, code: str) -> None:
        number = int(code, 16) if re.fullmatch("[0-9A-Fa-f]{1,5}", code) else 0xF000
        if 0x20 <= number < 0xD800:
            self.add(chr(number))
        else:
            self.counts["w:sym"] += 1

    def begin_simple_field(self, attributes: Mapping[str, str]) -> None:
        self._fields.append(_Field([attributes.get("instr", "")], result=True))

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self._fields.append(_Field())
        elif kind == "separate" and self._fields:
            self._fields[-1].result = True
        elif kind == "end":
            self.end_field()

    def code(self, text: str) -> None:
        """Of the innermost field."""
        if self._fields:
            self._fields[-1].code.append(text)

    def end_field(self) -> None:
        if not self._fields:
            return
        ruby = field_ruby("".join(self._fields.pop().code))
        if ruby and self.open:
            line = self.open[-1].lines[-1]
            start = line.length
            self.add(ruby[0])
            self._read(line, start, ruby[1])

    def _break(self) -> None:
        if self.open and not self._is("hidden"):
            self.open[-1].lines.append(WordLine())

    def _is(self, look: str) -> bool:
        """Whether the run is ``bold``, ``italic`` or ``hidden``: by itself, by its style, by its paragraph's style."""
        own: bool | None = getattr(self.run, look)
        if own is None:
            own = self.styles.look(self.run.style, look)
        if own is None and self.open:
            own = self.styles.look(self.open[-1].style, look)
        return bool(own)

    def add(self, text: str) -> None:
        if self._reading is not None:
            self._reading.append(text)
            return
        if not self.open:
            return
        line = self.open[-1].lines[-1]
        if self._is("hidden"):
            line.hidden.append(text)
            self.counts["hidden"] += len(text)
        elif any(one.is_page_number for one in self._fields):
            line.numbers.append(text)
        else:
            line.add(text, bold=self._is("bold") or self._is("italic"))

    def begin_ruby(self, _: Mapping[str, str]) -> None:
        self._base_from = None
        self._kana = ""

    def begin_reading(self, _: Mapping[str, str]) -> None:
        self._reading = []

    def begin_base(self, _: Mapping[str, str]) -> None:
        self._kana, self._reading = "".join(self._reading or ()), None
        if self.open:
            line = self.open[-1].lines[-1]
            self._base_from = (line, line.length)

    def end_ruby(self) -> None:
        self._reading = None
        if self._base_from:
            self._read(*self._base_from, self._kana)

    def _read(self, line: WordLine, start: int, kana: str) -> None:
        line.hidden.append(kana)
        if line.length > start and is_kana(kana):
            line.readings.append(Reading(start, line.length, kana.strip()))
