"""The order of the stages for a text that has its recording: script → sentences → alignment → cues → timeline, and on
to an edition whose sound is the recording.
"""

from __future__ import annotations

from toolkit.recorded.stages import Hearing, Recorded, Shifted, misfits, retimed, shifted, subtitles

__all__ = ["Hearing", "Recorded", "Shifted", "misfits", "retimed", "shifted", "subtitles"]
