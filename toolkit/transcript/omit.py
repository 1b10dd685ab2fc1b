"""A script without its stage directions, for editions that neither show nor speak them, or without its fillers; and the
proof that nothing else went.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from toolkit.errors import ConservationError
from toolkit.japanese.fillers import fillers
from toolkit.model import Paragraph, Script, Section, Span, Turn

_ENDS = frozenset("。！？!?…")
Cuts = Callable[[Paragraph], list[tuple[int, int]]]


def without_directions(script: Script) -> Script:
    """The script less its directions, which ``excluded`` lists at its end. Paragraphs, turns and sections with nothing
    else go too.

    Raises ConservationError if anything but what is listed is gone.
    """
    return _without(script, _cuts)


def without_fillers(script: Script, protected: Sequence[str] = ()) -> Script:
    """The script less the fillers of what is spoken, which ``excluded`` lists at its end, each with its mark. Every
    paragraph keeps a word. ``protected``: strings that stay whole.

    Raises ConservationError if anything but what is listed is gone.
    """
    return _without(script, lambda paragraph: filler_spans(paragraph, protected))


def filler_spans(paragraph: Paragraph, protected: Sequence[str] = ()) -> list[tuple[int, int]]:
    """Where the fillers of a paragraph stand; what is written as an article has none."""
    if paragraph.kind not in ("speech", "prose"):
        return []
    text = paragraph.text
    kept = [(span.start, span.end) for span in paragraph.spans]
    kept += [(at, at + len(words)) for words in protected if words for at in _places(words, text)]
    return [(a, b) for a, b in fillers(text) if all(b <= start or end <= a for start, end in kept)]


def _places(words: str, text: str) -> Iterator[int]:
    at = text.find(words)
    while at >= 0:
        yield at
        at = text.find(words, at + 1)


def _without(script: Script, cuts_of: Cuts) -> Script:
    gone: list[tuple[int, str]] = []
    sections = tuple(section for s in script.sections if (section := _section(s, cuts_of, gone)).turns)
    made = replace(script, sections=sections, excluded=(*script.excluded, *gone))
    _prove(script, made, gone)
    return made


def _section(section: Section, cuts_of: Cuts, gone: list[tuple[int, str]]) -> Section:
    turns = (replace(turn, paragraphs=tuple(_paragraphs(turn, cuts_of, gone))) for turn in section.turns)
    return replace(section, turns=tuple(turn for turn in turns if turn.paragraphs))


def _paragraphs(turn: Turn, cuts_of: Cuts, gone: list[tuple[int, str]]) -> Iterator[Paragraph]:
    for paragraph in turn.paragraphs:
        cuts = cuts_of(paragraph)
        gone.extend((paragraph.line, paragraph.text[start:end]) for start, end in cuts)
        left = _cut(paragraph, cuts) if cuts else paragraph
        if left.text:
            yield left


def _cuts(paragraph: Paragraph) -> list[tuple[int, int]]:
    """What goes: every direction, and the 。 after one that ended its own sentence (はい。（笑）。)."""
    text = paragraph.text
    cuts: list[tuple[int, int]] = []
    before = ""
    for span in sorted(paragraph.spans, key=lambda s: s.start):
        if span.kind == "direction" and (not cuts or span.start >= cuts[-1][1]):
            before += text[cuts[-1][1] if cuts else 0 : span.start].strip()
            alone = not before or before[-1] in _ENDS
            cuts.append((span.start, span.end + (alone and text[span.end : span.end + 1] == "。")))
    return cuts


def _cut(paragraph: Paragraph, cuts: list[tuple[int, int]]) -> Paragraph:
    """The paragraph without the cuts. Two words that a direction kept apart are parted by a space; a filler keeps none
    apart but Latin ones.
    """
    text = paragraph.text
    kept: list[str] = []
    places: list[int] = []  # by old offset, the new one
    at = 0
    for start, end in [*cuts, (len(text), len(text))]:
        places.extend(range(len(kept), len(kept) + start - at))
        kept.extend(text[at:start])
        places.extend([len(kept)] * (end - start))
        if start < end and kept and _are_parted(kept[-1], text[start], text[end : end + 1]):
            kept.append("　")
        at = end
    places.append(len(kept))
    whole = "".join(kept)
    lead = len(whole) - len(whole.lstrip())
    shown = whole.strip()
    moved = [min(max(place - lead, 0), len(shown)) for place in places]
    spans = (replace(s, start=moved[s.start], end=moved[s.end - 1] + 1) for s in _others(paragraph, cuts))
    times = tuple(replace(t, at=moved[min(t.at, len(text))]) for t in paragraph.times)
    return replace(paragraph, text=shown, spans=tuple(spans), times=times)


def _are_parted(before: str, first: str, after: str) -> bool:
    """Whether a space stands between two characters once what begins with ``first`` is gone from between them."""
    return before.isalnum() and after.isalnum() and (not first.isalnum() or (before + after).isascii())


def _others(paragraph: Paragraph, cuts: list[tuple[int, int]]) -> Iterator[Span]:
    """The spans that stand clear of every cut."""
    for span in paragraph.spans:
        if span.start < span.end and all(span.end <= start or end <= span.start for start, end in cuts):
            yield span


def _prove(before: Script, after: Script, gone: list[tuple[int, str]]) -> None:
    had, has = _by_line(before), _by_line(after)
    for line, text in gone:
        has.setdefault(line, Counter()).update(_dense(text))
    for line in sorted({*had, *has}):
        if had.get(line, Counter()) != has.get(line, Counter()):
            raise ConservationError(
                "more was lost than what is left out",
                where=f"line {line}",
                mend="this is a defect: report it with that line",
            )


def _by_line(script: Script) -> dict[int, Counter[str]]:
    found: dict[int, Counter[str]] = {}
    for turn in script.turns:
        for paragraph in turn.paragraphs:
            found.setdefault(paragraph.line, Counter()).update(_dense(paragraph.text))
    return found


def _dense(text: str) -> str:
    return "".join(text.split())
