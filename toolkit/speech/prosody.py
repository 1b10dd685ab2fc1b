"""How the tones of a sentence are said and how long its silences are, by tables: what every engine goes by.

Where no source gives a figure it is a *product default*; ``scripts/bench/prosody.py`` measures what becomes of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from toolkit.japanese.reading import ToneName


@dataclass(frozen=True, slots=True)
class Tone:
    """How a mora is said: from ``begin`` to ``end`` half tones above the mean of the one before it, its vowel
    ``longer`` times as long.
    """

    begin: float
    end: float
    longer: float
    source: str

    def at(self, place: float) -> float:
        """Half tones at a place of the mora, 0 … 1."""
        return self.begin + (self.end - self.begin) * place


TONES: dict[ToneName, Tone] = {
    "question": Tone(4.0, 8.0, 1.6, "VOICEVOX asks with a vowel of 150 ms more at +0.3 ln Hz, 5.2 half tones"),
    "question-ka": Tone(2.0, 5.0, 1.4, "か asks by itself: about half the rise is a product default"),
    "item": Tone(2.0, 3.0, 1.0, "a continuing phrase does not fall (H% of X-JToBI); the amount is a product default"),
}


@dataclass(frozen=True, slots=True)
class Silence:
    """``ms`` from sound to sound at pace 1."""

    ms: float
    source: str


SILENCES: dict[Literal["comma", "breath", "quote"], Silence] = {
    "comma": Silence(430, "AITalk 読点, 385–517 ms, as between sentences that were parted at 、"),
    "breath": Silence(300, "shorter than 、, which it is not; 200 ms and more is heard as a pause"),
    "quote": Silence(100, "before 「: set apart and not parted; a product default"),
}


@dataclass(frozen=True, slots=True)
class Manner:
    """How a whole sentence is said: ``half_tones`` above the voice's own, ``db`` louder."""

    half_tones: float
    db: float
    source: str


# The engine that has a 「！」 of its own (kokoro, VOICEVOX) is left to it
CALLING = Manner(
    1.0, 1.5, "emphasis is higher and louder (Maekawa 2004, Speech Prosody, Nara); the amounts are product defaults"
)

_ASKING, _CALLING = "?？", "!！"
_CLOSING = "」』）)】》〉”\"' 　"


def ending_of(text: str) -> Literal["?", "!", "."]:
    """What a sentence does at its end: ask, call out, or neither.

    >>> ending_of("「行く？」"), ending_of("待て！"), ending_of("行く。")
    ('?', '!', '.')
    """
    last = text.rstrip(_CLOSING)[-1:]
    return "?" if last and last in _ASKING else "!" if last and last in _CALLING else "."
