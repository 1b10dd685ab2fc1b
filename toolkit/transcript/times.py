"""Times written into a transcript: ``[00:12:34] 佐藤：…``, ``佐藤 12:34``, ``00分03秒``, ``(12:34)`` before a
paragraph.

They are no content: they leave the text, are listed as excluded, and are kept as data. A time of day (14:46) or a
chronology stays text: what counts is whether the times of one way of writing run on, and whether the text between them
can be spoken in the time between them.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, groupby, pairwise

from toolkit.inputs.sheet import Mark, Sheet
from toolkit.japanese.lazy import lazy
from toolkit.model import TimeMark
from toolkit.transcript.names import LONGEST, shape

_D = "[0-9０-９]"
_C = "[:：]"
_CLOCK = rf"{_D}{{1,3}}{_C}{_D}{{2}}(?:{_C}{_D}{{2}}(?:[:：;]{_D}{{2}})?)?(?:[.,]{_D}{{1,3}})?(?!{_D}|{_C}{_D})"
_WORDS = rf"(?:{_D}{{1,2}}\s?時間?\s?)?{_D}{{1,3}}\s?分\s?{_D}{{1,2}}\s?秒"
_OF_DAY = rf"(?:{_D}{{1,2}}{_C}{_D}{{2}}\s?(?:[AaPp][Mm]|午[前後])|(?:午前|午後|AM|PM)\s?{_D}{{1,2}}{_C}{_D}{{2}})"
_STAMP = rf"(?:{_OF_DAY}|{_CLOCK}|{_WORDS})"
_RANGE = rf"({_STAMP})(?:\s{{0,3}}(?:-->|->|[-–—~～〜→]|\s)\s{{0,3}}({_STAMP}))?"
_DATE = (
    rf"{_D}{{4}}\s?[-/.年]\s?{_D}{{1,2}}\s?[-/.月]\s?{_D}{{1,2}}日?(?:\s?[(（]?[月火水木金土日](?:曜日?)?[)）]?)?"
    rf"|{_D}{{1,2}}月{_D}{{1,2}}日(?:\s?[(（][月火水木金土日][)）])?"
)
_ON_DAY = rf"(?:(?:[—–-]\s?)?(?:{_DATE}|今日|昨日)(?:の|[\sT]){{0,3}})?"
_HALF = lazy(r"\s?(?:[AaPp][Mm]|午[前後])\s?")
_DAY = lazy(rf"{_DATE}|今日|昨日|午[前後]|[AaPp][Mm]")
_ONLY_DATE = lazy(rf"[-–—=\s]*(?:{_DATE})[-–—=\s]*$")
_OPEN, _CLOSE = "[\\[(（［【〔<＜〈]", "[\\])）］】〕>＞〉]"
_BOXED = rf"{_OPEN}\s{{0,3}}{_ON_DAY}{_RANGE}\s{{0,3}}{_CLOSE}"
_LEAD = r"\s{0,20}(?:#{1,6}\s+|>\s+|-{2,3}\s+|[○◯●◎■□◆◇▼▽▶▷►☆★@＠・•*-]\s*)?"
_AT_START = lazy(rf"(?P<lead>{_LEAD})(?:{_BOXED}|{_ON_DAY}{_RANGE}(?=[\s　|｜]|$))\s{{0,9}}(?:[|｜]\s{{0,9}})?")
_AFTER_NAME = lazy(
    rf"(?P<lead>[^\s\[(（［【〔<：:][^\[（［【〔<：:。、]{{0,{LONGEST}}}?|[\[［【〔][^\[［【〔\]］】〕：:。、]{{1,{LONGEST}}}[\]］】〕])"
    r"[\s　]{0,9}"
    rf"(?:{_BOXED}|(?<=[\s　]){_ON_DAY}{_RANGE})\s{{0,9}}(?=[:：]|$)"
)
_BEHIND_COLON = lazy(
    rf"(?P<lead>[^\s:：。、]{{1,20}}[:：]\s?)(?:{_BOXED}|{_ON_DAY}{_RANGE})[\s　]{{1,3}}(?=\S)", needs=":："
)
_EXACT = rf"({_D}{{1,3}}{_C}{_D}{{2}}{_C}{_D}{{2}}(?:[.,]{_D}{{1,3}})?)"
_INSIDE = lazy(rf"[\[［]\s?{_EXACT}\s?[\]］][ 　]?|〓{_EXACT}〓?")  # 〓: what could not be heard
_DIGIT = lazy(rf"{_D}\s?(?:{_C}\s?{_D}{_D}|分\s?{_D}{_D}?\s?秒)")
_BREAK = lazy("[\t　:：|｜]|  ")
_FEWEST = 2
_FEWEST_OF_CHAT = 4
_RUNS_ON = 0.8  # of the times run on
_FEW, _EARLY_MS = 6, 5 * 60_000  # so few times without hours are of a recording only if they begin with it
# Characters a second between two times of a recording, in the median. People speak 5 to 9 (NHK's news: 5); a time
# stands for the whole of a turn with its pauses. Entries of a chronology lie far below, an agenda's too.
_SLOWEST, _FASTEST = 0.7, 30.0
_FRAMES = 30  # a second, where the last of four fields counts frames and the rate is not told


@dataclass(frozen=True, slots=True)
class Found:
    """One time on a line: ``line[start:end]`` goes. ``way``: how it is written; ``inside``: in the midst of text."""

    k: int
    start: int
    end: int
    first: int
    last: int | None
    way: str
    inside: bool = False


def without_times(sheet: Sheet) -> Sheet:
    """The sheet with the times of its text taken out of the lines and put into the marks. Linear in the text."""
    found = [f for k, line in enumerate(sheet.lines) if _DIGIT.search(line) for f in _on_line(k, line)]
    if not found:
        return sheet
    ways: defaultdict[str, list[Found]] = defaultdict(list)
    for one in found:
        ways[one.way].append(one)
    recorded = [one for way in ways.values() if _is_recording(sheet, way, len(found)) for one in way]
    labels = [one for way in ways.values() if _is_chat(sheet, way) for one in way] if not recorded else []
    taken = sorted([*recorded, *labels], key=lambda f: (f.k, f.start))
    return taken_out(sheet, taken, timed=bool(recorded)) if taken else sheet


def _on_line(k: int, line: str) -> Iterator[Found]:
    at = 0
    match = _AT_START.match(line)
    named = None if match else _after_name(line)
    for one, place in ((match, "head"), (named, "name")):
        found = _found(k, one, place, line) if one else None
        if one and found:
            yield found
            at = one.end()
    for match in _INSIDE.finditer(line, at):
        first = _ms(match[1] or match[2])
        if first is not None:
            yield Found(k, match.start(), match.end(), first, None, "[::] inside", inside=True)


def _after_name(line: str) -> re.Match[str] | None:
    match = _AFTER_NAME.match(line[: LONGEST + 60]) or _BEHIND_COLON.match(line[: LONGEST + 60])
    if not match or shape(match["lead"].strip(" 　*_#:：")).points < -1:
        return None
    return match if match.end() < LONGEST + 60 else None


def _found(k: int, match: re.Match[str], place: str, line: str) -> Found | None:
    start, end = match.end("lead"), match.end()
    pairs = [(a, b) for a, b in ((match[2], match[3]), (match[4], match[5])) if a]
    first, last = _ms(pairs[0][0]), _ms(pairs[0][1]) if pairs[0][1] else None
    if first is None:
        return None
    alone = "" if line[:start].strip("#>○◯●◎■□◆◇▼▽▶▷►☆★@＠・•*- 　") or line[end:].strip() else " alone"
    fields = re.sub(rf"{_D}+", "", pairs[0][0]).strip()
    shown = "day" if _DAY.search(line[start:end]) else "words" if "秒" in fields else "clock"
    way = f"{'boxed' if match[2] else 'bare'} {shown} {place}{alone}"
    return Found(k, start, end, first, last if last is not None and last > first else None, way)


def _ms(stamp: str) -> int | None:
    """Milliseconds of a stamp; None where minutes or seconds run over 59 (but 75:30 is a time)."""
    stamp = _HALF.sub("", stamp)
    numbers = [int(n) for n in re.findall(rf"{_D}+", stamp)]
    if "秒" in stamp:
        fields, part = [*([0] * (3 - len(numbers))), *numbers], 0.0
    else:
        clock, _, decimals = re.sub("[,.]", ".", stamp).partition(".")
        fields = [int(f) for f in re.split("[:：;]", clock)]
        part = int((decimals or "0").ljust(3, "0")[:3])
        if len(fields) == 4:
            *fields, frames = fields
            part = frames * 1000 / _FRAMES if frames < 60 else 0
        fields = [*([0] * (3 - len(fields))), *fields]
    hours, minutes, seconds = fields
    if seconds > 59 or (hours and minutes > 59):
        return None
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + round(part)


def _is_recording(sheet: Sheet, found: Sequence[Found], whole: int) -> bool:
    """Whether these times, all written alike, are of a recording."""
    if " day " in found[0].way:
        return False
    if any(one.last is not None for one in found) and len(found) == sum(one.last is not None for one in found):
        return _runs_on(found)
    if len(found) < _FEWEST:
        return _is_sure(sheet, found[0], whole)
    if _dated(sheet, found):
        return False
    if not _runs_on(found) or (pace := _pace(sheet, found)) > _FASTEST:
        return False
    late = len(found) < _FEW and found[0].first > _EARLY_MS and "inside" not in found[0].way
    return (pace >= _SLOWEST and not late) or _of_a_machine(sheet, found)


def _dated(sheet: Sheet, found: Sequence[Found]) -> bool:
    """Whether they are hours of the days that stand above them: the log of a chat."""
    short = all(len(re.findall(_C, sheet.lines[one.k][one.start : one.end])) == 1 for one in found)
    return short and any(_ONLY_DATE.match(line[:40]) for line in sheet.lines[found[0].k - 2 : found[-1].k])


def _of_a_machine(sheet: Sheet, found: Sequence[Found]) -> bool:
    """Whether they are written as no chronology is: in brackets or on lines of their own, most to the second."""
    written = [sheet.lines[one.k][one.start : one.end] for one in found]
    exact = sum(len(re.findall(_C, stamp)) >= 2 for stamp in written)
    apart = all(not (sheet.lines[one.k][: one.start] + sheet.lines[one.k][one.end :]).strip() for one in found)
    return (found[0].way.startswith("boxed") or apart) and exact * 2 > len(found)


def _is_sure(sheet: Sheet, one: Found, whole: int) -> bool:
    """One time alone: only in brackets and with hours, beside others or before a label."""
    boxed = one.way.startswith("boxed") or one.inside
    written = sheet.lines[one.k][one.start : one.end]
    return boxed and len(re.findall(_C, written)) == 2 and (whole > 1 or bool(sheet.lines[one.k][one.end :].strip()))


def _runs_on(found: Sequence[Found]) -> bool:
    """Whether they never go back, but for a misprint or for the beginning of another recording."""
    forward = sum(one.first <= other.first for one, other in pairwise(found))
    longest = len(never_back([one.first for one in found]))
    return forward >= _RUNS_ON * (len(found) - 1) or longest >= _RUNS_ON * len(found)


def _pace(sheet: Sheet, found: Sequence[Found]) -> float:
    """Characters a second of the text between two times, in the median."""
    sizes = list(accumulate((len(line.strip()) for line in sheet.lines), initial=0))
    paces = []
    for one, other in pairwise(found):
        written = sizes[other.k] - sizes[one.k] + other.start - one.start - (one.end - one.start)
        if other.first > one.first:
            paces.append(max(0, written) * 1000 / (other.first - one.first))
    from statistics import median  # late: it brings fractions, decimal and random, which plain text never needs

    return median(paces) if paces else 0.0


def _is_chat(sheet: Sheet, found: Sequence[Found]) -> bool:
    """Times of day before names that recur: the log of a chat. They are no content either, and no clock."""
    heads = [f for f in found if f.way.endswith("head")]
    after = [f for f in found if f.way.endswith(" name")]
    parts = [_BREAK.split(sheet.lines[f.k][f.end :].strip(), maxsplit=1) for f in heads]
    names = Counter(part[0].strip() for part in parts)
    names.update(sheet.lines[f.k][: f.start].strip() for f in after)
    recurring = sum(n for name, n in names.items() if n > 1 and name and len(name) <= LONGEST)
    filled = sum(bool(line.strip()) for line in sheet.lines)
    most = len(heads) + len(after)
    logged = all(len(part) > 1 for part in parts) and all(" day " in f.way for f in found)  # 2025-01-08 09:00 | 瀬良 |
    return (
        most >= _FEWEST_OF_CHAT
        and recurring >= (0.5 if logged else 0.8) * most
        and len(heads) * 2 + len(after) * 5 >= filled
    )


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


def taken_out(sheet: Sheet, taken: Sequence[Found], *, timed: bool) -> Sheet:
    lines, marks = list(sheet.lines), dict(sheet.marks)
    excluded = list(sheet.excluded)
    for k, group in groupby(taken, key=lambda f: f.k):
        gone = list(group)
        line = lines[k]
        excluded += [(k + 1, line[f.start : f.end].strip()) for f in gone]
        ends = (0, *(f.end for f in gone))
        lines[k] = "".join(line[a:b] for a, b in zip(ends, (*(f.start for f in gone), len(line)), strict=True))
        marks[k] = _marked(sheet.mark(k), gone, timed=timed)
    _carry_down(lines, marks)
    return replace(sheet, lines=tuple(lines), marks=marks, excluded=tuple(excluded))


def _marked(mark: Mark, gone: Sequence[Found], *, timed: bool) -> Mark:
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
        times=tuple(TimeMark(moved(f.start), f.first, f.last) for f in gone) if timed else mark.times,
        stamped=True,
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
            marks[after] = replace(marks.get(after, Mark()), times=(replace(times[-1], at=0),), stamped=True)


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
