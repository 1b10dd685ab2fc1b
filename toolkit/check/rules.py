"""The rules as a table, and the walk over a file.

Severities: *error* where a figure of the guide or an absolute rule of Japanese is broken, *warning*
where a guide asks for another way of writing or spacing, *info* for what an editor may like to know and
no guide forbids.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterator
from itertools import zip_longest

from toolkit.check import breaks, layout, seams, times, writing
from toolkit.check.findings import Finding, Rule, Subject
from toolkit.formats import remark_rule
from toolkit.formats.remarks import Severity
from toolkit.model import Remark, SubtitleFile
from toolkit.styles import Figure, Style

_JLREQ = "W3C JLReq"
_SENSE = "Netflix Japanese, TED 翻訳ガイドライン: lines end where the sense does"
# How bad it is where a text is not written as the style asks
_WRITING: dict[Figure, Severity] = {
    "full_stop": "warning",
    "comma": "warning",
    "ellipsis": "warning",
    "marks": "info",
    "mark_space": "info",
    "labels": "warning",
    "brackets": "info",
    "digits": "warning",
    "decimal_point": "warning",
    "thousands": "warning",
    "acronyms": "warning",
    "half_kana": "warning",
    "dash": "info",
    "music": "info",
}

RULES = (
    Rule(layout.too_wide, "error", figure="line_width", rewrap=True),
    Rule(layout.too_many_lines, "error", figure="max_lines", rewrap=True),
    Rule(layout.third_line, "warning", figure="max_lines"),
    Rule(layout.empty, "error", "EMPTY", "a subtitle without text", fixable=True),
    Rule(layout.fits_one_line, "info", figure="one_line"),
    Rule(breaks.absolute_start, "error", "KIN-ABS", f"{_JLREQ}, no line begins with it", rewrap=True),
    Rule(breaks.absolute_end, "error", "KIN-END", f"{_JLREQ} 3.1.8", rewrap=True),
    Rule(breaks.strict_start, "warning", "KIN-START", f"{_JLREQ} 3.1.7, level 4", rewrap=True),
    Rule(breaks.inseparable, "warning", "KIN-INSEP", f"{_JLREQ} 3.1.10", rewrap=True),
    Rule(breaks.number, "error", "KIN-NUM", f"{_JLREQ} 3.1.10", rewrap=True),
    Rule(breaks.latin, "error", "KIN-LATIN", "Unicode line breaking, AL × AL", rewrap=True),
    Rule(seams.divided_word, "info", "BREAK-WORD", _SENSE, rewrap=True),
    Rule(seams.divided_verb, "info", "BREAK-VERB", _SENSE, rewrap=True),
    Rule(seams.divided_particle, "info", "BREAK-PARTICLE", _SENSE, rewrap=True),
    Rule(seams.divided_modifier, "info", "BREAK-MODIFIER", _SENSE, rewrap=True),
    Rule(seams.divided_quotation, "info", "BREAK-QUOTE", _SENSE, rewrap=True),
    Rule(seams.divided_list, "info", "BREAK-LIST", _SENSE, rewrap=True),
    Rule(seams.flash, "info", "BREAK-FLASH", "TED, MASC: a subtitle stands a second at least"),
    Rule(times.too_fast, "error", figure="cps", fixable=True),
    Rule(times.too_short, "error", figure="min_ms", fixable=True),
    Rule(times.too_long, "error", figure="max_ms", fixable=True),
    Rule(times.backwards, "error", "SRT-TIME", "an end is after its start", fixable=True),
    Rule(times.outside, "error", "SRT-TIME", "times run from 0 to 99:59:59,999"),
    Rule(times.out_of_order, "error", "ORDER", "subtitles stand in order of time", fixable=True),
    Rule(times.overlap, "error", figure="gap", fixable=True),
    Rule(times.narrow_gap, "error", figure="gap", fixable=True),
    Rule(times.chain, "warning", figure="chain", fixable=True),
    *(Rule(writing.look_of(figure), severity, figure=figure, fixable=True) for figure, severity in _WRITING.items()),
    Rule(writing.repeated_label, "info", figure="name_once"),
    Rule(writing.long_sound, "warning", figure="sound_ms", fixable=True),
)


def findings(subtitles: SubtitleFile, style: Style, *, rewrap: bool = False) -> list[Finding]:
    """Everything in the file that the style's rules do not allow, in order of its lines.

    ``rewrap``: whether the caller can divide lines anew, and findings about lines count as fixable. Linear.
    """
    found = [_of_remark(remark, subtitles) for remark in subtitles.remarks]
    rules = [(rule, *rule.cited(style)) for rule in RULES]
    for number, subject in enumerate(subjects(subtitles, style)):
        for rule, rule_id, source in rules:
            for hit in rule.look(subject):
                line = _line(subtitles, number, hit.row)
                mends = rule.fixable or (rewrap and rule.rewrap)
                found.append(Finding(rule_id, rule.severity, number + 1, line, hit.message, source, mends))
    return sorted(found, key=lambda finding: (finding.line, finding.cue))


def subjects(subtitles: SubtitleFile, style: Style) -> Iterator[Subject]:
    """Every cue as the rules see it."""
    words = breaks.latin_words(timed.cue.lines for timed in subtitles.cues)
    before = None
    for timed, after in zip_longest(subtitles.cues, subtitles.cues[1:]):
        yield Subject(timed, style, before, words, after)
        before = timed


def _line(subtitles: SubtitleFile, k: int, row: int) -> int:
    """The line of the file that holds a row of cue ``k`` (−1: its timing); where nobody says, below the timing."""
    if row < 0 or not subtitles.rows:
        return subtitles.lines[k] + 1 + row
    return subtitles.rows[k][row]


def _of_remark(remark: Remark, subtitles: SubtitleFile) -> Finding:
    rule = remark_rule(remark.rule)
    cue = bisect.bisect_right(subtitles.lines, remark.line) if remark.line else 0
    return Finding(remark.rule, rule.severity, cue, remark.line, remark.message, rule.source, rule.fixable)
