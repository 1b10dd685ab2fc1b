"""How a text is written in subtitles: digits, signs, 、。, each by the rule that a style names.

``rules`` is the one table of it; ``marks`` shows 、 and 。 line by line, since what is left of them depends on the lines.
To add a rule: a function from a text to its edits, a row in ``rules.RULES`` and a field in ``rules.Writing``.
"""

from __future__ import annotations

from toolkit.japanese.writing.edits import Edit, Rewritten, applied
from toolkit.japanese.writing.marks import Space, mark_edits, shown_lines
from toolkit.japanese.writing.rules import CHOICES, PASSES, RULES, Rule, Writing, rewritten, steps

__all__ = [
    "CHOICES",
    "PASSES",
    "RULES",
    "Edit",
    "Rewritten",
    "Rule",
    "Space",
    "Writing",
    "applied",
    "mark_edits",
    "rewritten",
    "shown_lines",
    "steps",
]
