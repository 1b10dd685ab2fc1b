"""SubRip (.srt): a line-based reader for files of the wild, and a writer whose files four readers take
alike.

SubRip has no specification (SRT-SPEC), so the reader believes any line that is a timing, and the writer
keeps to what srt, pysubs2, pysrt and ffmpeg read identically. Measured with those four, text they would
change is written so:

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
it), it shows, and NFKC turns it back. ``as_written`` is that map.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Sequence

from toolkit import timecode
from toolkit.errors import OutputError
from toolkit.formats.srt_reader import BLANKS, HIDDEN, ODD, read
from toolkit.model import TimedCue, Timeline
from toolkit.system.forks import shared

__all__ = ["as_written", "read", "write"]

# Cues written and read back at once, and how much work that is beside cutting so many characters
_PIECE, _PIECE_SIZE = 500, 1_200
_STAMPS = re.compile(r"\d{1,2}:\d{1,2}:\d{1,2}")
# Without one of these a text is written as it is
_SUSPECT = re.compile(rf"[<>{{}}\\\r]|:[0-9０-９]|\A\s|\s\Z|\n[\s\-0-9]|\s\n|{ODD.pattern}")
# A line that srt takes for a number, above one that it takes for the first of two times
_NUMBERED = re.compile(r"(?<=\n)-?[0-9]++\.?+[0-9]*+(?=\n[0-9]++[,.:，．。：][0-9]++[,.:，．。：][0-9])")
_DIGITS = str.maketrans("0123456789", "０１２３４５６７８９")
_HALF = re.compile("[\ud800-\udfff]")
_ESCAPE = re.compile(r"\\(?=[Nnh])")
_TWINS = str.maketrans("<>", "＜＞")
_BRACES = str.maketrans("{}", "｛｝")


def as_written(text: str) -> str:
    """A cue's text as this format writes it: edges stripped, blank lines dropped, what readers change
    neutralised.

    Length-preserving but for white space and control characters; NFKC of the result is NFKC of the text,
    white space aside.
    """
    if not _SUSPECT.search(text):
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(BLANKS).translate(HIDDEN)
    lines = (line.strip() for line in text.split("\n"))
    text = "\n".join(_without_timing(line) for line in lines if line).translate(_BRACES)
    text = _NUMBERED.sub(lambda number: number[0].translate(_DIGITS), text)
    if -1 < text.find("<") < text.rfind(">"):
        text = text.translate(_TWINS)
    return _ESCAPE.sub("＼", text.replace("-->", "--＞"))


def _without_timing(line: str) -> str:
    if len(_STAMPS.findall(line)) < 2:
        return line
    return re.sub(r"(?<=\d):(?=\d)", "：", line)


def write(timeline: Timeline) -> str:
    """The timeline as SubRip: numbered from 1, UTF-8 to be, line feeds, one blank line after each cue.

    Raises OutputError for a cue without text or with an end not after its start (readers would drop it),
    and if the file, read back, is not what went in. That is done piece by piece: a blank line ends each,
    so that the pieces are read together as they are alone.
    """
    numbered = list(enumerate(timeline.cues, 1))
    pieces = [numbered[at : at + _PIECE] for at in range(0, max(1, len(numbered)), _PIECE)]
    return "".join(shared(pieces, [_PIECE_SIZE] * len(pieces), _written))


def _written(numbered: Sequence[tuple[int, TimedCue]]) -> str:
    """Cues with their numbers, written and read back."""
    import srt

    texts = [as_written(timed.cue.text) for _, timed in numbered]
    for (number, timed), text in zip(numbered, texts, strict=True):
        _refuse_unwritable(number, timed, text)
    subtitles = (
        srt.Subtitle(number, _delta(timed.start_ms), _delta(timed.end_ms), text)
        for (number, timed), text in zip(numbered, texts, strict=True)
    )
    composed: str = srt.compose(subtitles, reindex=False)
    _prove(composed, numbered, texts)
    return composed


def _delta(ms: int) -> datetime.timedelta:
    return datetime.timedelta(milliseconds=ms)


def _refuse_unwritable(number: int, timed: TimedCue, text: str) -> None:
    where = f"subtitle {number}"
    if not text:
        raise OutputError("has no text, and readers would drop it", where=where, mend="leave the subtitle out")
    if timed.end_ms <= timed.start_ms or timed.start_ms < 0:
        raise OutputError(f"ends at {timed.end_ms} ms, not after its start", where=where, mend="correct its times")
    if timed.end_ms > timecode.MAX_MS:
        raise OutputError("ends after 99:59:59,999", where=where, mend="split the programme into parts")
    if _HALF.search(text):
        raise OutputError("holds half a character (a lone surrogate)", where=where, mend="correct the transcript")


def _prove(composed: str, numbered: Sequence[tuple[int, TimedCue]], texts: list[str]) -> None:
    """What was written is read back as it went in: srt.compose drops cues without a word."""
    back = read(composed).cues if texts else ()
    for (number, timed), text, found in zip(numbered, texts, back, strict=False):
        if (found.start_ms, found.end_ms) != (timed.start_ms, timed.end_ms) or found.cue.text != _nfc(text):
            raise OutputError("would not be read back as written", where=f"subtitle {number}", mend="report a bug")
    if len(back) != len(texts):
        raise OutputError(f"{len(texts)} subtitles were written, {len(back)} would be read back", mend="report a bug")


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)
