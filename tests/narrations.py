"""Short talks narrated by the silent engine, and a sink that remembers."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from toolkit.japanese.reading import Reading, Word
from toolkit.model import Clip, Paragraph, Profile, Span, Turn, Voice
from toolkit.model.narration import Narration, Sentence
from toolkit.narration import PAUSES, Delivery, plan_of
from toolkit.narration.delivery import USUAL
from toolkit.narration.narrate import narrate
from toolkit.speech.engines.silent import Silent
from toolkit.speech.protocol import Request

RATE = Silent.rate
ENGINE = Silent()


def read(text: str) -> Reading:
    """A stand-in: every character but punctuation is a word of one mora."""
    words = tuple(Word(k, k + 1, c, "ア" if c.isalnum() else "") for k, c in enumerate(text))
    return Reading(text, words)


def speak(requests: Iterable[Request]) -> Iterator[Clip]:
    for request in requests:
        yield ENGINE.speak(read(request.text), request.voice, pace=request.pace)


class Ledger:
    """A sink that remembers where sound was placed."""

    def __init__(self) -> None:
        self.placed: list[tuple[int, int, int]] = []

    def place(
        self, track: int, start: int, samples: NDArray[np.float32], profile: Profile | None = None, scale: float = 1.0
    ) -> None:
        self.placed.append((track, start, start + len(samples)))


def turn(text: str, speaker: str | None = "佐藤太郎", *spans: Span, line: int = 1) -> Turn:
    return Turn(speaker, (Paragraph(text, line, spans=spans),), line)


def voices_of(turns: Sequence[Turn]) -> dict[str | None, Voice]:
    return {name: ENGINE.voices()[0] for name in [None, *(t.speaker for t in turns)]}


def narration_of(turns: Sequence[Turn], delivery: Delivery = USUAL) -> tuple[Narration, Ledger]:
    ledger = Ledger()
    plan = plan_of(turns, delivery=delivery)
    return narrate(plan, speak(plan.requests(voices_of(turns))), ledger, rate=RATE), ledger


def sentences(
    turns: Sequence[Turn], delivery: Delivery = USUAL, section_starts: Collection[int] = ()
) -> tuple[Sentence, ...]:
    return plan_of(turns, section_starts, delivery).sentences


def ms(name: str) -> int:
    return round(PAUSES[name].ms * RATE / 1000)  # type: ignore[index]


def spans(text: str, *directions: str) -> list[Span]:
    return [Span(text.index(d), text.index(d) + len(d), "direction", d[1:-1]) for d in directions]


def clip(samples: int, marks: tuple[tuple[int, int], ...], pauses: tuple[tuple[int, int], ...] = ()) -> Clip:
    return Clip(np.ones(samples, np.float32), RATE, marks, pauses, lead=100, tail=300)
