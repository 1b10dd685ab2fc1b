"""The voices of the default engine: one model, ``mei_normal``, and others made from it by changing the
speaker's body, not the sound.

``tract``: the sampling rate the model is run at, as a fraction of its own, so that every formant moves by
that factor (below 1 a longer vocal tract: a man's is about 15 % longer than a woman's). ``half_tone`` moves
the fundamental, ``tempo`` the length of a frame. Nothing is stretched afterwards, so times stay exact.
The Hz are medians over 8 sentences.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from toolkit.errors import InputError
from toolkit.model import Voice
from toolkit.speech.protocol import choose

CREDIT = (
    'HTS Voice "Mei" (mei_normal), Copyright (c) 2009-2013 Nagoya Institute of Technology, '
    "Department of Computer Science, released by the MMDAgent Project Team (http://www.mmdagent.jp/), "
    "CC BY 3.0 (https://creativecommons.org/licenses/by/3.0/)"
)
MODIFIED = f"{CREDIT}; modified: pitch, vocal-tract length and tempo"


@dataclass(frozen=True, slots=True)
class Body:
    """What makes a derived voice: see the module."""

    gender: Literal["female", "male"]
    hz: int
    character: str
    half_tone: float = 0.0
    tract: tuple[int, int] = (1, 1)
    tempo: float = 1.0

    @property
    def description(self) -> str:
        """The character of the voice, with its pitch."""
        return f"{self.character} ({self.hz} Hz)"

    @property
    def credit(self) -> str:
        """What the licence asks for."""
        return CREDIT if (self.half_tone, self.tract, self.tempo) == (0.0, (1, 1), 1.0) else MODIFIED


# In the order of casting: two speakers get the first two, the narrator the third.
BODIES: dict[str, Body] = {
    "sora": Body("female", 266, "calm, rather low", -5.0, (15, 16)),
    "takumi": Body("male", 155, "warm, middle", -14.0, (17, 20)),
    "mei": Body("female", 347, "bright, high: the model as it is"),
    "ren": Body("male", 126, "deep, slow", -18.0, (3, 4), 0.96),
    "hina": Body("female", 317, "light, small", -2.0, (10, 9), 1.03),
    "jun": Body("male", 185, "young", -11.0, (9, 10), 1.02),
    "aoi": Body("female", 212, "grown-up, low", -8.5),
    "daichi": Body("male", 170, "big, unhurried", -12.5, (4, 5), 0.98),
}


class OpenJTalkVoices:
    """The voices, known without the engine: see ``protocol.Catalogue``. A path that ends in ``.htsvoice`` is one
    too.
    """

    name = "openjtalk"

    def voices(self) -> tuple[Voice, ...]:
        return tuple(
            Voice(name, self.name, body.gender, body.description, "CC BY 3.0", body.credit, body.hz)
            for name, body in BODIES.items()
        )

    def voice(self, name: str) -> Voice:
        if not name.endswith(".htsvoice"):
            return choose(self.voices(), name)
        if not Path(name).is_file():
            raise InputError("the voice file is not there", where=name, mend="see `jimaku voices`")
        credit = f"HTS voice {Path(name).name}"
        return Voice(name, self.name, "neutral", "a voice file of yours", "see the file's own", credit)
