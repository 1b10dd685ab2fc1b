"""Time marks for engines that give none: words by their morae between the pauses that can be heard.

Marks at pauses are measured, those between them are estimates: ``Clip.exact`` is False.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from toolkit.errors import EngineError
from toolkit.model import Clip
from toolkit.speech.morae import morae, named, pauses_before
from toolkit.speech.sound import clip_of, sounds

if TYPE_CHECKING:
    from toolkit.japanese.reading import Reading, Word
    from toolkit.speech.sound import Samples

PAUSE_MS = 90.0  # a shorter silence is a closure (ッ, the stop of カ or タ: 30–80 ms measured on espeak-ng)
QUIET_DB = -25.0  # some voices breathe in their pauses at −30 dB
# what it costs to leave an expected pause unheard, as a fraction of the sentence: further off is another
# pause
_MISSED = 0.12


def estimated(samples: Samples, rate: int, reading: Reading) -> Clip:
    """A trimmed clip of one sentence with estimated marks. EngineError if there is nothing to be heard in
    it.
    """
    heard = sounds(samples, rate, PAUSE_MS, QUIET_DB)
    if not heard:
        raise EngineError("the engine gave silence", where=named(reading.text), mend="try another voice or engine")
    phrases = _phrases(reading)
    stretches = _matched([sum(_weights(phrase)) for phrase in phrases], heard)
    marks: list[tuple[int, int]] = []
    at = 0
    for size, (start, end) in stretches:
        words = [word for phrase in phrases[at : at + size] for word in phrase]
        at += size
        marks.extend(_spread(words, start, end))
    return clip_of(samples, rate, marks, [stretch for _, stretch in stretches], exact=False)


def _phrases(reading: Reading) -> list[list[Word]]:
    """The words, parted where the reading pauses."""
    breaks = set(pauses_before(reading))
    phrases: list[list[Word]] = [[]]
    for word in reading.words:
        if word.start in breaks and any(_weights(phrases[-1])):
            phrases.append([])
        phrases[-1].append(word)
    return phrases


def _weights(words: Sequence[Word]) -> list[int]:
    return [morae(word.reading) for word in words]


def _spread(words: Sequence[Word], start: int, end: int) -> list[tuple[int, int]]:
    """Marks of the words of a stretch of sound, each as long as its morae."""
    whole = max(1, sum(_weights(words)))
    before = 0
    marks = []
    for word, weight in zip(words, _weights(words), strict=True):
        marks.append((word.start, start + (end - start) * before // whole))
        before += weight
    return marks


def _matched(weights: Sequence[int], heard: Sequence[tuple[int, int]]) -> list[tuple[int, tuple[int, int]]]:
    """(number of phrases, stretch of sound) in order: which of the pauses heard are the pauses expected.

    One optimum over the sentence: every expected pause takes a heard one near to where its morae put it, or
    none.
    """
    spoken = sum(end - start for start, end in heard)
    whole = max(1, sum(weights))
    expected = [sum(weights[:k]) / whole for k in range(1, len(weights))]
    places = [sum(end - start for start, end in heard[:k]) / max(1, spoken) for k in range(1, len(heard))]
    pairs = _alignment(expected, places)
    borders = [(0, 0), *((e + 1, p + 1) for e, p in pairs), (len(weights), len(heard))]
    return [(e2 - e1, (heard[p1][0], heard[p2 - 1][1])) for (e1, p1), (e2, p2) in pairwise(borders)]


def _alignment(expected: Sequence[float], places: Sequence[float]) -> list[tuple[int, int]]:
    """Increasing pairs of indices of least cost: distance for a pair, ``_MISSED`` for an expected pause
    that has none.
    """
    best: list[list[tuple[float, tuple[tuple[int, int], ...]]]] = [[(0.0, ())] * (len(places) + 1)]
    for e, wanted in enumerate(expected):
        row = [(best[-1][0][0] + _MISSED, best[-1][0][1])]
        for p, place in enumerate(places):
            taken = (best[-1][p][0] + abs(wanted - place), (*best[-1][p][1], (e, p)))
            missed = (best[-1][p + 1][0] + _MISSED, best[-1][p + 1][1])
            row.append(min(taken, missed, row[-1], key=lambda option: option[0]))
        best.append(row)
    return list(best[-1][-1][1])
