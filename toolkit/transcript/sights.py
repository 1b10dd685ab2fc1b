"""The lines of a sheet with every label that each may bear: what the choice of the whole is made among."""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.inputs.sheet import Mark, Sheet
from toolkit.transcript import lines as look
from toolkit.transcript.directions import is_direction, only_directions
from toolkit.transcript.evidence import evidence_of, head_of
from toolkit.transcript.hints import Hints
from toolkit.transcript.known import named_again, told_label
from toolkit.transcript.label_patterns import AFTER_BOLD
from toolkit.transcript.labels import Label, labels_of
from toolkit.transcript.names import is_generic, key
from toolkit.transcript.nested import nested_labels
from toolkit.transcript.numbered import without_line_numbers
from toolkit.transcript.running import without_running_numbers
from toolkit.transcript.seams import parted
from toolkit.transcript.signs import (
    arrow_labels,
    counted_labels,
    dash_labels,
    indent_labels,
    lone_dash_labels,
    reply_labels,
    sign_labels,
    tab_labels,
)
from toolkit.transcript.survey import STAMPED, Lines
from toolkit.transcript.times import without_times
from toolkit.transcript.wished import label_by

_SPEECH_FORMS = frozenset(("known", "told", "colon", "bracket", "paren", "bold", "angle", "quote"))


_SIGN_RULES = (
    tab_labels,
    reply_labels,
    sign_labels,
    dash_labels,
    lone_dash_labels,
    counted_labels,
    indent_labels,
    arrow_labels,
)


def lines_of(sheet: Sheet, hints: Hints | None = None) -> Lines:
    """The filled lines of a sheet with every label they may bear and the evidence for each."""
    sheet = parted(sheet)
    sheet = sheet if sheet.spoken else without_times(without_line_numbers(sheet))
    filled = [k for k, line in enumerate(sheet.lines) if line.strip() and not look.is_rule(line)]
    told = sorted(_told(hints), key=len, reverse=True)
    patterns = hints.labels if hints else ()
    refused = {key(name) for name in hints.not_speakers} if hints else set()
    metas = {} if sheet.spoken or told or patterns else look.meta_lines(sheet.lines, filled)
    found = {k: _labels_at(sheet, k, told, refused, patterns) for k in filled if k not in metas}
    sights = without_running_numbers({k: labels for k, labels in found.items() if labels})
    if not told and not patterns:
        signs = next((one for rule in _SIGN_RULES if (one := rule(sheet.lines, filled))), {})
        sights |= {k: (label,) for k, label in signs.items()}
        sights |= nested_labels(sheet.lines, sights)
    return Lines(
        sheet, filled, sights, evidence_of(sheet.lines, sights, filled, head_of(sheet.lines, filled), sheet.title)
    )


def _told(hints: Hints | None) -> list[str]:
    """Every label that the project file knows for a speaker."""
    if not hints:
        return []
    return [*hints.speakers, *(name for member in hints.cast for name in (member.name, *member.aliases))]


def _labels_at(
    sheet: Sheet, k: int, told: Sequence[str], refused: set[str], patterns: Sequence[str]
) -> tuple[Label, ...]:
    line = sheet.lines[k]
    sure = told_label(line, told) if told and not only_directions(line) else None
    sure = label_by(patterns, line) or sure
    if sure or patterns:
        return (sure,) if sure and sure.key not in refused else ()
    return tuple(label for label in labels_at(sheet, k) if label.key not in refused)


def is_nobody(name: str) -> bool:
    """Whether a column of speakers says 無音 or BGM: nobody."""
    return is_direction(name) and not is_generic(name)


def labels_at(sheet: Sheet, k: int) -> tuple[Label, ...]:
    """Every label that the line may bear, as far as the document's marks leave it open."""
    mark, line = sheet.mark(k), sheet.lines[k]
    if mark.speaker and not is_nobody(mark.speaker):
        return (Label("known", "known", mark.speaker, named_again(line, mark.speaker) or look.bullet_cut(line)),)
    if mark.kind in ("note", "caption", "page", "code"):
        return ()
    found = labels_of(line)
    if mark.kind == "piece":  # a cue may hold a name alone, but only with a sign that it is one: （佐藤）
        return tuple(x for x in found if x.form in _SPEECH_FORMS or (x.form == "alone" and x.style[:-1].strip()))
    if 0 < mark.bold < len(line.rstrip()):
        found = (*_of_bold(line, mark.bold), *found)
    kind = mark.kind if mark.kind in ("heading", "term", "item", "quote", "title") else ""
    bold = "bold" if mark.bold >= len(line.rstrip()) else ""
    return tuple(Label(x.form, f"{_stamp(mark, x)}{kind}{bold}{x.style}", x.name, x.cut, x.stop) for x in found)


def _stamp(mark: Mark, label: Label) -> str:
    """What a time beside a name alone on its line adds to the way in which it is written."""
    return STAMPED if mark.stamped and label.form == "alone" else ""


def _of_bold(line: str, end: int) -> tuple[Label, ...]:
    """The bold beginning of a line of which the rest is not bold."""
    name = line[:end].strip(" 　:：／/―—-")
    made = labels_of(f"{name}：{line[end:]}") if name else ()
    fits = [label for label in made if label.form == "colon" and label.name == name]
    after = AFTER_BOLD.match(line, end)
    cut = after.end() if after else end
    return (Label("bold", "bold", name, cut),) if fits else ()
