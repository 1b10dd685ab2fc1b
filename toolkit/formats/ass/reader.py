"""The reader of Advanced SubStation Alpha (.ass) and its forerunner (.ssa): words, speakers and styles of the events.

``\\N`` ends a line, ``\\h`` is a blank, ``\\n`` a blank too unless ``WrapStyle: 2``; drawings and comments are left
out. ``{\\i1}`` and the like are read as markup; where a cue stands and all other overrides are kept as they are
spelled. Sources: the format's specification as Aegisub documents it; libass for what players do.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from toolkit.formats.ass.furigana import read_back
from toolkit.formats.characters import lines_of
from toolkit.formats.collector import Collector
from toolkit.formats.colours import reversed_bytes
from toolkit.formats.cue_text import Builder, CueText
from toolkit.formats.remarks import RemarkRule
from toolkit.formats.stamps import ms_of
from toolkit.model import Markup, MarkupKind, SubtitleFile

REMARKS = {
    "ASS-HEAD": RemarkRule("warning", "ASS: [Script Info] comes first, [Events] has its Format line"),
    "ASS-TIME": RemarkRule("warning", "ASS: H:MM:SS.cc"),
    "ASS-STRAY": RemarkRule("error", "ASS: a Dialogue line has a start, an end and a text", fixable=False),
    "ASS-HIDDEN": RemarkRule("warning", "marks that hide or reorder what is written"),
}
_FIELDS = ("layer", "start", "end", "style", "name", "marginl", "marginr", "marginv", "effect", "text")
_TIME = re.compile(r"-?[0-9]{1,3}:[0-9]{1,3}:[0-9]{1,2}(?:[.,:][0-9]{1,9})?")
_STRICT = re.compile(r"[0-9]{1,2}:[0-5][0-9]:[0-5][0-9]\.[0-9]{2}")
# A { that no } ends is text, as in libass; [^{}] keeps the scan linear
_PIECE = re.compile(r"\{(?P<block>[^{}]*)\}|\\(?P<escape>[Nnh])|(?P<text>[^{\\]+|[{\\])")
_LIGHT = ("100", "200", "300", "400", "500")  # weights of letters that are not bold
_OVERRIDE = re.compile(
    r"\\(?:(?P<draw>p)(?P<scale>[0-9]{1,2})|(?P<place>an?[0-9]{1,2}|(?:pos|move)\([^()]*\))"
    r"|1?c(?P<colour>&H[0-9A-Fa-f]{1,8}&?|(?![a-z(]))|(?P<switch>[ibu])(?P<value>[0-9]{0,4})(?![a-z(])|(?P<reset>r)(?![a-z])|[^\\]*)|[^\\]+"
)
_KINDS: dict[str, MarkupKind] = {"i": "italic", "b": "bold", "u": "underline"}


@dataclass(slots=True)
class _Sheet:
    """What the lines above an event say of it."""

    section: str = ""
    fields: tuple[str, ...] = _FIELDS
    hard: bool = False  # \n ends a line too


def sniff(text: str) -> bool:
    """Whether the text begins with a section of such a file."""
    return bool(re.match(r"\[(?:Script Info|V4\+? Styles|Events)\]", text[:200].removeprefix("\ufeff").lstrip(), re.I))


def read(text: str) -> SubtitleFile:
    """Every event that is shown, in file order. Linear in ``len(text)``. InputError for a file without any."""
    found, sheet = Collector(), _Sheet()
    lines, hidden = lines_of(text)
    if hidden:
        found.remark("ASS-HIDDEN", hidden, "control characters or invisible marks were left out")
    if not sniff(text):
        found.remark("ASS-HEAD", 1, "the first line is not [Script Info]")
    for number, line in enumerate(map(str.strip, lines), 1):
        key, _, value = line.partition(":")
        if line.startswith("[") and line.endswith("]"):
            sheet.section = line.lower()
        elif key.lower() == "wrapstyle":
            sheet.hard = value.strip() == "2"
        elif key.lower() == "format" and sheet.section == "[events]":
            sheet.fields = tuple(name.strip().lower() for name in value.split(","))
        elif key.lower() == "dialogue":
            _event(found, sheet, number, line)
            continue
        found.leave_out(number, line)
    return found.file("Dialogue: 0,0:00:01.00,0:00:02.00,Default,,0,0,0,,…")


def _event(found: Collector, sheet: _Sheet, number: int, line: str) -> None:
    values = line.partition(":")[2].split(",", len(sheet.fields) - 1)
    event = dict(zip(sheet.fields, values, strict=False))
    start, end = (event.get(name, "").strip() for name in ("start", "end"))
    if "text" not in event or not (_TIME.fullmatch(start) and _TIME.fullmatch(end)):
        found.leave_out(number, line)
        found.remark("ASS-STRAY", number, f"{line[:30]!r} is no event, and was left out")
        return
    if not (_STRICT.fullmatch(start) and _STRICT.fullmatch(end)):
        found.remark("ASS-TIME", number, f"{start} or {end} is oddly written")
    found.leave_out(number, line[: len(line) - len(event["text"])])
    text = _Text(number, sheet.hard)
    for piece in _PIECE.finditer(event["text"]):
        text.take(piece)
    whole = text.whole(event)
    with_reading = read_back(event.get("effect", ""), "".join(whole.lines), found.cues[-1]) if found.cues else None
    if with_reading is None:
        found.add(_ms(start), _ms(end), number, whole, text.placement)
        return
    found.cues[-1] = with_reading
    found.leave_out(number, event["text"])


def _ms(stamp: str) -> int:
    """Some write the hundredths behind a third colon."""
    return ms_of(".".join(stamp.rsplit(":", 1)) if stamp.count(":") == 3 else stamp)


@dataclass(slots=True)
class _Text:
    """The text of one event, piece by piece."""

    number: int
    hard: bool
    built: Builder = field(default_factory=Builder)
    drawing: bool = False
    placement: str = ""

    def take(self, piece: re.Match[str]) -> None:
        """Read on: a stretch of text, an escape or a block of overrides."""
        if piece["text"] is not None:
            self._show(piece["text"])
            return
        self.built.leave_out(self.number, piece[0])
        if piece["block"] is not None:
            for override in _OVERRIDE.finditer(piece["block"]):
                self._override(override)
        elif piece["escape"] == "N" or (piece["escape"] == "n" and self.hard):
            self.built.end_line(self.number)
        else:
            self.built.show(" ")

    def _show(self, text: str) -> None:
        if self.drawing:
            self.built.leave_out(self.number, text)
        else:
            self.built.show(text)

    def _override(self, override: re.Match[str]) -> None:
        if override["draw"]:
            self.drawing = override["scale"] != "0"
        elif override["place"]:
            self.placement = self.placement or f"{{{override[0]}}}"
        elif override["colour"] is not None:
            self.built.end("colour")
            if digits := override["colour"].strip("&H"):
                self.built.begin("colour", ("colour", f"#{reversed_bytes(digits.zfill(6)[-6:]).upper()}"))
        elif override["reset"]:
            for name in (*_KINDS, "colour"):
                self.built.end(name)
        elif override["switch"]:
            self._switch(override["switch"], override["value"])
        elif override[0].startswith("\\") and override[0] != "\\":
            self.built.mark(Markup(self.built.at, self.built.at, "other", f"{{{override[0]}}}"))

    def _switch(self, name: str, value: str) -> None:
        self.built.end(name)
        if value not in ("", "0") and not (name == "b" and value in _LIGHT):
            self.built.begin(name, (_KINDS[name], ""))

    def whole(self, event: Mapping[str, str]) -> CueText:
        """The text, with the event's style and speaker for all of it. A style called as the speaker says no more."""
        self.built.end_line(self.number)
        text = self.built.finish()
        style, speaker = event.get("style", "").strip().lstrip("*"), event.get("name", "").strip()
        length = len("\n".join(text.lines))
        says_more = style not in ("", "Default", speaker.lstrip("*"))
        styled = (Markup(0, length, "style", style),) if says_more and length else ()
        return replace(text, markup=(*styled, *text.markup), speaker=speaker or None)
