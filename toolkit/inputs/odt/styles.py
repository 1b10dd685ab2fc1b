"""What the styles and lists of an OpenDocument text say of its paragraphs: headings, title, contents, bullets, hidden
and bold letters. Source of the names: OpenDocument 1.3 part 3, and LibreOffice's own styles.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

_DEEPEST = 50  # styles based on styles
_TITLE = re.compile(r"(?:title|表題|タイトル)$", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:contents|目次)\s?(?:[1-9]|heading|の見出し)|toa heading", re.IGNORECASE)
_CAPTION = re.compile(r"(?:caption|図表番号|図番|キャプション)$", re.IGNORECASE)
_BOLD = ("bold", "600", "700", "800", "900")


@dataclass(slots=True)
class Style:
    """One style as written; None where it leaves a thing to its parent. ``western`` and ``asian``: bold letters."""

    name: str = ""
    parent: str = ""
    outline: int = 0
    western: bool | None = None
    asian: bool | None = None
    hidden: bool | None = None


@dataclass(slots=True)
class Styles:
    """``styles`` by family and name; ``lists``: name → (level → whether a sign stands before its items)."""

    styles: dict[tuple[str, str], Style] = field(default_factory=dict)
    lists: dict[str, dict[str, bool]] = field(default_factory=dict)
    _now: Style | None = None
    _levels: dict[str, bool] = field(default_factory=dict)

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Hear an element of the style sheets."""
        if name == "style:style":
            self._now = Style(
                attributes.get("display-name", attributes.get("name", "")),
                attributes.get("parent-style-name", ""),
                _number(attributes.get("default-outline-level")),
            )
            self.styles[attributes.get("family", ""), attributes.get("name", "")] = self._now
        elif name == "style:text-properties" and self._now:
            self._letters(self._now, attributes)
        elif name == "text:list-style":
            self._levels = self.lists.setdefault(attributes.get("name", ""), {})
        elif name.startswith("text:list-level-style-"):
            sign = attributes.get("num-format", "") if name.endswith("number") else attributes.get("bullet-char", "•")
            self._levels[attributes.get("level", "")] = bool(sign.strip())

    def end(self, name: str) -> None:
        if name == "style:style":
            self._now = None

    def _letters(self, style: Style, attributes: Mapping[str, str]) -> None:
        if "font-weight" in attributes:
            style.western = attributes["font-weight"] in _BOLD
        if "font-weight-asian" in attributes:
            style.asian = attributes["font-weight-asian"] in _BOLD
        if "display" in attributes:
            style.hidden = attributes["display"] == "none"

    def _chain(self, family: str, name: str) -> Iterator[Style]:
        for _ in range(_DEEPEST):
            found = self.styles.get((family, name))
            if found is None:
                return
            yield found
            name = found.parent

    def is_bold(self, family: str, name: str) -> bool | None:
        """Whether Japanese letters are; None if no style says it."""
        for style in self._chain(family, name):
            said = style.asian if style.asian is not None else style.western
            if said is not None:
                return said
        return None

    def is_hidden(self, family: str, name: str) -> bool:
        return next((s.hidden for s in self._chain(family, name) if s.hidden is not None), False)

    def outline(self, paragraph: str) -> int:
        """The level of a heading, 0 for none."""
        return next((s.outline for s in self._chain("paragraph", paragraph) if s.outline), 0)

    def is_title(self, paragraph: str) -> bool:
        return self._is_called(_TITLE, paragraph)

    def is_contents(self, paragraph: str) -> bool:
        """A line of the table of contents, which repeats the headings."""
        return self._is_called(_CONTENTS, paragraph)

    def is_caption(self, paragraph: str) -> bool:
        return self._is_called(_CAPTION, paragraph)

    def _is_called(self, pattern: re.Pattern[str], paragraph: str) -> bool:
        names = [paragraph.replace("_20_", " "), *(style.name for style in self._chain("paragraph", paragraph))]
        return any(pattern.match(name) for name in names)

    def has_sign(self, list_style: str, level: int) -> bool:
        """Whether a bullet or a number that the text does not hold stands before the items of a list."""
        return self.lists.get(list_style, {}).get(str(level), True)


def _number(text: str | None) -> int:
    """An outline level, 0 for none."""
    return int(text) if text in tuple("123456789") else 0
