"""What stands on the pages of a book, in order, and what of it is heard when: each heard stretch with the id by which
page and overlay know it.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from toolkit.edition.book import Clip
from toolkit.edition.epub.units import Stretch, Units

if TYPE_CHECKING:
    from toolkit.edition.book import Book, Part, Passage
    from toolkit.edition.forms import Unit
    from toolkit.edition.sound import Piece
    from toolkit.model import ParagraphKind

Aside = Literal["", "direction", "announcement"]


@dataclass(frozen=True, slots=True)
class Leaf:
    """A stretch of a paragraph. ``name``: its id, '' if it is never heard."""

    name: str
    stretch: Stretch


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a heading or an item of a list."""

    kind: ParagraphKind
    leaves: tuple[Leaf, ...]


@dataclass(frozen=True, slots=True)
class Talk:
    """A turn. ``name``: its id; that of its speaker's name ends in ``n``. ``voice``: the number of its speaker, from 1
    in the order of the book, 0 for the narrator. ``called``: when the name is announced. ``opening``: its first
    paragraph is the chapter's heading, and stands before the name.
    """

    name: str
    speaker: str | None
    voice: int
    called: Clip | None
    opening: bool
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A chapter. ``stem``: how its files are called. ``title``: its heading; ``made``: the transcript has none, and it
    stands before the first turn.
    """

    stem: str
    title: str
    made: bool
    talks: tuple[Talk, ...]


@dataclass(frozen=True, slots=True)
class Heard:
    """``name`` (an id) is heard in ``clip`` of the programme."""

    name: str
    clip: Clip
    aside: Aside


def sheets(book: Book, unit: Unit) -> tuple[Sheet, ...]:
    """A sheet a chapter."""
    voices = {name: number for number, name in enumerate(book.people, 1)}
    units = Units(unit, book.timeline)
    digits = max(3, len(str(len(book.chapters))))
    found: list[Sheet] = []
    for number, chapter in enumerate(book.chapters, 1):
        opening = chapter.headed and _opens_with_heading(chapter.parts[0])
        talks = tuple(
            _Counted(units, voices).talk(part, opening=opening and not k) for k, part in enumerate(chapter.parts)
        )
        title = chapter.title if chapter.headed or number > 1 else book.title
        found.append(Sheet(f"chapter-{number:0{digits}}", title, not opening, talks))
    return tuple(found)


def _opens_with_heading(part: Part) -> bool:
    return bool(part.passages) and part.passages[0].kind == "heading"


@dataclass(slots=True)
class _Counted:
    """The leaves of a turn, numbered."""

    units: Units
    voices: dict[str, int]
    count: int = field(default=0)

    def talk(self, part: Part, *, opening: bool) -> Talk:
        name = f"t{part.number + 1}"
        blocks = tuple(self._block(name, passage, found) for passage, found in self.units.of(part))
        return Talk(name, part.speaker, self.voices.get(part.speaker or "", 0), part.announced, opening, blocks)

    def _block(self, name: str, passage: Passage, found: Sequence[Stretch]) -> Block:
        return Block(passage.kind, tuple(self._leaf(name, stretch) for stretch in found))

    def _leaf(self, name: str, stretch: Stretch) -> Leaf:
        if not stretch.clip:
            return Leaf("", stretch)
        self.count += 1
        return Leaf(f"{name}-{self.count}", stretch)


def heard(talk: Talk) -> Iterator[Heard]:
    """What of a turn is heard, in the order of its page."""
    if talk.called and not talk.opening:
        yield Heard(f"{talk.name}n", talk.called, "announcement")
    for number, block in enumerate(talk.blocks):
        for leaf in block.leaves:
            if leaf.stretch.clip:
                yield Heard(leaf.name, leaf.stretch.clip, "direction" if leaf.stretch.kind == "direction" else "")
        if talk.called and talk.opening and not number:
            yield Heard(f"{talk.name}n", talk.called, "announcement")


def bounds(book: Book, leaves: Sequence[Sheet]) -> tuple[int, ...]:
    """Where the sound is cut (ms): in the middle of the silence between what is heard of two sheets, so that each heard
    sheet has a piece. The same as ``sound.chapter_bounds`` unless subtitles stand longer than they are spoken.
    """
    found = [[each.clip for talk in sheet.talks for each in heard(talk)] for sheet in leaves]
    clips = [(min(clip.start for clip in own), max(clip.end for clip in own)) for own in found if own]
    between = [(before[1] + after[0]) // 2 for before, after in pairwise(clips)]
    return (0, *between, book.duration_ms)


def clipped(sheet: Sheet, piece: Piece) -> dict[str, Clip]:
    """When each id of a sheet is heard in its piece of the sound (ms from its beginning).

    A reader plays the clips and nothing else, one right after another. So each lasts until the next begins, the last to
    the end of the piece: the pauses are heard, and no seam is.
    """
    rows = [each for talk in sheet.talks for each in heard(talk)]
    starts = sorted({max(each.clip.start, piece.start) for each in rows})
    clips: dict[str, Clip] = {}
    for each in rows:
        start = max(each.clip.start, piece.start)
        k = bisect.bisect_right(starts, start)
        end = min(starts[k] if k < len(starts) else piece.end, piece.end)
        if end > start:
            clips[each.name] = Clip(start - piece.start, end - piece.start)
    return clips
