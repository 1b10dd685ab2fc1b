"""Where a cue stands, in the words of every format: the top of the picture, and columns at its right or left. The
bottom is where cues stand by themselves.

SubRip and ASS know the top (``{\\an8}``), TTML has the regions ``top``, ``right`` and ``left`` of what is written here.
Lines of WebVTT count from the top, in columns from the right, or are per cents of the way; a column without one is the
last, at the left (WebVTT, W3C, 6.1). Lambda Cap has ``＠横上``, ``＠縦右`` and ``＠縦左``.
"""

from __future__ import annotations

import re
from typing import Literal

from toolkit.model import Cue, Markup

Place = Literal["top", "right", "left", ""]

_WORDS: tuple[tuple[re.Pattern[str], Place], ...] = (
    (re.compile(r"\{\\an[789]\}|region=top|＠横上"), "top"),
    (re.compile(r"region=right|＠縦右(?: ＠行頭)?"), "right"),
    (re.compile(r"region=left|＠縦左(?: ＠行頭)?"), "left"),
)
_FIRST = re.compile(r"line:(?:[0-3]|[0-4]?[0-9](?:\.[0-9]{1,6})?%)(?:,(?:start|center|end))?")


def place_of(markup: Markup) -> Place:
    """The place of a cue that bears it, '' if it says none of these."""
    if markup.kind != "placement":
        return ""
    settings = markup.value.split()
    first = any(map(_FIRST.fullmatch, settings))
    if "vertical:rl" in settings:
        return "right" if first else "left"
    if first and not any(setting.startswith("vertical:") for setting in settings):
        return "top"
    return next((place for words, place in _WORDS if words.fullmatch(markup.value)), "")


def place_of_cue(cue: Cue) -> Place:
    """Where a cue stands: the first place that is said of it."""
    return next((place for m in cue.markup if (place := place_of(m))), "")
