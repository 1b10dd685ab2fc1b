"""Subtitles made anew around the cues that a person changed.

Three texts are laid beside each other: what was written (the base), what a person made of it, and what is made now.
Blocks of cues that differ between the first two are a person's; where their text lies in the base says where it lies in
the transcript of now. A person's cues stay as they are, whatever they hold; around them the cues are those of now.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Literal

from toolkit.corrections.alignment import Alignment, align
from toolkit.corrections.hand import Hand
from toolkit.corrections.leftover import Cut, Leftover
from toolkit.corrections.passage import Block, Passage, aligned, blocks, untouched
from toolkit.corrections.placing import Wanted, placed
from toolkit.corrections.reading import says_who, without_names
from toolkit.errors import ConservationError
from toolkit.formats import TABLES
from toolkit.japanese.width import width
from toolkit.model import Doubt, Source, TimedCue, Timeline, Turn
from toolkit.styles import Style
from toolkit.system.written import KeptRow, KeptRows
from toolkit.timing import shared
from toolkit.timing.sharing import unshared

DifferenceKind = Literal["correction", "conflict", "left out", "no room"]


@dataclass(frozen=True, slots=True)
class Difference:
    """Where what is written is not the transcript. ``at_ms``: the time of the cue. ``kept``: what stands there;
    ``transcript``: what the transcript has.

    ``correction``: a person's words. ``conflict``: the same, and the transcript has changed there since, too. ``left
    out``: a person took the cue away. ``no room``: the time between two kept cues is too short for it.
    """

    kind: DifferenceKind
    at_ms: int
    kept: str
    transcript: str


@dataclass(frozen=True, slots=True)
class Kept:
    """``kept``: how many cues are a person's, ``made``: how many are not. ``rows``: what ``toolkit.system.written`` is
    to know of them. ``differences`` in the order of the text.
    """

    timeline: Timeline
    kept: int
    made: int
    rows: KeptRows
    differences: tuple[Difference, ...]
    warnings: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class _Piece:
    """A person's cues, in place of the letters from ``first`` up to ``last`` of those made now. ``changed``: the
    transcript has changed there since.
    """

    cues: tuple[TimedCue, ...]
    first: int
    last: int
    changed: bool


def around(
    hand: Hand,
    made: Timeline,
    warnings: Sequence[Doubt],
    turns: Sequence[Turn],
    style: Style,
    again: Cut,
    manner: str = "",
    firsts: Set[int] = frozenset(),
) -> Kept:
    """``made``, which was cut from ``turns``, around what a person changed. ``again`` cuts turns as those were;
    ``manner``: how their times were made, as ``toolkit.system.written`` remembers it; ``firsts``: as
    ``toolkit.timing.shared``.
    """
    tail = made.duration_ms - max((timed.end_ms for timed in made.cues[-1:]), default=0)
    left = Leftover(Passage.of(made.cues), turns, style, again, tail, list(warnings))
    base, known = hand.base(shared(made, style, firsts=firsts)[0])
    same_clock = hand.before is None or hand.before.manner in ("", manner)
    kept = keep(hand.cues, base, left, known=known, same_clock=same_clock)
    kept = _named(kept, made, style) if hand.format in TABLES else kept
    return _shared(kept, style, {made.cues[k].cue.source for k in firsts})


def _named(kept: Kept, made: Timeline, style: Style) -> Kept:
    """With the names before kept cues that stand before those made there: a table has them in a column of their own."""
    labels = {(c.source.turn, c.source.start): c.label for c in (t.cue for t in made.cues) if c.source and c.label}
    cues = list(kept.timeline.cues)
    for k in (k for first, last, _ in kept.rows for k in range(first, last)):
        cue = cues[k].cue
        label = labels.get((cue.source.turn, cue.source.start), "") if cue.source else ""
        if label and not cue.text.startswith(label):
            beside = width(label + cue.lines[0]) <= style.line_width
            lines = (label + cue.lines[0], *cue.lines[1:]) if beside else (label, *cue.lines)
            cues[k] = replace(cues[k], cue=replace(cue, lines=lines, label=label))
    return replace(kept, timeline=replace(kept.timeline, cues=tuple(cues)))


def _shared(kept: Kept, style: Style, begin: Set[Source | None]) -> Kept:
    """With short turns of those made anew in one cue, where the style has it so; what is cut from a place where a cue
    is to ``begin`` has its own.
    """
    fixed = {k for first, last, _ in kept.rows for k in range(first, last)}
    firsts = {first for first, last, _ in kept.rows if first == last}
    firsts |= {k for k, timed in enumerate(kept.timeline.cues) if timed.cue.source in begin}
    timeline, now = shared(kept.timeline, style, fixed, firsts)
    rows = tuple((now[first], now[last], text) for first, last, text in kept.rows)
    return replace(kept, timeline=timeline, made=len(timeline.cues) - kept.kept, rows=rows)


def keep(
    edited: Sequence[TimedCue], base: Sequence[TimedCue], left: Leftover, *, known: bool, same_clock: bool
) -> Kept:
    """The cues made now (``left.made``) with what a person changed in their place.

    ``edited`` is in the order of time. ``base``: what had been written, as it reads; where that is not ``known``, what
    would be written now: a cue that is missing in ``edited`` is then made anew, for nobody can tell one that was taken
    away from one that is new. ``same_clock``: the base was timed in the style of now.

    No kept cue is changed, none of the others overlaps one, and every letter of what is made now is in a cue or in a
    difference.
    """
    in_names = says_who(edited)
    before, hand = Passage.of(base if in_names else without_names(base)), Passage.of(edited)
    changed = [block for block in blocks(before, hand) if not untouched(block, before, hand)]
    to_now = aligned(before, left.made)
    page = _Page(left, in_names, _Then.of(before, to_now, left.made, same_clock))
    at = 0
    for piece in _pieces(changed, before, hand, left, to_now, known=known):
        page.make(at, piece.first)
        page.keep(piece)
        at = piece.last
    page.make(at, len(left.made.text))
    return page.finished()


def _pieces(
    changed: Sequence[Block], before: Passage, hand: Passage, left: Leftover, to_now: Alignment, *, known: bool
) -> Iterator[_Piece]:
    at = 0
    for block in changed:
        start, end = before.edges[block.old.start], before.edges[block.old.stop]
        last = max(at, left.border(_border(end, to_now.end(end), to_now, left.made)))
        begin = left.border(_border(start, to_now.start(start), to_now, left.made))
        first = min(max(at, begin), last) if start < end else last
        taken_away = not block.new
        if taken_away and (first == last or not known):
            continue
        changed_since = not left.says_letters(before.said(block.old), first, last)
        yield _Piece(hand.cues[block.new.start : block.new.stop], first, last, changed_since)
        at = last


def _border(at: int, now: int, to_now: Alignment, made: Passage) -> int:
    """Where the border of a kept cue is now. Where the transcript has other words on both sides of it, the nearest end
    of a cue among them, so that no word is cut.
    """
    room = to_now.unsure(at)
    if room is None:
        return now
    ends = made.edges[bisect_left(made.edges, room[0]) : bisect_right(made.edges, room[1])]
    return min(ends or room, key=lambda edge: abs(edge - now))


@dataclass(frozen=True, slots=True)
class _Then:
    """When the letters of cues that nobody changed stood. ``spans``: (first, after the last letter) → ms. ``same``: by
    the clock of now; another style reads faster or slower, and only where a run of cues begins is of use.
    """

    spans: Mapping[tuple[int, int], tuple[int, int]]
    same: bool

    @classmethod
    def of(cls, before: Passage, to_now: Alignment, made: Passage, same: bool) -> _Then:
        spans = {
            (to_now.start(start), to_now.end(end)): (timed.start_ms, timed.end_ms)
            for timed, (start, end) in zip(before.cues, pairwise(before.edges), strict=True)
            if timed.start_ms >= 0 and before.text[start:end] == made.text[to_now.start(start) : to_now.end(end)]
        }
        return cls(spans, same)


@dataclass(slots=True)
class _Page:
    """The cues so far, in order; ``waiting``: those that are placed once it is known when the next kept one starts.

    ``in_names``: whether the person's file says who speaks. ``then``: where the clock is reading speed, every word more
    or less at the beginning moves all that follows; behind a kept cue, which does not move, cues stay where they stood.
    ``told``: the letters that are in a cue or a difference.
    """

    left: Leftover
    in_names: bool
    then: _Then
    cues: list[TimedCue] = field(default_factory=list)
    rows: list[KeptRow] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    waiting: list[Wanted] = field(default_factory=list)
    gone: list[tuple[int, str]] = field(default_factory=list)  # before which of those waiting something was taken away
    told: list[str] = field(default_factory=list)
    kept: int = 0
    drift: int = 0  # ms between the clock of now and that of the cues behind the last kept one

    def make(self, first: int, last: int) -> None:
        """The letters from ``first`` up to ``last`` as they are made now."""
        wanted = self.left.between(first, last)
        self.waiting += wanted
        self.told += [self.left.made.text[slice(*one.place)] for one in wanted]

    def keep(self, piece: _Piece) -> None:
        """A person's cues, and what they stand for."""
        now = self.left.made.text[piece.first : piece.last]
        self.told.append(now)
        if not piece.cues:
            self.gone.append((len(self.waiting), now))
            shown = self.left.shown(piece.first, piece.last)
            self.differences.append(Difference("left out", self.left.time_of(piece.first), "", shown))
            return
        self._place(piece.cues[0].start_ms - self.left.style.gap_ms)
        self._tell(piece)
        self.rows.append((len(self.cues), len(self.cues) + len(piece.cues), now))
        self.cues += _at_home(piece, self.left, in_names=self.in_names)
        self.kept += len(piece.cues)

    def _tell(self, piece: _Piece) -> None:
        """What a piece says, if that is not what the transcript says."""
        said = "\n".join(unshared(timed.cue) for timed in piece.cues)
        if self.left.says(said, piece.first, piece.last):
            return
        shown = self.left.shown(piece.first, piece.last)
        kind: DifferenceKind = "conflict" if piece.changed else "correction"
        self.differences.append(Difference(kind, piece.cues[0].start_ms, " ".join(said.split("\n")), shown))

    def _place(self, high: int | None) -> None:
        """Those waiting between the cue before them and ``high``."""
        low = self.cues[-1].end_ms + self.left.style.gap_ms if self.cues else 0
        spans = placed(self._wanted(), low, high, self.left.style)
        if spans is None:
            shown = " ".join(one.cue.text.replace("\n", " ") for one in self.waiting)
            self.differences.append(Difference("no room", low, "", shown))
            self.waiting, spans = [], []
            self.gone = [(0, text) for _, text in self.gone]
        self.rows += [(len(self.cues) + k, len(self.cues) + k, text) for k, text in self.gone]
        self.cues += [
            TimedCue(start, end, one.cue, one.clock) for one, (start, end) in zip(self.waiting, spans, strict=True)
        ]
        self.waiting, self.gone = [], []

    def _wanted(self) -> list[Wanted]:
        """Those waiting, by the clock of then."""
        if not self.kept:
            return self.waiting
        stood = [self.then.spans.get(one.place) for one in self.waiting]
        drifts = [span[0] - one.start_ms for one, span in zip(self.waiting, stood, strict=True) if span]
        self.drift = drifts[0] if drifts else self.drift
        found = []
        for one, span in zip(self.waiting, stood, strict=True):
            if one.clock != "reading":
                found.append(one)
            elif span and self.then.same:
                self.drift = span[0] - one.start_ms
                found.append(replace(one, start_ms=span[0], end_ms=span[1]))
            else:
                found.append(one.moved(self.drift))
        return found

    def finished(self) -> Kept:
        """All of it. ConservationError if a letter is nowhere."""
        self._place(None)
        made = self.left.made.text
        if "".join(self.told) != made:
            raise ConservationError("letters were lost around kept cues", mend="this is a defect: report it")
        timeline = Timeline(tuple(self.cues), self.cues[-1].end_ms + self.left.tail_ms if self.cues else 0)
        others = len(self.cues) - self.kept
        return Kept(timeline, self.kept, others, tuple(self.rows), tuple(self.differences), tuple(self.left.warnings))


def _at_home(piece: _Piece, left: Leftover, *, in_names: bool) -> Iterator[TimedCue]:
    """The kept cues with where in the transcript they stand, and who speaks there if their file could not say it."""
    own = Passage.of(piece.cues)
    home = align(own.text, left.made.text[piece.first : piece.last])
    for timed, (start, end) in zip(own.cues, pairwise(own.edges), strict=True):
        first, last = piece.first + home.start(start), piece.first + home.end(end)
        source, speaker = left.source(first, last) if first < last else (None, None)
        who = timed.cue.speaker if in_names else speaker
        yield replace(timed, cue=replace(timed.cue, speaker=who, source=source))
