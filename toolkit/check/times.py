"""When cues start and end: reading speed, durations, gaps, order."""

from __future__ import annotations

from collections.abc import Iterator

from toolkit import timecode
from toolkit.check.condense import advice
from toolkit.check.findings import Hit, Subject
from toolkit.timing import reading_units

# A frame rate of 23.976 makes 7 s of frames last 7.007 s (Subtitle Edit's profiles allow it), and times
# rounded to ms are 1 ms off
_LONGER_MS = 7
_SHORTER_MS = 1
# ASS and SBV count in hundredths: a cue read back from one may be that much shorter than it was meant to be
_HUNDREDTH_MS = 10  # half of one at either end


def too_fast(subject: Subject) -> Iterator[Hit]:
    duration, limit = subject.timed.duration_ms, subject.style.cps
    units = reading_units(subject.text, subject.style)
    if duration > 0 and units * 1000 > limit * (duration + _HUNDREDTH_MS):
        said = f"{units * 1000 / duration:.1f} characters a second, {limit:g} is the limit"
        yield Hit(f"{said}: {advice(subject.timed, subject.style)}")


def too_short(subject: Subject) -> Iterator[Hit]:
    if 0 < subject.timed.duration_ms < subject.style.min_ms - _SHORTER_MS:
        yield Hit(f"lasts {_seconds(subject.timed.duration_ms)}, {_seconds(subject.style.min_ms)} is the shortest")


def too_long(subject: Subject) -> Iterator[Hit]:
    if subject.timed.duration_ms > subject.style.max_ms + _LONGER_MS:
        yield Hit(f"lasts {_seconds(subject.timed.duration_ms)}, {_seconds(subject.style.max_ms)} is the longest")


def backwards(subject: Subject) -> Iterator[Hit]:
    if subject.timed.duration_ms <= 0:
        yield Hit("ends before it starts" if subject.timed.duration_ms else "ends when it starts")


def outside(subject: Subject) -> Iterator[Hit]:
    """No format has a time below 0, and readers take hours of three digits for something else."""
    for ms in (subject.timed.start_ms, subject.timed.end_ms):
        if not 0 <= ms <= timecode.MAX_MS:
            yield Hit(f"a time of {_seconds(ms)} is outside 00:00:00,000 … 99:59:59,999")


def out_of_order(subject: Subject) -> Iterator[Hit]:
    if subject.before is not None and subject.timed.start_ms < subject.before.start_ms:
        yield Hit("starts before the subtitle above it")


def overlap(subject: Subject) -> Iterator[Hit]:
    gap = _gap(subject)
    if gap is not None and gap < 0:
        yield Hit(f"starts {_seconds(-gap)} before the one above has ended")


def narrow_gap(subject: Subject) -> Iterator[Hit]:
    gap = _gap(subject)
    if gap is not None and gap >= 0 and _frames(subject, gap) < subject.style.gap_frames:
        yield Hit(f"{_frames(subject, gap)} frames after the one above, {subject.style.gap_frames} is the least")


def chain(subject: Subject) -> Iterator[Hit]:
    gap, style = _gap(subject), subject.style
    if style.close_to and gap is not None and style.close_from <= _frames(subject, gap) <= style.close_to:
        yield Hit(f"a gap of {_frames(subject, gap)} frames is to be closed to {style.gap_frames}")


def _gap(subject: Subject) -> int | None:
    """ms from the end of the cue above; None for the first cue and where the order is broken (another
    rule's matter).
    """
    before = subject.before
    if before is None or subject.timed.start_ms < before.start_ms or before.duration_ms <= 0:
        return None
    return subject.timed.start_ms - before.end_ms


def _frames(subject: Subject, gap: int) -> int:
    """Whole frames: 83 and 84 ms are both two frames at 24 a second."""
    return round(timecode.to_frames(gap, subject.style.fps))


def _seconds(ms: int) -> str:
    return f"{ms / 1000:g} s"
