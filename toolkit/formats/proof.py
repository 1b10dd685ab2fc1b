"""What every writer refuses, and the proof that what it wrote reads as it was meant."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence

from toolkit import timecode
from toolkit.errors import OutputError
from toolkit.model import Cue, SubtitleFile, TimedCue, Timeline
from toolkit.system.forks import shared

Numbered = Sequence[tuple[int, TimedCue]]

# Cues written and read back at once, and how much work that is beside cutting so many characters
_PIECE, _PIECE_SIZE = 500, 1_200
_HALF = re.compile("[\ud800-\udfff]")


def in_pieces(timeline: Timeline, write: Callable[[Numbered], str]) -> str:
    """``write`` of the cues with their numbers from 1, some hundred at a time, which must read together as they do
    alone; the machine's cores share them.
    """
    numbered = list(enumerate(timeline.cues, 1))
    pieces = [numbered[at : at + _PIECE] for at in range(0, max(1, len(numbered)), _PIECE)]
    return "".join(shared(pieces, [_PIECE_SIZE] * len(pieces), write))


def refuse_unwritable(number: int, timed: TimedCue, text: str) -> None:
    """OutputError for a cue without text, with an end not after its start, with a time outside the clock, or with half
    a character in it.
    """
    where = f"subtitle {number}"
    if not text:
        raise OutputError("has no text, and readers would drop it", where=where, mend="leave the subtitle out")
    if timed.start_ms < 0:
        raise OutputError(f"starts at {timed.start_ms} ms, before 0", where=where, mend="correct its times")
    if timed.end_ms <= timed.start_ms:
        raise OutputError(f"ends at {timed.end_ms} ms, not after its start", where=where, mend="correct its times")
    if timed.end_ms > timecode.MAX_MS:
        raise OutputError("ends after 99:59:59,999", where=where, mend="split the programme into parts")
    cue = timed.cue
    if any(map(_HALF.search, (text, cue.text, cue.speaker or "", *(m.value for m in cue.markup)))):
        raise OutputError("holds half a character (a lone surrogate)", where=where, mend="correct the transcript")


def refuse_misplaced(number: int, cue: Cue, text: str) -> None:
    """OutputError if the cue's markup counts characters that ``text``, as it will stand, no longer has."""
    if cue.markup and len(text) != len(cue.text):
        raise OutputError(
            "has formatting around signs no format holds", where=f"subtitle {number}", mend="report a bug"
        )


def prove(back: SubtitleFile | None, numbered: Numbered, texts: Sequence[str], speakers: Sequence[str] = ()) -> None:
    """OutputError if what was written is not read back as it went in (``srt.compose`` drops cues without a word).

    ``back``: None where nothing was written; ``texts`` as a reader should find them; ``speakers``: who should be found
    to say the whole of each cue ('': not held against anything).
    """
    cues = back.cues if back else ()
    for (number, timed), text, found in zip(numbered, texts, cues, strict=False):
        if (found.start_ms, found.end_ms) != (timed.start_ms, timed.end_ms) or found.cue.text != nfc(text):
            raise _unlike(number)
    for (number, _), speaker, found in zip(numbered, speakers, cues, strict=False):
        if speaker and found.cue.speaker != nfc(speaker):
            raise _unlike(number)
    if len(cues) != len(texts):
        raise OutputError(f"{len(texts)} subtitles were written, {len(cues)} would be read back", mend="report a bug")


def _unlike(number: int) -> OutputError:
    return OutputError("would not be read back as written", where=f"subtitle {number}", mend="report a bug")


def nfc(text: str) -> str:
    """Composed, as readers make it."""
    return unicodedata.normalize("NFC", text)
