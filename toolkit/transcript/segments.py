"""Timed pieces of speech, as machines and subtitle files cut them, joined into paragraphs that keep every time.

A piece often ends in mid-sentence. Where the file is punctuated, the pieces of a sentence become one paragraph with a
time mark at each seam; where it is not, the cuts are all that shows where a sentence may end, and every piece stays a
paragraph.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from toolkit.model import TimeMark
from toolkit.transcript.directions import is_direction, only_directions
from toolkit.transcript.labels import label_of
from toolkit.transcript.lines import ends_sentence
from toolkit.transcript.names import key, shape
from toolkit.transcript.sheet import Mark, Reading, Row, Sheet, sheet_of

_PAUSE_MS = 2000  # silence after which another thought begins (product default)
_LONGEST = 300  # characters of a paragraph: the next seam ends it
_WORDY = 8  # characters from which a piece could be a sentence
_ROUND = re.compile(r"[（(]([^（）()]{1,20})[)）][\s　]{0,3}(?=\S)")


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of speech. ``line``: where its text stands in the source, 0 where lines mean nothing. ``begins``:
    somebody else may speak. ``readings`` count from the start of its text.
    """

    text: str
    start_ms: int | None = None
    end_ms: int | None = None
    speaker: str = ""
    line: int = 0
    begins: bool = False
    readings: tuple[Reading, ...] = ()


@dataclass(slots=True)
class _Paragraph:
    line: int
    speaker: str
    parts: list[str] = field(default_factory=list)
    length: int = 0
    times: list[TimeMark] = field(default_factory=list)
    readings: list[Reading] = field(default_factory=list)

    def add(self, segment: Segment) -> None:
        text = segment.text.strip()
        if self.parts and (self.parts[-1][-1:] + text[:1]).isascii():
            text = f" {text}"
        at = self.length + len(text) - len(text.lstrip())
        if segment.start_ms is not None:
            self.times.append(TimeMark(at, segment.start_ms, segment.end_ms))
        shift = at - (len(segment.text) - len(segment.text.lstrip()))
        self.readings.extend(moved(segment.readings, shift))
        self.parts.append(text)
        self.length += len(text)


def sheet_of_segments(
    segments: Iterable[Segment], *, excluded: Iterable[tuple[int, str]] = (), warnings: Iterable[str] = ()
) -> Sheet:
    """The pieces as the lines of a sheet of speech. Each line stands at its place in the source, if places were
    given.
    """
    excluded, warnings = list(excluded), list(warnings)
    filled = [segment for segment in segments if segment.text.strip()]
    named = _with_round_labels(_by_time(filled, warnings), excluded)
    paragraphs = list(_joined(named))
    in_place = all(one.line < other.line for one, other in pairwise(paragraphs)) and all(p.line for p in paragraphs)
    rows: list[Row] = []
    blank = Row("")
    for paragraph in paragraphs:
        if in_place:
            rows.extend([blank] * (paragraph.line - 1 - len(rows)))
        mark = Mark("text", paragraph.speaker, 0, tuple(paragraph.readings), tuple(paragraph.times))
        rows.append(Row("".join(paragraph.parts), mark))
    return sheet_of(rows, excluded=excluded, warnings=warnings, spoken=True)


def _by_time(segments: list[Segment], warnings: list[str]) -> list[Segment]:
    """In the order in which they are spoken."""
    starts = [s.start_ms for s in segments if s.start_ms is not None]
    if len(starts) < len(segments) or starts == sorted(starts):
        return segments
    warnings.append("the pieces do not stand in the order of their times; they were sorted")
    return sorted(segments, key=lambda s: s.start_ms or 0)


def _with_round_labels(segments: Sequence[Segment], excluded: list[tuple[int, str]]) -> Iterator[Segment]:
    """Take （佐藤） before speech for the speaker where it recurs, as subtitles for the deaf name people."""
    found = [_ROUND.match(s.text.lstrip()) if not s.speaker else None for s in segments]
    often = Counter(key(m[1]) for m in found if m)
    for number, (segment, match) in enumerate(zip(segments, found, strict=True), start=1):
        if match and often[key(match[1])] > 1 and shape(match[1]).points > 0 and not is_direction(match[1].strip()):
            excluded.append((segment.line or number, match[0].strip()))
            gone = len(segment.text) - len(segment.text.lstrip()) + match.end()
            readings = tuple(r for r in moved(segment.readings, -gone) if r.start >= 0)
            text = segment.text[gone:]
            yield replace(segment, text=text, speaker=match[1].strip(), begins=True, readings=readings)
        else:
            yield segment


def moved(readings: Iterable[Reading], shift: int) -> Iterator[Reading]:
    """The readings of a text that stands ``shift`` characters further on in another."""
    return (replace(r, start=r.start + shift, end=r.end + shift) for r in readings)


def _joined(segments: Iterable[Segment]) -> Iterator[_Paragraph]:
    pieces = list(segments)
    punctuated = _is_punctuated(pieces)
    paragraph: _Paragraph | None = None
    before: Segment | None = None
    for segment in pieces:
        if (
            paragraph is None
            or before is None
            or not punctuated
            or paragraph.length > _LONGEST
            or _parts(before, segment)
        ):
            if paragraph:
                yield paragraph
            paragraph = _Paragraph(segment.line, segment.speaker)
        paragraph.add(segment)
        before = segment
    if paragraph:
        yield paragraph


def _is_punctuated(pieces: Sequence[Segment]) -> bool:
    long = [p.text for p in pieces if len(p.text) >= _WORDY]
    return sum(ends_sentence(text) or "。" in text for text in long) * 4 >= len(long)


def _parts(before: Segment, segment: Segment) -> bool:
    """Whether a paragraph ends between the two."""
    if segment.begins or segment.speaker != before.speaker or ends_sentence(before.text):
        return True
    if segment.start_ms is not None and before.end_ms is not None and segment.start_ms - before.end_ms >= _PAUSE_MS:
        return True
    return begins_with_label(segment.text) or only_directions(before.text) or only_directions(segment.text)


def begins_with_label(text: str) -> bool:
    """Whether the text may begin with its speaker's name and a sign."""
    label = label_of(text)
    return label is not None and label.form in ("colon", "bracket") and shape(label.name).points >= 0
