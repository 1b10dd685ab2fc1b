"""What the styles and lists of a Word document say of its paragraphs: headings, title, contents, bullets, hidden and
bold letters.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from toolkit.inputs.docx.package import Package

_HEADING = re.compile(r"(?:heading|見出し|überschrift|titre)\s?[1-9]", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:toc|目次)\s?(?:[1-9]|heading|の見出し)", re.IGNORECASE)
_OFF = ("0", "false", "off", "none")
_DEEPEST = 50  # styles based on styles; Word allows 10


def is_on(attributes: Mapping[str, str]) -> bool:
    """A toggle such as ``<w:b/>`` or ``<w:b w:val="0"/>``."""
    return attributes.get("val", "1").lower() not in _OFF


@dataclass(slots=True)
class Style:
    """One style as written; None where it leaves a thing to the style it is based on."""

    name: str = ""
    based_on: str = ""
    outline: int | None = None
    number: str | None = None
    bold: bool | None = None
    hidden: bool | None = None


@dataclass(slots=True)
class Styles:
    """``styles`` by id; ``lists``: number id → (level → format)."""

    styles: dict[str, Style] = field(default_factory=dict)
    lists: dict[str, dict[str, str]] = field(default_factory=dict)

    def _chain(self, style: str) -> Iterator[Style]:
        for _ in range(_DEEPEST):
            found = self.styles.get(style)
            if found is None:
                return
            yield found
            style = found.based_on

    def _names(self, style: str) -> list[str]:
        return [style, *(found.name for found in self._chain(style))]

    def is_title(self, style: str) -> bool:
        return any(name.lower() in ("title", "表題", "タイトル") for name in self._names(style))

    def is_contents(self, style: str) -> bool:
        """A line of the table of contents, which repeats the headings."""
        return any(_CONTENTS.match(name) for name in self._names(style))

    def is_heading(self, style: str) -> bool:
        outline = next((s.outline for s in self._chain(style) if s.outline is not None), 9)
        return outline < 9 or any(_HEADING.match(name) for name in self._names(style))

    def is_list(self, style: str, number: str | None, level: str) -> bool:
        """Whether a bullet or a number stands before the paragraph that the text does not hold."""
        number = (
            number if number is not None else next((s.number for s in self._chain(style) if s.number is not None), None)
        )
        return number in self.lists and self.lists[number or ""].get(level, "bullet") != "none"

    def is_bold(self, style: str) -> bool:
        return next((s.bold for s in self._chain(style) if s.bold is not None), False)

    def is_hidden(self, style: str) -> bool:
        return next((s.hidden for s in self._chain(style) if s.hidden is not None), False)


def read_styles(package: Package) -> Styles:
    """The styles and lists of a document; empty where it has none."""
    styles = _StyleReader()
    package.parse(package.beside("styles.xml"), styles)
    numbers = _ListReader()
    package.parse(package.beside("numbering.xml"), numbers)
    return Styles(styles.found, {number: numbers.abstract.get(of, {}) for number, of in numbers.numbers.items()})


class _StyleReader:
    def __init__(self) -> None:
        self.found: dict[str, Style] = {}
        self.style = Style()
        self._steps: Mapping[str, Callable[[Mapping[str, str]], None]] = {
            "w:style": self._begin,
            "w:name": lambda a: setattr(self.style, "name", a.get("val", "")),
            "w:basedOn": lambda a: setattr(self.style, "based_on", a.get("val", "")),
            "w:outlineLvl": lambda a: setattr(self.style, "outline", level_of(a)),
            "w:numId": lambda a: setattr(self.style, "number", a.get("val")),
            "w:b": lambda a: setattr(self.style, "bold", is_on(a)),
            "w:vanish": lambda a: setattr(self.style, "hidden", is_on(a)),
        }

    def _begin(self, attributes: Mapping[str, str]) -> None:
        self.style = Style()
        self.found[attributes.get("styleId", "")] = self.style

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        step = self._steps.get(name)
        if step:
            step(attributes)

    def end(self, name: str) -> None:
        if name == "w:style":
            self.style = Style()

    def text(self, data: str) -> None: ...


def level_of(attributes: Mapping[str, str]) -> int:
    """An outline level; 9 is body text."""
    value = attributes.get("val", "")
    return int(value) if value in tuple("012345678") else 9


class _ListReader:
    def __init__(self) -> None:
        self.abstract: dict[str, dict[str, str]] = {}
        self.numbers: dict[str, str] = {}
        self._levels: dict[str, str] = {}
        self._level = self._number = ""

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        value = attributes.get("val", "")
        if name == "w:abstractNum":
            self._levels = self.abstract.setdefault(attributes.get("abstractNumId", ""), {})
        elif name == "w:lvl":
            self._level = attributes.get("ilvl", "0")
        elif name == "w:numFmt":
            self._levels[self._level] = value
        elif name == "w:num":
            self._number, self._levels = attributes.get("numId", ""), {}
        elif name == "w:abstractNumId":
            self.numbers[self._number] = value

    def end(self, name: str) -> None: ...

    def text(self, data: str) -> None: ...
