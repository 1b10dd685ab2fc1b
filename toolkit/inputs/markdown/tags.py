"""HTML tags inside Markdown: which there are, and what stands open over the blocks that follow them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from toolkit.inputs.sheet import NO_MARK, Mark
from toolkit.model import LeftOutKind

TAG = re.compile(r"<(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9-]{0,30})(?P<attributes>(?:[\s/][^<>]{0,2000})?)>")
VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
BOLD = frozenset("b strong i em".split())
_INLINE = (
    VOID
    | BOLD
    | frozenset(
        "a abbr acronym bdi bdo big button cite code data del dfn font ins kbd label mark nobr picture q rb rp rt "
        "rtc ruby s samp small span strike sub sup time tt u var".split()
    )
)
# Elements that need no end tag: they say nothing of the next block
_SHORT = frozenset("p li dt dd tr td th option".split())
_SPEAKER = re.compile(r"""\sdata-speaker\s{0,9}=\s{0,9}(?:"([^"<>]{1,120})"|'([^'<>]{1,120})'|([^\s"'<>]{1,120}))""")
_ALT = re.compile(r"""\salt\s{0,9}=\s{0,9}(?:"([^"<>]{1,999})"|'([^'<>]{1,999})')""")
_DEEPEST = 40  # open elements that are kept: people nest five
_PROBE = "本文"


@lru_cache(maxsize=1)
def block_names() -> frozenset[str]:
    """Elements that begin a line of their own."""
    from markdown_it.common.html_blocks import block_names as names

    return frozenset(names) - {"param", "link", "base", "basefont"}


def is_tag(tag: re.Match[str]) -> bool:
    """Whether a match of ``TAG`` is HTML, or a component with attributes. ``<A>`` and ``<SPEAKER_00>`` name people."""
    if tag["name"] in ("A", "Q") and not tag["attributes"].strip():
        return False
    name = tag["name"].lower()
    return name in _INLINE or name in block_names() or "=" in tag["attributes"] or (bool(tag["end"]) and len(name) > 1)


def alt_of(tag: str) -> tuple[int, int] | None:
    """Where in an ``<img>`` the text stands that says what the picture shows."""
    alt = _ALT.search(tag)
    return (alt.span(1) if alt[1] else alt.span(2)) if alt else None


@dataclass(frozen=True, slots=True)
class Around:
    """What the open elements say of a block: its mark, or why it is left out."""

    mark: Mark = NO_MARK
    why: LeftOutKind | None = None


_NOTHING = Around()


class OpenElements:
    """The block elements that stand open: ``<div data-speaker="佐藤">``, a blank line, Markdown, ``</div>``."""

    def __init__(self, ends: Mapping[str, int]) -> None:
        """``ends``: the last line that holds an end tag, by name. What nobody closes is not kept open."""
        self._open: list[tuple[str, str]] = []
        self._ends = ends

    @property
    def tags(self) -> tuple[str, ...]:
        return tuple(tag for _, tag in self._open)

    @property
    def around(self) -> Around:
        return _around(self.tags) if self._open else _NOTHING

    def take(self, tag: re.Match[str], line: int) -> None:
        """A tag on a line goes by."""
        name = tag["name"].lower()
        if tag["end"]:
            back = next((k for k in reversed(range(len(self._open))) if self._open[k][0] == name), None)
            if back is not None:
                del self._open[back:]
        elif self._holds(tag) and self._ends.get(name, -1) >= line and len(self._open) < _DEEPEST:
            self._open.append((name, tag[0]))

    def _holds(self, tag: re.Match[str]) -> bool:
        name = tag["name"].lower()
        if name in VOID or tag["attributes"].endswith("/"):
            return False
        return (name in block_names() and name not in _SHORT) or bool(_SPEAKER.search(tag["attributes"]))

    def end_block(self) -> None:
        """The end of a paragraph closes what needs no end tag."""
        while self._open and self._open[-1][0] in (*_SHORT, "span"):
            self._open.pop()


@lru_cache(maxsize=256)
def _around(tags: tuple[str, ...]) -> Around:
    """What the reader of web pages makes of a paragraph inside these elements."""
    from toolkit.inputs.html.page import sheet_of_html

    sheet = sheet_of_html(f"<p>{_PROBE * 2}</p>{''.join(tags)}<p>{_PROBE}</p>", "")
    speaker = next((match for tag in reversed(tags) if (match := _SPEAKER.search(tag))), None)
    if _PROBE not in sheet.lines:
        return Around(why=next((left.why for left in sheet.left_out if left.text == _PROBE), "page"))
    mark = sheet.mark(list(sheet.lines).index(_PROBE))
    name = mark.speaker or next((part for part in speaker.groups() if part), "") if speaker else mark.speaker
    return Around(Mark(mark.kind, level=mark.level, speaker=name.strip()))
