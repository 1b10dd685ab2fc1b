"""What does not fit: lines that are not spoken, sound that is not in the text, lines whose place is doubtful, or all of
it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from toolkit.align.encoder import FRAME
from toolkit.align.mel import RATE
from toolkit.align.net import GAP
from toolkit.errors import InputError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from toolkit.align.anchors import Anchors
    from toolkit.align.found import Found
    from toolkit.align.net import Net

    Floats = NDArray[np.float32]

Reason = Literal["confidence", "pace", "passes"]

# All by trial on narrations of a voice that the probe never heard: a line that is spoken loses 0.0 to 0.5 a phone, in
# noise up to 1.0, one that was edited by a third up to 1.9; one that is not spoken is jumped over, but for a short one
# now and then, which loses as much.
UNSPOKEN, DOUBTFUL = -2.0, -0.6
MET = 3  # anchors in a line speak for it
PACE = (0.5, 2.0)  # sound a phone, against the median of all lines
APART_S = 0.3  # between the two passes
WRONG = 0.02  # anchors a phone of the text: the right text has 0.3 to 0.7, another one none to 0.005
SILENT = 0.02  # of the frames are sound
EXTRA_S = 1.5  # sound without text that is worth a word; shorter is え and あの
STRAY = 6  # anchors of an unspoken line in another place


@dataclass(frozen=True, slots=True)
class Verdict:
    """Of one sentence. ``span``: (first frame, after the last), None if it is not spoken. ``confidence``: 0 to 1.
    ``elsewhere``: the frame at which it is heard in another order, if it is.
    """

    span: tuple[int, int] | None
    confidence: float
    doubts: tuple[Reason, ...] = ()
    elsewhere: int | None = None


def refuse(net: Net, met: Anchors, scores: Floats, spoken: int) -> None:
    """InputError if the recording is of another text, in another language, or of no speech at all. ``spoken``: how many
    sentences can be.
    """
    best = scores.argmax(axis=1)
    if np.mean(best != 0) < SILENT:
        raise InputError("holds no speech", mend="give the recording of this text")
    said, heard = int(np.count_nonzero(net.columns != GAP)), int(np.count_nonzero(np.diff(best))) + 1
    if len(met.frames) < WRONG * max(1, min(said, heard)):
        lines = len(np.unique(_units_of(net, met.states)))
        what = f"does not say this text: {lines} of {spoken} sentences are in it"
        raise InputError(what, mend="give the recording of this text, in Japanese and not drowned in noise")


def _units_of(net: Net, states: NDArray[np.int64]) -> NDArray[np.int64]:
    """The sentence of each state."""
    return np.searchsorted(net.gaps[net.units], states, side="right") - 1


def verdicts(found: Found) -> tuple[Verdict, ...]:
    """One for each sentence, in order."""
    losses = found.way.of_units(found.units)
    met = np.bincount(_units_of(found.way.net, found.met.states), minlength=len(losses))
    spans = [
        span if loss > UNSPOKEN or (met[u] >= MET and loss > 2 * UNSPOKEN) else None
        for u, loss in enumerate(losses)
        for span in [found.way.span(u)]
    ]
    paces = _paces(found, spans)
    return tuple(
        Verdict(
            span,
            float(np.exp(loss)) if span else 0.0,
            _doubts(found, u, span, float(loss), paces[u]),
            _elsewhere(found, u, span),
        )
        for u, (span, loss) in enumerate(zip(spans, losses, strict=True))
    )


def _paces(found: Found, spans: Sequence[tuple[int, int] | None]) -> list[float]:
    """Sounding frames a phone of each line against the median of all, 1 where it is not spoken or too short to tell."""
    sounding = np.concatenate(([0], np.cumsum(found.scores.argmax(axis=1) != 0)))
    paces = [
        float(sounding[span[1]] - sounding[span[0]]) / len(unit.phones) if span and len(unit.phones) >= 10 else None
        for unit, span in zip(found.units, spans, strict=True)
    ]
    known = [pace for pace in paces if pace is not None]
    usual = float(np.median(known)) if known else 1.0
    return [pace / usual if pace is not None else 1.0 for pace in paces]


def _doubts(found: Found, unit: int, span: tuple[int, int] | None, loss: float, pace: float) -> tuple[Reason, ...]:
    if span is None:
        return ()
    before = found.first.span(unit)
    apart = before is None or abs(before[0] - span[0]) * FRAME > APART_S * RATE
    reasons: tuple[tuple[bool, Reason], ...] = (
        (loss < DOUBTFUL, "confidence"),
        (not PACE[0] <= pace <= PACE[1], "pace"),
        (apart, "passes"),
    )
    return tuple(reason for doubtful, reason in reasons if doubtful)


def _elsewhere(found: Found, unit: int, span: tuple[int, int] | None) -> int | None:
    """Where anchors out of order place a line that is not spoken in its own place."""
    frames, states = found.met.strays
    if span is not None or not len(frames):
        return None
    of_it = frames[_units_of(found.way.net, states) == unit]
    return int(np.median(of_it)) if len(of_it) >= STRAY else None


def extras(found: Found, spoken: Sequence[Verdict]) -> tuple[tuple[int, int], ...]:
    """(first frame, after the last) of sound that no line explains."""
    free = found.way.net.columns[found.way.path] == GAP
    for unit, verdict in enumerate(spoken):
        span = found.way.span(unit)
        if verdict.span is None and span is not None:
            free[span[0] : span[1]] = True
    sounding = free & (found.scores.argmax(axis=1) != 0)
    return tuple(_joined(np.flatnonzero(sounding), free))


def _joined(sounding: NDArray[np.int64], free: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Runs of sounding frames, over silences of up to a second with no line in them; those too short left out."""
    runs: list[tuple[int, int, int]] = []
    for at in sounding.tolist():
        if runs and at - runs[-1][1] <= RATE // FRAME and free[runs[-1][1] : at].all():
            runs[-1] = (runs[-1][0], at + 1, runs[-1][2] + 1)
        else:
            runs.append((at, at + 1, 1))
    least = EXTRA_S * RATE / FRAME
    return [(first, after) for first, after, count in runs if count >= least / 2 and after - first >= least]
