"""The styles of an ASS file: one a speaker, in colours that stay apart for everybody (``toolkit.formats.colours``).
White is for what nobody is named for.
"""

from __future__ import annotations

from collections.abc import Iterable

from toolkit.formats import colours
from toolkit.formats.characters import tidy

DEFAULT = "Default"
WHITE = colours.CLASSES["white"]
_UNSUNG = "#999999"  # of words not yet said, where karaoke tells them from the others
# A screen of 16:9; a line of 26 full-width letters, the widest of the styles, fits between the margins
WIDTH, HEIGHT = 1920, 1080
FONT = "Noto Sans CJK JP"
SIZE, FOOT = 72, 54  # of a line, and of the margin below the last
_OUTLINE, _SHADOW, _SIDE = 4, 1, 60
_FORMAT = (
    "Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, Underline, "
    "StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, "
    "Encoding"
)


def name_of(written: str) -> str:
    """A name as a field of an event can hold it: one line, and no comma, which would end the field."""
    return " ".join(tidy(written).split()).replace(", ", "，").replace(",", "，")


def style_of(speaker: str) -> str:
    """The style of a speaker: called as they are. Readers skip a ``*`` before it."""
    return name_of(speaker).lstrip("*") or DEFAULT


def colours_of(speakers: Iterable[str]) -> dict[str, str]:
    """A colour for each speaker's style, in the order in which they first speak."""
    return colours.colours_of(style for style in map(style_of, speakers) if style != DEFAULT)


def section(people: dict[str, str], plain: Iterable[str]) -> str:
    """The section of styles: the default, the speakers' and ``plain``, whose look is known to nobody here."""
    rows = {DEFAULT: WHITE, **dict.fromkeys(plain, WHITE), **people}
    return "\n".join(("[V4+ Styles]", f"Format: {_FORMAT}", *(_row(name, colour) for name, colour in rows.items()), ""))


def _row(name: str, colour: str) -> str:
    look = "0,0,0,0,100,100,0,0,1"  # bold to border style: upright, as wide as drawn, with an outline
    return (
        f"Style: {name},{FONT},{SIZE},{_opaque(colour)},{_opaque(_UNSUNG)},&H00000000,&H80000000,{look},"
        f"{_OUTLINE},{_SHADOW},2,{_SIDE},{_SIDE},{FOOT},1"
    )


def _opaque(colour: str) -> str:
    """As ASS spells it: opaque, blue before green before red."""
    return f"&H00{colours.reversed_bytes(colour)}"
