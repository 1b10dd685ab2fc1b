"""A paragraph read sentence by sentence: what the command, the narration and the pipeline share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from toolkit.japanese.reading import Reading, Word
from toolkit.japanese.readings.reader import Reader
from toolkit.japanese.sentences import sentence_spans

_LONGEST = 400  # characters; speech engines lose themselves in more, and a breath is long over


@dataclass(frozen=True, slots=True)
class Passage:
    """One sentence of a paragraph: ``start`` is its offset there."""

    start: int
    reading: Reading


def passages(reader: Reader, text: str, rubies: Sequence[tuple[int, int, str]] = ()) -> Iterator[Passage]:
    """Every sentence of ``text``. ``rubies``: (start, end, kana) with offsets into ``text``; one across two sentences
    is left out.
    """
    for start, end in _spans(text):
        inside = [(a - start, b - start, kana) for a, b, kana in rubies if start <= a and b <= end]
        yield Passage(start, reader.read(text[start:end], inside))


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Sentences; one too long to be said at once is divided after a 、, or where it must."""
    for start, end in sentence_spans(text):
        at = start
        while end - at > _LONGEST:
            comma = text.rfind("、", at + _LONGEST // 2, at + _LONGEST)
            cut = comma + 1 if comma > 0 else at + _LONGEST
            yield at, cut
            at = cut
        yield at, end


def doubtful(words: Sequence[Word], least: float) -> list[Word]:
    """Words of at least this risk, the most doubtful first."""
    return sorted((word for word in words if word.risk >= least), key=lambda word: -word.risk)
