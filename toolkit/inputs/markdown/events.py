"""What a scan of the text inside a block finds beside plain text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

What = Literal["sign", "text", "caption", "note", "tag", "on", "off", "kana"]


@dataclass(frozen=True, slots=True)
class Event:
    """``source[start:end]`` is no text as it stands. ``sign``: nothing is shown; ``text``: what is shown instead;
    ``caption`` and ``note``: words to leave out; ``tag``: an HTML tag; ``on`` and ``off``: a sign where emphasis begins
    and ends; ``kana``: a sign that holds the reading of the ``size`` characters before it.
    """

    start: int
    end: int
    what: What
    text: str = ""
    size: int = 0
