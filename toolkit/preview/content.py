"""What the page knows, as JSON: short lists rather than named fields, since a film has thousands of cues."""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from typing import Any

from toolkit.check import Finding
from toolkit.formats.places import place_of_cue
from toolkit.japanese.width import width
from toolkit.model import SubtitleFile, TimedCue
from toolkit.preview.charts import Chart, chart
from toolkit.preview.findings import shown
from toolkit.preview.media import Media
from toolkit.preview.runs import lines_of
from toolkit.preview.speakers import people, said_in
from toolkit.styles import Style
from toolkit.timing import reading_units

_SEVERITIES = ("error", "warning", "info")
_BIN_S, _BIN_CPS = 0.5, 0.5
Row = list[Any]


def content(
    file: SubtitleFile, style: Style, found: Sequence[Finding], media: Media | None, language: str
) -> dict[str, Any]:
    """``cues``: rows as ``_row`` makes them; ``who`` in them are indices of ``speakers``. ``whole``: findings of none.
    A finding is ``[rule, message, detail, mend]``, with an index of ``rules``: ``[id, severity, source, fixable]``.
    """
    said, guessed = said_in([timed.cue for timed in file.cues])
    rules, by_cue = _findings(found, language)
    names = people(said)
    numbers = {name: k for k, name in enumerate(names)}
    untils = _untils(file.cues, style)
    rows = [
        _row(timed, until, [numbers[name] for name in one.names], one.carried, by_cue.get(k, []), style)
        for k, (timed, one, until) in enumerate(zip(file.cues, said, untils, strict=True), 1)
    ]
    return {
        "cues": rows,
        "speakers": names,
        "guessed": guessed,
        "rules": rules,
        "whole": by_cue.get(0, []),
        "style": _limits(style),
        "charts": charts(file.cues, style),
        "media": media and {"kind": media.kind, "name": media.name},
    }


def _row(timed: TimedCue, until: int, who: list[int], carried: bool, found: list[Row], style: Style) -> Row:
    """``[start_ms, end_ms, shown_until_ms, who, carried, lines, widths, characters a second or null, place,
    findings]``.
    """
    lines, widths = lines_of(timed.cue, style.line_width), [width(line) for line in timed.cue.lines]
    place = place_of_cue(timed.cue)
    return [
        timed.start_ms, timed.end_ms, until, who, int(carried), lines, widths, speed(timed, style), place, found
    ]  # fmt: skip


def _findings(found: Sequence[Finding], language: str) -> tuple[list[Row], dict[int, list[Row]]]:
    """The rules that were broken, and the findings of each cue."""
    rules = {rule: k for k, rule in enumerate(dict.fromkeys(map(_rule, found)))}
    by_cue: dict[int, list[Row]] = {}
    for finding in found:
        words = shown(finding, language)
        by_cue.setdefault(finding.cue, []).append([rules[_rule(finding)], words.message, words.detail, words.mend])
    return [list(rule) for rule in rules], by_cue


def speed(timed: TimedCue, style: Style) -> float | None:
    """Full-width characters a second as the style counts them; None where no time is told."""
    return round(reading_units(timed.cue.text, style) * 1000 / timed.duration_ms, 2) if timed.duration_ms > 0 else None


def charts(cues: Sequence[TimedCue], style: Style) -> dict[str, Chart | None]:
    """Of every cue that has a duration."""
    lasting = [timed for timed in cues if timed.duration_ms > 0]
    seconds = [timed.duration_ms / 1000 for timed in lasting]
    speeds = [value for timed in lasting if (value := speed(timed, style)) is not None]
    return {
        "duration": chart(seconds, _BIN_S, style.min_ms / 1000, style.max_ms / 1000),
        "speed": chart(speeds, _BIN_CPS, 0, style.cps),
    }


def _rule(finding: Finding) -> tuple[str, int, str, int]:
    return finding.rule, _SEVERITIES.index(finding.severity), finding.source, int(finding.fixable)


def _limits(style: Style) -> dict[str, Any]:
    return {
        "name": style.name,
        "width": style.line_width,
        "lines": style.max_lines,
        "cps": style.cps,
        "least": style.min_ms,
        "most": style.max_ms,
    }


def _untils(cues: Sequence[TimedCue], style: Style) -> list[int]:
    """When each cue leaves the screen: at its end; one whose end is not told, when the next comes, at last after the
    style's longest time.
    """
    starts = sorted({timed.start_ms for timed in cues})
    untils = []
    for timed in cues:
        after = bisect.bisect_right(starts, timed.start_ms)
        following = starts[after] if after < len(starts) else timed.start_ms + style.max_ms
        open_end = min(following, timed.start_ms + style.max_ms)
        untils.append(timed.end_ms if timed.end_ms > timed.start_ms else open_end)
    return untils
