"""The top of the picture, in the words of every format: the one place that all of them know."""

from __future__ import annotations

import re

from toolkit.model import Markup

# SubRip and ASS; TTML as it is written here; WebVTT, whose lines count from the top, or down it in per cent; Lambda Cap
_TOP = re.compile(
    r"\{\\an[789]\}|region=top|(?:.*\s)?line:(?:[0-3]|[0-4]?[0-9](?:\.[0-9]{1,6})?%)(?:,(?:start|center|end))?(?:\s.*)?"
    r"|＠横上"
)


def is_at_top(markup: Markup) -> bool:
    """Whether it puts a cue at the top of the picture, to whatever side."""
    return markup.kind == "placement" and "vertical" not in markup.value and bool(_TOP.fullmatch(markup.value))
