"""How a script is read aloud: who is announced, what becomes of stage directions, how fast and how high everybody
speaks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from toolkit.model.narration import Announce, Directions


@dataclass(frozen=True, slots=True)
class Delivery:
    """``announce``: the narrator says a speaker's name before their first turn, or at every change of speaker.
    ``directions``: "speak" has the narrator say them. ``pace`` (1: the voice's own) and ``pitch`` (half tones) hold for
    everybody whom ``paces`` and ``pitches`` do not name (None: the narrator). ``head_ms``/``tail_ms``: the least
    silence around the programme.
    """

    announce: Announce = "never"
    directions: Directions = "show"
    pace: float = 1.0
    paces: Mapping[str | None, float] = field(default_factory=dict)
    pitch: float = 0.0
    pitches: Mapping[str | None, float] = field(default_factory=dict)
    head_ms: int = 0
    tail_ms: int = 0

    def pace_of(self, speaker: str | None) -> float:
        """How fast somebody speaks."""
        return self.paces.get(speaker, self.pace)

    def pitch_of(self, speaker: str | None) -> float:
        """By how many half tones somebody's voice is raised."""
        return self.pitches.get(speaker, self.pitch)


USUAL = Delivery()
