"""What a check found, and how a person reads it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from toolkit.model.narration import Utterance

Rule = Literal[
    "FILE",
    "CREDITS",
    "SRT",
    "TEXT",
    "LENGTH",
    "SUM",
    "LOUDNESS",
    "PEAK",
    "CLICK",
    "TRACK",
    "PRINT",
    "PAUSE",
    "SOUND",
    "MORAE",
    "STEP",
    "KANA",
    "READING",
]


@dataclass(frozen=True, slots=True)
class Finding:
    """``where``: a file, a subtitle, a sentence with its line, or a time, as a person would name it."""

    rule: Rule
    where: str
    message: str

    def __str__(self) -> str:
        return f"{self.where}: {self.rule} {self.message}"


def place_of(utterance: Utterance) -> str:
    """A sentence as a finding names it: its line and how it begins."""
    sentence = utterance.sentence
    short = sentence.text if len(sentence.text) <= 24 else f"{sentence.text[:22]}……"
    return f"line {sentence.line} 「{short}」"


def clock(seconds: float) -> str:
    """A place in the programme: ``1:02:03.456``, hours only where there are any.

    >>> clock(62.5)
    '1:02.500'
    """
    ms = round(seconds * 1000)
    minutes, ms = divmod(ms, 60_000)
    hours, minutes = divmod(minutes, 60)
    rest = f"{minutes:02}" if hours else f"{minutes}"
    return f"{f'{hours}:' if hours else ''}{rest}:{ms // 1000:02}.{ms % 1000:03}"
