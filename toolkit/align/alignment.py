"""A recording as a narration: what ``narration`` makes of a voice, made of a real one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.align.encoder import FRAME
from toolkit.align.mel import RATE
from toolkit.model.narration import Narration, Utterance

if TYPE_CHECKING:
    from toolkit.align.found import Found
    from toolkit.align.path import Way
    from toolkit.align.phones import Spoken
    from toolkit.align.verdict import Reason, Verdict
    from toolkit.model.narration import Sentence

# The probe takes the onset of a sound after a silence for speech, and its decay too: against the edges of narrations
# (40 dB below their loud parts) it is 36 ms early and 31 ms late (medians over a voice it never heard). Inside speech
# it has no bias.
LATER, EARLIER = RATE * 34 // 1000, RATE * 30 // 1000
PAUSE = 3  # frames: a closure is no pause


@dataclass(frozen=True, slots=True)
class Line:
    """What became of one sentence; times in ms of the recording, None if it is not spoken. ``confidence``: 0 to 1.
    ``doubts``: why a person should look at it. ``elsewhere_ms``: where it is heard out of the text's order.
    """

    sentence: Sentence
    start_ms: int | None
    end_ms: int | None
    confidence: float
    doubts: tuple[Reason, ...] = ()
    elsewhere_ms: int | None = None

    @property
    def spoken(self) -> bool:
        """Whether it is heard where the text has it."""
        return self.start_ms is not None


@dataclass(frozen=True, slots=True)
class Alignment:
    """``lines``: one for each sentence, in order. ``extras``: (start, end) in ms of sound that is not in the text.
    ``remarks``: what a person should know of the file and the cache.
    """

    narration: Narration
    lines: tuple[Line, ...]
    extras: tuple[tuple[int, int], ...] = ()
    remarks: tuple[str, ...] = ()


def alignment_of(
    found: Found,
    verdicts: Sequence[Verdict],
    extras: Sequence[tuple[int, int]],
    samples: int,
    remarks: Sequence[str] = (),
    edges: tuple[int, int] = (LATER, EARLIER),
) -> Alignment:
    """``samples``: of the whole recording at 16 kHz. ``edges``: how much later than its first frame a sound begins
    after a silence, and how much earlier it ends before one.
    """
    utterances: list[Utterance] = []
    at = 0
    for index, (unit, verdict) in enumerate(zip(found.units, verdicts, strict=True)):
        heard = _utterance(found.way, index, unit, (at, samples), edges) if verdict.span else None
        utterances.append(heard or Utterance(unit.sentence, at, at, exact=False))
        at = utterances[-1].end
    tracks = tuple(dict.fromkeys(unit.sentence.speaker for unit in found.units))
    lines = tuple(_line(utterance, verdict) for utterance, verdict in zip(utterances, verdicts, strict=True))
    spans = tuple((_ms(first * FRAME), _ms(min(after * FRAME, samples))) for first, after in extras)
    return Alignment(Narration(RATE, samples, tuple(utterances), tracks), lines, spans, tuple(remarks))


def _line(utterance: Utterance, verdict: Verdict) -> Line:
    elsewhere = None if verdict.elsewhere is None else _ms(verdict.elsewhere * FRAME)
    if not utterance.audible:
        return Line(utterance.sentence, None, None, 0.0, (), elsewhere)
    start, end = _ms(utterance.start), _ms(utterance.end)
    return Line(utterance.sentence, start, end, round(verdict.confidence, 3), verdict.doubts)


def _ms(sample: int) -> int:
    return round(sample * 1000 / RATE)


def _utterance(way: Way, index: int, unit: Spoken, room: tuple[int, int], edges: tuple[int, int]) -> Utterance | None:
    """Where a sentence is heard, between two samples (``room``); None if there is no room for it."""
    (least, most), (later, earlier) = room, edges
    base = int(way.net.units[index])
    spans = [(int(way.first[base + w]), int(way.after[base + w])) for w in range(len(unit.words))]
    marks: list[tuple[int, int]] = []
    pauses: list[tuple[int, int]] = []
    end = None  # of the sound so far, in frames
    skipped: list[int] = []
    for word, (first, after) in zip(unit.words, spans, strict=True):
        if first == after:
            skipped.append(word.at)
            continue
        begin = first * FRAME
        if end is None:
            begin = _late(first, after, later)
        elif first - end >= PAUSE:
            begin = _late(first, after, later)
            pauses.append((end * FRAME - earlier, begin))
        begin = min(max(begin, least), most)
        marks += [(at, begin) for at in (*skipped, word.at)]
        skipped, end = [], after
    if end is None:
        return None
    stop = min(max(end * FRAME - earlier, marks[-1][1] + FRAME), most)
    if stop <= marks[0][1]:
        return None
    marks += [(at, stop) for at in skipped]
    inside = tuple((a, b) for a, b in pauses if marks[0][1] < a < b <= stop)
    return Utterance(unit.sentence, marks[0][1], stop, tuple(marks), inside, exact=False)


def _late(first: int, after: int, later: int) -> int:
    """The sound of a word that begins after a silence, in samples; never beyond its second half."""
    return min(first * FRAME + later, (first + after) * FRAME // 2)
