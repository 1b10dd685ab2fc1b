"""Sync points: what is said at a known time of the video, as a person names it.

``cue 12=00:03:40``, ``line 48=220s``, ``「東京のスタジオから」=52:10``; with a frame rate, ``cue 12=00:03:40:12`` too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from toolkit import timecode
from toolkit.errors import InputError
from toolkit.formats.frames import FrameRate, ms_of_smpte
from toolkit.model import Cue, Turn

_NUMBERED = re.compile(r"(cue|字幕|line|行) ?([0-9]{1,7})", re.IGNORECASE)
_QUOTED = re.compile("[「『“\"'](.+)[」』”\"']", re.DOTALL)
_TIME_CODE = re.compile(r"[0-9]{1,2}:[0-9]{2}:[0-9]{2}[:;][0-9]{2,3}")
_MEND = "write --at 'cue 12=00:03:40', 'line 48=220s' or '「first words of a turn」=52:10'"


@dataclass(frozen=True, slots=True)
class Point:
    """``kind`` and ``place``: which cue it is (its number, from 1), the line of the transcript on which it begins, or
    the words with which a turn does. ``ms``: its time. ``said``: the point as it was written.
    """

    kind: Literal["cue", "line", "words"]
    place: str
    ms: int
    said: str


def moment(text: str, rate: FrameRate | None = None) -> int:
    """``timecode.span``, and a time code where the frame rate is known. InputError for neither."""
    code = unicodedata.normalize("NFKC", text).strip()
    if not _TIME_CODE.fullmatch(code):
        return timecode.span(text)
    if rate is None:
        raise InputError(f"{code!r} counts frames", mend="say how many a second has, as in --fps 29.97df")
    return ms_of_smpte(code, rate)


def point(text: str, rate: FrameRate | None = None) -> Point:
    """A point as it is written. InputError for what is none."""
    place, equals, time = text.rpartition("=")
    place = place.strip()
    numbered = _NUMBERED.fullmatch(unicodedata.normalize("NFKC", place))
    quoted = _QUOTED.fullmatch(place)
    if not equals or not (numbered or (quoted and plain(quoted[1]))):
        raise InputError(f"--at {text!r} is no sync point", mend=_MEND)
    try:
        ms = moment(time, rate)
    except InputError as error:
        raise InputError(f"--at {text!r}: {error.what}", mend=error.mend) from error
    if ms < 0:
        raise InputError(f"--at {text!r} is before the video", mend="give a time from 0 on")
    if numbered:
        kind: Literal["cue", "line"] = "cue" if numbered[1].lower() in ("cue", "字幕") else "line"
        return Point(kind, numbered[2], ms, text)
    return Point("words", quoted[1] if quoted else "", ms, text)


def plain(text: str) -> str:
    """What two spellings of the same words have in common: letters and digits, of one width."""
    return "".join(char for char in unicodedata.normalize("NFKC", text).casefold() if char.isalnum())


def cue_of(one: Point, cues: Sequence[Cue], turns: Sequence[Turn], numbers: Sequence[int] | None = None) -> int:
    """The index of the cue that a point names. ``turns``: those the cues were cut from; ``numbers``: the index by which
    a person knows each of them, and one behind the last, where that is another. InputError for none, or for several.
    """
    numbers = numbers or range(len(cues) + 1)
    if one.kind == "cue":
        if not 1 <= int(one.place) <= numbers[-1]:
            raise InputError(f"--at {one.said!r}: there are {numbers[-1]} subtitles", mend="count them from 1")
        return numbers.index(int(one.place) - 1)
    if one.kind == "line" and not turns:
        raise InputError(f"--at {one.said!r} counts the lines of a transcript", mend="name a cue: 'cue 12=00:03:40'")
    return _at_line(one, cues, turns) if one.kind == "line" else _at_words(one, cues, turns, numbers)


@dataclass(frozen=True, slots=True)
class _Beginning:
    """Where a paragraph begins, and the text from there to the end of its turn. ``head``: it is the turn's first."""

    turn: int
    at: int
    line: int
    head: bool
    text: str


def _beginnings(turns: Sequence[Turn]) -> Iterable[_Beginning]:
    for index, turn in enumerate(turns):
        at = 0
        for paragraph in turn.paragraphs:
            yield _Beginning(index, at, paragraph.line, at == 0, turn.text[at:])
            at += len(paragraph.text) + 1


def _at_line(one: Point, cues: Sequence[Cue], turns: Sequence[Turn]) -> int:
    line = int(one.place)
    beginnings = list(_beginnings(turns))
    found = [b for b in beginnings if b.line == line] or [
        b for b in beginnings if b.head and turns[b.turn].line == line
    ]
    if not found:
        lines = sorted({b.line for b in beginnings})
        before = [known for known in lines if known < line][-1:]
        near = " and ".join(map(str, before + [known for known in lines if known > line][:1]))
        raise InputError(f"--at {one.said!r}: no subtitle begins on that line", mend=f"the nearest are of line {near}")
    return _cue_at(found[0], cues)


def _at_words(one: Point, cues: Sequence[Cue], turns: Sequence[Turn], numbers: Sequence[int]) -> int:
    words = plain(one.place)
    beginnings = [b for b in _beginnings(turns) if plain(b.text[: 4 * len(one.place) + 40]).startswith(words)]
    found = [_cue_at(b, cues) for b in ([b for b in beginnings if b.head] or beginnings)]
    lines = [b.line for b in beginnings]
    if not found:
        found = [k for k, cue in enumerate(cues) if plain("".join(cue.lines).removeprefix(cue.label)).startswith(words)]
    if not found:
        raise InputError(f"--at {one.said!r}: no turn and no subtitle begins with these words", mend=_MEND)
    if len(found) > 1:
        known = [f"of lines {', '.join(map(str, lines[:5]))}"] if lines else [str(numbers[k] + 1) for k in found[:5]]
        what = f"--at {one.said!r}: {len(found)} {'turns' if lines else 'subtitles'} begin with these words"
        raise InputError(what, mend=f"write more of them, or name one ({', '.join(known)})")
    return found[0]


def _cue_at(beginning: _Beginning, cues: Sequence[Cue]) -> int:
    """The first cue from a place of the text on."""
    place = (beginning.turn, beginning.at)
    return next(k for k, cue in enumerate(cues) if cue.source and (cue.source.turn, cue.source.end) > place)
