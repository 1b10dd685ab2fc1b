"""The proof that no character was lost between a transcript and its cues, nor changed but as the style writes it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Sequence
from itertools import accumulate

from toolkit.errors import ConservationError
from toolkit.japanese.writing import Rewritten, applied, rewritten, steps
from toolkit.japanese.writing.marks import CLOSING, space_of
from toolkit.model import Cue, Paragraph, Turn
from toolkit.styles import Style

_REPORT = "this is a defect: report it with the text of that line"


def written(paragraph: Paragraph, style: Style) -> Rewritten:
    """The paragraph's text as the style writes it; 、。 are still there: what is shown of them depends on the lines.

    Stage directions stand in （ ） (Netflix Japanese SDH, NHK).
    """
    return rewritten(_directed(paragraph), style.writing)


def display(paragraph: Paragraph, style: Style) -> str:
    """``written`` as a text."""
    return written(paragraph, style).text


def _directed(paragraph: Paragraph) -> str:
    text = paragraph.text
    for span in paragraph.spans:
        if span.kind == "direction":
            text = f"{text[: span.start]}（{text[span.start + 1 : span.end - 1]}）{text[span.end :]}"
    return text


def prove(turns: Sequence[Turn], cues: Sequence[Cue], style: Style, only: Collection[int] | None = None) -> None:
    """Show that the cues hold every character of the turns, in order; ConservationError names the first place where
    they do not. ``only``: of these turns.

    What the style writes otherwise is proven rule by rule to say the same; after that every character is there once,
    and nothing else, but for: labels with names, white space at a line's edges, and the marks (、 。) that the style
    drops there, or shows as its spaces.
    """
    lines: dict[tuple[int, int], list[str]] = {}
    starts = [list(accumulate((len(p.text) + 1 for p in turn.paragraphs[:-1]), initial=0)) for turn in turns]
    for cue in cues:
        if cue.source is None:
            raise ConservationError("a cue does not know where its text comes from", mend="this is a defect: report it")
        place = cue.source.turn, bisect_right(starts[cue.source.turn], cue.source.start) - 1
        lines.setdefault(place, []).extend(_unlabelled(cue))
    for index in range(len(turns)) if only is None else only:
        turn = turns[index]
        where = f"line {turn.line}"
        for number, paragraph in enumerate(turn.paragraphs):
            wanted = _proven(_directed(paragraph), style, where)
            _prove_lines(wanted, lines.get((index, number), ()), style, where)


def _proven(text: str, style: Style, where: str) -> str:
    """The text as it is written. ConservationError for a rewriting that says something else."""
    for rule, before, edits in steps(text, style.writing):
        for start, end, new in edits:
            if rule.same(before[start:end]) != rule.same(new):
                raise ConservationError(f"{before[start:end]!r} would be written {new!r}", where=where, mend=_REPORT)
        text = applied(before, edits)
    return text


def _unlabelled(cue: Cue) -> list[str]:
    first, *others = cue.lines or ("",)
    return [first.removeprefix(cue.label), *others]


def _prove_lines(wanted: str, lines: Sequence[str], style: Style, where: str) -> None:
    at = 0
    for line in lines:
        at = _behind(wanted, at, line, style, where)
    rest = _run(wanted, at, style)
    if at + len(rest) < len(wanted):
        _fail(wanted, at, "", where)


def _behind(wanted: str, at: int, line: str, style: Style, where: str) -> int:
    """Where in the text goes on what the line shows from ``at``, the white space and marks around it passed."""
    here = 0
    if style.writing.dropped.issuperset(line):  # a cue of nothing but marks shows them
        run = _run(wanted, at, style)
        return at + len(run) if "".join(run.split()).startswith(line) else _fail(wanted, at, line, where)
    while here < len(line):
        run = _run(wanted, at, style)
        if not run:
            if wanted[at : at + 1] != line[here]:
                _fail(wanted, at, line[here:], where)
            at, here = at + 1, here + 1
            continue
        shown = _shown(run, wanted, at, style) if here else ""
        if here and line.startswith(run, here):  # a title keeps its marks
            shown = run
        if not line.startswith(shown, here):
            _fail(wanted, at, line[here:], where)
        at, here = at + len(run), here + len(shown)
    return at + len(_run(wanted, at, style))


def _run(text: str, at: int, style: Style) -> str:
    end = at
    while end < len(text) and (text[end].isspace() or text[end] in style.writing.dropped):
        end += 1
    return text[at:end]


def _shown(run: str, text: str, at: int, style: Style) -> str:
    """What a line shows of white space and marks inside it."""
    if style.writing.dropped.isdisjoint(run):
        return run
    return "" if text[at + len(run) : at + len(run) + 1] in CLOSING else space_of(run, text[at - 1], style.writing)


def _fail(wanted: str, at: int, found: str, where: str) -> int:
    raise ConservationError(
        f"the cues do not hold {wanted[at : at + 12]!r} (they go on with {found[:12]!r})", where=where, mend=_REPORT
    )
