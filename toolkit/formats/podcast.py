"""Transcripts of Podcasting 2.0 in JSON: segments with speaker, startTime, endTime (seconds) and body. Source: the
podcast namespace, transcripts/transcripts.md, version 1.0.0.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from toolkit.errors import InputError
from toolkit.formats.characters import tidy
from toolkit.formats.collector import Collector
from toolkit.formats.cue_text import CueText, unlabelled
from toolkit.formats.options import PLAIN, Options
from toolkit.formats.proof import nfc, prove, refuse_unwritable
from toolkit.formats.remarks import RemarkRule
from toolkit.model import Cue, Markup, SubtitleFile, TimedCue, Timeline

REMARKS = {
    "PODCAST-STRAY": RemarkRule("error", "Podcasting 2.0: a segment has a startTime and a body", fixable=False),
}
_VERSION = "1.0.0"
_MOST_S = 1_000_000
_MEND = "give a transcript of Podcasting 2.0, or use jimaku subtitle for others"


def sniff(text: str) -> bool:
    """Whether the text begins as such a transcript does."""
    return bool(re.match(r'\{\s{0,99}"version"\s{0,9}:\s{0,9}"1\.', text[:300].removeprefix("\ufeff").lstrip()))


def read(text: str) -> SubtitleFile:
    """Every segment, in file order, each at line 1: places mean nothing in JSON. Linear in ``len(text)``. InputError
    for what is no such transcript.
    """
    try:
        whole = json.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise InputError("is no sound JSON", mend=_MEND) from error
    segments = whole.get("segments") if isinstance(whole, dict) else None
    if not isinstance(segments, list):
        raise InputError("has no list of segments", mend=_MEND)
    found = Collector()
    for segment in segments:
        _take(found, segment)
    return found.file('{"startTime": 1.0, "endTime": 2.0, "body": "…"}')


def _take(found: Collector, segment: Any) -> None:
    if not isinstance(segment, dict) or not isinstance(segment.get("body"), str) or _ms(segment, "startTime") is None:
        found.leave_out(1, str(segment)[:200])
        found.remark("PODCAST-STRAY", 1, "a segment without startTime or body was left out")
        return
    start, end = _ms(segment, "startTime") or 0, _ms(segment, "endTime")
    lines = tuple(line for line in nfc(tidy(segment["body"])).split("\n") if line)
    speaker = segment.get("speaker")
    name = nfc(_one_line(speaker)) if isinstance(speaker, str) else ""
    found.add(start, start if end is None else end, 1, CueText(lines, (1,) * len(lines), speaker=name or None))


def _ms(segment: Mapping[str, Any], key: str) -> int | None:
    seconds = segment.get(key)
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not -_MOST_S < seconds < _MOST_S:
        return None
    return round(seconds * 1000)


def holds(markup: Markup, cue: Cue) -> bool:  # noqa: ARG001 -- every format takes them
    """Whether the format can say it: who speaks the whole of a cue."""
    return markup.kind == "speaker" and markup.start == markup.end


def neutral(text: str) -> str:
    """A cue's text as a body holds it."""
    return tidy(text)


def write(timeline: Timeline, options: Options = PLAIN) -> str:
    """The transcript, UTF-8 to be. OutputError for a cue without text or with an end not after its start, and if the
    file, read back, is not what went in.
    """
    numbered = list(enumerate(timeline.cues, 1))
    texts = [neutral(unlabelled(t.cue) if options.speakers else t.cue.text) for _, t in numbered]
    for (number, timed), text in zip(numbered, texts, strict=True):
        refuse_unwritable(number, timed, text)
    speakers = [_one_line(timed.cue.speaker or "") if options.speakers else "" for _, timed in numbered]
    segments = [_segment(t, text, who) for (_, t), text, who in zip(numbered, texts, speakers, strict=True)]
    composed = json.dumps({"version": _VERSION, "segments": segments}, ensure_ascii=False, indent=1) + "\n"
    prove(read(composed) if texts else None, numbered, texts, speakers)
    return composed


def _segment(timed: TimedCue, text: str, speaker: str) -> dict[str, Any]:
    times = {"startTime": timed.start_ms / 1000, "endTime": timed.end_ms / 1000}
    return {**({"speaker": speaker} if speaker else {}), **times, "body": text}


def _one_line(name: str) -> str:
    return " ".join(tidy(name).split())
