"""Repairs that are safe: times, punctuation, widths of signs, and breaks by a function that is passed in.

No letter and no digit is ever lost, added or moved; ``fixed`` proves it for every cue and raises
otherwise.
"""

from __future__ import annotations

import math
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from toolkit.check import writing
from toolkit.check.findings import Subject
from toolkit.check.rules import RULES, findings, subjects
from toolkit.errors import ConservationError
from toolkit.japanese.width import width
from toolkit.japanese.writing import CHOICES, PASSES, Edit, applied, mark_edits
from toolkit.japanese.writing import RULES as WRITING_RULES
from toolkit.model import Cue, Markup, SubtitleFile, TimedCue, Timeline
from toolkit.styles import Style
from toolkit.timing import fitting_ms, longest_ms

# The text of a cue, its present breaks as line feeds, and the style → its lines. A line feed may be
# kept, moved or dropped.
Rewrap = Callable[[str, Style], tuple[str, ...]]


def fixed(subtitles: SubtitleFile, style: Style, rewrap: Rewrap | None = None) -> Timeline:
    """The file with what is safe repaired; run ``findings`` on the result for what is left.

    Cues without text are dropped, the others put in order of time, their signs written as the style
    asks, their lines divided anew by ``rewrap`` where a line is too wide or badly divided (if that
    helps), and their ends moved. A start is never moved. Two cues that start together stay as they are:
    only a person can say which one waits. Raises ConservationError if a letter were lost.
    """
    written = tuple(_written(subject, style) for subject in subjects(subtitles, style))
    new = written if rewrap is None else _rewrapped(written, style, rewrap)
    timed = retimed(sorted((cue for cue in new if cue.cue.lines), key=lambda cue: cue.start_ms), style)
    return Timeline(timed, max((cue.end_ms for cue in timed), default=0))


def letters(text: str) -> str:
    """What a repair may not touch: letters and digits, whatever their width, in order."""
    return "".join(char for char in unicodedata.normalize("NFKC", text) if char.isalnum())


def _with_lines(timed: TimedCue, lines: tuple[str, ...]) -> TimedCue:
    """``timed`` with other lines, and what was said of all its text said of all of them."""
    new = replace(timed.cue, lines=lines)
    markup = (replace(m, end=len(new.text)) if _is_of_all(m, timed.cue) else m for m in timed.cue.markup)
    return replace(timed, cue=replace(new, markup=tuple(markup)))


def _is_of_all(markup: Markup, cue: Cue) -> bool:
    return markup.kind in ("style", "colour") and (markup.start, markup.end) == (0, len(cue.text))


def _is_formatted(cue: Cue) -> bool:
    """Whether something is said of a part of the text: that is the author's, and a digit may belong to it."""
    return any(not (m.kind == "placement" or _is_of_all(m, cue)) for m in cue.markup)


# ---------------------------------------------------------------- writing


def _written(subject: Subject, style: Style) -> TimedCue:
    timed = subject.timed
    return timed if _is_formatted(timed.cue) else _with_lines(timed, written_lines(subject, style))


def written_lines(subject: Subject, style: Style, *, fitting: bool = True) -> tuple[str, ...]:
    """A cue's lines written as the style asks; ``fitting``: each thing only where the line is not too wide with it.

    ConservationError if that said anything else.
    """
    rows = [
        _line(line, partial(writing.goes_on, subject, row), style, math.inf if not fitting else style.line_width)
        for row, line in enumerate(subject.lines)
    ]
    text = "\n".join(row.strip() for row in rows if row.strip())
    text = applied(text, list(mark_edits(text, style.writing, lenient=True)))
    return tuple(row.strip() for row in text.split("\n") if row.strip())


def _line(line: str, goes_on: Callable[[Edit, str], bool], style: Style, limit: float) -> str:
    for _ in range(PASSES):
        for rule in WRITING_RULES:
            for edit in reversed(rule.edits(line, style.writing)):
                wider = applied(line, [edit])
                if not goes_on(edit, line) and width(wider) <= max(limit, width(line)):
                    if rule.same(line[edit.start : edit.end]) != rule.same(edit.new):
                        raise ConservationError(f"{line!r} would be written {wider!r}", mend="report a bug")
                    line = wider
    return line


# ---------------------------------------------------------------- line breaks


def _rewrapped(cues: tuple[TimedCue, ...], style: Style, rewrap: Rewrap) -> tuple[TimedCue, ...]:
    bad = _badly_divided(cues, style)
    return tuple(_better(timed, style, rewrap) if number in bad else timed for number, timed in enumerate(cues, 1))


def _badly_divided(cues: Sequence[TimedCue], style: Style) -> Counter[int]:
    """How many findings about lines and about what had no room in them each cue has, by its number."""
    rules = {rule.cited(style)[0] for rule in RULES if rule.rewrap or rule.figure in CHOICES}
    subtitles = SubtitleFile(tuple(cues), tuple(range(1, len(cues) + 1)))
    return Counter(finding.cue for finding in findings(subtitles, style) if finding.rule in rules)


def _better(timed: TimedCue, style: Style, rewrap: Rewrap) -> TimedCue:
    """``timed`` with new lines, if they are the same letters with fewer findings."""
    if _is_formatted(timed.cue):
        return timed
    whole = _with_lines(timed, written_lines(Subject(timed, style, None), style, fitting=False))
    lines = tuple(line.strip() for line in rewrap(whole.cue.text, style) if line.strip())
    new = _with_lines(timed, lines)
    before, after = _badly_divided([timed], style)[1], _badly_divided([new], style)[1]
    return new if after < before and letters(new.cue.text) == letters(whole.cue.text) else timed


# ---------------------------------------------------------------- times


def retimed(cues: Sequence[TimedCue], style: Style) -> tuple[TimedCue, ...]:
    """Ends moved so that gaps, shortest and longest durations and reading speed hold where there is room;
    starts stay.
    """
    new = []
    for k, timed in enumerate(cues):
        following = cues[k + 1].start_ms if k + 1 < len(cues) else None
        new.append(replace(timed, end_ms=_end(timed, following, style)))
    return tuple(new)


def _end(timed: TimedCue, following: int | None, style: Style) -> int:
    start = timed.start_ms
    needed = start + fitting_ms(timed.cue.text, style)
    end = min(max(timed.end_ms, needed), max(start + longest_ms(timed.cue.text, style), needed))
    if following is None:
        return end
    limit = following - style.gap_ms
    if limit < start + style.frames_ms(1):  # they start together: trimming would leave nothing to read
        return max(timed.end_ms, start + 1)
    end = min(end, limit)
    if not style.gap_ms < following - end < style.open_gap_ms:
        return end
    if limit - start <= style.max_ms:
        return limit
    return max(min(end, following - style.open_gap_ms), min(end, needed))
