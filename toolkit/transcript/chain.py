"""What every line of a document is, as one optimum over the document.

A linear-chain model (a conditional random field: Lafferty, McCallum, Pereira 2001): the score of a line being of a
class is a sum of weights of its features, that of a passage from class to class a weight of its own, and the
probability of a class on a line is summed over all readings of the whole document. The classes chosen are those of the
least expected error among the sequences that can be. ``scripts/fit_structure.py`` fits the weights.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from toolkit.transcript.again import Again, again
from toolkit.transcript.features import Feature, of_line
from toolkit.transcript.label_features import of_label
from toolkit.transcript.labels import Label
from toolkit.transcript.sums import marginals
from toolkit.transcript.survey import Lines

# The classes of a line. named: a label names who speaks; question: somebody unnamed asks (a dash, Q, a bold or heading
# question); answer: speech begins without a label; speech goes on; more: the line goes on with the one above; prose.
Class = Literal[
    "named", "question", "answer", "speech", "more", "prose", "heading", "direction", "meta", "cast", "note", "caption",
    "page",
]  # fmt: skip
OUTSIDE: tuple[Class, ...] = ("prose", "heading", "direction", "meta", "cast", "note", "caption", "page", "more")
INSIDE: tuple[Class, ...] = (
    "named", "question", "answer", "speech", "more", "prose", "heading", "direction", "meta", "cast", "note", "caption",
    "page",
)  # fmt: skip
# A state is a class outside the interview ("<") or inside it (">").
# "?speech" and "?more" go on with a question: no other question follows them, for each has its answer.
STATES: tuple[str, ...] = (*(f"<{c}" for c in OUTSIDE), *(f">{c}" for c in INSIDE), "?speech", "?more")
CLASSES: tuple[Class, ...] = INSIDE
CLASS_OF: tuple[int, ...] = tuple(CLASSES.index(state[1:]) for state in STATES)
NAMED = STATES.index(">named")
QUESTION = STATES.index(">question")
ANSWER = STATES.index(">answer")
_OPENS = frozenset((">named", ">question", ">answer"))
_GOES_ON = frozenset(("prose", "cast", "meta", "speech", "named", "question", "answer", "more", "note", "caption"))
DATA = Path(__file__).parent / "data" / "structure.json"


def allowed(before: str, after: str) -> bool:
    """Whether a line of the state ``after`` can follow one of ``before`` ("" at either end of the document)."""
    if not before:
        return after in _OPENS or (after[0] == "<" and after != "<more")
    asking = before in (">question", "?speech", "?more")
    if after[1:] == "more":
        return (after[0] == "<") == (before[0] == "<") and asking == (after[0] == "?") and before[1:] in _GOES_ON
    if before[0] == "<" and after[0] != "<":
        return after in _OPENS
    if after == "?speech":
        return asking or before == ">direction"
    if before == ">question":
        return after != ">speech"
    return not asking or after not in (">question", ">speech", ">heading")


PAIRS: tuple[tuple[int, int], ...] = tuple(
    (s, t) for s in range(len(STATES)) for t in range(len(STATES)) if allowed(STATES[s], STATES[t])
)
STARTS: tuple[int, ...] = tuple(t for t in range(len(STATES)) if allowed("", STATES[t]))


@dataclass(frozen=True, slots=True)
class Weights:
    """``lines``: feature → a weight a class; ``labels``: feature of a label → weight; ``passages``: "<prose><heading",
    with "|b" behind it where a blank line lies between, → weight; ``starts``: state → weight.
    """

    lines: Mapping[str, tuple[float, ...]]
    labels: Mapping[str, float]
    passages: Mapping[str, float]
    starts: Mapping[str, float]

    @classmethod
    def of(cls, raw: Mapping[str, Any]) -> Weights:
        lines = {name: tuple(row) for name, row in raw["lines"].items()}
        return cls(lines, raw["labels"], raw["passages"], raw["starts"])


@lru_cache(maxsize=1)
def default_weights() -> tuple[Weights, Weights]:
    """The toolkit's own weights, for the first reading of a document and for the second."""
    raw = json.loads(DATA.read_bytes())
    return Weights.of(raw["first"]), Weights.of(raw["second"])


@dataclass(frozen=True, slots=True)
class Reading:
    """The classes of the filled lines, in order. ``states``: their states; ``sure``: the probability of each;
    ``picked``: which of the line's labels names the speaker (−1: none), with its share in ``named`` of the probability.
    ``chances``: the probability of each of ``CLASSES``, line by line.
    """

    states: tuple[str, ...]
    sure: tuple[float, ...]
    picked: tuple[int, ...]
    named: tuple[tuple[float, ...], ...]
    chances: tuple[tuple[float, ...], ...]

    def class_at(self, n: int) -> Class:
        return self.states[n][1:]  # type: ignore[return-value]


def read_twice(
    lines: Lines, weights: tuple[Weights, Weights], forced: Mapping[int, Sequence[Class]] | None = None
) -> Reading:
    """The best reading of a document, the second made with what the first found: what is written alike means alike.
    Where the first leaves no doubt who speaks there is no second.
    """
    shown = Shown.by(lines)
    first = read(lines, shown, weights[0], forced)
    if is_sure(first):
        return first
    return read(lines, shown.again(again(lines, first.named, first.chances, CLASSES)), weights[1], forced)


def is_sure(reading: Reading) -> bool:
    """Whether no line leaves a doubt who speaks."""
    return all(max(map(sum, _by_group(row))) >= _SURE for row in reading.chances)


_SURE = 0.92
_SPEECH_GOES_ON = frozenset((CLASSES.index("speech"), CLASSES.index("more")))
_OPENING = tuple(CLASSES.index(kind) for kind in ("named", "question", "answer"))


def _by_group(chances: Sequence[float]) -> Iterator[tuple[float, ...]]:
    """The probabilities of what a line may be, as far as it bears on who says it: opened in one of three ways, speech
    that goes on, or not spoken.
    """
    yield from ((chances[k],) for k in _OPENING)
    yield tuple(chances[k] for k in _SPEECH_GOES_ON)
    yield tuple(p for k, p in enumerate(chances) if k not in _SPEECH_GOES_ON and k not in _OPENING)


@dataclass(frozen=True, slots=True)
class Shown:
    """The features of every line, and of every label of it."""

    lines: Sequence[Sequence[Feature]]
    labels: Sequence[Sequence[Sequence[Feature]]]
    own: Sequence[Sequence[Label]]

    @classmethod
    def by(cls, lines: Lines) -> Shown:
        """What a document shows by itself."""
        every = range(len(lines.filled))
        own = [lines.labels(n) for n in every]
        labels = [[list(of_label(lines, n, label)) for label in own[n]] for n in every]
        return cls([of_line(lines, n) for n in every], labels, own)

    def again(self, seen: Again) -> Shown:
        """With what a first reading says."""
        return Shown(
            [[*shown, *seen.of_line(n)] for n, shown in enumerate(self.lines)],
            [
                [[*shown, *seen.of_label(n, label)] for shown, label in zip(self.labels[n], own, strict=True)]
                for n, own in enumerate(self.own)
            ],
            self.own,
        )


_TOLD: tuple[Sequence[Class], ...] = (("named",), ("heading",), ("page",))


def read(lines: Lines, shown: Shown, weights: Weights, forced: Mapping[int, Sequence[Class]] | None = None) -> Reading:
    """The best reading of a document's lines under ``weights``. ``forced``: place of a line → the classes it can be."""
    count = len(lines.filled)
    if not count:
        return Reading((), (), (), (), ())
    potentials: list[list[float]] = []
    shares: list[tuple[float, ...]] = []
    for n in range(count):
        row, share = _potentials(lines, n, shown, weights)
        if not lines.can_answer:
            row[ANSWER] = 0.0
        if forced and n in forced:
            row = [p if state[1:] in forced[n] else 0.0 for p, state in zip(row, STATES, strict=True)]
            row = row if any(row) else [float(state[1:] in forced[n]) for state in STATES]
        potentials.append(row)
        shares.append(share)
    passages = {mode: _passages(weights, mode) for mode in ("", "b", "j")}
    modes = [lines.between(n) for n in range(count)]
    starts = [math.exp(weights.starts.get(s, 0.0)) if k in STARTS else 0.0 for k, s in enumerate(STATES)]
    sums = marginals(potentials, modes, passages, starts)
    if forced and not all(map(any, sums)):
        # Not all of it can be true: what the project file and the marks say outlives what a layout suggests.
        told = {n: kinds for n, kinds in forced.items() if kinds in _TOLD}
        return read(lines, shown, weights, told if len(told) < len(forced) else None)
    path = _least_error(sums)
    picked = tuple(
        max(range(len(share)), key=share.__getitem__) if share and k == NAMED else -1
        for k, share in zip(path, shares, strict=True)
    )
    named = tuple(tuple(p * sums[n][NAMED] for p in share) for n, share in enumerate(shares))
    chances = tuple(_by_class(row) for row in sums)
    return Reading(
        tuple(STATES[k] for k in path), tuple(sums[n][k] for n, k in enumerate(path)), picked, named, chances
    )


def _by_class(row: Sequence[float]) -> tuple[float, ...]:
    sums = [0.0] * len(CLASSES)
    for c, p in zip(CLASS_OF, row, strict=True):
        sums[c] += p
    return tuple(sums)


def _potentials(lines: Lines, n: int, shown: Shown, weights: Weights) -> tuple[list[float], tuple[float, ...]]:
    """exp(score − best) of every state of a line, and how the labels share what ``named`` has."""
    scores = _scores(shown.lines[n], weights)
    labels = [sum(weights.labels.get(name, 0.0) * x for name, x in found) for found in shown.labels[n]]
    best = max(labels, default=0.0)
    weighed = [math.exp(score - best) for score in labels]
    total = sum(weighed)
    own = [scores[c] for c in CLASS_OF]
    if not lines.can_ask(n):
        own[QUESTION] = -math.inf
    own[NAMED] += best + math.log(total) if labels else -math.inf
    top = max(own)
    return [math.exp(score - top) for score in own], tuple(w / total for w in weighed)


def _scores(features: Sequence[Feature], weights: Weights) -> list[float]:
    rows = [
        row if value == 1 else [weight * value for weight in row]
        for name, value in features
        if (row := weights.lines.get(name)) is not None
    ]
    return list(map(sum, zip(*rows, strict=True))) if rows else [0.0] * len(CLASSES)


def _passages(weights: Weights, mode: str) -> list[list[float]]:
    """``[to][from]``: exp of the weight of each passage, 0 where there is none."""
    table = [[0.0] * len(STATES) for _ in STATES]
    for s, t in PAIRS:
        name = STATES[s] + STATES[t]
        weight = weights.passages.get(name, 0.0) + (weights.passages.get(f"{name}|{mode}", 0.0) if mode else 0.0)
        table[t][s] = math.exp(weight)
    return table


_BEFORE: tuple[tuple[int, ...], ...] = tuple(tuple(s for s, t in PAIRS if t == k) for k in range(len(STATES)))
# States that the same ones can precede are looked at together.
_WAYS: tuple[tuple[int, ...], ...] = tuple(dict.fromkeys(_BEFORE))
_WAY_TO: tuple[int, ...] = tuple(_WAYS.index(before) for before in _BEFORE)


def _least_error(sums: Sequence[Sequence[float]]) -> list[int]:
    """The sequence of states that can be, with the greatest sum of probabilities: the fewest wrong lines expected."""
    never = -2.0 * len(sums)  # more than all lines together can be worth
    best = [sums[0][k] or never if k in STARTS else -math.inf for k in range(len(STATES))]
    back: list[list[int]] = []
    for row in sums[1:]:
        likeliest = [max(before, key=best.__getitem__) for before in _WAYS]
        froms = [likeliest[way] for way in _WAY_TO]
        best = [best[s] + (p or never) for s, p in zip(froms, row, strict=True)]
        back.append(froms)
    path = [max(range(len(STATES)), key=best.__getitem__)]
    for froms in reversed(back):
        path.append(froms[path[-1]])
    return path[::-1]
