"""Times written into a transcript: ``[00:12:34] 佐藤：…``, ``佐藤 12:34``, ``(12:34)`` before a paragraph.

They are no content: they leave the text, are listed as excluded, and are kept as data. A time of day (14:46) or a
chronology stays text: a time without hours counts only where the file has several that run on from its beginning.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, groupby

from toolkit.inputs.sheet import Mark, Sheet
from toolkit.model import TimeMark
from toolkit.transcript.names import LONGEST, shape

_D = "[0-9０-９]"
_C = "[:：]"
_STAMP = rf"{_D}{{1,3}}{_C}{_D}{{2}}(?:{_C}{_D}{{2}})?(?:[.,]{_D}{{1,3}})?(?!{_D}|{_C}{_D})"
_RANGE = rf"({_STAMP})(?:\s{{0,3}}(?:-->|->|[-–—~～〜→])\s{{0,3}}({_STAMP}))?"
_OPEN, _CLOSE = "[\\[(（［【〔<＜〈]", "[\\])）］】〕>＞〉]"
_BOXED = rf"{_OPEN}\s{{0,3}}{_RANGE}\s{{0,3}}{_CLOSE}"
_LEAD = r"\s{0,20}(?:#{1,6}\s+|>\s+|[○◯●◎■□◆◇▼▽▶▷►☆★@＠・•*-]\s*)?"
_AT_START = re.compile(rf"(?P<lead>{_LEAD})(?:{_BOXED}|{_RANGE}(?=[\s　]|$))\s{{0,9}}")
_AFTER_NAME = re.compile(
    rf"(?P<lead>[^\s\[(（［【〔<：:][^\[(（［【〔<：:。、]{{0,{LONGEST}}}?)[\s　]{{0,9}}(?:{_BOXED}|(?<=[\s　]){_RANGE})\s{{0,9}}(?=[:：]|$)"  # noqa: E501
)
_INSIDE = re.compile(rf"[\[［]\s?({_D}{{1,3}}{_C}{_D}{{2}}{_C}{_D}{{2}}(?:[.,]{_D}{{1,3}})?)\s?[\]］][ 　]?")
_DIGIT = re.compile(rf"{_D}{_C}{_D}")
_EARLY_MS = 5 * 60_000  # where a bare 12:34 is a clock, the recording's first minutes are among the times
_FEWEST = 3
_CHRONOLOGY_MS = 6 * 3_600_000  # a bare 14:46:18 is a time of day; few recordings last six hours


@dataclass(frozen=True, slots=True)
class _Found:
    """One time on a line: ``line[start:end]`` goes. ``sure``: nothing but a time of a recording looks so."""

    k: int
    start: int
    end: int
    first: int
    last: int | None
    sure: bool


def without_times(sheet: Sheet) -> Sheet:
    """The sheet with the times of its text taken out of the lines and put into the marks. Linear in the text."""
    found = [f for k, line in enumerate(sheet.lines) if _DIGIT.search(line) for f in _on_line(k, line)]
    sure = [f for f in found if f.sure]
    unsure = [f for f in found if not f.sure]
    taken = sorted([*sure, *(unsure if _is_clock(unsure) else ())], key=lambda f: (f.k, f.start))
    return _taken_out(sheet, taken) if taken else sheet


def _on_line(k: int, line: str) -> Iterator[_Found]:
    at = 0
    match = _AT_START.match(line) or _after_name(line)
    if match:
        found = _found(k, match.end("lead"), match.end(), match)
        if found:
            yield found
            at = match.end()
    for match in _INSIDE.finditer(line, at):
        first = _ms(match[1])
        if first is not None:
            yield _Found(k, match.start(), match.end(), first, None, sure=True)


def _after_name(line: str) -> re.Match[str] | None:
    match = _AFTER_NAME.match(line[: LONGEST + 60])
    if not match or shape(match["lead"].strip(" 　*_#")).points < 0:
        return None
    return match if match.end() < LONGEST + 60 else None


def _found(k: int, start: int, end: int, match: re.Match[str]) -> _Found | None:
    pairs = [(a, b) for a, b in ((match[2], match[3]), (match[4], match[5])) if a]
    first, last = _ms(pairs[0][0]), _ms(pairs[0][1]) if pairs[0][1] else None
    if first is None:
        return None
    sure = len(re.findall(_C, pairs[0][0])) == 2 and (bool(match[2]) or first < _CHRONOLOGY_MS)
    return _Found(k, start, end, first, last if last is not None and last > first else None, sure)


def _ms(stamp: str) -> int | None:
    """Milliseconds of a stamp; None where minutes or seconds run over 59 (but 75:30 is a time)."""
    clock, _, part = stamp.replace(",", ".").replace("：", ":").partition(".")
    fields = [int(f) for f in clock.split(":")]
    if any(f > 59 for f in fields[1:]):
        return None
    hours, minutes, seconds = fields if len(fields) == 3 else (0, *fields)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + int((part or "0").ljust(3, "0")[:3])


def _is_clock(found: Sequence[_Found]) -> bool:
    """Several times without hours that run on, from the recording's beginning."""
    if len(found) < _FEWEST or found[0].first > _EARLY_MS:
        return False
    return len(never_back([f.first for f in found])) * 5 >= len(found) * 4


def never_back(times: Sequence[int]) -> list[int]:
    """The indices of the longest run of times that never goes back: one misprint does not spoil the others. n log n."""
    tails: list[int] = []  # tails[n]: the smallest last time of a run of n + 1
    ends: list[int] = []
    before: list[int] = []
    for k, time in enumerate(times):
        at = bisect_right(tails, time)
        before.append(ends[at - 1] if at else -1)
        tails[at : at + 1] = [time]
        ends[at : at + 1] = [k]
    chain: list[int] = []
    k = ends[-1] if ends else -1
    while k >= 0:
        chain.append(k)
        k = before[k]
    return chain[::-1]


def _taken_out(sheet: Sheet, taken: Sequence[_Found]) -> Sheet:
    lines, marks = list(sheet.lines), dict(sheet.marks)
    excluded = list(sheet.excluded)
    for k, group in groupby(taken, key=lambda f: f.k):
        gone = list(group)
        line = lines[k]
        excluded += [(k + 1, line[f.start : f.end].strip()) for f in gone]
        ends = (0, *(f.end for f in gone))
        lines[k] = "".join(line[a:b] for a, b in zip(ends, (*(f.start for f in gone), len(line)), strict=True))
        marks[k] = _marked(sheet.mark(k), gone)
    _carry_down(lines, marks)
    return replace(sheet, lines=tuple(lines), marks=marks, excluded=tuple(excluded))


def _marked(mark: Mark, gone: Sequence[_Found]) -> Mark:
    """The mark with the times, every offset that of the line as it is left."""
    starts = [f.start for f in gone]
    removed = list(accumulate((f.end - f.start for f in gone), initial=0))

    def moved(at: int) -> int:
        n = bisect_left(starts, at)
        return at - removed[n - 1] - min(at, gone[n - 1].end) + starts[n - 1] if n else at

    return replace(
        mark,
        bold=moved(mark.bold),
        readings=tuple(replace(r, start=moved(r.start), end=moved(r.end)) for r in mark.readings),
        times=tuple(TimeMark(moved(f.start), f.first, f.last) for f in gone),
    )


def _carry_down(lines: Sequence[str], marks: dict[int, Mark]) -> None:
    """A time alone on its line is that of the next line with text."""
    filled = [k for k, line in enumerate(lines) if line.strip()]
    for k in sorted(marks, reverse=True):
        times = marks[k].times
        if not times or lines[k].strip():
            continue
        marks[k] = replace(marks[k], times=())
        after = next(iter(filled[bisect_right(filled, k) :][:1]), None)
        if after is not None and not (after in marks and marks[after].times):
            marks[after] = replace(marks.get(after, Mark()), times=(replace(times[-1], at=0),))


def in_order(marks: Mapping[int, Mark]) -> tuple[dict[int, Mark], list[int]]:
    """The marks with the times that never go back, and the indices of the lines whose times do."""
    order = [(k, n) for k in sorted(marks) for n in range(len(marks[k].times))]
    kept = {order[i] for i in never_back([marks[k].times[n].start_ms for k, n in order])}
    back = sorted({k for k, n in order if (k, n) not in kept})
    fixed = {
        k: replace(m, times=tuple(t for n, t in enumerate(m.times) if (k, n) in kept)) if m.times else m
        for k, m in marks.items()
    }
    return fixed, back
