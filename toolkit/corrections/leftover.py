"""What is made anew around cues that are kept: whole cues as they were made, and what a kept cue leaves of others cut
again from the transcript.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate, pairwise

from toolkit.corrections.passage import NOTHING, Passage, letters
from toolkit.corrections.placing import Wanted
from toolkit.errors import ConservationError
from toolkit.model import Cue, Doubt, Paragraph, Source, TimedCue, Turn
from toolkit.segment import Segmentation, written
from toolkit.styles import Style
from toolkit.timing import fitting_ms

# Somebody else, before whose words a turn says who speaks it
_OTHER = Turn("\0", (Paragraph("。", 0),), 0)
Cut = Callable[[Sequence[Turn]], Segmentation]


@dataclass(slots=True)
class Leftover:
    """``made``: the cues as they are without any kept one, cut from ``turns``; ``cut`` cuts turns as those were.
    ``tail_ms``: how long the programme goes on behind the last cue.
    """

    made: Passage
    turns: Sequence[Turn]
    style: Style
    cut: Cut
    tail_ms: int = 0
    warnings: list[Doubt] = field(default_factory=list)
    _of_labels: frozenset[int] = field(init=False, default=frozenset())

    def __post_init__(self) -> None:
        """``_of_labels``: the letters of names that the style shows before cues."""
        sizes = (len(letters(timed.cue.label)) for timed in self.made.cues)
        starts = zip(self.made.edges, sizes, strict=False)
        self._of_labels = frozenset(at for edge, size in starts for at in range(edge, edge + size))

    def between(self, first: int, last: int) -> list[Wanted]:
        """The cues for the letters from ``first`` up to ``last`` of those that were made."""
        edges = self.made.edges
        if first >= last:
            return []
        a, b = bisect_right(edges, first) - 1, bisect_left(edges, last)
        found: list[Wanted] = []
        at = first
        if edges[a] != first:
            behind = self._paragraph_end(a, b)
            at = min(last, edges[behind])
            found += self._cut_again(first, at)
            a = behind
        if at < last and edges[b] != last:
            before = self._paragraph_start(b - 1, a)
            found += [self._whole(k) for k in range(a, before)]
            return found + self._cut_again(max(at, edges[before]), last)
        return found + [self._whole(k) for k in range(a, b) if at < last]

    def shown(self, first: int, last: int) -> str:
        """The letters as a person reads them: lines as they were made where whole cues are meant."""
        if (span := self._whole_cues(first, last)) is not None:
            return " ".join(line for timed in span for line in timed.cue.lines)
        return self.made.text[first:last].replace(NOTHING, "")

    def says(self, text: str, first: int, last: int) -> bool:
        """Whether a text is what the letters say, with the names that the style shows or without them; its 、。 count
        where the style keeps them.
        """
        span = self._whole_cues(first, last)
        if span is not None and not self.style.writing.dropped:
            named = "".join(timed.cue.text for timed in span)
            bare = "".join("".join(timed.cue.lines).removeprefix(timed.cue.label) for timed in span)
            return _solid(text) in (_solid(named), _solid(bare))
        return self.says_letters(letters(text), first, last)

    def says_letters(self, said: str, first: int, last: int) -> bool:
        """The same of letters alone."""
        bare = "".join(self.made.text[at] for at in range(first, last) if at not in self._of_labels)
        return said in (self.made.text[first:last].replace(NOTHING, ""), bare.replace(NOTHING, ""))

    def border(self, at: int) -> int:
        """A place of the letters, no place between a name and what it stands before."""
        k = bisect_right(self.made.edges, at) - 1
        return self.made.edges[k] if at - 1 in self._of_labels else at

    def _is_named(self, at: int) -> bool:
        """Whether the cue that begins with a letter says who speaks, by a name or by its colour."""
        k = bisect_right(self.made.edges, at) - 1
        begins = self.made.edges[k] == at or self.style.names == "always"
        cue = self.made.cues[k].cue
        return (bool(cue.label) and begins) or bool(cue.markup)

    def _whole_cues(self, first: int, last: int) -> Sequence[TimedCue] | None:
        edges = self.made.edges
        a, b = bisect_left(edges, first), bisect_left(edges, last)
        return self.made.cues[a:b] if (edges[a], edges[b]) == (first, last) else None

    def time_of(self, at: int) -> int:
        """When a letter is read, in ms."""
        return self._start_of(at)

    def source(self, first: int, last: int) -> tuple[Source | None, str | None]:
        """Where in the transcript letters stand (None if in two turns), and who speaks the first of them."""
        turn, start, end = self._place(first, last)
        speaker = self.turns[turn].speaker
        one = turn == self._source(bisect_left(self.made.edges, last) - 1).turn
        return (Source(turn, start, end) if one else None), speaker

    def _whole(self, k: int) -> Wanted:
        timed = self.made.cues[k]
        need = min(timed.duration_ms, fitting_ms(timed.cue.text, self.style))
        place = self.made.edges[k], self.made.edges[k + 1]
        return Wanted(timed.cue, timed.start_ms, timed.end_ms, need, timed.clock, place)

    def _paragraph_end(self, k: int, most: int) -> int:
        """The first cue behind the paragraph of cue k."""
        home = self._home(k)
        return next((n for n in range(k + 1, most) if self._home(n) != home), most)

    def _paragraph_start(self, k: int, least: int) -> int:
        """The first cue of the paragraph of cue k."""
        home = self._home(k)
        return next((n + 1 for n in range(k - 1, least - 1, -1) if self._home(n) != home), least)

    def _home(self, k: int) -> tuple[int, int]:
        """(turn, which of its paragraphs) a cue is cut from."""
        source = self._source(k)
        return source.turn, self.turns[source.turn].text.count("\n", 0, source.start)

    def _source(self, k: int) -> Source:
        source = self.made.cues[k].cue.source
        if source is None:
            raise ValueError(f"the cue {self.made.cues[k].cue.text!r} does not say where it comes from")
        return source

    def _cut_again(self, first: int, last: int) -> list[Wanted]:
        """Letters of one paragraph in cues of their own, each at the time its letters had."""
        turn, start, end = self._place(first, last)
        piece, origin = self._piece(turn, start, end)
        others = [_OTHER] if self._is_named(first) else []
        cutting = self.cut([*others, piece])
        cues = [cue for cue in cutting.cues if cue.source and cue.source.turn == len(others)]
        self.warnings.extend(cutting.warnings)
        said = [letters("".join(cue.lines).removeprefix(cue.label)) for cue in cues]
        places = [at for at in range(first, last) if self.made.text[at] != NOTHING and at not in self._of_labels]
        self._prove("".join(said), "".join(self.made.text[at] for at in places))
        size = max(1, sum(map(len, said)))
        counts = [count * len(places) // size for count in accumulate(map(len, said[:-1]))]
        edges = [first, *(places[count] if count < len(places) else last for count in counts), last]
        return [
            Wanted(
                _moved(cue, turn, origin), self._start_of(at), self._end_of(to), fitting_ms(cue.text, self.style),
                self.made.cues[0].clock, (at, to),
            )
            for cue, (at, to) in zip(cues, pairwise(edges), strict=True)
        ]  # fmt: skip

    def _prove(self, said: str, made: str) -> None:
        """ConservationError for other letters; at the edge of a piece a digit may be alone that had others beside it,
        and is wider.
        """
        if unicodedata.normalize("NFKC", said) != unicodedata.normalize("NFKC", made):
            raise ConservationError(f"{made!r} was cut into other letters", mend="this is a defect: report it")

    def _piece(self, turn: int, start: int, end: int) -> tuple[Turn, Sequence[int]]:
        """A turn of ``text[start:end]`` alone, which lies in one paragraph, as it is displayed: of a direction that a
        kept cue divides the rest is no direction. And where in the turn's text each of its characters stands.
        """
        base = 0
        for paragraph in self.turns[turn].paragraphs:
            if start < base + len(paragraph.text):
                break
            base += len(paragraph.text) + 1
        shown = written(paragraph, self.style)
        a, b = shown.span(start - base, end - base)
        places = ((s, *shown.span(s.start, s.end)) for s in paragraph.spans)
        spans = tuple(
            replace(s, start=first - a, end=last - a, kind="protected" if s.kind == "direction" else s.kind)
            for s, first, last in places
            if a <= first and last <= b
        )
        piece = Paragraph(shown.text[a:b], paragraph.line, paragraph.kind, spans)
        return replace(self.turns[turn], paragraphs=(piece,)), [base + shown.source(at) for at in range(a, b + 1)]

    def _place(self, first: int, last: int) -> tuple[int, int, int]:
        """The turn, and from where to where in its text letters stand."""
        a, b = bisect_right(self.made.edges, first) - 1, bisect_left(self.made.edges, last) - 1
        return self._source(a).turn, self._offset(a, first), self._offset(b, last)

    def _offset(self, k: int, at: int) -> int:
        """Where in its turn's text the letter ``at`` of cue k stands; at its end, where the cue ends."""
        source, edges = self._source(k), self.made.edges
        if at >= edges[k + 1]:
            return source.end
        text = self.turns[source.turn].text
        solid = [n for n in range(source.start, source.end) if letters(text[n])]
        label = len(letters(self.made.cues[k].cue.label))
        here = max(0, at - edges[k] - label)
        whole = edges[k + 1] - edges[k] - label
        place = here if len(solid) == whole else here * len(solid) // whole
        return solid[place] if here and solid else source.start

    def _start_of(self, at: int) -> int:
        k = min(bisect_right(self.made.edges, at), len(self.made.cues)) - 1
        return self._time(k, at)

    def _end_of(self, at: int) -> int:
        return self._time(bisect_left(self.made.edges, at) - 1, at)

    def _time(self, k: int, at: int) -> int:
        """When a letter of cue k is read, in proportion."""
        timed, edges = self.made.cues[k], self.made.edges
        return timed.start_ms + timed.duration_ms * (at - edges[k]) // (edges[k + 1] - edges[k])


def _solid(text: str) -> str:
    return "".join(text.split())


def _moved(cue: Cue, turn: int, origin: Sequence[int]) -> Cue:
    """``cue``, whose source is a piece, with where ``origin`` says that this stands."""
    source = cue.source
    if source is None:
        return cue
    return replace(cue, source=Source(turn, origin[source.start], origin[source.end]))
