"""How long the silences are, in one table.

No standard fixes the pauses of read Japanese; every figure here is a *product default*. Its source says
what it leans on: most on silences measured in finished DAISY books made with AITalk (qfdaisy,
``aitalk.md``): 、 385–517 ms, 。 800–1315, line 1015, section 2161.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from toolkit.model.narration import PauseName


@dataclass(frozen=True, slots=True)
class Pause:
    """``ms`` of silence from the last sound to the next. ``scales``: divided by the pace, as pauses after
    。 are in fast reading.
    """

    ms: int
    source: str
    scales: bool = True


PAUSES: dict[PauseName, Pause] = {
    "head": Pause(500, "ACX: 0.5–1 s of room tone before the first word", scales=False),
    "comma": Pause(430, "AITalk 読点, 385–517 ms; the default engine's own 、 is 390–430", scales=False),
    "sentence": Pause(800, "AITalk 句点 without phrase split, 800 ms"),
    "paragraph": Pause(1015, "AITalk line break, 1015 ms"),
    "turn": Pause(1015, "as a paragraph: the other voice is sign enough that somebody else speaks"),
    "heading": Pause(1315, "AITalk 句点 at its longest, 1315 ms, after a heading"),
    "section": Pause(2161, "AITalk end of section, 2161 ms"),
    "announcement": Pause(430, "as 、: a name that is announced belongs to what follows", scales=False),
    "direction": Pause(430, "as 、: around a direction that is spoken", scales=False),
    "beat": Pause(1000, "to read a direction in: twice the shortest subtitle", scales=False),
    "aside": Pause(500, "behind a direction that closes a paragraph: the shortest subtitle", scales=False),
    "given": Pause(0, "what is left before a given time", scales=False),
    "tail": Pause(1000, "ACX: 1–5 s of room tone after the last word", scales=False),
}
# a silence inside a sentence that is longer is shortened to this (D band around the measured 、: 0.2–0.7 s)
LONGEST_INSIDE_MS = 700


def silence_ms(name: PauseName, pace: float) -> float:
    """The pause of that name at a pace (1 is the voice's own)."""
    pause = PAUSES[name]
    return pause.ms / pace if pause.scales else float(pause.ms)
