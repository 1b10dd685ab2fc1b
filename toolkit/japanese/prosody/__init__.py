"""A reading as it is said: where a voice pauses and breathes, and which morae rise. Works on labels and text alone; how
long a silence is and how far a mora rises is the engines' business (``speech.prosody``).
"""

from __future__ import annotations

from toolkit.japanese.prosody.said import said

__all__ = ["said"]
