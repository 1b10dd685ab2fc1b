"""The writer of WebVTT files.

Colours are the classes that the standard has for some. Numbers as ids, no STYLE and no REGION (ffmpeg 5.1 reads a file
with either as empty), hours always. In a text ``&``, ``<`` and ``>`` are character references, so that no reader finds
a tag or an arrow in it; control characters and foreign line ends are blanks, blank lines and the blanks at a line's
edges dropped. What pysubs2 and ffmpeg take for
more than the standard does has a full-width twin, as in SubRip: ``{…}`` ｛…｝, ``\\N`` ＼N, and two times in a line the
colon ：.
"""

from __future__ import annotations

import re

from toolkit import timecode
from toolkit.formats.characters import tidy
from toolkit.formats.colours import class_of
from toolkit.formats.markup import spelled
from toolkit.formats.options import PLAIN, Options
from toolkit.formats.places import Place, place_of, place_of_cue
from toolkit.formats.proof import Numbered, in_pieces, prove, refuse_misplaced, refuse_unwritable
from toolkit.formats.vtt.reader import SETTING, read
from toolkit.model import Cue, Markup, MarkupKind, Timeline

_HEADER = "WEBVTT\n\n"
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_STAMPS = re.compile(r"\d{2}:\d{2}\.\d{2}")
_SUSPECT = re.compile(r"[{}\\]|[0-9]:[0-9]")
_ESCAPE = re.compile(r"\\(?=[Nnh])")
_BRACES = str.maketrans("{}", "｛｝")
_PLAIN_TAGS: dict[MarkupKind, str] = {"italic": "i", "bold": "b", "underline": "u"}
_CLASSES = re.compile(r"[^\s<>&.]+(?:\.[^\s<>&.]+)*")
_PLACES: dict[Place, str] = {"top": " line:0", "right": " vertical:rl line:0", "left": " vertical:rl", "": ""}
# Tags of others that WebVTT has no kind for, in a file that had them
_KEPT = re.compile(r"<(lang)[ \t][^<>&]*>|<[0-9:.]{5,15}>")


def holds(markup: Markup, cue: Cue) -> bool:  # noqa: ARG001 -- every format takes it
    """Whether the format can say it of the cue."""
    return _tags(markup) is not None or _is_setting(markup) or bool(place_of(markup))


def neutral(text: str) -> str:
    """A cue's text as this format writes it: what readers would take for markup as character references."""
    return escaped(_shown(text))


def escaped(text: str) -> str:
    """``text`` with its signs of markup as character references."""
    return text.translate(_ESCAPES)


def _shown(text: str) -> str:
    """The text as a reader should find it."""
    text = tidy(text)
    if not _SUSPECT.search(text):
        return text
    text = "\n".join(map(_without_timing, text.split("\n")))
    return _ESCAPE.sub("＼", text.translate(_BRACES))


def _without_timing(line: str) -> str:
    return re.sub(r"(?<=\d):(?=\d)", "：", line) if len(_STAMPS.findall(line)) > 1 else line


def write(timeline: Timeline, options: Options = PLAIN) -> str:
    """The timeline as WebVTT: UTF-8 to be, line feeds, a blank line after each cue; ``<v Name>`` before what somebody
    says, and no ``</v>``, which the standard lets go where the whole cue is theirs.

    Raises OutputError for a cue without text or with an end not after its start, and if the file, read back, is not
    what went in.
    """
    return _HEADER + in_pieces(timeline, lambda numbered: _written(numbered, options))


def _written(numbered: Numbered, options: Options) -> str:
    texts = [_shown(timed.cue.text) for _, timed in numbered]
    blocks = []
    for (number, timed), text in zip(numbered, texts, strict=True):
        refuse_unwritable(number, timed, text)
        refuse_misplaced(number, timed.cue, text)
        times = " --> ".join(timecode.text_of(ms, ".") for ms in (timed.start_ms, timed.end_ms))
        blocks.append(f"{number}\n{times}{_settings(timed.cue)}\n{_payload(timed.cue, text, options)}\n\n")
    composed = "".join(blocks)
    speakers = [_one_line(timed.cue.speaker or "") for _, timed in numbered] if options.speakers else ()
    prove(read(_HEADER + composed) if texts else None, numbered, texts, speakers)
    return composed


def _settings(cue: Cue) -> str:
    """The cue's own, else those of the place in which another format puts it."""
    own = "".join(f" {m.value}" for m in cue.markup if _is_setting(m))
    return own or _PLACES[place_of_cue(cue)]


def _is_setting(markup: Markup) -> bool:
    """Whether it says where the cue stands in the words of WebVTT."""
    return markup.kind == "placement" and all(map(SETTING.fullmatch, markup.value.split()))


def _payload(cue: Cue, text: str, options: Options) -> str:
    name = _annotation(cue.speaker or "") if options.speakers else ""
    voice = f"<v {name}>" if name else ""
    marked = [m for m in cue.markup if options.speakers or m.kind != "speaker"]
    return voice + (spelled(text, marked, _tags, escaped) if marked else escaped(text))


def _tags(markup: Markup) -> tuple[str, str] | None:
    if markup.kind in _PLAIN_TAGS:
        name = _PLAIN_TAGS[markup.kind]
        return f"<{name}>", f"</{name}>"
    if markup.kind == "speaker":
        return f"<v {_annotation(markup.value)}>", "</v>"
    if markup.kind == "ruby":
        return "<ruby>", f"<rt>{escaped(_shown(markup.value))}</rt></ruby>"
    if markup.kind == "colour":
        return (f"<c.{name}>", "</c>") if (name := class_of(markup.value)) else None
    if markup.kind == "style" and _CLASSES.fullmatch(markup.value):
        return f"<c.{markup.value}>", "</c>"
    known = _KEPT.fullmatch(markup.value) if markup.kind == "other" else None
    return (markup.value, f"</{known[1]}>" if known[1] else "") if known else None


def _annotation(name: str) -> str:
    """A name in a tag: one line, and nothing that ends the tag."""
    return escaped(_one_line(name))


def _one_line(name: str) -> str:
    return " ".join(tidy(name).split())
