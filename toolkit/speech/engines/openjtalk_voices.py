"""The voices of the default engine: one model, ``mei_normal``, and others made from it by changing the
speaker's body, not the sound.

``tract``: the sampling rate the model is run at, as a fraction of its own, so that every formant moves by
that factor (below 1 a longer vocal tract: a man's is about 15 % longer than a woman's). ``half_tone`` moves
the fundamental, ``tempo`` the length of a frame, ``range`` how far the melody moves about its mean. Nothing is
stretched afterwards, so times stay exact. The Hz are medians over 8 sentences.
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
MODIFIED = f"{CREDIT}; modified: pitch and range, vocal-tract length and tempo"


@dataclass(frozen=True, slots=True)
class Body:
    """What makes a derived voice: see the module."""

    gender: Literal["female", "male"]
    hz: int
    character: str
    half_tone: float = 0.0
    tract: tuple[int, int] = (1, 1)
    tempo: float = 1.0
    range: float = 1.0

    @property
    def description(self) -> str:
        """The character of the voice, with its pitch."""
        return f"{self.character} ({self.hz} Hz)"

    @property
    def credit(self) -> str:
        """What the licence asks for."""
        changed = (self.half_tone, self.tract, self.tempo, self.range) != (0.0, (1, 1), 1.0, 1.0)
        return MODIFIED if changed else CREDIT


# In the order in which those who are cast get them: which are cast, ``alike`` says.
# The ranges are product defaults. A wider one takes from questions and lists what they rise by (at 1.15 some rise by
# less than 3 half tones: ``scripts/bench/prosody.py``)
BODIES: dict[str, Body] = {
    "sora": Body("female", 266, "calm, rather low", -5.0, (15, 16), range=0.88),
    "takumi": Body("male", 155, "warm, middle", -14.0, (17, 20), range=0.97),
    "hina": Body("female", 317, "light, small", -2.0, (10, 9), 1.03, 0.98),
    "ren": Body("male", 126, "deep, slow", -18.0, (3, 4), 0.96, 0.9),
    "jun": Body("male", 185, "young", -11.0, (9, 10), 1.02, 1.03),
    "mei": Body("female", 347, "bright, high: the model as it is"),
    "aoi": Body("female", 212, "grown-up, low", -8.5, range=0.93),
    "daichi": Body("male", 170, "big, unhurried", -12.5, (4, 5), 0.98, 0.82),
}


# How alike two voices are: thousandths of the cosine of their d-vectors, of each with those before it in ``BODIES``.
# A voice is .98–.99 like itself in other sentences (12 sentences, ``scripts/voices.py cosine``)
_ALIKE = """
878
866 754
728 844 624
937 969 821 793
930 781 914 649 855
931 879 907 717 951 900
829 947 707 918 894 741 803
"""


def _pairs() -> dict[frozenset[str], float]:
    names, rows = list(BODIES), _ALIKE.split("\n")[1:-1]
    return {
        frozenset((names[k], names[n])): int(cosine) / 1000
        for k, row in enumerate(rows, 1)
        for n, cosine in enumerate(row.split())
    }


class OpenJTalkVoices:
    """The voices, known without the engine: see ``protocol.Catalogue``. A path that ends in ``.htsvoice`` is one
    too.
    """

    name = "openjtalk"

    @property
    def alike(self) -> dict[frozenset[str], float]:
        return _pairs()

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
