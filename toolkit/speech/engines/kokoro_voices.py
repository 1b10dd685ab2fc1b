"""The Japanese voices of Kokoro-82M and voices blended from them.

A voice is a table of style vectors: of their 256 numbers the first half shapes the sound of the voice, the second
its melody and tempo. Both halves are linear, so a weighted sum of voices is a voice; weights sum to 1 and may be
negative (away from a voice). The Hz are medians over 4 sentences.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Styles = NDArray[np.float32]

CREDIT = "Kokoro-82M by hexgrad (https://huggingface.co/hexgrad/Kokoro-82M), Apache License 2.0; ONNX export by thewh1teagle (kokoro-onnx), MIT License"  # noqa: E501
LICENCE = "Apache-2.0"
_HALF = 128


@dataclass(frozen=True, slots=True)
class Blend:
    """Weights by Kokoro's own voice names; ``melody`` is as ``sound`` where it is empty."""

    gender: Literal["female", "male"]
    hz: int
    character: str
    sound: Mapping[str, float]
    melody: Mapping[str, float] = field(default_factory=dict)

    def styles(self, table: Mapping[str, Styles]) -> Styles:
        """The voice's style vectors, shape (510, 256): one row for each number of phonemes."""
        whole = _sum(table, self.sound)
        if self.melody:
            whole[:, _HALF:] = _sum(table, self.melody)[:, _HALF:]
        return whole

    @property
    def description(self) -> str:
        """The character of the voice, with its pitch."""
        return f"{self.character} ({self.hz} Hz)"

    @property
    def credit(self) -> str:
        """What the licence asks for: Apache 2.0 wants changes to be told."""
        names = list({**self.sound, **self.melody})
        return CREDIT if len(names) == 1 else f"{CREDIT}; modified: blend of {', '.join(names)}"


def _sum(table: Mapping[str, Styles], weights: Mapping[str, float]) -> Styles:
    parts = [np.float32(weight) * table[name].reshape(-1, 2 * _HALF) for name, weight in weights.items()]
    return np.asarray(np.sum(parts, axis=0), np.float32)


# In the order of casting: two speakers get the first two, the narrator the third.
BLENDS: dict[str, Blend] = {
    "jf_alpha": Blend("female", 284, "clear, young", {"jf_alpha": 1.0}),
    "jm_kumo": Blend("male", 102, "deep", {"jm_kumo": 1.0}),
    "jf_gongitsune": Blend("female", 241, "a story-teller, calm", {"jf_gongitsune": 1.0}),
    "sosuke": Blend(
        "male", 170, "light, young", {"jm_kumo": 1.15, "jf_alpha": -0.15}, {"jm_kumo": 0.65, "jf_tebukuro": 0.35}
    ),
    "jf_tebukuro": Blend("female", 340, "soft, high", {"jf_tebukuro": 1.0}),
    "haruto": Blend(
        "male", 145, "friendly, middle", {"jm_kumo": 0.8, "jf_gongitsune": 0.2}, {"jm_kumo": 0.7, "jf_alpha": 0.3}
    ),
    "jf_nezumi": Blend("female", 248, "unhurried", {"jf_nezumi": 1.0}),
    "gen": Blend(
        "male", 117, "dark, even", {"jm_kumo": 1.3, "jf_tebukuro": -0.3}, {"jm_kumo": 0.85, "jf_gongitsune": 0.15}
    ),
}
