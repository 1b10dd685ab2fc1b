"""Where a cue ends and how it wraps: one optimum over a paragraph, cues and lines decided together.

A paragraph is a lattice. Its nodes are the gaps where a break may stand; a cue spans one to ``max_lines`` lines that
each fit the width. The model gives every layout of the whole paragraph a probability. What is chosen is not the single
most probable layout but the one whose breaks are right most often (minimum expected error): forward and backward sums
give each break its probability, a second pass picks the layout that gathers the most.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

from toolkit.japanese.breaks import BreakModel, Gap, default
from toolkit.japanese.features import comma_use
from toolkit.japanese.kinsoku import breakable
from toolkit.japanese.width import width
from toolkit.japanese.words import prepare
from toolkit.japanese.writing import Rewritten, shown_lines
from toolkit.model import Cue, Doubt, Markup, Paragraph, Source, Turn
from toolkit.segment.division import parts_of, stretches
from toolkit.segment.labels import NONE, Label, labels_of, shades_of, too_wide, unshown
from toolkit.segment.lattice import Rules, build
from toolkit.segment.optimum import best
from toolkit.segment.proof import display, prove, written
from toolkit.segment.rewrap import rewrap
from toolkit.styles import Style
from toolkit.system.forks import shared

__all__ = ["Segmentation", "display", "prove", "rewrap", "segment", "written"]


@dataclass(frozen=True, slots=True)
class Segmentation:
    """The cues of the turns given, in order, and what a person should look at."""

    cues: tuple[Cue, ...]
    warnings: tuple[Doubt, ...] = ()


def segment(
    turns: Sequence[Turn],
    style: Style,
    model: BreakModel | None = None,
    *,
    pauses: Mapping[tuple[int, int], float] | None = None,
    protected: Sequence[str] = (),
    names: Mapping[str, str] | None = None,
    steer: Mapping[tuple[int, int], float] | None = None,
    only: Collection[int] | None = None,
) -> Segmentation:
    """Cues of ``turns`` in ``style``. No cue crosses a turn or a paragraph; together they cover every character.

    ``pauses``: (turn, offset in its text) → length of a pause in the voice there, in seconds; cues prefer to end at
    them.
    ``protected``: strings that are never broken. ``names``: what cues call a speaker, where the style shows names.
    ``steer``: what the end of a cue at such a place gains or loses, in the model's logarithms. ``only``: the turns that
    are cut, if not all.
    """
    comma = comma_use("".join(turn.text for turn in turns))
    model = model or default(comma)
    rules = Rules(style, model.tables[comma])
    prepare()
    labels = labels_of(turns, style, names or {})
    shades = shades_of(turns, style, names or {})
    wanted = [job for job in _jobs(turns, pauses, steer, labels) if only is None or job.turn in only]
    jobs = [part for job in wanted for part in _divided(job, style, protected)]
    sizes = [len(job.paragraph.text) for job in jobs]
    cuts = shared(jobs, sizes, lambda job: _cut(job, rules, model, comma, protected))
    cues: list[Cue] = []
    warnings: list[Doubt] = unshown(turns, style, names or {})
    for job, cut in zip(jobs, cuts, strict=True):
        for n, (a, b, lines) in enumerate(cut.cues):
            label = cut.label if cut.label.every or not n else NONE
            shown_ = label.before(lines, style.line_width) if label.text else lines
            place = Source(job.turn, job.base + a, job.base + b)
            cues.append(Cue(job.speaker, shown_, place, _coloured(shown_, shades.get(job.speaker or "")), label.text))
        if job.label.text and not cut.label.text and not job.behind:
            called = (names or {}).get(job.speaker or "", job.speaker or "")
            warnings.append(too_wide(called, job.paragraph.line))
        if cut.forced:
            message = f"no phrase ends within {style.line_width:g} characters: {cut.forced}… is cut"
            warnings.append(Doubt(job.paragraph.line, message))
    prove(turns, cues, style, only)
    return Segmentation(tuple(cues), tuple(warnings))


_Places = Mapping[tuple[int, int], float] | None  # (turn, offset in its text) → something about it


def _jobs(turns: Sequence[Turn], pauses: _Places, steer: _Places, labels: Sequence[Sequence[Label]]) -> list[_Job]:
    jobs = []
    for index, turn in enumerate(turns):
        base = 0
        for paragraph, label in zip(turn.paragraphs, labels[index], strict=True):
            paused, steered = (_within(places, index, base, len(paragraph.text)) for places in (pauses, steer))
            jobs.append(_Job(index, turn.speaker, base, paragraph, paused, steered, label))
            base += len(paragraph.text) + 1
    return jobs


def _within(places: _Places, turn: int, base: int, length: int) -> dict[int, float]:
    if not places:
        return {}
    return {at - base: value for (t, at), value in places.items() if t == turn and base < at < base + length}


@dataclass(frozen=True, slots=True)
class _Job:
    turn: int
    speaker: str | None
    base: int
    paragraph: Paragraph
    pauses: Mapping[int, float]
    steer: Mapping[int, float]
    label: Label = NONE
    behind: bool = False  # whether it goes on with a paragraph that another began


def _divided(job: _Job, style: Style, protected: Sequence[str]) -> list[_Job]:
    """The job itself, or its stretches where the paragraph is too long to be weighed at once."""
    places = stretches(job.paragraph, style, _found(job.paragraph.text, protected))
    if len(places) < 2:
        return [job]
    follows = job.label if job.label.every else NONE

    def within(of: Mapping[int, float], a: int, b: int) -> dict[int, float]:
        return {at - a: value for at, value in of.items() if a < at < b}

    return [
        replace(
            job,
            base=job.base + a,
            paragraph=part,
            pauses=within(job.pauses, a, b),
            steer=within(job.steer, a, b),
            label=follows if a else job.label,
            behind=a > 0,
        )
        for (a, b), part in zip(places, parts_of(job.paragraph, places), strict=True)
    ]


class _Cut(NamedTuple):
    """The cues of a paragraph, each with where it begins and ends and its lines; and what stands where a word is first
    cut.
    """

    cues: list[tuple[int, int, tuple[str, ...]]]
    forced: str = ""
    label: Label = NONE


def _cut(job: _Job, rules: Rules, model: BreakModel, comma: str, protected: Sequence[str]) -> _Cut:
    found = written(job.paragraph, rules.style)
    text = found.text
    if not text.strip():
        return _Cut([])
    spans = [(s.start, s.end) for s in job.paragraph.spans if s.kind != "ruby"]
    spans += _found(job.paragraph.text, protected)
    gaps = model.gaps(found.old, comma, rules.style.cue_width, spans)
    if job.pauses or job.steer:
        gaps = [_with_pause(gap, job) for gap in gaps]
    lattice = build(text, _placed(gaps, found), rules, job.label)
    cues = [
        (found.source(ends[0]), found.source(ends[-1]), _lines(text, ends, rules.style))
        for ends in best(lattice, rules)
    ]
    wide = _is_too_wide(cues, job.label, rules.style)
    if wide and rules.style.max_lines > 1:  # no phrase is short enough to stand beside the name
        return _cut(replace(job, label=replace(job.label, apart=True)), rules, model, comma, protected)
    if job.label.text and rules.style.max_lines < 2 and (wide or lattice.forced):
        bare = _cut(replace(job, label=NONE), rules, model, comma, protected)
        if wide or not bare.forced:  # a name is not worth a word cut in two
            return bare
    return _Cut(cues, text[lattice.forced[0] :][:20] if lattice.forced else "", job.label)


def _coloured(lines: Sequence[str], shade: str | None) -> tuple[Markup, ...]:
    return (Markup(0, len("\n".join(lines)), "colour", shade),) if shade else ()


def _is_too_wide(cues: Sequence[tuple[int, int, tuple[str, ...]]], label: Label, style: Style) -> bool:
    """Whether a label leaves no room for the line beside it."""
    if not label.text or label.apart:
        return False
    first = cues if label.every else cues[:1]
    return any(width(label.text + lines[0]) > style.line_width for _, _, lines in first)


def _found(text: str, strings: Sequence[str]) -> list[tuple[int, int]]:
    spans = []
    for string in strings:
        at = text.find(string) if string else -1
        while at >= 0:
            spans.append((at, at + len(string)))
            at = text.find(string, at + len(string))
    return spans


def _placed(gaps: Sequence[Gap], found: Rewritten) -> Sequence[Gap]:
    """The gaps in the text as it is written: the model reads what people write, whatever a style makes of it."""
    if found.origin is None:
        return gaps
    places = ((found.place(gap.at), gap) for gap in gaps)
    return [gap._replace(at=at) for at, gap in places if at is not None and _is_still_one(found, gap.at, at)]


def _is_still_one(found: Rewritten, old: int, at: int) -> bool:
    """Whether a gap is one where its neighbours are written otherwise: ── may be divided, ―― may not."""
    same = found.old[old - 1 : old + 1] == found.text[at - 1 : at + 1]
    return same or breakable(found.text, at)


# logarithms per second of pause: enough to choose between two like seams, not to cut a phrase (product default)
_PAUSE_WEIGHT = 3.0


def _with_pause(gap: Gap, job: _Job) -> Gap:
    gain = _PAUSE_WEIGHT * min(job.pauses.get(gap.at, 0.0), 1.0)
    if gap.natural:
        gain += job.steer.get(gap.at, 0.0)
    return gap._replace(cue=gap.cue + gain) if gain else gap


def _lines(text: str, ends: Sequence[int], style: Style) -> tuple[str, ...]:
    """What a cue shows that begins at the first of ``ends`` and whose lines end at the others."""
    lines = shown_lines([text[a:b] for a, b in pairwise(ends)], style.writing)
    if style.writing.dropped.issuperset("".join(lines)):  # nothing but marks: a cue has to show something
        return ("".join(lines)[: int(style.line_width)],)
    return lines
