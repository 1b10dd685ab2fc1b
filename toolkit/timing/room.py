"""Time to read a cue, taken from its neighbours: it starts a little before its sound, or the next a little after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from toolkit.styles import Style


@dataclass(frozen=True, slots=True)
class Give:
    """How far a cue may start from its first sound, in ms, where that lets one be read that else could not be: into the
    silence before it, and after it.
    """

    early_ms: int = 0
    late_ms: int = 0


NONE = Give()
# TED-LEAD: at most 100 ms before speech. Later than it: product default, six frames, what a cue that lingers hides.
NEAR = Give(100, 250)
# Product default, half a second as NFG-SYNC-OUT takes it for ends: where no other division of the text helps either.
FAR = Give(800, 500)


def with_room(
    starts: Sequence[int],
    sounds: Sequence[tuple[int, int]],
    needs: Sequence[int],
    style: Style,
    give: Give,
    end_ms: int,
) -> list[int]:
    """The starts of cues that need ``needs`` ms to be read, moved where that gives one its time and takes no other's.

    ``end_ms``: of the programme. Nothing is moved for a cue that would still be too short.
    """
    moved = [*starts]
    for k in range(len(moved)):
        lack = _lack(k, moved, needs, style, end_ms)
        if lack > 0:
            early = min(lack, _silence_before(k, moved, sounds, needs, style, give))
            later = _later(k + 1, moved[k] - early + needs[k], moved, sounds, needs, style, give, end_ms)
            if later is not None:
                moved[k] -= early
                moved[k + 1 : k + 1 + len(later)] = later
    return moved


def _lack(k: int, starts: Sequence[int], needs: Sequence[int], style: Style, end_ms: int) -> int:
    """How many ms cue k is too short."""
    end = starts[k + 1] - style.gap_ms if k + 1 < len(starts) else max(end_ms, starts[k])
    return starts[k] + needs[k] - end


def _silence_before(
    k: int, starts: Sequence[int], sounds: Sequence[tuple[int, int]], needs: Sequence[int], style: Style, give: Give
) -> int:
    """By how much cue k may start earlier."""
    over = max(sounds[k - 1][1], starts[k - 1] + needs[k - 1]) + style.gap_ms if k else 0
    return max(0, min(starts[k] - over, give.early_ms - max(0, sounds[k][0] - starts[k])))


def _later(
    k: int, end: int, starts: Sequence[int], sounds: Sequence[tuple[int, int]], needs: Sequence[int], style: Style,
    give: Give, end_ms: int,
) -> list[int] | None:  # fmt: skip
    """The starts of cue k and of those after it that have to wait if the one before it ends at ``end``; None if one of
    them would have to wait too long.
    """
    later: list[int] = []
    for n in range(k, len(starts)):
        if end + style.gap_ms <= starts[n]:
            return later
        later.append(end + style.gap_ms)
        if later[-1] > sounds[n][0] + give.late_ms:
            return None
        end = later[-1] + needs[n]
    return later if end <= end_ms else None
