"""When a cue starts and ends. One clock a module: reading speed (no audio), measured speech, a narration's words, and
the times of the input; ``video`` brings what they say to a video.

All keep the gap rule of the style: between two cues there is exactly ``style.gap_ms`` or at least
``style.open_gap_ms``.
"""

from __future__ import annotations

from toolkit.timing.reading import (
    by_reading_speed,
    fitting_ms,
    is_sound,
    longest_ms,
    reading_ms,
    reading_units,
)
from toolkit.timing.sharing import shared
from toolkit.timing.speech import by_speech
from toolkit.timing.text import by_times

__all__ = [
    "by_reading_speed",
    "by_speech",
    "by_times",
    "fitting_ms",
    "is_sound",
    "longest_ms",
    "reading_ms",
    "reading_units",
    "shared",
]
