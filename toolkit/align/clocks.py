"""What may be known of times before anything is heard: those in the text, or another language's subtitles."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Hint:
    """Sentence ``unit``, from character ``at`` of its text on, may be said at ``ms``."""

    unit: int
    at: int
    ms: int


@dataclass(frozen=True, slots=True)
class Clock:
    """Where hints come from, as a person would name it; and how finely they are told, in seconds."""

    name: str
    hints: tuple[Hint, ...]
    precision_s: float = 1.0
