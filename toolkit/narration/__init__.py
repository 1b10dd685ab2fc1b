"""A transcript read aloud: who speaks with which voice, sentence by sentence, and what is heard when. Knows no cues."""

from __future__ import annotations

from toolkit.narration.casting import NARRATOR, cast_voices
from toolkit.narration.delivery import Delivery, Figure
from toolkit.narration.narrate import narrate
from toolkit.narration.pauses import PAUSES, Pause
from toolkit.narration.plan import Plan, plan_of
from toolkit.narration.programme import Sink

__all__ = ["NARRATOR", "PAUSES", "Delivery", "Figure", "Pause", "Plan", "Sink", "cast_voices", "narrate", "plan_of"]
