"""What every speech engine promises."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from toolkit.errors import InputError

if TYPE_CHECKING:
    from toolkit.japanese.reading import Reading
    from toolkit.model import Clip, Voice


class Catalogue(Protocol):
    """The voices of an engine, for whoever casts; nothing in it speaks. An attribute ``alike`` says how alike two
    voices are, by the set of their names: 1 is the same.
    """

    name: str

    def voices(self) -> tuple[Voice, ...]:
        """What there is to choose, the voices that differ most first."""
        ...

    def voice(self, name: str) -> Voice:
        """The voice of that name; InputError lists what there is."""
        ...


class Engine(Catalogue, Protocol):
    """Speaks whole sentences.

    ``rate``: Hz of every clip. ``version``: changes whenever the same reading would sound otherwise.
    ``tempo``: the slowest and fastest morae a second (pauses left out, pace 1) that are speech and not a
    fault. An attribute ``caution`` is one line that is told before anything is spoken.
    """

    rate: int
    version: str
    tempo: tuple[float, float]
    audible: bool

    def speak(self, reading: Reading, voice: str, *, pace: float = 1.0) -> Clip:
        """The sound of one sentence, ``pace`` times as fast as the voice speaks by itself.

        A reading with nothing to say gives a clip of no length. Whatever else gives no sound is a failure:
        EngineError. An engine with a true attribute ``pitches`` also takes ``pitch`` in half tones; the clips
        of others are raised afterwards (``speech.pitch``).
        """
        ...


@dataclass(frozen=True, slots=True)
class EngineSpec:
    """How to make an engine in another process: its registered name and its options (all text)."""

    name: str
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Request:
    """One sentence to be spoken. ``rubies``: (start, end, kana) of readings the text itself gives.
    ``reading`` is made from ``text`` and ``rubies`` where it is None. ``where`` names the place in the
    source for an error. ``pitch``: half tones above the voice's own.
    """

    text: str
    voice: str
    rubies: tuple[tuple[int, int, str], ...] = ()
    pace: float = 1.0
    reading: Reading | None = None
    where: str = ""
    pitch: float = 0.0


def choose(voices: tuple[Voice, ...], name: str) -> Voice:
    """The voice of that name; InputError lists what there is."""
    for voice in voices:
        if voice.name == name:
            return voice
    raise InputError(f"no voice is called {name!r}", mend=f"choose one of: {', '.join(v.name for v in voices)}")
