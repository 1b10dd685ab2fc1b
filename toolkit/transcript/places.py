"""Lines of the sheet as the lines of the file that people look them up in, where a document has both."""

from __future__ import annotations

from dataclasses import replace

from toolkit.inputs.sheet import Sheet
from toolkit.model import Script, Section, Turn


def at_their_places(script: Script, sheet: Sheet) -> Script:
    """``script`` with the lines that ``sheet.place`` says. What the sheet excluded and left out has them already."""
    if not sheet.places:
        return script
    own, left = script.excluded[len(sheet.excluded) :], script.left_out[len(sheet.left_out) :]
    return replace(
        script,
        sections=tuple(_section(section, sheet) for section in script.sections),
        doubts=tuple(replace(doubt, line=sheet.place(doubt.line - 1)) for doubt in script.doubts),
        excluded=(*sheet.excluded, *((sheet.place(line - 1), text) for line, text in own)),
        left_out=(*sheet.left_out, *(replace(one, line=sheet.place(one.line - 1)) for one in left)),
    )


def _section(section: Section, sheet: Sheet) -> Section:
    return replace(section, turns=tuple(_turn(turn, sheet) for turn in section.turns))


def _turn(turn: Turn, sheet: Sheet) -> Turn:
    paragraphs = tuple(replace(p, line=sheet.place(p.line - 1)) for p in turn.paragraphs)
    return replace(turn, paragraphs=paragraphs, line=sheet.place(turn.line - 1))
