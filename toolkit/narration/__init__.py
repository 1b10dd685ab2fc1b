"""A transcript read aloud: who speaks with which voice, sentence by sentence, and what is heard when. Knows no cues.

Each name is loaded when it is asked for: to tell who would have which voice needs nothing of what speaks.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from toolkit.narration.casting import NARRATOR, cast_voices
    from toolkit.narration.delivery import Delivery, Figure
    from toolkit.narration.pauses import PAUSES, Pause
    from toolkit.narration.plan import Plan, plan_of
    from toolkit.narration.programme import Sink

__all__ = ["NARRATOR", "PAUSES", "Delivery", "Figure", "Pause", "Plan", "Sink", "cast_voices", "plan_of"]

_IN = {
    "casting": ("NARRATOR", "cast_voices"),
    "delivery": ("Delivery", "Figure"),
    "pauses": ("PAUSES", "Pause"),
    "plan": ("Plan", "plan_of"),
    "programme": ("Sink",),
}


def __getattr__(name: str) -> Any:
    module = next((module for module, names in _IN.items() if name in names), "")
    if not module:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{module}"), name)
