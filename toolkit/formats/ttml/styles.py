"""How TTML says that letters look and what they are: attributes in place, or by the name of a style."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from toolkit.formats.colours import colour
from toolkit.model import MarkupKind

_LOOKS = ("fontStyle", "shear", "fontWeight", "textDecoration", "color", "textCombine", "ruby")
_DEEPEST = 8  # styles that name styles


@dataclass(frozen=True, slots=True)
class Look:
    """What of it is kept. ``ruby``: the part of a ruby an element is, which is never inherited."""

    italic: bool = False
    bold: bool = False
    underline: bool = False
    upright: bool = False
    colour: str = ""
    ruby: str = ""

    def marks(self) -> frozenset[tuple[MarkupKind, str]]:
        """The markup it asks for, each a kind with its value."""
        kinds: tuple[MarkupKind, ...] = ("italic", "bold", "underline", "upright")
        coloured = {("colour", self.colour)} if self.colour else set[tuple[MarkupKind, str]]()
        return frozenset({*((kind, "") for kind in kinds if getattr(self, kind)), *coloured})


NO_LOOK = Look()


@dataclass(slots=True)
class Styles:
    """The styles of a file by id: what they say, and the styles they name."""

    _said: dict[str, dict[str, str]] = field(default_factory=dict)
    _all: dict[str, dict[str, str]] = field(default_factory=dict)

    def add(self, attributes: Mapping[str, str]) -> None:
        """A ``<style>`` of the head."""
        if "id" in attributes:
            kept = {name: value for name, value in attributes.items() if name in (*_LOOKS, "style")}
            self._said.setdefault(attributes["id"], kept)

    def look(self, attributes: Mapping[str, str], inherited: Look) -> Look:
        """That of an element with these attributes inside one of the look ``inherited``."""
        said: dict[str, str] = {}
        for name in attributes.get("style", "").split():
            said |= self._resolved(name)
        said |= {name: attributes[name] for name in _LOOKS if name in attributes}
        look = replace(inherited, ruby=said.get("ruby", ""))
        if "fontStyle" in said or "shear" in said:  # Japanese is slanted by shear (Netflix, IMSC 1.1)
            slanted = said.get("shear", "0%").strip() not in ("0", "0%", "0.0%")
            look = replace(look, italic=slanted or said.get("fontStyle") in ("italic", "oblique"))
        if "fontWeight" in said:
            look = replace(look, bold=said["fontWeight"] == "bold")
        if "textCombine" in said:
            look = replace(look, upright=said["textCombine"].strip() not in ("", "none"))
        if "color" in said:
            look = replace(look, colour=colour(said["color"]))
        if "textDecoration" in said:
            look = replace(look, underline="underline" in said["textDecoration"].split())
        return look

    def _resolved(self, name: str, depth: int = 0) -> Mapping[str, str]:
        """A style's own words over those of the styles it names. Each is asked once, so that no web of names grows."""
        if name not in self._all:
            self._all[name] = {}  # a style that names itself
            said: dict[str, str] = {}
            for parent in self._said.get(name, {}).get("style", "").split() if depth < _DEEPEST else ():
                said |= self._resolved(parent, depth + 1)
            self._all[name] = said | self._said.get(name, {})
        return self._all[name]
