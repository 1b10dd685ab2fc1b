"""、 and 。 as spaces: what a cue shows of them.

Source: TED 日本語字幕の表記ガイドライン (読点 → half-width space, 句点 → full-width space); Netflix I.17 as quoted by
HappyScribe, and its exception: punctuation of official titles stays. A mark at a line's edge or before a closing bracket
leaves no space.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Literal, Protocol

from toolkit.japanese.lazy import lazy
from toolkit.japanese.writing.edits import Edit, applied

Space = Literal["keep", "half-space", "wide-space"]


class Punctuation(Protocol):
    """What is asked of 。 and 、."""

    @property
    def full_stop(self) -> Space: ...

    @property
    def comma(self) -> Space: ...

    @property
    def mark_space(self) -> str: ...

    @property
    def dropped(self) -> frozenset[str]: ...


SPACES = {"none": "", "half-space": " ", "wide-space": "\u3000"}
STOPS = "。｡．"
CLOSING = "」』）〕】〉》)]｣"
_TITLE = lazy(r"『[^『』]*』")
_QUOTED = lazy(r"「[^「」]*」|『[^『』]*』")
_SIGNIFICANT = lazy(r"[^\s。｡．、､，]")


def mark_edits(text: str, asked: Punctuation, *, lenient: bool = False) -> Iterator[Edit]:
    """The marks of a cue's lines, divided by line feeds, that are to be shown as spaces or not at all.

    ``lenient``: those in any quotation may stay (it may be a title); else only in 『』, and not at a line's edge. A text
    of nothing but marks shows them: a cue has to show something.
    """
    if not asked.dropped or not _SIGNIFICANT.search(text):
        return
    quotes = [m.span() for m in (_QUOTED if lenient else _TITLE).finditer(text)]
    for m in _runs(asked.dropped).finditer(text):
        edge = _at_edge(text, *m.span())
        if (lenient or not edge) and any(a < m.start() < b for a, b in quotes):
            continue
        bare = edge or text[m.end() : m.end() + 1] in CLOSING
        yield Edit(m.start(), m.end(), "" if bare else space_of(m[0], text[m.start() - 1], asked))


@lru_cache(maxsize=4)
def _runs(dropped: frozenset[str]) -> re.Pattern[str]:
    """Marks with the white space around them; ３．５ and １，０００ are numbers, not sentences."""
    sure = "".join(sorted(dropped - {"．", "，"}))
    wide = "".join(sorted(dropped & {"．", "，"}))
    mark = f"(?:[{sure}]|(?<![0-9０-９])[{wide}]|[{wide}](?![0-9０-９]))"
    return re.compile(rf"(?<![ \u3000])[ \u3000]*+(?:{mark}[ \u3000]*+)+")


def _at_edge(text: str, start: int, end: int) -> bool:
    """Whether nothing of a line stands before the stretch or behind it."""
    return not start or text[start - 1] == "\n" or text[end : end + 1] in ("", "\n")


def space_of(run: str, before: str, asked: Punctuation) -> str:
    """What is shown of a run of marks inside a line: the widest of their spaces, once; behind ？！ the space that is
    asked for there. A half-width mark has no room for more than a half-width space.
    """
    if before in "？！" and asked.mark_space != "keep":
        return SPACES[asked.mark_space]
    asks = (asked.full_stop if mark in STOPS else asked.comma for mark in run if mark in asked.dropped - {"｡", "､"})
    return SPACES["wide-space" if "wide-space" in asks else "half-space"]


def shown_lines(lines: Sequence[str], asked: Punctuation) -> tuple[str, ...]:
    """A cue's lines as they are displayed, edges stripped; none that is empty."""
    text = "\n".join(line.strip() for line in lines if line.strip())
    text = applied(text, list(mark_edits(text, asked)))
    return tuple(line for line in (line.strip() for line in text.split("\n")) if line)
