"""A paragraph read as it is spoken: sentence by sentence."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter

from toolkit.japanese.reading import Reading
from toolkit.japanese.readings.reader import Reader
from toolkit.japanese.sentences import utterance_spans


@dataclass(frozen=True, slots=True)
class Passage:
    """What of a paragraph is spoken at once: ``start`` is its offset there."""

    start: int
    reading: Reading


def passages(reader: Reader, text: str, rubies: Sequence[tuple[int, int, str]] = ()) -> Iterator[Passage]:
    """All of ``text``, in the pieces in which it is spoken. ``rubies``: (start, end, kana) with offsets into ``text``;
    one across two pieces is left out.
    """
    ordered = sorted(rubies)
    for start, end in utterance_spans(text):
        first = bisect_left(ordered, start, key=itemgetter(0))
        last = bisect_left(ordered, end, first, key=itemgetter(0))
        inside = [(a - start, b - start, kana) for a, b, kana in ordered[first:last] if b <= end]
        yield Passage(start, reader.read(text[start:end], inside))
