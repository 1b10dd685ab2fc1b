"""What is known of times before anything is heard: those in the text, or another language's subtitles.

They are no truth. What the recording itself says (its anchors) tells how far they may be believed: by how much their
clock is off, and how far they stray from it. Then they keep the search near them, where a sentence is said several
times or hardly anything is understood.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from toolkit.align.anchors import SUPPORT, chained
from toolkit.align.encoder import FRAME
from toolkit.align.mel import RATE
from toolkit.align.window import Window

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from toolkit.align.anchors import Anchors
    from toolkit.align.clocks import Clock, Hint
    from toolkit.align.net import Net
    from toolkit.align.phones import Spoken

    Indices = NDArray[np.int64]

_SECOND = RATE // FRAME  # frames
# Product defaults. Who writes down times by ear is late or early by seconds; a clock that strays by more tells nothing.
LEAST_S, MOST_S = 8.0, 60.0
SPREADS = 5.0  # so many times as far as half of them stray may one stray
MOST_DOUBTFUL = 40  # times against the sound that are looked at one by one; more are all wrong
FEW = 3  # times that the recording confirms
NEAR = 60  # states: an anchor so near to a time says when it is


def window_of(clock: Clock, met: Anchors, net: Net, units: Sequence[Spoken]) -> Window | str:
    """How far a clock may be believed; or why it is not.

    A time that goes against the sound is believed if what is heard there may as well be another place of the text: a
    sentence that stands twice.
    """
    states = np.array([_state(hint, net, units[hint.unit]) for hint in clock.hints], np.int64)
    frames = np.array([hint.ms * _SECOND / 1000 for hint in clock.hints])
    known = _confirmed(states, met)
    off = frames[known] - np.interp(states[known], met.states, met.frames)
    if len(off) < FEW:
        return f"too few of {clock.name} can be compared with the recording: they are not used"
    shift = float(np.median(off))
    slack = max(LEAST_S, SPREADS * float(np.median(np.abs(off - shift))) / _SECOND) + clock.precision_s
    if slack > MOST_S:
        return f"{clock.name} do not go with the recording: they are not used"
    wrong = np.zeros(len(states), bool)
    wrong[known] = np.abs(off - shift) > slack * _SECOND
    frames -= shift
    for k in np.flatnonzero(wrong) if np.count_nonzero(wrong) <= MOST_DOUBTFUL else ():
        trusted = ~wrong
        trusted[k] = True
        with_it, without = (
            _window(states[some], frames[some], slack * _SECOND, net.size) for some in (trusted, ~wrong)
        )
        wrong[k] = len(chained(met, with_it)) < len(chained(met, without)) - SUPPORT
    return _window(states[~wrong], frames[~wrong], slack * _SECOND, net.size)


def _state(hint: Hint, net: Net, unit: Spoken) -> int:
    """The gap before the word at a place, or before the first one after it."""
    word = bisect_left(unit.words, hint.at, key=lambda word: word.at)
    return int(net.gaps[net.units[hint.unit] + word])


def _confirmed(states: Indices, met: Anchors) -> NDArray[np.bool_]:
    """Which states have an anchor near by."""
    if not len(met.states):
        return np.zeros(len(states), bool)
    after = np.searchsorted(met.states, states).clip(0, len(met.states) - 1)
    before = (after - 1).clip(0)
    away = np.minimum(np.abs(met.states[after] - states), np.abs(met.states[before] - states))
    return np.asarray(away <= NEAR)


def _window(states: Indices, frames: NDArray[np.float64], slack: float, size: int) -> Window:
    """No earlier than what is known before allows, no later than what comes after does; where times go back, both are
    believed.
    """
    never = np.iinfo(np.int64).max // 4
    after, before = np.full(size, -never), np.full(size, never)
    np.maximum.at(after, states, (frames - slack).astype(np.int64))
    np.minimum.at(before, states, (frames + slack).astype(np.int64))
    after, before = np.maximum.accumulate(after), np.minimum.accumulate(before[::-1])[::-1]
    return Window(np.minimum(after, before), np.maximum(after, before))
