"""Several turns on one line: 問「なぜですか」答「雨だからです」問「…」. Each becomes a line of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from toolkit.inputs.sheet import Mark, Sheet
from toolkit.japanese.lazy import lazy

_TURN = lazy("(?:^[\\s　]{0,4}|(?<=」)[\\s　]{0,2})([^\\s「」『』（）。、！？!?:：]{1,12})(?=「)")
_FEWEST = 4  # turns that begin in the midst of lines


def parted(sheet: Sheet) -> Sheet:
    """The sheet with every line broken where another of its speakers' quotations begins, if such turns recur. What
    stands where in the file ``Sheet.places`` says.
    """
    inside = [k for k, line in enumerate(sheet.lines) if "」" in line and len(_turns(line)) > 1]
    if not inside or sheet.spoken:
        return sheet
    names = Counter(name for k in inside for _, name in _turns(sheet.lines[k]))
    starts = sum(len(_turns(sheet.lines[k])) - 1 for k in inside)
    if starts < _FEWEST or len(names) < 2 or min(names.values()) < 2:
        return sheet
    return _broken(sheet, frozenset(inside))


def _turns(line: str) -> list[tuple[int, str]]:
    """Where in a line that begins with one a turn begins, and its name."""
    found = [(match.start(), match[1]) for match in _TURN.finditer(line)]
    return found if found and found[0][0] == 0 else []


def _broken(sheet: Sheet, inside: frozenset[int]) -> Sheet:
    lines: list[str] = []
    marks: dict[int, Mark] = {}
    places: dict[int, int] = {}
    for k, line in enumerate(sheet.lines):
        mark = sheet.mark(k)
        plain = k in inside and not (mark.readings or mark.times or mark.bold or mark.speaker)
        for piece in _pieces(line, [at for at, _ in _turns(line)]) if plain else (line,):
            if sheet.place(k) != len(lines) + 1:
                places[len(lines)] = sheet.place(k)
            if k in sheet.marks:
                marks[len(lines)] = mark
            lines.append(piece)
    return replace(sheet, lines=tuple(lines), marks=marks, places=places)


def _pieces(line: str, starts: Sequence[int]) -> list[str]:
    return [line[a:b] for a, b in zip(starts, (*starts[1:], len(line)), strict=True)]
