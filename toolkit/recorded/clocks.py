"""Other clocks that tell when something may be said: times in the transcript, subtitles in another language."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from toolkit.align import Clock, Hint
from toolkit.align.lengths import pairs_of

if TYPE_CHECKING:
    from toolkit.model import TimedCue, Turn
    from toolkit.model.narration import Sentence

# what is heard or who speaks, written in brackets, is no translation of what is said
_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|（[^（）]*）|［[^［］]*］|♪[^♪]*♪?")


def by_text(turns: Sequence[Turn], sentences: Sequence[Sentence]) -> Clock:
    """The times that stand in the transcript, as fine as the coarsest unit that all of them are told in."""
    hints = tuple(_of_marks(turns, sentences))
    steps = (60_000, 1000, 100)
    step = next((step for step in steps if all(hint.ms % step == 0 for hint in hints)), 1)
    return Clock("the times in the text", hints, step / 1000)


def _of_marks(turns: Sequence[Turn], sentences: Sequence[Sentence]) -> Iterator[Hint]:
    starts = [(one.turn, one.start) for one in sentences]
    for number, turn in enumerate(turns):
        base = 0
        for paragraph in turn.paragraphs:
            for mark in paragraph.times:
                k = bisect_right(starts, (number, base + mark.at)) - 1
                if k >= 0 and sentences[k].turn == number:
                    yield Hint(k, bisect_left(sentences[k].offsets, base + mark.at), mark.start_ms)
            base += len(paragraph.text) + 1


def by_lengths(cues: Sequence[TimedCue], name: str, sentences: Sequence[Sentence]) -> Clock:
    """The times of another language's cues, each for the sentence that its length says it belongs to."""
    theirs = [(len("".join(_ASIDE.sub("", cue.cue.text).split())), cue.start_ms) for cue in cues]
    theirs = [(length, ms) for length, ms in theirs if length]
    ours = [(len(one.text), k) for k, one in enumerate(sentences) if one.text]
    pairs = pairs_of([length for length, _ in ours], [length for length, _ in theirs])
    return Clock(f"the times in {name}", tuple(Hint(ours[i][1], 0, theirs[j][1]) for i, j in pairs), 0.0)
