"""The writer of SubRip files, whose files four readers take alike.

SubRip has no specification (SRT-SPEC), so the writer keeps to what srt, pysubs2, pysrt and ffmpeg read identically.
Measured with those four, text they would change is written so:

- ``{…}`` (taken for ASS override tags) in full-width braces ｛…｝;
- ``<…>`` (taken for HTML, even ``a < b > c``) in full-width signs ＜…＞; a lone ``<`` stays, all four
  keep it;
- ``\\N``, ``\\n``, ``\\h`` (taken for line breaks and blanks) with a full-width ＼;
- ``-->`` as ``--＞``, and two times in a line with the full-width colon ： (either is enough for a
  reader to take the line for a timing: pysubs2 asks for no arrow, srt takes ： for a colon);
- a number alone on a line above one like 1,234,567 (taken by srt for the next subtitle) in full-width
  digits;
- control characters and foreign line ends as blanks, blank lines and the blanks at a line's edges
  dropped.

A full-width twin is the least harm: it is what Japanese subtitles print anyway (gacco's guide asks for
it), it shows, and NFKC turns it back. ``neutral`` is that map.
"""

from __future__ import annotations

import datetime
import re

from toolkit.formats.characters import ODD, tidy
from toolkit.formats.markup import spelled
from toolkit.formats.options import PLAIN, Options
from toolkit.formats.places import place_of
from toolkit.formats.proof import Numbered, in_pieces, prove, refuse_misplaced, refuse_unwritable
from toolkit.formats.srt.reader import read
from toolkit.formats.stamps import timing_of
from toolkit.model import Cue, Markup, MarkupKind, TimedCue, Timeline

_STAMPS = re.compile(r"\d{1,2}:\d{1,2}:\d{1,2}")
# Without one of these a text is written as it is
_SUSPECT = re.compile(rf"[<>{{}}\\\r]|:[0-9０-９]|\A\s|\s\Z|\n[\s\-0-9]|\s\n|{ODD.pattern}")
# A line that srt takes for a number, above one that it takes for the first of two times
_NUMBERED = re.compile(r"(?<=\n)-?[0-9]++\.?+[0-9]*+(?=\n[0-9]++[,.:，．。：][0-9]++[,.:，．。：][0-9])")
_DIGITS = str.maketrans("0123456789", "０１２３４５６７８９")
_ESCAPE = re.compile(r"\\(?=[Nnh])")
_TWINS = str.maketrans("<>", "＜＞")
_BRACES = str.maketrans("{}", "｛｝")
_TAGS: dict[MarkupKind, tuple[str, str]] = {
    "italic": ("<i>", "</i>"),
    "bold": ("<b>", "</b>"),
    "underline": ("<u>", "</u>"),
}
# Tags of others that players of SubRip know, in a file that had them
_KEPT = re.compile(r"<(font|s|span)\b[^<>]*>|\{\\(?:an?[0-9]{1,2}|pos\([^(){}]*\))\}", re.IGNORECASE)


def holds(markup: Markup, cue: Cue) -> bool:  # noqa: ARG001 -- every format takes it
    """Whether the format can say it of the cue."""
    return _tags(markup) is not None


def neutral(text: str) -> str:
    """A cue's text as this format writes it: edges stripped, blank lines dropped, what readers change
    neutralised.

    Length-preserving but for white space and control characters; NFKC of the result is NFKC of the text,
    white space aside.
    """
    if not _SUSPECT.search(text):
        return text
    text = "\n".join(map(_without_timing, tidy(text).split("\n"))).translate(_BRACES)
    text = _NUMBERED.sub(lambda number: number[0].translate(_DIGITS), text)
    if -1 < text.find("<") < text.rfind(">"):
        text = text.translate(_TWINS)
    return _ESCAPE.sub("＼", text.replace("-->", "--＞"))


def _without_timing(line: str) -> str:
    if len(_STAMPS.findall(line)) < 2 and timing_of(line.replace("-->", "--＞")) is None:
        return line
    return re.sub(r"(?<=\d):(?=\d)", "：", line)


def write(timeline: Timeline, options: Options = PLAIN) -> str:  # noqa: ARG001 -- every format takes them
    """The timeline as SubRip: numbered from 1, UTF-8 to be, line feeds, one blank line after each cue.

    Raises OutputError for a cue without text or with an end not after its start (readers would drop it),
    and if the file, read back, is not what went in. That is done piece by piece: a blank line ends each,
    so that the pieces are read together as they are alone.
    """
    return in_pieces(timeline, _written)


def _written(numbered: Numbered) -> str:
    """Cues with their numbers, written and read back."""
    import srt

    texts = [neutral(timed.cue.text) for _, timed in numbered]
    for (number, timed), text in zip(numbered, texts, strict=True):
        refuse_unwritable(number, timed, text)
        refuse_misplaced(number, timed.cue, text)
    subtitles = (
        srt.Subtitle(number, _delta(timed.start_ms), _delta(timed.end_ms), _tagged(timed, text))
        for (number, timed), text in zip(numbered, texts, strict=True)
    )
    composed: str = srt.compose(subtitles, reindex=False)
    prove(read(composed) if texts else None, numbered, texts)
    return composed


def _delta(ms: int) -> datetime.timedelta:
    return datetime.timedelta(milliseconds=ms)


def _tagged(timed: TimedCue, text: str) -> str:
    return spelled(text, timed.cue.markup, _tags) if timed.cue.markup else text


def _tags(markup: Markup) -> tuple[str, str] | None:
    if markup.kind == "colour":
        return f'<font color="{markup.value}">', "</font>"
    known = _KEPT.fullmatch(markup.value) if markup.kind in ("other", "placement") else None
    if known is not None:
        return markup.value, f"</{known[1]}>" if known[1] else ""
    return ("{\\an8}", "") if place_of(markup) == "top" else _TAGS.get(markup.kind)
