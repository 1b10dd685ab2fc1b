"""Rolling captions: each line stands in two or three cues on its way up, or a line grows word by word.

Automatic captions of video sites are written so (a line below, then alone for 10 ms, then above the next line), and
roll-up captions of television (CEA-608). Said once, each line is speech; as it stands, all of it is said three times.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from toolkit.inputs.segments import Segment

_TOUCH = 250  # ms between two cues: beyond, a line that stands again is said again
_FEWEST = 2  # cues that carry a line on and say more: fewer may be chance


@dataclass(frozen=True, slots=True)
class _Cue:
    lines: tuple[Segment, ...]

    @property
    def texts(self) -> list[str]:
        return [" ".join(line.text.split()) for line in self.lines]

    def touches(self, after: _Cue) -> bool:
        end, start = self.lines[-1].end_ms, after.lines[0].start_ms
        return end is not None and start is not None and start - end <= _TOUCH

    def carried(self, after: _Cue, *, growth: bool) -> int:
        """How many lines at the top of the next cue are the last ones of this; with ``growth`` the lowest may go on."""
        if not self.touches(after):
            return 0
        old, new = self.texts, after.texts
        counts = range(min(len(old), len(new)), 0, -1)
        return next((n for n in counts if _are_same(old[-n:], new[:n], growth=growth)), 0)

    def rolls_into(self, after: _Cue) -> bool:
        """Whether the next cue carries lines on and says more than they."""
        carried = self.carried(after, growth=True)
        return carried > 0 and after.texts != self.texts[-carried:]


def each_line_once(segments: Sequence[Segment]) -> list[Segment]:
    """Every line once, from its first cue to the next line, where the cues carry their lines on; else ``segments`` as
    they are. A segment is a line; the lines of one cue follow each other with the same times, those of the cue.

    Most of the cues that follow on another must carry lines, and some say more beside them: a refrain stays, and so
    does a word that is said over and over.
    """
    cues = [
        _Cue(tuple(lines)) for _, lines in groupby(_spoken(segments), key=lambda line: (line.start_ms, line.end_ms))
    ]
    following = [(cue, after) for cue, after in pairwise(cues) if cue.touches(after)]
    grown, exact = (sum(cue.carried(after, growth=g) > 0 for cue, after in following) for g in (True, False))
    if grown * 2 < len(following) or sum(cue.rolls_into(after) for cue, after in following) < _FEWEST:
        return list(segments)
    return _until_next(_unrolled(cues, growth=(grown - exact) * 3 > grown))


def _spoken(segments: Sequence[Segment]) -> Iterator[Segment]:
    return (segment for segment in segments if segment.text.strip())


def _are_same(old: Sequence[str], new: Sequence[str], *, growth: bool) -> bool:
    return list(old) == list(new) or (growth and list(old[:-1]) == list(new[:-1]) and new[-1].startswith(old[-1]))


def _unrolled(cues: Sequence[_Cue], *, growth: bool) -> list[Segment]:
    lines: list[Segment] = list(cues[0].lines)
    for cue, after in pairwise(cues):
        carried = cue.carried(after, growth=growth)
        for n, line in enumerate(after.lines):
            if n < carried:
                k = len(lines) - carried + n
                lines[k] = replace(lines[k], text=line.text, end_ms=line.end_ms)
        fresh = after.lines[carried:]
        lines += [replace(line, joins=line.joins and (n > 0 or not carried)) for n, line in enumerate(fresh)]
    return lines


def _until_next(lines: Sequence[Segment]) -> list[Segment]:
    """A line still stands while the next is said; what it says has ended."""
    ends = [
        min(line.end_ms, after.start_ms)
        if line.end_ms is not None and after.start_ms is not None and after.start_ms > (line.start_ms or 0)
        else line.end_ms
        for line, after in pairwise(lines)
    ]
    return [replace(line, end_ms=end) for line, end in zip(lines, [*ends, lines[-1].end_ms], strict=True)]
