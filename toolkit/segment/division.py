"""A paragraph too long to be weighed at once, in stretches that can each be weighed alone.

A lattice takes a kilobyte a character: a transcript without one line break, of many hours, would take a gigabyte. Where
a sentence ends a cue ends, so nothing is lost but what lies within a few characters of such a place.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from toolkit.japanese.lazy import lazy
from toolkit.model import Paragraph, Span
from toolkit.segment.proof import written
from toolkit.styles import Style

LONGEST = 16_000  # characters: 45 minutes of speech without a paragraph (product default); 16 MB of lattice
_SEARCHED = 2_000  # characters before the longest in which a place is looked for
_LETTER = "ぁ-ゖァ-ヺー一-鿿々"
# From the best place to the worst, all between letters, so that no rule of writing has anything to say of them: behind
# a sentence, behind a 、, before a word (a transcript of a machine may have no punctuation at all)
_PLACES = tuple(
    lazy(pattern)
    for pattern in (
        rf"(?<=[{_LETTER}]。)(?=[{_LETTER}])",
        rf"(?<=[{_LETTER}]、)(?=[{_LETTER}])",
        r"(?<=[ぁ-ゖ])(?=[一-鿿])",
        r"(?<=[ァ-ヺー])(?=[ァ-ヺ])",
    )
)


def stretches(paragraph: Paragraph, style: Style, kept: Iterable[tuple[int, int]] = ()) -> list[tuple[int, int]]:
    """(start, end) of the stretches, together covering the paragraph: one of it all unless it is longer than
    ``LONGEST``. ``kept``: what must not be divided, besides the paragraph's own spans.

    One that has no place to be divided stays as long as it is, as does one of which the style writes a place otherwise
    because of its other half.
    """
    text = paragraph.text
    if len(text) <= LONGEST:
        return [(0, len(text))]
    inside: set[int] = set()
    for start, end in (*((span.start, span.end) for span in paragraph.spans), *kept):
        inside.update(range(start + 1, end))
    edges = [0]
    while len(text) - edges[-1] > LONGEST:
        at = _place(text, edges[-1], inside)
        if at is None:
            break
        edges.append(at)
    found = list(pairwise((*edges, len(text))))
    whole = written(paragraph, style).text
    parts = "".join(written(part, style).text for part in parts_of(paragraph, found))
    return found if parts == whole else [(0, len(text))]


def _place(text: str, start: int, inside: set[int]) -> int | None:
    """The last good place at most ``LONGEST`` characters behind ``start``, the next one after that if there is none."""
    most = start + LONGEST
    for pattern in _PLACES:
        near = [m.start() for m in pattern.finditer(text, most - _SEARCHED, most) if m.start() not in inside]
        if near:
            return near[-1]
    later = (m.start() for pattern in _PLACES for m in pattern.finditer(text, most) if m.start() not in inside)
    return next(later, None)


def parts_of(paragraph: Paragraph, places: Sequence[tuple[int, int]]) -> list[Paragraph]:
    """The paragraph's stretches as paragraphs, in order, each with its own spans; times are left out."""
    if len(places) < 2:
        return [paragraph]
    spans = iter(sorted(paragraph.spans, key=lambda span: (span.start, span.end)))
    parts, held = [], next(spans, None)
    for start, end in places:
        own: list[Span] = []
        while held is not None and held.start < end:
            own.append(replace(held, start=held.start - start, end=held.end - start))
            held = next(spans, None)
        parts.append(replace(paragraph, text=paragraph.text[start:end], spans=tuple(own), times=()))
    return parts
