"""One cue wrapped anew: the same words, the same cue, better lines."""

from __future__ import annotations

from itertools import pairwise

from toolkit.japanese.breaks import default
from toolkit.japanese.features import comma_use
from toolkit.japanese.writing import shown_lines
from toolkit.segment.lattice import NEVER, Rules, build
from toolkit.segment.optimum import best
from toolkit.styles import Style


def rewrap(text: str, style: Style) -> tuple[str, ...]:
    """The lines of a cue's text (its present lines divided by line feeds) where the model would break them.

    The present lines, if no wrapping keeps the style's width and number of lines. Times and neighbours are not touched.
    """
    present = tuple(line for line in text.split("\n") if line.strip())
    whole = _joined(present)
    comma = comma_use(whole)
    model = default(comma)
    rules = Rules(style, model.tables[comma])
    lattice = build(whole, model.gaps(whole, comma, rules.style.cue_width), rules)
    if lattice.forced:
        return present
    lattice.cue[1:-1] = [NEVER] * (len(lattice.cue) - 2)
    cues = best(lattice, rules)
    if len(cues) != 1:
        return present
    return shown_lines([whole[a:b] for a, b in pairwise(cues[0])], style.writing) or present


def _joined(lines: tuple[str, ...]) -> str:
    """Lines as running text: a space where two Latin words meet, nothing between Japanese ones."""
    whole = ""
    for line in lines:
        spaced = whole and whole[-1].isascii() and whole[-1].isalnum() and line[0].isascii() and line[0].isalnum()
        whole += f" {line}" if spaced else line
    return whole
