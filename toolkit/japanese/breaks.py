"""How good a break would be at every gap of a text, by a model fitted on subtitles that people broke by judgement.

The model is numbers in a JSON file: for each feature of ``features.features`` a weight for "a cue ends here" and one for "a line ends
here", and tables of what a cue's widths cost (one per use of 、, see ``features.comma_use``). ``scripts/fit_breaks`` makes such a file
from anybody's subtitles. Scores are logarithms: they add, and only their differences matter. Weights are kept in hundredths, the two of a
feature as one whole number (``packed``), so that one addition adds both.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from itertools import repeat
from pathlib import Path
from typing import Any, NamedTuple

from toolkit.errors import InputError
from toolkit.japanese.features import Group, groups, spelled
from toolkit.japanese.phrases import COMPOUND, CUT, gap_levels
from toolkit.japanese.punctuation import wide_signs
from toolkit.japanese.words import tokens

VERSION = 2
UNIT = 100  # weights are whole numbers of this part
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


_SHIFT = 24  # bits a line's sum has: ±83,000 in logarithms


def packed(cue: int, line: int) -> int:
    """Two weights in hundredths as one number; sums of such numbers are the sums of both, packed."""
    return (cue << _SHIFT) + line


def parted(weight: int) -> tuple[int, int]:
    """(cue, line) of a packed weight or a sum of them."""
    cue = (weight + (1 << (_SHIFT - 1))) >> _SHIFT
    return cue, weight - (cue << _SHIFT)


class _Sums(dict[Group, int]):
    """The summed weights of each group, worked out when first asked for: the same groups come again and again."""

    def __init__(self, weights: Mapping[str, int]) -> None:
        super().__init__()
        self._weight = weights.get

    def __missing__(self, group: Group) -> int:
        if len(self) > _MOST_SUMS:
            self.clear()
        apart = _BEFORE_PARTICLE if group[0] == "words" and group[5] != "h" and group[4].startswith(_PARTICLES) else 0
        found = self[group] = sum(map(self._weight, spelled(group), repeat(0)), apart)
        return found


@dataclass(frozen=True, slots=True)
class BreakModel:
    """Weights per feature in hundredths, ``packed``, and the width tables by ``comma_use``."""

    weights: Mapping[str, int]
    tables: Mapping[str, Tables]
    name: str = "default"
    _sums: _Sums = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_sums", _Sums(self.weights))

    def gaps(self, text: str, comma: str, protected: Sequence[tuple[int, int]] = ()) -> list[Gap]:
        """Every gap of ``text`` between words, scored, and those inside words and names unscored; in order.

        ``protected``: spans that are treated like one word.
        """
        text = wide_signs(text)  # the model was fitted on full-width signs; offsets stay
        words = tokens(text)
        levels = gap_levels(text, words, protected)
        found = groups(text, words, [at for at, level in levels.items() if level != CUT], comma)
        summed = self._sums.__getitem__
        gaps = []
        for at, level in levels.items():
            if level == CUT:
                gaps.append(Gap(at, _UNNATURAL, _UNNATURAL, False))
                continue
            cue, line = parted(sum(map(summed, next(found)), _IN_COMPOUND if level == COMPOUND else 0))
            gaps.append(Gap(at, cue / UNIT, line / UNIT))
        return gaps


_MOST_SUMS = 300_000  # groups remembered: some 50 MB, the groups of half a million characters
_IN_COMPOUND = packed(-2 * UNIT, -2 * UNIT)  # halves the breaks inside compounds for 0.1 of F1 on talks, where people divide them more freely
_PARTICLES = ("助詞-格助詞", "助詞-係助詞", "助詞-副助詞")
# where 、 is rare: a third fewer breaks inside phrases for 0.2 of F1 on lectures, where people leave と behind code; interviews lose 0.5
_BEFORE_PARTICLE = packed(-UNIT - UNIT // 2, -UNIT - UNIT // 2)
_UNNATURAL = -14.0  # below any score seen between words (-13): a word is cut only where no phrase ends in a line's reach


def load(path: Path) -> BreakModel:
    """A model from its JSON file; InputError when it is none."""
    try:
        return _model(json.loads(path.read_bytes()), path.name)
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror})", where=str(path), mend="name a file made by scripts/fit_breaks") from error
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise InputError("is no break model", where=str(path), mend="make one with scripts/fit_breaks") from error


@lru_cache(maxsize=1)
def default() -> BreakModel:
    """The model that ships with the toolkit."""
    text = files("toolkit.japanese").joinpath("data", "breaks.json").read_bytes()
    return _model(json.loads(text), "default")


def _model(data: Any, name: str) -> BreakModel:
    if data["version"] != VERSION:
        raise ValueError("another version")
    features = data["features"].split("\n")  # one string and two plain lists: read in a quarter of the time that 45,000 small ones take
    cues, lines = data["cue"], data["line"]
    if not len(features) == len(cues) == len(lines):
        raise ValueError("a weight without a feature")
    weights = dict(zip(features, map(packed, cues, lines), strict=True))
    return BreakModel(weights, {comma: _tables(data["tables"][comma]) for comma in "nlh"}, name)


def _tables(data: Any) -> Tables:
    tables = Tables(*(tuple(float(x) for x in data[part]) for part in ("one", "two", "balance")))
    if (len(tables.one), len(tables.two), len(tables.balance)) != (ONE, TWO, BALANCE):
        raise ValueError("a table of another length")
    return tables
