"""How good a break would be at every gap of a text, by a model fitted on subtitles that people broke by judgement.

The model is numbers in a JSON file: a vocabulary, for each feature of a gap (``features``) a weight for "a cue ends
here" and one for "a line ends here", and tables of what a cue's widths cost (one per use of 、, see
``features.comma_use``). ``jimaku fit`` makes such a file from anybody's subtitles. Scores are logarithms: they
add, and only their differences matter. Weights are kept in hundredths, the two of a feature as one whole number
(``packed``), so that one addition adds both.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from itertools import repeat
from pathlib import Path
from typing import Any, NamedTuple

from toolkit.errors import InputError
from toolkit.japanese.features import COMMA_USES, GROUPS, KINDS, PROSE, Group, keys, use_number
from toolkit.japanese.phrases import BOUND, CUT, gap_levels
from toolkit.japanese.punctuation import wide_signs
from toolkit.japanese.tags import Numbers
from toolkit.japanese.words import Token, tokens
from toolkit.system.given import read_given

VERSION = 5
UNIT = 100  # weights are whole numbers of this part
STEPS = 16  # widths are told apart in sixteenths of the line width
BALANCE_STEPS = 10  # differences of two lines, in tenths of it
ONE, TWO, BALANCE = STEPS + 2, 2 * STEPS + 4, 2 * BALANCE_STEPS + 1  # lengths of the tables


@dataclass(frozen=True, slots=True)
class Tables:
    """What widths cost: ``one[round(16 w / W)]`` for a cue of one line of width w at line width W, ``two`` likewise for
    the sum of two lines, ``balance[10 + round(10 (w1 - w2) / W)]`` for how they differ. ``least``: what the scores of a
    cue's and of a line's end are above nearly wherever people made one."""

    one: tuple[float, ...]
    two: tuple[float, ...]
    balance: tuple[float, ...]
    least: tuple[float, float]


class Gap(NamedTuple):
    """A place where a cue or a line may end: before ``text[at]``. ``natural`` is False inside words, numbers and
    names.
    """

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


class _Sums(dict[int, int]):
    """The summed weights of the features of each key of a group, made when first asked for."""

    def __init__(self, group: Group, use: int, weights: Sequence[Mapping[int, int]]) -> None:
        super().__init__()
        self._made, self._use, self._weights = group.made, use, weights

    def __missing__(self, key: int) -> int:
        total = sum(
            [
                weights.get(feature, 0)
                for weights, feature in zip(self._weights, self._made(key, self._use), strict=True)
            ]
        )
        if len(self) >= _MOST_SUMS:  # a thousand transcripts in one process
            self.clear()
        self[key] = total
        return total


_MOST_SUMS = 100_000
_TYPOGRAPHIC = re.compile(
    r"(?<=[A-Za-z0-9%])[ \u2009\u2005]+(?=[ぁ-ヿ一-鿿々])|(?<=[ぁ-ヿ一-鿿々])[ \u2009\u2005]+(?=[A-Za-z0-9])|(?<=[）)])[ \u2009\u2005]+(?=[がをにのはへも])"
)


@dataclass(frozen=True, slots=True)
class BreakModel:
    """``weights`` of each kind of feature in hundredths, ``packed``, by features made of the numbers in ``vocabulary``
    (from 1), and the width tables by ``comma_use``."""

    vocabulary: Mapping[str, int]
    weights: Sequence[Mapping[int, int]]
    tables: Mapping[str, Tables]
    name: str = "default"
    _numbers: Numbers = field(init=False, repr=False, compare=False)
    _groups: dict[str, list[Mapping[int, int]]] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_numbers", Numbers(self.vocabulary))

    def gaps(self, text: str, comma: str, cue_width: float, protected: Sequence[tuple[int, int]] = ()) -> list[Gap]:
        """Every gap of ``text`` between words, scored, and those inside words and names unscored; in order.

        ``comma``: ``comma_use`` of the whole text; ``cue_width``: full-width characters a cue holds; ``protected``:
        spans that are treated like one word.
        """
        if comma == PROSE and (kept := closed_up(text)):
            inner = [(bisect_left(kept, a), bisect_left(kept, b)) for a, b in protected]
            found = self._gaps("".join([text[k] for k in kept]), comma, cue_width, inner)
            return [gap._replace(at=kept[gap.at]) for gap in found]
        return self._gaps(text, comma, cue_width, protected)

    def _gaps(self, text: str, comma: str, cue_width: float, protected: Sequence[tuple[int, int]]) -> list[Gap]:
        text = wide_signs(text)  # the model was fitted on full-width signs; offsets stay
        words = tokens(text)
        levels = gap_levels(text, words, protected)
        inside = [n for n, word in enumerate(words) if levels.get(word.start, CUT) != CUT]
        found = keys(text, words, inside, cue_width, self._numbers)
        sums = map(sum, zip(*map(_weighed, self._summed(comma), found), strict=True))
        following = {word.start: word for word in words}
        particles = {w.start for w in words if w.tag.fine.startswith(_PARTICLES)} if comma != "h" else frozenset()
        gaps = []
        for at, level in levels.items():
            if level == CUT:
                cut = _cut(text, at, following[at])
                gaps.append(Gap(at, cut, cut, False))
                continue
            cue, line = parted(
                next(sums) + (_PARTS_BADLY if level == BOUND else 0) + (_BEFORE_PARTICLE if at in particles else 0)
            )
            gaps.append(Gap(at, cue / UNIT, line / UNIT))
        return gaps

    def _summed(self, comma: str) -> list[Mapping[int, int]]:
        """For each group of features the weights of its keys."""
        if comma not in self._groups:
            kinds = iter(self.weights)
            each = [(group, [next(kinds) for _ in range(group.kinds)]) for group in GROUPS]
            self._groups[comma] = [
                _Sums(group, use_number(comma), weights) if group.kinds > 1 else weights[0] for group, weights in each
            ]
        return self._groups[comma]


def closed_up(text: str) -> list[int]:
    """Offsets of all characters but the blanks that typography sets between Latin and Japanese (約 4 分の 1 を); empty if
    there are none. Where a text has 、, such a blank tells nothing of its phrases.
    """
    blanks = {k for match in _TYPOGRAPHIC.finditer(text) for k in range(*match.span())}
    return [k for k in range(len(text)) if k not in blanks] if blanks else []


def _cut(text: str, at: int, following: Token) -> float:
    """What a cut costs where a line must be cut: between the parts of a name least, before what leans on a word most."""
    if text[at - 1] in "・＝":
        return NAME_PART
    return LEANS if following.tag.coarse in ("助詞", "助動詞") else _UNNATURAL


def _weighed(sums: Mapping[int, int], column: Sequence[int]) -> Iterator[int]:
    return map(sums.__getitem__, column) if isinstance(sums, _Sums) else map(sums.get, column, repeat(0))


_PARTS_BADLY = packed(
    -2 * UNIT, -2 * UNIT
)  # halves the breaks inside compounds for 0.1 of F1 on talks, where people divide them more freely
_PARTICLES = ("助詞-格助詞", "助詞-係助詞", "助詞-副助詞")
# where 、 is rare: a third fewer breaks inside phrases for 0.2 of F1 on lectures, where people leave と behind code;
# interviews lose 0.5
_BEFORE_PARTICLE = packed(-UNIT - UNIT // 2, -UNIT - UNIT // 2)
_LARGEST = 1 << 26  # bytes of a break file: the one that ships has half a million
# Below any score seen between words (-10): a word is cut only where no phrase ends in a line's reach; then rather
# between the parts of a name, and a line begins with a particle only where no seam of a word helps either
NAME_PART, _UNNATURAL, LEANS = -12.0, -14.0, -18.0


def load(path: Path) -> BreakModel:
    """A model from its JSON file; InputError when it is none."""
    try:
        return _model(json.loads(read_given(path, _LARGEST, "a file made by jimaku fit")), path.name)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise InputError("is no break model", where=str(path), mend="make one with jimaku fit") from error


def default(comma: str = PROSE) -> BreakModel:
    """The model that ships with the toolkit for texts that use 、 so (``comma_use``): people divide written interviews
    otherwise than talks without marks.
    """
    return _shipped("breaks.json" if comma == PROSE else "breaks-speech.json")


@lru_cache(maxsize=2)
def _shipped(name: str) -> BreakModel:
    return _model(json.loads(files("toolkit.japanese").joinpath("data", name).read_bytes()), "default")


def _model(data: Any, name: str) -> BreakModel:
    if data["version"] != VERSION:
        raise ValueError("another version")
    words, kinds = data["words"].split("\n"), data["kinds"]
    if len(kinds) != KINDS or any(
        {*map(type, kind["features"]), *map(type, kind["weights"])} - {int} for kind in kinds
    ):
        raise ValueError("weights of other features")
    vocabulary = dict(zip(words, range(1, len(words) + 1), strict=True))
    weights = [dict(zip(kind["features"], kind["weights"], strict=True)) for kind in kinds]
    return BreakModel(vocabulary, weights, {comma: _tables(data["tables"][comma]) for comma in COMMA_USES}, name)


def _tables(data: Any) -> Tables:
    one, two, balance = (tuple(float(x) for x in data[part]) for part in ("one", "two", "balance"))
    least_cue, least_line = data["least"]
    if (len(one), len(two), len(balance)) != (ONE, TWO, BALANCE):
        raise ValueError("a table of another length")
    return Tables(one, two, balance, (float(least_cue), float(least_line)))
