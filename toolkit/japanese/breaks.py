"""How good a break would be at every gap of a text, by a model fitted on subtitles that people broke by judgement.

The model is numbers in a JSON file: for each feature of ``phrases.features`` a weight for "a cue ends here" and one for "a line ends
here", and tables of what a cue's widths cost (one per use of 、, see ``phrases.comma_use``). ``scripts/fit_breaks`` makes such a file from
anybody's subtitles. Scores are logarithms: they add, and only their differences matter.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

from toolkit.errors import InputError
from toolkit.japanese.features import Group, groups, spelled
from toolkit.japanese.phrases import COMPOUND, CUT, gap_levels
from toolkit.japanese.punctuation import wide_signs
from toolkit.japanese.words import tokens

VERSION = 1
STEPS = 16  # widths are told apart in sixteenths of the line width
BALANCE_STEPS = 10  # differences of two lines, in tenths of it
ONE, TWO, BALANCE = STEPS + 2, 2 * STEPS + 4, 2 * BALANCE_STEPS + 1  # lengths of the tables


@dataclass(frozen=True, slots=True)
class Tables:
    """What widths cost: ``one[round(16 w / W)]`` for a cue of one line of width w at line width W, ``two`` likewise for the sum of two
    lines, ``balance[10 + round(10 (w1 - w2) / W)]`` for how they differ."""

    one: tuple[float, ...]
    two: tuple[float, ...]
    balance: tuple[float, ...]


class Gap(NamedTuple):
    """A place where a cue or a line may end: before ``text[at]``. ``natural`` is False inside words, numbers and names."""

    at: int
    cue: float
    line: float
    natural: bool = True


@dataclass(frozen=True, slots=True)
class BreakModel:
    """Weights per feature as (cue, line), and the width tables by ``comma_use``."""

    weights: Mapping[str, tuple[float, float]]
    tables: Mapping[str, Tables]
    name: str = "default"
    sums: dict[Group, tuple[float, float]] = field(default_factory=dict, repr=False, compare=False)

    def gaps(self, text: str, comma: str, protected: Sequence[tuple[int, int]] = ()) -> list[Gap]:
        """Every gap of ``text`` between words, scored, and those inside words and names unscored; in order.

        ``protected``: spans that are treated like one word.
        """
        text = wide_signs(text)  # the model was fitted on full-width signs; offsets stay
        words = tokens(text)
        levels = gap_levels(text, words, protected)
        places = [at for at, level in levels.items() if level != CUT]
        found = groups(text, words, places, comma)
        scored = {at: self._gap(at, levels[at], found_there) for at, found_there in zip(places, found, strict=True)}
        return [scored.get(at) or Gap(at, _UNNATURAL, _UNNATURAL, False) for at in levels]

    def _gap(self, at: int, level: int, found: Sequence[Group]) -> Gap:
        cue = line = -_COMPOUND_COST if level == COMPOUND else 0.0
        known = self.sums
        for group in found:
            sums = known.get(group)
            if sums is None:
                sums = known[group] = self._sum(group)
            cue += sums[0]
            line += sums[1]
        return Gap(at, cue, line)

    def _sum(self, group: Group) -> tuple[float, float]:
        if len(self.sums) > _MOST_SUMS:
            self.sums.clear()
        cue = line = 0.0
        weight = self.weights.get
        for feature in spelled(group):
            pair = weight(feature)
            if pair is not None:
                cue += pair[0]
                line += pair[1]
        return cue, line


_MOST_SUMS = 300_000  # groups remembered: some 50 MB, the groups of half a million characters
_COMPOUND_COST = 2.0  # halves the breaks inside compounds for 0.1 of F1 on talks, where people divide them more freely
_UNNATURAL = -14.0  # below any score seen between words (-13): a word is cut only where no phrase ends in a line's reach


def load(path: Path) -> BreakModel:
    """A model from its JSON file; InputError when it is none."""
    try:
        return _model(json.loads(path.read_text(encoding="utf-8")), path.name)
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror})", where=str(path), mend="name a file made by scripts/fit_breaks") from error
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise InputError("is no break model", where=str(path), mend="make one with scripts/fit_breaks") from error


@lru_cache(maxsize=1)
def default() -> BreakModel:
    """The model that ships with the toolkit."""
    text = files("toolkit.japanese").joinpath("data", "breaks.json").read_text(encoding="utf-8")
    return _model(json.loads(text), "default")


def _model(data: Any, name: str) -> BreakModel:
    if data["version"] != VERSION:
        raise ValueError("another version")
    weights = {feature: (float(cue), float(line)) for feature, (cue, line) in data["weights"].items()}
    return BreakModel(weights, {comma: _tables(data["tables"][comma]) for comma in "nlh"}, name)


def _tables(data: Any) -> Tables:
    tables = Tables(*(tuple(float(x) for x in data[part]) for part in ("one", "two", "balance")))
    if (len(tables.one), len(tables.two), len(tables.balance)) != (ONE, TWO, BALANCE):
        raise ValueError("a table of another length")
    return tables
