"""Who would be heard with which voice, for ``inspect`` to show before anything is spoken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from toolkit.errors import InputError
from toolkit.wishes.settings import Settings

if TYPE_CHECKING:
    from toolkit.model import Script, Turn
    from toolkit.narration.delivery import Delivery
    from toolkit.speech.protocol import Catalogue
    from toolkit.wishes.project import Project


@dataclass(frozen=True, slots=True)
class Casting:
    """``voices``: everybody's and, if it speaks, the narrator's (None), as ``narrate`` chooses them without flags.
    ``suggested``: by name a line about a voice that may be meant otherwise. ``fault``: why there are none.
    """

    voices: Mapping[str | None, str] = field(default_factory=dict)
    suggested: Mapping[str, str] = field(default_factory=dict)
    fault: str = ""


def casting_at_hand(script: Script, project: Project | None) -> Casting:
    """``casting_of`` where it costs nothing: of an engine whose voices are known without loading it. What stands
    against casting is told in its place: the transcript is understood all the same.
    """
    from toolkit.speech.registry import catalogue_at_hand

    try:
        engine = catalogue_at_hand(Settings().wish("engine", project))
        return casting_of(script, project, engine) if engine else Casting()
    except InputError as error:
        return Casting(fault=str(error))


def casting_of(script: Script, project: Project | None, engine: Catalogue | None = None) -> Casting:
    """Who has which voice. InputError for a wish that cannot be fulfilled, EngineError if the engine is not there."""
    from toolkit.narration.casting import cast_voices
    from toolkit.narration.suggested import suggestions
    from toolkit.speech.registry import engine_named
    from toolkit.transcript.omit import without_directions
    from toolkit.transcript.scope import in_scope

    settings = Settings()
    directions, wished = settings.wish("directions", project), settings.wish("voices", project)
    engine = engine or engine_named(settings.wish("engine", project))
    copy = without_directions(script) if directions == "skip" else script  # ``pipeline`` costs more than all of this
    parts = in_scope(copy, settings.wish("scope", project))
    delivery = replace(settings.delivery(project).for_cast(script.cast), directions=directions)
    narrating = _narrates(parts.turns, delivery)
    voices = cast_voices(script.cast, engine, wished, narrating=narrating)
    return Casting(
        {name: voice.name for name, voice in voices.items() if name or narrating},
        suggestions(script, parts.turns, voices, wished),
    )


def _narrates(turns: Sequence[Turn], delivery: Delivery) -> bool:
    """Whether the narrator has anything to say; a plan is made only where that does not show without."""
    if delivery.credits == "spoken" or any(turn.speaker is None for turn in turns):
        return True
    if delivery.announce == "never" and delivery.directions != "speak":
        return False
    from toolkit.narration.plan import plan_of

    return None in plan_of(turns, (), delivery).tracks
