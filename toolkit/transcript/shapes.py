"""How much a label looks like a name, and what the scripts alone say of it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from toolkit.japanese.lazy import lazy


@dataclass(frozen=True, slots=True)
class Shape:
    """How much a label looks like a name: ``points`` from −9 (surely not) to 2.5; ``strong`` where it would convince
    standing once.
    """

    points: float
    strong: bool = False
    why: str = ""


NEVER = Shape(-9)

# Of a text with a letter for the script of each character: k(anji), h(iragana), t: katakana
_KANJI_ONLY, _KANJI_THEN = lazy("k{1,5}"), lazy("k{1,3} [kh]{1,4}")
_SHORT_NAME = lazy("k{1,3}[ht]{1,4}|[a ]{1,12}")


def script(c: str) -> str:
    """The script of a character: k(anji), h(iragana), t for katakana, a for what Latin names hold, else a sign."""
    if c.isascii():
        return "a" if c.isalnum() or c in "_.-" else c if c == " " else "?"
    if "一" <= c <= "鿿" or c == "々":
        return "k"
    return "h" if "ぁ" <= c <= "ゖ" else "t" if "ァ" <= c <= "ヺ" or c == "ー" else "?"


def shape_by_script(text: str) -> Shape:
    compact = text.replace(" ", "")
    scripts = "".join(map(script, text))
    if _KANJI_ONLY.fullmatch(scripts.replace(" ", "")) or _KANJI_THEN.fullmatch(scripts):
        return Shape(0.5 + 0.5 * (" " in text), False, "a few kanji")
    if re.fullmatch("[ァ-ヺー]{2,9}|[ぁ-ゖー]{2,5}", compact):
        return Shape(0.5, False, "a short word in kana")
    if _SHORT_NAME.fullmatch(scripts):
        return Shape(0.25, False, "short")
    return Shape(-1 if len(text) > 12 else 0)
