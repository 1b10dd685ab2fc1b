"""Cues as columns that run from right to left.

Digits stand as Netflix's Japanese guide has them in columns (I.16 in EZTitles' words): two are half-width, upright in
the room of one letter (縦中横), any other number of them full-width, one above the other.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Literal

from toolkit.formats.places import place_of
from toolkit.model import Cue, Markup, Timeline

Side = Literal["right", "left"]
_DIGITS = re.compile(r"[0-9０-９]+")
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
_NARROW = str.maketrans("０１２３４５６７８９", "0123456789")


def in_columns(timeline: Timeline, side: Side) -> Timeline:
    """The cues at that side of the picture, but those that say themselves where they stand."""
    return replace(timeline, cues=tuple(replace(t, cue=_turned(t.cue, side)) for t in timeline.cues))


def _turned(cue: Cue, side: Side) -> Cue:
    if any(place_of(m) for m in cue.markup):
        return cue
    text = _DIGITS.sub(lambda run: run[0].translate(_NARROW if len(run[0]) == 2 else _WIDE), cue.text)
    known = {(m.start, m.end) for m in cue.markup if m.kind == "upright"}
    pairs = (run.span() for run in _DIGITS.finditer(text) if len(run[0]) == 2)
    upright = [Markup(start, end, "upright") for start, end in pairs if (start, end) not in known]
    others = [m for m in cue.markup if m.kind != "placement"]
    markup = sorted((*others, *upright), key=lambda m: (m.start, -m.end))
    place = Markup(0, 0, "placement", f"region={side}")
    return replace(cue, lines=tuple(text.split("\n")), markup=(place, *markup))
