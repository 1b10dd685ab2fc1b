"""Where a cue ends and how it wraps: one optimum over a paragraph, cues and lines decided together.

A paragraph is a lattice. Its nodes are the gaps where a break may stand; a cue spans one to ``max_lines`` lines that each fit the width.
The model gives every layout of the whole paragraph a probability. What is chosen is not the single most probable layout but the one whose
breaks are right most often (minimum expected error): forward and backward sums give each break its probability, a second pass picks
the layout that gathers the most.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from toolkit.japanese.breaks import BreakModel, Gap, default
from toolkit.japanese.features import comma_use
from toolkit.japanese.punctuation import shown
from toolkit.model import Cue, Doubt, Paragraph, Source, Turn
from toolkit.segment.lattice import Rules, build
from toolkit.segment.optimum import best
from toolkit.segment.proof import display, prove
from toolkit.segment.rewrap import rewrap
from toolkit.styles import Style

__all__ = ["Segmentation", "display", "prove", "rewrap", "segment"]


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
    progress: Callable[[int], None] | None = None,
) -> Segmentation:
    """Cues of ``turns`` in ``style``. No cue crosses a turn or a paragraph; together they cover every character.

    ``pauses``: (turn, offset in its text) → length of a pause in the voice there, in seconds; cues prefer to end at them.
    ``protected``: strings that are never broken. ``progress`` is called with the index of each finished turn.
    """
    model = model or default()
    comma = comma_use("".join(turn.text for turn in turns))
    rules = Rules(style, model.tables[comma])
    cues: list[Cue] = []
    warnings: list[Doubt] = []
    for index, turn in enumerate(turns):
        base = 0
        for paragraph in turn.paragraphs:
            job = _Job(index, turn.speaker, base, paragraph, _within(pauses, index, base, len(paragraph.text)))
            cues.extend(_paragraph(job, rules, model, comma, protected, warnings))
            base += len(paragraph.text) + 1
        if progress is not None:
            progress(index)
    prove(turns, cues, style)
    return Segmentation(tuple(cues), tuple(warnings))


def _within(pauses: Mapping[tuple[int, int], float] | None, turn: int, base: int, length: int) -> dict[int, float]:
    if not pauses:
        return {}
    return {at - base: seconds for (t, at), seconds in pauses.items() if t == turn and base < at < base + length}


@dataclass(frozen=True, slots=True)
class _Job:
    turn: int
    speaker: str | None
    base: int
    paragraph: Paragraph
    pauses: Mapping[int, float]


def _paragraph(
    job: _Job, rules: Rules, model: BreakModel, comma: str, protected: Sequence[str], warnings: list[Doubt]
) -> list[Cue]:
    text = display(job.paragraph, rules.style)
    if not text.strip():
        return []
    spans = [(s.start, s.end) for s in job.paragraph.spans if s.kind != "ruby"] + _found(text, protected)
    gaps = [_with_pause(gap, job.pauses) for gap in model.gaps(text, comma, spans)]
    lattice = build(text, gaps, rules)
    if lattice.forced:
        message = f"no phrase ends within {rules.style.line_width:g} characters: {text[lattice.forced[0] :][:20]}… is cut"
        warnings.append(Doubt(job.paragraph.line, message))
    return [_cue(job, text, ends, rules.style) for ends in best(lattice, rules)]


def _found(text: str, strings: Sequence[str]) -> list[tuple[int, int]]:
    spans = []
    for string in strings:
        at = text.find(string) if string else -1
        while at >= 0:
            spans.append((at, at + len(string)))
            at = text.find(string, at + len(string))
    return spans


_PAUSE_WEIGHT = 3.0  # logarithms per second of pause: enough to choose between two like seams, not to cut a phrase (product default)


def _with_pause(gap: Gap, pauses: Mapping[int, float]) -> Gap:
    seconds = pauses.get(gap.at, 0.0)
    return Gap(gap.at, gap.cue + _PAUSE_WEIGHT * min(seconds, 1.0), gap.line, gap.natural) if seconds else gap


def _cue(job: _Job, text: str, ends: Sequence[int], style: Style) -> Cue:
    lines = [line for a, b in pairwise(ends) if (line := shown(text[a:b], style.punctuation))]
    source = Source(job.turn, job.base + ends[0], job.base + ends[-1])
    return Cue(job.speaker, tuple(lines) or (_marks(text[ends[0] : ends[-1]], style),), source)


def _marks(text: str, style: Style) -> str:
    """What a cue shows that holds nothing but marks the style drops: those marks, for a cue has to show something."""
    return "".join(text.split())[: int(style.line_width)]
