"""Who speaks with which voice."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from itertools import cycle
from typing import TYPE_CHECKING, TypeVar

from toolkit.errors import InputError

if TYPE_CHECKING:
    from toolkit.model import Speaker, Voice
    from toolkit.speech.protocol import Engine

T = TypeVar("T")
NARRATOR = "ナレーター"
_NARRATOR_FORMS = frozenset({NARRATOR, "ナレーション", "語り", "narrator"})


def cast_voices(cast: Sequence[Speaker], engine: Engine, overrides: Mapping[str, str]) -> dict[str | None, Voice]:
    """A voice for everybody of the cast and for the narrator (None), all different while the engine has
    enough.

    ``overrides``: any written form of a name (or ナレーター) → voice name. The others take the engine's
    voices in its order, which puts the most different first. InputError for a voice that is not there, or
    one meant for nobody.
    """
    chosen = {person: engine.voice(voice) for person, voice in by_person(overrides, cast).items()}
    names: list[str | None] = [speaker.name for speaker in cast]
    names.insert(2, None)  # the two who speak most get the two voices furthest apart; the narrator the next
    taken = {voice.name for voice in chosen.values()}
    everyone = engine.voices()
    free = [voice for voice in everyone if voice.name not in taken]
    supply = iter([*free, *_again(everyone, names)])
    return {name: chosen[name] if name in chosen else next(supply) for name in names}


def has_part(form: str, cast: Sequence[Speaker]) -> bool:
    """Whether a written form of a name is somebody of the cast, or the narrator."""
    wanted = _plain(form)
    return wanted in _NARRATOR_FORMS or any(wanted in map(_plain, (s.name, *s.aliases)) for s in cast)


def by_person(given: Mapping[str, T], cast: Sequence[Speaker], what: str = "a voice") -> dict[str | None, T]:
    """What is given to written names, by ``Speaker.name`` (None: the narrator). InputError for a name nobody bears."""
    return {_person(form, cast, what): value for form, value in given.items()}


def _again(voices: Sequence[Voice], names: Sequence[object]) -> list[Voice]:
    """The voices over and over, for a cast larger than the engine's choice."""
    return [voice for voice, _ in zip(cycle(voices), names, strict=False)]


def _person(form: str, cast: Sequence[Speaker], what: str) -> str | None:
    wanted = _plain(form)
    for speaker in cast:
        if wanted in map(_plain, (speaker.name, *speaker.aliases)):
            return speaker.name
    if wanted in _NARRATOR_FORMS:
        return None
    there = ", ".join([*(speaker.name for speaker in cast), NARRATOR])
    raise InputError(f"{what} is given to {form!r}, who does not speak", mend=f"choose from: {there}")


def _plain(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold()
