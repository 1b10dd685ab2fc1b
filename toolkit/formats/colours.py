"""Colours of letters: those that tell people apart, and how formats spell any.

The four are of those that WebVTT knows by a class (W3C, WebVTT 1, "Default classes for WebVTT Caption or Subtitle Cue
Components"), in the order of Japanese television (yellow first, then cyan; IAUD, CM字幕). Its green is left out: for
people without red cones it is yellow. Of the rest any two are at least 20 apart for every colour vision (CIEDE2000;
vision as Machado, Oliveira and Fernandes simulate it, 2009), and legible on black (WCAG 2: 4.5 to 1). White is for
what nobody is named for. A fifth person has the first colour again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

PEOPLE = ("#FFFF00", "#00FFFF", "#FF00FF", "#FF0000")
# The classes of WebVTT; CSS and TTML know more names
CLASSES = {
    "white": "#FFFFFF",
    "lime": "#00FF00",
    "cyan": "#00FFFF",
    "red": "#FF0000",
    "yellow": "#FFFF00",
    "magenta": "#FF00FF",
    "blue": "#0000FF",
    "black": "#000000",
}
_NAMED = {
    **CLASSES,
    "aqua": "#00FFFF",
    "fuchsia": "#FF00FF",
    "silver": "#C0C0C0",
    "gray": "#808080",
    "grey": "#808080",
    "maroon": "#800000",
    "purple": "#800080",
    "green": "#008000",
    "olive": "#808000",
    "navy": "#000080",
    "teal": "#008080",
    "orange": "#FFA500",
}
_HEX = re.compile(r"#?([0-9A-Fa-f]{6})(?:[0-9A-Fa-f]{2})?")
_CLASS_OF = {value: name for name, value in CLASSES.items()}


def colours_of(people: Iterable[str]) -> dict[str, str]:
    """A colour for each, in their order."""
    return {who: PEOPLE[k % len(PEOPLE)] for k, who in enumerate(dict.fromkeys(people))}


def colour(written: str) -> str:
    """``#RRGGBB`` of a colour as HTML, CSS or TTML spell it, '' for what is none that is known here."""
    word = written.strip().strip("\"'").lower()
    found = _HEX.fullmatch(word)
    return f"#{found[1].upper()}" if found else _NAMED.get(word, "")


def class_of(value: str) -> str:
    """The class that WebVTT has for a colour, '' if none."""
    return _CLASS_OF.get(value, "")


def reversed_bytes(value: str) -> str:
    """``RRGGBB`` as ``BBGGRR`` and back, as ASS counts."""
    digits = value.removeprefix("#")
    return f"{digits[4:6]}{digits[2:4]}{digits[:2]}"
