"""A recording and the sentences of its text: two passes through the states, the second with the probe adapted to the
recording.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from toolkit.align import probe as probes
from toolkit.align.anchors import Anchors, anchors, band_of
from toolkit.align.found import Found
from toolkit.align.net import GAP, Net
from toolkit.align.path import Way
from toolkit.align.pieces import Search, cuts
from toolkit.align.prior import window_of
from toolkit.align.verdict import refuse
from toolkit.align.viterbi import Costs, with_gap

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from toolkit.align.clocks import Clock
    from toolkit.align.phones import Spoken
    from toolkit.align.probe import Probe
    from toolkit.align.window import Window

    Floats = NDArray[np.float32]
    Packed = NDArray[np.int8]

WIDEST = 1200  # states looked at in a frame at the most: some 100 s of speech
# What a frame costs that no word explains. Where lines may be missing it must be cheap; where all is there, a word that
# is said otherwise than we read it should rather be bent than left out.
OPEN, COMPLETE = 1.5, 3.0
SURE = -0.7  # a sentence that loses less is what it is taken for
ADAPTING = 20_000  # frames the probe learns from at the most
PULL, ROUNDS = 2e-3, 6


def find(
    units: Sequence[Spoken],
    packed: Packed,
    progress: Callable[[int, int], None] = lambda *_: None,
    clocks: Sequence[Clock] = (),
) -> Found:
    """Where each word is heard in the frames of a recording. ``progress``: (frames done, in all), over both passes.
    ``clocks``: what may be known of times.

    InputError if the recording does not say this text.
    """
    net, probe, count = Net.of(units), probes.default(), 2 * len(packed)
    scores = probe.scores(packed)
    met = anchors(net, scores)
    refuse(net, met, scores, sum(bool(unit.words) for unit in units))
    told = [window_of(clock, met, net, units) for clock in clocks if clock.hints]
    windows = [window for window in told if not isinstance(window, str)]
    met = anchors(net, scores, windows) if windows else met
    first = _walked(net, scores, met, OPEN, windows, lambda done: progress(done, count))
    adapted = _adapted(probe, packed, scores, first, units)
    filler = COMPLETE if _complete(first, units) else OPEN
    scores = adapted.scores(packed)
    met = anchors(net, scores, windows)
    way = _walked(net, scores, met, filler, windows, lambda done: progress(len(packed) + done, count))
    progress(count, count)
    return Found(tuple(units), first, way, scores, met, tuple(word for word in told if isinstance(word, str)))


def _walked(
    net: Net,
    scores: Floats,
    met: Anchors,
    filler: float,
    windows: Sequence[Window],
    progress: Callable[[int], None],
) -> Way:
    band = band_of(met, net, len(scores), windows)
    search = Search(net, with_gap(scores, filler), band, cuts(net, scores, met), Costs(filler), WIDEST, progress)
    return Way.of(net, search.path(), scores)


def _complete(way: Way, units: Sequence[Spoken]) -> bool:
    """Whether every sentence was found, none of them badly."""
    losses = way.of_units(units)
    return bool(np.all(losses > 2 * SURE))


def _adapted(probe: Probe, packed: Packed, scores: Floats, way: Way, units: Sequence[Spoken]) -> Probe:
    """The probe refitted on the sentences that are surely where they are."""
    sure = way.of_units(units) > SURE
    of_state = np.repeat(np.arange(len(units)), np.diff(way.net.gaps[way.net.units]))
    of_state = np.append(of_state, len(units) - 1)
    phones = np.where(way.net.columns == GAP, 0, way.net.columns)[way.path]
    quiet = scores.argmax(axis=1) == 0  # a gap is a silence only where it sounds like one
    good = sure[of_state[way.path]] & ((way.net.columns[way.path] != GAP) | quiet)
    chosen = np.flatnonzero(good)
    if len(chosen) > ADAPTING:
        chosen = chosen[np.linspace(0, len(chosen) - 1, ADAPTING).astype(np.int64)]
    if len(chosen) < 500:
        return probe
    return probe.refitted(packed[chosen], phones[chosen], pull=PULL, rounds=ROUNDS)
