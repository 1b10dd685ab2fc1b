"""What did not keep the times that were given to speak it in."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from toolkit.model import Doubt

if TYPE_CHECKING:
    from toolkit.model.narration import Narration, Window
    from toolkit.narration.plan import Plan

_HEARD_MS = 40  # what is late or long by a frame (24 a second) is in time


def misfits(plan: Plan, narration: Narration) -> tuple[Doubt, ...]:
    """What does not keep its time, subtitle by subtitle: by how much it is said too late, or to beyond its end."""
    rows = zip(narration.utterances, plan.windows, strict=True) if plan.windows else ()
    found = []
    for window, group in groupby(rows, key=lambda row: row[1]):
        heard = [utterance for utterance, _ in group if utterance.audible]
        if heard:
            ms = 1000 / narration.rate
            words = _words(window, heard[0].start * ms, heard[-1].end * ms, heard[0].tempo)
            found += [Doubt(window.line, f"subtitle {window.number} {words}")] if words else []
    return tuple(found)


def _words(window: Window, start: float, end: float, tempo: float) -> str:
    late, over = start - window.start_ms, end - window.end_ms
    words = []
    if late > _HEARD_MS:
        words.append(f"is said {late / 1000:.2f} s late: the one before it takes so long")
    if over > _HEARD_MS:
        words.append(f"is said until {over / 1000:.2f} s after its time, at {tempo:.2f} times the speed")
    return "; ".join(words)
