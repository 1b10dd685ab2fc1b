"""Who speaks with which voice."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from itertools import combinations, cycle
from typing import TYPE_CHECKING, TypeVar

from toolkit.errors import InputError

if TYPE_CHECKING:
    from toolkit.model import Speaker, Voice
    from toolkit.speech.protocol import Catalogue

T = TypeVar("T")
NARRATOR = "ナレーター"
KINDS = frozenset({"male", "female", "low", "high"})
_CALLED = {"女性": "female", "男性": "male"}
_NARRATOR_FORMS = frozenset({NARRATOR, "ナレーション", "語り", "narrator"})


def cast_voices(
    cast: Sequence[Speaker], engine: Catalogue, overrides: Mapping[str, str], *, narrating: bool = True
) -> dict[str | None, Voice]:
    """A voice for everybody of the cast and for the narrator (None), all different while the engine has
    enough.

    ``overrides``: any written form of a name (or ナレーター) → voice name, or a kind of voice: ``male``, ``female``,
    ``low``, ``high``. Who is called a woman or a man (会場の女性) gets such a voice: a free one, else one that somebody
    has. The others take those voices of which the two most alike differ most, in the engine's order; the narrator the
    third, but the last if it says nothing (``narrating``). InputError for a voice or a kind that is not there, or one
    meant for nobody.
    """
    wished = by_person(overrides, cast)
    chosen = {person: engine.voice(voice) for person, voice in wished.items() if voice not in KINDS}
    names: list[str | None] = [speaker.name for speaker in cast]
    names.insert(2 if narrating else len(names), None)
    everyone = engine.voices()

    def apart(fitting: Sequence[Voice], taken: Mapping[str | None, Voice]) -> Voice:
        return _most_different(engine, fitting, taken, 1)[0]

    for name in [name for name in names if wished.get(name) in KINDS]:
        chosen[name] = apart(_of_kind(wished[name], everyone, _free(everyone, chosen), engine.name), chosen)
    for name in names:
        of_kind = [voice for voice in everyone if voice.gender == _called(name)]
        if name not in chosen and of_kind:
            chosen[name] = apart(_free(of_kind, chosen) or of_kind, chosen)
    waiting = sum(name not in chosen for name in (names if narrating else names[:-1]))
    supply = iter([*_most_different(engine, _free(everyone, chosen), chosen, waiting), *_again(everyone, names)])
    return {name: chosen[name] if name in chosen else next(supply) for name in names}


def _free(voices: Sequence[Voice], chosen: Mapping[str | None, Voice]) -> list[Voice]:
    taken = {voice.name for voice in chosen.values()}
    return [voice for voice in voices if voice.name not in taken]


def _most_different(
    engine: Catalogue, free: Sequence[Voice], taken: Mapping[str | None, Voice], count: int
) -> list[Voice]:
    """The free voices, so many of them first that differ most among themselves and from those that are taken: the two
    most alike count first. All in the engine's order, which alone counts where it does not tell how alike they are.
    """
    alike: Mapping[frozenset[str], float] = getattr(engine, "alike", {})
    if not alike or not 0 < count < len(free):
        return list(free)
    there = [voice.name for voice in taken.values()]

    def nearest(some: Sequence[Voice]) -> list[float]:
        pairs = combinations([*there, *(voice.name for voice in some)], 2)
        return sorted((alike.get(frozenset(pair), 0.0) for pair in pairs), reverse=True)

    first = min(combinations(free, count), key=nearest)
    return [*first, *(voice for voice in free if voice not in first)]


def _of_kind(kind: str, everyone: Sequence[Voice], free: Sequence[Voice], engine: str) -> list[Voice]:
    """The free voices of a kind; those that somebody has if there is no other. InputError if the engine tells of
    none.
    """
    for voices in (free, everyone):
        if kind in ("male", "female"):
            found = [voice for voice in voices if voice.gender == kind]
        else:
            found = sorted((voice for voice in voices if voice.hz), key=lambda v: v.hz, reverse=kind == "high")[:1]
        if found:
            return found
    raise InputError(
        f"the engine {engine!r} does not tell which of its voices are {kind}",
        mend="name a voice: see `jimaku voices`",
    )


def _called(name: str | None) -> str:
    """What somebody is who has no name but is called a woman or a man: 会場の女性, 男性Ａ. '' for all others."""
    found = [gender for word, gender in _CALLED.items() if name and word in name]
    return found[0] if len(found) == 1 else ""


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
