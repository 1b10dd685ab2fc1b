"""Which part of a script is wanted: the interview, the article around it, or all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from toolkit.errors import InputError
from toolkit.model import Opening, Script, Turn

Scope = Literal["interview", "article", "all"]


@dataclass(frozen=True, slots=True)
class InScope:
    """The turns to be shown, and which of them (by index) open a section."""

    turns: tuple[Turn, ...]
    sections: tuple[Opening, ...]


def in_scope(script: Script, scope: Scope | None) -> InScope:
    """The turns of the sections asked for; without a wish the interview where there is one, else everything.

    InputError if nothing is in scope.
    """
    spoken = any(turn.speaker for turn in script.turns)
    scope = scope or ("interview" if spoken else "all")
    turns: list[Turn] = []
    sections: list[Opening] = []
    for section in script.sections:
        if section.turns and scope in ("all", section.kind):
            sections.append(Opening(len(turns), section.kind, section.heading))
            turns.extend(section.turns)
    if not turns:
        if scope == "all":
            raise InputError("holds nothing to show", mend="use `jimaku inspect` to see what was understood")
        raise InputError(
            f"holds no {scope} to show", mend="try --scope all, or `jimaku inspect` to see what was understood"
        )
    return InScope(tuple(turns), tuple(sections))


def beyond(script: Script, scope: Scope | None) -> int:
    """How many characters of the transcript the scope leaves out, white space, titles and headings aside."""
    inside = {id(turn) for turn in in_scope(script, scope).turns}
    outside = (turn for turn in script.turns if id(turn) not in inside)
    texts = (paragraph.text for turn in outside for paragraph in turn.paragraphs if paragraph.kind != "heading")
    return sum(len("".join(text.split())) for text in texts)
