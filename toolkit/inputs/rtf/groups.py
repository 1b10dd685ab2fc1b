"""What a group of an RTF document inherits, and what control words change in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from toolkit.inputs.rtf.styles import BODY
from toolkit.inputs.sheet import LeftOutKind
from toolkit.inputs.story import Paragraph

# What becomes of the text of a group. "frame": none, but groups inside it may have text
Goal = Literal["text", "skip", "frame", "fonts", "styles", "title", "author", "field", "sign"]

_SKIPPED = (
    "colortbl filetbl pict nonshppict shprslt private ftnsep ftnsepc ftncn aftnsep aftnsepc aftncn "
    "xe tc tcn rxe txe nonesttables sp sn sv"
)
GOALS: Mapping[str, Goal] = {
    **dict.fromkeys(_SKIPPED.split(), "skip"),
    **dict.fromkeys("info upr shpinst do".split(), "frame"),
    **dict.fromkeys("pntext listtext".split(), "sign"),
    "fonttbl": "fonts",
    "stylesheet": "styles",
    "fldinst": "field",
    "fldrslt": "text",
}
ASIDES: Mapping[str, LeftOutKind] = {
    **dict.fromkeys("header headerl headerr headerf footer footerl footerr footerf".split(), "page"),
    **dict.fromkeys("footnote annotation".split(), "note"),
    **dict.fromkeys("shptxt dptxbxtext".split(), "caption"),
}


@dataclass(slots=True, eq=False)
class Flow:
    """Where paragraphs go one after the other: None for the text itself, else what stands beside it."""

    into: list[Paragraph] | None = None
    paragraph: Paragraph | None = None


@dataclass(slots=True, eq=False)
class Group:
    """``outer``: what the group around an alternative text was for; ``code`` of a field; ``fallback``: how many bytes
    stand for a character that old readers do not know; ``listed``, ``level``: of a list's item.
    """

    flow: Flow
    goal: Goal = "text"
    outer: Goal = "text"
    code: list[str] = field(default_factory=list)
    fallback: int = 1
    font: int | None = None
    bold: bool = False
    hidden: bool = False
    deleted: bool = False
    inserted: bool = False
    in_table: bool = False
    style: int = 0
    outline: int = BODY
    listed: bool = False
    level: int = 0


def _plain(group: Group, _: int | None) -> None:
    group.font = None
    group.bold = group.hidden = group.deleted = group.inserted = False


def _pard(group: Group, _: int | None) -> None:
    group.in_table = group.listed = False
    group.style, group.outline, group.level = 0, BODY, 0


def _toggle(name: str) -> Callable[[Group, int | None], None]:
    return lambda group, number: setattr(group, name, number != 0)


def _number(name: str, default: int, most: int) -> Callable[[Group, int | None], None]:
    return lambda group, number: setattr(group, name, default if number is None else min(most, max(0, number)))


SETTINGS: Mapping[str, Callable[[Group, int | None], None]] = {
    "plain": _plain,
    "pard": _pard,
    "b": _toggle("bold"),
    "v": _toggle("hidden"),
    "deleted": _toggle("deleted"),
    "revised": _toggle("inserted"),
    "intbl": _toggle("in_table"),
    "uc": _number("fallback", 1, 100),
    "f": _number("font", 0, 1_000_000),
    "s": _number("style", 0, 1_000_000),
    "outlinelevel": _number("outline", BODY, BODY),
    "ls": lambda group, number: setattr(group, "listed", bool(number)),
    "ilvl": _number("level", 0, 8),
}
