"""The writer of ASS files.

A style a speaker (``styles``), the speaker in the field Name, times in hundredths of a second, ``\\N`` between lines.
What a player would take for more than text has a full-width twin: ``{…}`` ｛…｝ and ``\\`` ＼ (libass takes ``\\{``
for a brace, others do not). Kept of an ASS file are its styles by name, ``{\\an8}``, and overrides that count in no
pixels: how large its screen was is not known here. Source: the format as Aegisub documents it; libass for what players
do.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from toolkit.formats.ass.furigana import drawn, draws
from toolkit.formats.ass.reader import read
from toolkit.formats.ass.styles import DEFAULT, HEIGHT, WIDTH, colours_of, name_of, section, style_of
from toolkit.formats.characters import tidy
from toolkit.formats.colours import reversed_bytes
from toolkit.formats.hundredths import rounded
from toolkit.formats.markup import spelled
from toolkit.formats.options import PLAIN, Options
from toolkit.formats.places import place_of
from toolkit.formats.proof import Numbered, in_pieces, prove, refuse_misplaced, refuse_unwritable
from toolkit.model import Cue, Markup, MarkupKind, TimedCue, Timeline

_INFO = (
    f"[Script Info]\nScriptType: v4.00+\nPlayResX: {WIDTH}\nPlayResY: {HEIGHT}\nWrapStyle: 0\n"
    "ScaledBorderAndShadow: yes\n\n"
)
_EVENTS = "[Events]\nFormat: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n"
_TWINS = str.maketrans("{}\\", "｛｝＼")
_SWITCHES: dict[MarkupKind, str] = {"italic": "i", "bold": "b", "underline": "u"}
_PLACE = re.compile(r"\{\\an?[0-9]{1,2}\}")
# Karaoke, fades, colours, transparency, strokes
_KEPT = re.compile(r"\{\\(?:K|k[fo]?|s|[1-4]?c|alpha|[1-4]a|fade?)[0-9A-Fa-f&H(),]*\}")
_STYLE = re.compile(r"[^\s*,][^,\n]*")


__all__ = ["draws", "holds", "neutral", "write"]


def holds(markup: Markup, cue: Cue) -> bool:
    """Whether the format can say it: of speakers (a point) and styles that of the whole cue alone."""
    if markup.kind == "speaker":
        return markup.start == markup.end
    if markup.kind == "style":
        return markup.value == _named_style(cue)
    return _tags(markup) is not None


def neutral(text: str) -> str:
    """A cue's text as this format writes it, its lines apart: what players would take for overrides neutralised."""
    return tidy(text).translate(_TWINS)


def write(timeline: Timeline, options: Options = PLAIN) -> str:
    """The timeline as ASS v4.00+: UTF-8 to be, line feeds. Times are rounded to hundredths, and no cue is shorter than
    one.

    Raises OutputError for a cue without text or with an end not after its start, and if the file, read back, is not
    what went in.
    """
    cues = [timed.cue for timed in timeline.cues]
    speakers = [cue.speaker for cue in cues if cue.speaker] if options.speakers else []
    named = dict.fromkeys(name for cue in cues if (name := _named_style(cue)))
    head = f"{_INFO}{section(colours_of(speakers), named)}\n"
    return head + _EVENTS + in_pieces(timeline, lambda numbered: _written(numbered, options))


def _written(numbered: Numbered, options: Options) -> str:
    texts = [neutral(timed.cue.text) for _, timed in numbered]
    for (number, timed), text in zip(numbered, texts, strict=True):
        refuse_unwritable(number, timed, text)
        refuse_misplaced(number, timed.cue, text)
    timed_anew = [(number, rounded(timed)) for number, timed in numbered]
    rows = [_events(timed, text, options) for (_, timed), text in zip(timed_anew, texts, strict=True)]
    composed = "".join(rows)
    back = read(f"{_INFO}{_EVENTS}{composed}") if texts else None
    prove(back, timed_anew, texts, _speakers(timed_anew, options))
    return composed


def _speakers(numbered: Numbered, options: Options) -> Sequence[str]:
    return [name_of(timed.cue.speaker or "") for _, timed in numbered] if options.speakers else ()


def _events(timed: TimedCue, text: str, options: Options) -> str:
    """The line of a cue, and those of readings drawn over it."""
    speaker = name_of(timed.cue.speaker or "") if options.speakers else ""
    style = _named_style(timed.cue) or (style_of(speaker) if speaker else DEFAULT)
    shown = spelled(text, timed.cue.markup, _tags, _broken) if timed.cue.markup else _broken(text)
    times = f"{_stamp(timed.start_ms)},{_stamp(timed.end_ms)},{style},{speaker},0,0,0"
    readings = drawn(timed.cue, text) if options.furigana else ()
    small = [f"Dialogue: 1,{times},{effect},{where}{neutral(reading)}\n" for effect, where, reading in readings]
    return "".join((f"Dialogue: 0,{times},,{shown}\n", *small))


def _broken(text: str) -> str:
    return text.replace("\n", "\\N")


def _stamp(ms: int) -> str:
    seconds, rest = divmod(ms, 1000)
    return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}.{rest // 10:02d}"


def _named_style(cue: Cue) -> str:
    """The style that the whole cue is said to have, '' if none."""
    whole = (m.value for m in cue.markup if m.kind == "style" and (m.start, m.end) == (0, len(cue.text)))
    return next((name for name in whole if _STYLE.fullmatch(name) and name == name_of(name)), "")


def _tags(markup: Markup) -> tuple[str, str] | None:
    if markup.kind in _SWITCHES:
        switch = _SWITCHES[markup.kind]
        return f"{{\\{switch}1}}", f"{{\\{switch}0}}"
    if markup.kind == "colour":
        return f"{{\\c&H{reversed_bytes(markup.value)}&}}", "{\\c}"
    if markup.kind == "placement" and _PLACE.fullmatch(markup.value):
        return markup.value, ""
    if place_of(markup) == "top":
        return "{\\an8}", ""
    if markup.kind == "other" and markup.start == markup.end and _KEPT.fullmatch(markup.value):
        return markup.value, ""
    return None
