"""How a script is read aloud: who is announced, what becomes of stage directions, how fast and how high everybody
speaks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any

from toolkit.narration.casting import by_person, has_part

if TYPE_CHECKING:
    from toolkit.model import Speaker
    from toolkit.model.narration import Announce, Directions, SpokenCredits, Window


@dataclass(frozen=True, slots=True)
class Figure:
    """``usual`` holds for everybody whom ``own`` does not name: by written name as a person wished it, by
    ``Speaker.name`` (None: the narrator) once the cast is known. ``noun``: what it is called in an error.
    """

    usual: float
    own: Mapping[Any, float] = field(default_factory=dict)
    noun: str = "a figure"

    def of(self, speaker: str | None) -> float:
        """What holds for somebody."""
        return self.own.get(speaker, self.usual)


@dataclass(frozen=True, slots=True)
class Manner:
    """How something is said apart from the rest: ``pace`` times as fast, ``pitch`` half tones higher."""

    pace: float
    pitch: float
    source: str


HEADING = Manner(0.92, -1.0, "a heading is read lower and slower than what it heads; the amounts are product defaults")


@dataclass(frozen=True, slots=True)
class Delivery:
    """``announce``: the narrator says a speaker's name before their first turn, or at every change of speaker.
    ``directions``: "speak" has the narrator say them. ``pace``: 1 is the voice's own; ``pitch`` in half tones.
    ``head_ms``/``tail_ms``: the least silence around the programme. ``credits``: "spoken" has the narrator say title,
    speakers and voices. ``fit``: the given times in which everything is said, none if the voice sets them.
    """

    announce: Announce = "never"
    directions: Directions = "show"
    pace: Figure = Figure(1.0, noun="a rate")
    pitch: Figure = Figure(0.0, noun="a pitch")
    head_ms: int = 0
    tail_ms: int = 0
    credits: SpokenCredits = "written"
    fit: tuple[Window, ...] = ()

    def for_cast(self, cast: Sequence[Speaker]) -> Delivery:
        """With every written name as the person it means. InputError for a name nobody bears."""
        return self._each(lambda figure: replace(figure, own=by_person(figure.own, cast, figure.noun)))

    def among(self, cast: Sequence[Speaker]) -> Delivery:
        """Without what is wished for people who are not of the cast."""
        return self._each(
            lambda figure: replace(figure, own={n: own for n, own in figure.own.items() if has_part(n, cast)})
        )

    def figures_of(self, speaker: str | None) -> dict[str, Any]:
        """What holds for somebody, by the name of each figure."""
        return {name: figure.of(speaker) for name, figure in self._figures().items()}

    def heading_of(self, speaker: str | None) -> dict[str, Any]:
        """What holds for somebody who reads a heading, by the name of each figure."""
        figures = self.figures_of(speaker)
        return figures | {"pace": figures["pace"] * HEADING.pace, "pitch": figures["pitch"] + HEADING.pitch}

    def usual(self) -> dict[str, Any]:
        """What holds for whoever has nothing of their own, by the name of each figure."""
        return {name: figure.usual for name, figure in self._figures().items()}

    def _each(self, change: Callable[[Figure], Figure]) -> Delivery:
        changed: dict[str, Any] = {name: change(figure) for name, figure in self._figures().items()}
        return replace(self, **changed)

    def _figures(self) -> dict[str, Figure]:
        values = {part.name: getattr(self, part.name) for part in fields(self)}
        return {name: value for name, value in values.items() if isinstance(value, Figure)}


USUAL = Delivery()
