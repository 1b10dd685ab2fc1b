"""Transcripts in JSON: Podcasting 2.0, Whisper (OpenAI, faster-whisper, WhisperX, whisper.cpp, Transformers).

Source of the forms: Podcast Namespace, transcripts.md (``segments`` of ``speaker``, ``startTime``, ``endTime``,
``body``, in seconds); the programs' own writers. Anything else is an error that says what was found; a time that is no
time is an error, not a guess.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NoReturn

from toolkit.errors import InputError
from toolkit.inputs.segments import Segment, sheet_of_segments
from toolkit.inputs.sheet import Sheet
from toolkit.timecode import MAX_MS

_MOST_VALUES = 3_000_000  # lists and objects: an hour of Whisper with every word has 20,000
_FORMS = 'Podcasting 2.0 ({"segments": [{"startTime", "endTime", "body"}]}) or Whisper ({"segments": [{"start", "end", "text"}]})'  # noqa: E501
_MEND = f"give a transcript as {_FORMS} writes it, or its text as .txt"
_START, _END = ("start", "startTime"), ("end", "endTime")
_TEXT = ("body", "text")


def sheet_of_json(text: str, name: str) -> Sheet:
    """The segments of a transcript as paragraphs with times and speakers. Raises ``InputError`` (file, segment) for
    anything amiss.
    """
    try:
        found = list(_segments(_load(text)))
    except InputError as error:
        raise error.at(name) from error.__cause__
    if not any(c.isalnum() for segment in found for c in segment.text):
        raise InputError("holds segments, but no words", where=name, mend="give a file with the transcript in it")
    return sheet_of_segments(found)


def _load(text: str) -> Any:
    if text.count("{") + text.count("[") > _MOST_VALUES:
        raise InputError(
            f"holds more than {_MOST_VALUES} lists and objects", mend="split it into one file per interview"
        )
    try:
        return json.loads(text.removeprefix("\ufeff"), parse_constant=_refuse_constant, object_pairs_hook=_once)
    except json.JSONDecodeError as error:
        raise InputError(
            f"is no sound JSON: {error.msg} (line {error.lineno}, column {error.colno})", mend="get the file again"
        ) from error
    except RecursionError:
        raise InputError("is JSON nested too deeply for a transcript", mend=_MEND) from None
    except ValueError as error:
        raise InputError("is JSON with a number of thousands of digits", mend="correct the number") from error


def _refuse_constant(constant: str) -> NoReturn:
    raise InputError(
        f"holds {constant}, which is no number", mend="correct it, or have the program write the file again"
    )


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise InputError(f"holds the key {twice[:40]!r} twice in one object", mend="remove one of them")
    return found


def _segments(data: Any) -> Iterator[Segment]:
    if isinstance(data, Mapping) and isinstance(data.get("transcription"), list):
        return _each(data["transcription"], _offsets)
    if isinstance(data, Mapping) and isinstance(data.get("chunks"), list):
        return _each(data["chunks"], _timestamp)
    listed = data.get("segments") if isinstance(data, Mapping) else data
    if isinstance(listed, list) and listed:
        return _each(listed, _start_and_end)
    raise InputError(f"is JSON, but no transcript known here ({_seen(data)})", mend=_MEND)


def _seen(data: Any) -> str:
    if isinstance(data, Mapping):
        return f"an object with {', '.join(map(repr, list(data)[:5]))}" if data else "an empty object"
    return "an empty list" if data == [] else f"a {type(data).__name__}"


def _each(items: Sequence[Any], times: Any) -> Iterator[Segment]:
    for number, item in enumerate(items, start=1):
        if not isinstance(item, Mapping):
            raise InputError(f"segment {number} is no object", mend=_MEND)
        start, end = times(item, number)
        if start is not None and end is not None and end < start:
            raise InputError(f"segment {number} ends before it starts", mend="correct its times")
        yield Segment(_text(item, number), start, end if end != start else None, _speaker(item, number))


def _text(item: Mapping[str, Any], number: int) -> str:
    text = next((item[name] for name in _TEXT if name in item), None)
    if not isinstance(text, str):
        raise InputError(f"segment {number} has no text ('body' or 'text')", mend=_MEND)
    return " ".join(text.split())


def _speaker(item: Mapping[str, Any], number: int) -> str:
    speaker = item.get("speaker")
    if speaker is None:
        return ""
    if not isinstance(speaker, str | int) or isinstance(speaker, bool):
        raise InputError(f"the speaker of segment {number} is no name", mend="write it as a string")
    return " ".join(str(speaker).split())


def _start_and_end(item: Mapping[str, Any], number: int) -> tuple[int | None, int | None]:
    return tuple(  # type: ignore[return-value]
        next((_ms(item[name], 1000, number, name) for name in names if name in item), None) for names in (_START, _END)
    )


def _offsets(item: Mapping[str, Any], number: int) -> tuple[int | None, int | None]:
    """whisper.cpp: milliseconds."""
    offsets = item.get("offsets")
    if not isinstance(offsets, Mapping):
        return None, None
    return _ms(offsets.get("from"), 1, number, "offsets.from"), _ms(offsets.get("to"), 1, number, "offsets.to")


def _timestamp(item: Mapping[str, Any], number: int) -> tuple[int | None, int | None]:
    """Transformers: [start, end], where the last end may be null."""
    pair = item.get("timestamp")
    if not isinstance(pair, list) or len(pair) != 2:
        raise InputError(f"the timestamp of segment {number} is no pair", mend=_MEND)
    return _ms(pair[0], 1000, number, "timestamp"), None if pair[1] is None else _ms(pair[1], 1000, number, "timestamp")


def _ms(value: Any, unit: int, number: int, name: str) -> int:
    """``value`` × ``unit`` ms. Null, text, NaN, infinite, negative and beyond 99 hours are errors."""
    if not isinstance(value, int | float) or isinstance(value, bool) or not math.isfinite(value):
        shown = "null" if value is None else repr(value)[:30]
        raise InputError(
            f"{name!r} of segment {number} is {shown}, not a number", mend="correct the time, or leave it out"
        )
    if not 0 <= value * unit <= MAX_MS:
        raise InputError(
            f"{name!r} of segment {number} is {value!s:.30}, outside 0 to 99 hours", mend="correct the time"
        )
    return round(value * unit)
