"""What the styles and lists of a Word document say of its paragraphs: headings, title, contents, bullets, hidden and
bold letters.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from toolkit.inputs.docx.numbering import WordList, depth, read_lists
from toolkit.inputs.docx.package import Package

_HEADING = re.compile(r"(?:heading|見出し|überschrift|titre)\s?[1-9]", re.IGNORECASE)
_HEADING_LEVEL = re.compile("[1-9]")
_CAPTION = re.compile(r"caption|図表番号|キャプション|légende|beschriftung", re.IGNORECASE)
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
    level: str | None = None
    bold: bool | None = None
    italic: bool | None = None
    hidden: bool | None = None


@dataclass(slots=True)
class Styles:
    """``styles`` by id; ``lists`` by number."""

    styles: dict[str, Style] = field(default_factory=dict)
    lists: Mapping[str, WordList] = field(default_factory=dict)

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

    def heading_level(self, style: str) -> int:
        """1 for the highest, 0 for what is no heading."""
        outline = next((s.outline for s in self._chain(style) if s.outline is not None), 9)
        if outline < 9:
            return outline + 1
        name = next((name for name in self._names(style) if _HEADING.match(name)), "")
        level = _HEADING_LEVEL.search(name)
        return int(level[0]) if level else 0

    def is_caption(self, style: str) -> bool:
        return any(_CAPTION.fullmatch(name) for name in self._names(style))

    def list_of(self, style: str, number: str | None, level: str | None) -> tuple[str, int] | None:
        """The list that a paragraph is an item of, by its number, and its level from 0; None where no bullet or number
        stands before it.
        """
        number = (number if number is not None else self._first(style, "number")) or ""
        at = depth(level if level is not None else self._first(style, "level"))
        return (number, at) if number in self.lists and self.lists[number].has_sign(at) else None

    def _first(self, style: str, what: str) -> str | None:
        values = (getattr(one, what) for one in self._chain(style))
        return next((value for value in values if value is not None), None)

    def look(self, style: str, what: str) -> bool | None:
        """Whether a style makes its text ``bold``, ``italic`` or ``hidden``; None if it says nothing of it."""
        if style not in self.styles:
            return None
        values = (getattr(one, what) for one in self._chain(style))
        return next((value for value in values if value is not None), None)


def read_styles(package: Package) -> Styles:
    """The styles and lists of a document; empty where it has none."""
    styles = _StyleReader()
    package.parse(package.beside("styles.xml"), styles)
    return Styles(styles.found, read_lists(package))


class _StyleReader:
    def __init__(self) -> None:
        self.found: dict[str, Style] = {}
        self.style = Style()
        self._steps: Mapping[str, Callable[[Mapping[str, str]], None]] = {
            "w:style": self._begin,
            "w:name": lambda a: setattr(self.style, "name", a.get("val", "")),
            "w:basedOn": lambda a: setattr(self.style, "based_on", a.get("val", "")),
            "w:outlineLvl": lambda a: setattr(self.style, "outline", level_of(a)),
            "w:ilvl": lambda a: setattr(self.style, "level", a.get("val")),
            "w:i": lambda a: setattr(self.style, "italic", is_on(a)),
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
