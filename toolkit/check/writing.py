"""How it is written: what the style's rules of writing (``toolkit.japanese.writing``) would write otherwise; labels."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from toolkit.check.findings import Hit, Subject
from toolkit.japanese import writing
from toolkit.japanese.writing import Edit, Rule, Writing
from toolkit.japanese.writing.marks import STOPS
from toolkit.styles import Figure
from toolkit.timing import is_sound

_SPEAKER = re.compile(r"\A[（(]([^（）()]{1,12})[）)](?=\S)")
_SOUND = re.compile(r"笑|拍手|声|音|歓声|ため息|溜息|沈黙|間|咳|曲|一同|会場|中略|泣|ノック|BGM|チャイム")
Look = Callable[[Subject], Iterator[Hit]]


def look_of(figure: Figure) -> Look:
    """The rule that reports each line where the style would write otherwise, once a line."""
    return _of_marks(figure == "full_stop") if figure in ("full_stop", "comma") else _of_rule(figure)


def _of_rule(name: str) -> Look:
    def look(subject: Subject) -> Iterator[Hit]:
        for row, line in enumerate(subject.lines):
            for rule, edit in due(line, subject.style.writing):
                if rule.name == name and not goes_on(subject, row, edit):
                    yield Hit(f"{line[edit.start : edit.end]} {rule.words} {_quoted(edit.new)}: {line}", row)
                    break

    return look


@lru_cache(maxsize=64)
def due(line: str, asked: Writing) -> tuple[tuple[Rule, Edit], ...]:
    """What of a line the rules would write otherwise, each place once: by the first of them."""
    found: list[tuple[Rule, Edit]] = []
    for rule in writing.RULES:
        edits = rule.edits(line, asked)
        found += [(rule, new) for new in edits if all(new.end <= old.start or old.end <= new.start for _, old in found)]
    return tuple(found)


def _quoted(new: str) -> str:
    return new if new.strip() else {"": "none", " ": "a half-width space"}.get(new, "a full-width space")


def goes_on(subject: Subject, row: int, edit: Edit, line: str | None = None) -> bool:
    """Whether what an edit is of is a piece of something longer, which the line's edge divides: a number or a word too
    wide for a line. What the rules say of the whole they do not say of its pieces. ``line``: as it is by now.
    """
    line = subject.lines[row] if line is None else line
    above, below = _beside(subject, row)
    return (edit.start == 0 and _one_piece(above[-1:], line[:1])) or (
        edit.end == len(line) and _one_piece(line[-1:], below[:1])
    )


def _one_piece(one: str, other: str) -> bool:
    return bool(one and other) and (one == other or ("!" <= one <= "~" and "!" <= other <= "~"))


def _beside(subject: Subject, row: int) -> tuple[str, str]:
    """The lines above and below, of the neighbours where the cue has none."""
    before = subject.before.cue.lines[-1:] if subject.before else ()
    after = subject.after.cue.lines[:1] if subject.after else ()
    lines = (*(before or ("",)), *subject.lines, *(after or ("",)))
    return lines[row], lines[row + 2]


def _of_marks(stops: bool) -> Look:
    def look(subject: Subject) -> Iterator[Hit]:
        said = -1
        for edit in writing.mark_edits(subject.text, subject.style.writing, lenient=True):
            mark = next((m for m in subject.text[edit.start : edit.end] if (m in STOPS) == stops and m.strip()), "")
            row = subject.text.count("\n", 0, edit.start)
            if mark and row != said:
                said = row
                width = "full" if getattr(subject.style.writing, _NAMES[stops]) == "wide-space" else "half"
                yield Hit(f"{mark} is shown as a {width}-width space: {subject.lines[row]}", row)

    return look


_NAMES = {True: "full_stop", False: "comma"}


def repeated_label(subject: Subject) -> Iterator[Hit]:
    if not subject.style.name_once or subject.before is None or not subject.lines:
        return
    label = _SPEAKER.match(subject.lines[0])
    earlier = _SPEAKER.match(subject.before.cue.lines[0]) if subject.before.cue.lines else None
    if label and earlier and label[1] == earlier[1] and not _SOUND.search(label[1]):
        yield Hit(f"（{label[1]}） is named again while the same person speaks on", 0)


def long_sound(subject: Subject) -> Iterator[Hit]:
    longest = subject.style.sound_ms
    if longest and is_sound(subject.text) and subject.timed.duration_ms > longest:
        yield Hit(f"a sound stands for {subject.timed.duration_ms / 1000:g} s, {longest / 1000:g} s is the longest", 0)
