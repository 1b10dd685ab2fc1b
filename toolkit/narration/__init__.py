"""A transcript read aloud: who speaks with which voice, sentence by sentence, and when every cue is heard."""

from __future__ import annotations

from toolkit.narration.casting import NARRATOR, cast_voices
from toolkit.narration.delivery import Manner
from toolkit.narration.narrate import Narration, Sink, Spoken, narrate, tracks_of
from toolkit.narration.pauses import PAUSES, Pause
from toolkit.narration.plan import Sentence, plan

__all__ = [
    "NARRATOR",
    "PAUSES",
    "Manner",
    "Narration",
    "Pause",
    "Sentence",
    "Sink",
    "Spoken",
    "cast_voices",
    "narrate",
    "plan",
    "tracks_of",
]
