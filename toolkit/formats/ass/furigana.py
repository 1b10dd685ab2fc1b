"""Readings over their letters, which ASS has no word for: a small line of its own at the place of each.

Where that is, is known of one font: letters of Noto Sans CJK JP are ``Fontsize`` / 1.448 wide (its ascent and descent
are 1160 and 288 of 1000), as libass and VSFilter draw them; half-width ones are taken for half of it. A reading
stands above the first line, and below the last of several (Netflix, Japanese). The field Effect says over which
letters, so that it comes back as a reading; players ignore effects they do not know.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from toolkit.formats.ass.styles import FOOT, HEIGHT, SIZE, WIDTH
from toolkit.formats.places import place_of_cue
from toolkit.japanese.width import width
from toolkit.model import Cue, Markup, TimedCue

_EM = SIZE / 1.448
_LEAD, _BELOW = 12, 4  # px of a line's box that are empty above its letters and below them
_EFFECT = re.compile(r"furigana;([0-9]{1,6});([0-9]{1,6});(.*)")
_NO_FIELD = re.compile("[,;\n]")


def draws(markup: Markup, cue: Cue) -> bool:
    """Whether a reading can be drawn: over letters of the first line, or below those of the last."""
    if markup.kind != "ruby" or not markup.value.strip() or _NO_FIELD.search(cue.text[markup.start : markup.end]):
        return False
    return cue.text.count("\n", 0, markup.start) in (0, len(cue.lines) - 1) and markup.start < markup.end


def drawn(cue: Cue, text: str) -> Iterator[tuple[str, str, str]]:
    """(effect, overrides, reading) of each reading of a cue that is shown as ``text``."""
    for m in cue.markup:
        if draws(m, cue):
            base = text[m.start : m.end]
            yield f"furigana;{m.start};{m.end};{base}", _overrides(cue, text, m), " ".join(m.value.split())


def _overrides(cue: Cue, text: str, ruby: Markup) -> str:
    lines = text.split("\n")
    index = text.count("\n", 0, ruby.start)
    before = text[text.rfind("\n", 0, ruby.start) + 1 : ruby.start]
    middle = width(before) + width(text[ruby.start : ruby.end]) / 2
    x = WIDTH / 2 + (middle - width(lines[index]) / 2) * _EM
    top = FOOT if place_of_cue(cue) == "top" else HEIGHT - FOOT - SIZE * len(lines)
    above = index == 0
    y = top + _LEAD if above else top + SIZE * len(lines) - _BELOW
    return f"{{\\an{2 if above else 8}\\pos({x:.0f},{y:.0f})\\fs{SIZE // 2}\\bord2}}"


def read_back(effect: str, reading: str, timed: TimedCue) -> TimedCue | None:
    """The cue with a reading that was drawn; None if the event is none, or is not of this cue any more."""
    told = _EFFECT.fullmatch(effect.strip())
    if told is None or not reading:
        return None
    start, end, text = int(told[1]), int(told[2]), timed.cue.text
    if text[start:end] != told[3]:
        start = text.find(told[3]) if text.count(told[3]) == 1 else -1
        end = start + len(told[3])
    if not 0 <= start < end:
        return None
    markup = sorted((*timed.cue.markup, Markup(start, end, "ruby", reading)), key=lambda m: (m.start, -m.end))
    return replace(timed, cue=replace(timed.cue, markup=tuple(markup)))
