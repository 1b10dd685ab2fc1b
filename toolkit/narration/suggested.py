"""Voices that somebody may want otherwise: told with the reason and the flag, never taken by themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from toolkit.japanese.gender import Hint, hint_of
from toolkit.narration.casting import by_person

if TYPE_CHECKING:
    from toolkit.model import Script, Speaker, Turn, Voice
    from toolkit.speech.protocol import Engine

_CALLED = {"female": "a woman's voice", "male": "a man's voice"}


def suggestions(
    script: Script, turns: Sequence[Turn], voices: Mapping[str | None, Voice], wished: Mapping[str, str]
) -> dict[str, str]:
    """By ``Speaker.name`` a line for whoever speaks in ``turns`` with a voice of the other gender than their name,
    title or own words let expect. None for whoever's voice is ``wished``, nor where names or the engine tell nothing.
    """
    settled = by_person(wished, script.cast)
    speakers = [speaker for speaker in script.cast if speaker.name not in settled]
    return {
        speaker.name: _line(speaker.name, voices[speaker.name], hint)
        for speaker in speakers
        if (own := [turn for turn in turns if turn.speaker == speaker.name])
        and (hint := _hint(speaker, own))
        and voices[speaker.name].gender in {*_CALLED} - {hint.gender}
    }


def cautions(
    engine: Engine,
    script: Script,
    turns: Sequence[Turn],
    voices: Mapping[str | None, Voice],
    wished: Mapping[str, str],
) -> Iterator[str]:
    """What is told before an hour is spoken: of an engine that is hard to understand, then ``suggestions``."""
    if caution := getattr(engine, "caution", ""):
        yield caution
    yield from suggestions(script, turns, voices, wished).values()


def _hint(speaker: Speaker, own: Sequence[Turn]) -> Hint | None:
    return hint_of((speaker.name, *speaker.aliases), speaker.role, _said(own))


def _said(turns: Sequence[Turn]) -> Iterator[str]:
    for turn in turns:
        yield from (paragraph.text for paragraph in turn.paragraphs)


def _line(name: str, voice: Voice, hint: Hint) -> str:
    return f"{name} speaks with {voice.name} ({_CALLED[voice.gender]}); {hint.why}: --voice '{name}={hint.gender}'"
