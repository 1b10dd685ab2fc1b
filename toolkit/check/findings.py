"""What a rule sees, and what it says."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from toolkit.formats.remarks import Severity
from toolkit.model import TimedCue
from toolkit.styles import Figure, Style


@dataclass(frozen=True, slots=True)
class Finding:
    """``rule``: an id of standards in the field. ``cue`` counts from 1 in file order, ``line`` is the
    1-based line of the file; both are 0 where a finding is about the whole file. ``fixable``: ``fixed``
    repairs it where room and letters allow.
    """

    rule: str
    severity: Severity
    cue: int
    line: int
    message: str
    source: str
    fixable: bool = False


class Hit(NamedTuple):
    """What a rule found: words for a person, and the row of the cue's text (−1: the timing line)."""

    message: str
    row: int = -1


@dataclass(frozen=True, slots=True)
class Subject:
    """A cue and those above and below it in the file. ``words`` are the Latin words of the whole file."""

    timed: TimedCue
    style: Style
    before: TimedCue | None
    words: frozenset[str] = frozenset()
    after: TimedCue | None = None

    @property
    def lines(self) -> tuple[str, ...]:
        return self.timed.cue.lines

    @property
    def text(self) -> str:
        return self.timed.cue.text


@dataclass(frozen=True, slots=True)
class Rule:
    """``figure``: the id and source come from the style's own citation, and ``id``/``source`` are not used.

    ``fixable``: repaired by ``fixed``; ``rewrap``: repaired if it is given a function that divides lines. Whether a
    style has the rule the look itself knows, by the style's figures.
    """

    look: Callable[[Subject], Iterable[Hit]]
    severity: Severity
    id: str = ""
    source: str = ""
    figure: Figure | None = None
    fixable: bool = False
    rewrap: bool = False

    def cited(self, style: Style) -> tuple[str, str]:
        """(id, source) in that style."""
        if self.figure is None:
            return self.id, self.source
        citation = style.cite(self.figure)
        return citation.rule, citation.source
