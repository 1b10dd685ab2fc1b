"""Sentences of the project's own samples, as they are spoken."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from toolkit.japanese.reading import Reading
from toolkit.japanese.readings import Reader
from toolkit.japanese.readings.passages import passages
from toolkit.model import Paragraph
from toolkit.speech.morae import morae_of
from toolkit.transcript import parse_script

MEDIA = Path(__file__).resolve().parent.parent / "media"


def readings(*names: str) -> Iterator[Reading]:
    """The sentences of samples in ``media/``, stage directions left out."""
    reader = Reader()
    for name in names or ("kouen.txt", "mijikai.txt"):
        for turn in parse_script((MEDIA / name).read_text("utf-8")).turns:
            for paragraph in turn.paragraphs:
                yield from (
                    passage.reading for passage in passages(reader, *_spoken(paragraph)) if morae_of(passage.reading)
                )


def _spoken(paragraph: Paragraph) -> tuple[str, list[tuple[int, int, str]]]:
    """The text without its directions, and its rubies there."""
    text, rubies, at = "", [], 0
    for span in sorted(paragraph.spans, key=lambda span: span.start):
        if span.kind == "direction":
            text += paragraph.text[at : span.start]
            at = span.end
        elif span.kind == "ruby":
            move = len(text) - at
            rubies.append((span.start + move, span.end + move, span.value))
    return text + paragraph.text[at:], rubies
