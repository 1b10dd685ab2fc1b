"""The role of each line, once the speakers are known: by its own look and by its neighbours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from toolkit.inputs.sheet import Sheet
from toolkit.transcript import lines as look
from toolkit.transcript.directions import only_directions
from toolkit.transcript.labels import Label

Role = Literal["text", "label", "meta", "rule", "bullet", "heading", "title", "announcement", "more"]
_MARKS = ("■", "◆", "▼", "□", "◇")


@dataclass(frozen=True, slots=True)
class View:
    """The lines and what is known of them. ``start``: index of the first label, −1 if nobody speaks.

    ``unpunctuated``: a machine's transcript without 。 where a short line without an end means nothing. ``wrap``: the
    width at which lines are broken inside paragraphs, 0 if they are not. ``styled``: the document marks its headings,
    so that others are not guessed.
    """

    sheet: Sheet
    lines: Sequence[str]
    filled: Sequence[int]
    metas: Mapping[int, look.Meta]
    labels: Mapping[int, Label]
    headings: frozenset[str]
    start: int
    unpunctuated: bool
    wrap: float
    styled: bool = False

    @classmethod
    def over(cls, sheet: Sheet, filled: Sequence[int], metas: Mapping[int, look.Meta],
             labels: Mapping[int, Label], headings: frozenset[str]) -> View:  # fmt: skip
        """The view of a file; ``headings`` are the keys of lines that the project file calls so."""
        lines = sheet.lines
        long = [lines[k] for k in filled if len(lines[k]) >= 20]
        ended = sum(look.ends_sentence(line) or "。" in line for line in long)
        wrap = 0 if sheet.whole else look.wrap_width(lines, filled)
        styled = any(mark.role == "heading" for mark in sheet.marks.values())
        unpunctuated = not wrap and len(long) >= 3 and ended * 4 < len(long)
        return cls(sheet, lines, filled, metas, labels, headings, min(labels, default=-1), unpunctuated, wrap, styled)

    def roles(self) -> dict[int, Role]:
        """Index → role of every filled line, in order."""
        roles: dict[int, Role] = {}
        for k in self.filled:
            roles[k] = "more" if self._continues(k, roles.get(k - 1)) else self._role(k)
        return roles

    def _continues(self, k: int, before: Role | None) -> bool:
        """Whether the line goes on with the paragraph of the line above."""
        if not self.wrap or before not in ("text", "more", "bullet", "label") or k in self.labels or k in self.metas:
            return False
        if before == "label" and self.labels[k - 1].form == "alone":
            return False
        marked = self.lines[k][:1].isspace() or look.bullet_cut(self.lines[k]) or look.is_rule(self.lines[k])
        return not marked and look.fills(self.lines[k - 1], self.wrap)

    def _breaks_off(self, k: int) -> bool:
        """A line that goes on in the next is no heading."""
        return (
            bool(self.wrap) and k + 1 < len(self.lines) and self._filled(k + 1) and look.fills(self.lines[k], self.wrap)
        )

    def _role(self, k: int) -> Role:
        line = self.lines[k]
        if look.is_told(line, self.headings):
            return "heading"
        if k in self.labels:
            return "label"
        if marked := self.sheet.mark(k).role:
            return marked
        if k in self.metas:
            return "meta"
        if look.is_rule(line):
            return "rule"
        if self._is_heading(k):
            return "heading"
        numbered = look.is_numbered(line) and not self._in_interview(k)
        return "bullet" if look.bullet_cut(line) or numbered else "text"

    def _in_interview(self, k: int) -> bool:
        return 0 <= self.start <= k

    def _is_heading(self, k: int) -> bool:
        line = self.lines[k]
        if line.lstrip().startswith("#") and look.heading_cut(line) > 0:
            return True
        marked = line.lstrip().startswith(_MARKS) and look.heading_cut(line) > 0
        if only_directions(line) or (look.bullet_cut(line) and not marked):
            return False
        if look.is_tail_heading(line) or look.framed_heading(line):
            return True
        if marked:
            return look.looks_like_heading(line, among_speech=self._in_interview(k))
        return not self.unpunctuated and not self.styled and not self._breaks_off(k) and self._heads(k)

    def _heads(self, k: int) -> bool:
        """Whether a line without marks stands as a heading stands."""
        if self._in_interview(k):
            return not look.is_numbered(self.lines[k]) and self._stands_alone(k)
        return self._leads_text(k)

    def _stands_alone(self, k: int) -> bool:
        """In an interview: a blank line before, a blank line or a label after, and nothing of an utterance in it."""
        if self._filled(k - 1) or k + 1 >= len(self.lines) or (self._filled(k + 1) and k + 1 not in self.labels):
            return False
        answers = k - 2 in self.labels and self.labels[k - 2].form == "alone"
        return not answers and look.looks_like_heading(self.lines[k], among_speech=True)

    def _filled(self, k: int) -> bool:
        return k < 0 or bool(self.lines[k].strip())

    def _leads_text(self, k: int) -> bool:
        """In an article: short, no sentence end, and a longer text follows."""
        if not look.looks_like_heading(self.lines[k]):
            return False
        after = next((self.lines[j] for j in range(k + 1, min(k + 4, len(self.lines))) if self.lines[j].strip()), "")
        longer = len(after.strip()) > len(self.lines[k].strip())
        return longer or look.ends_sentence(after) or bool(look.bullet_cut(after))
