"""Two signs or pictures that stand for two people throughout a document: ○ … ● …, 🎤 … 🍞 …"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from toolkit.japanese.lazy import lazy
from toolkit.transcript.introduced import legend
from toolkit.transcript.labels import Label, labels_of
from toolkit.transcript.lines import ends_sentence
from toolkit.transcript.names import key
from toolkit.transcript.survey import ASKING

_HEAD = lazy(
    "\\s*([○●◎◯□■◇◆△▲▽▼☆★♪♦♣♠♥♢♡]|"
    "[\U0001f300-\U0001faff\u2600-\u27bf][\ufe0f\u200d\U0001f3fb-\U0001f3ff]*)[ 　\\t]*(?=\\S)"
)
_FEWEST = 4
_ALTERNATE, _COVER = 0.7, 0.6  # of the lines with a sign; of the lines among them
_ASKS = 0.5  # of the lines of both: no question and answer
_LEGEND_LINES = 12


@dataclass(frozen=True, slots=True)
class _Sight:
    k: int
    sign: str
    cut: int


def sign_labels(lines: Sequence[str], filled: Sequence[int]) -> dict[int, Label]:
    """The labels of a document in which two signs take turns, by line; none where they do not. Whom a legend does not
    name asks or answers.
    """
    heads = ((k, lines[k][:16]) for k in filled)
    found = [
        _Sight(k, m[1], m.end()) for k, text in heads if _may_be_sign(text.lstrip()[:1]) and (m := _HEAD.match(text))
    ]
    legends = legend(lines[k] for k in filled[:_LEGEND_LINES])
    sights = [one for one in found if not _is_legend(lines[one.k], legends)]
    signs = Counter(one.sign for one in sights)
    if len(signs) != 2 or min(signs.values()) < _FEWEST // 2 or not _take_turns(lines, filled, sights):
        return {}
    names = {sign: legends.get(key(sign), "") for sign in signs}
    if all(names.values()):
        return {one.k: Label("known", "known", names[one.sign], one.cut) for one in sights}
    asks = {sign: _asking([lines[one.k] for one in sights if one.sign == sign]) for sign in signs}
    asker = max(asks, key=asks.__getitem__)  # the first where nobody asks
    if min(asks.values()) >= _ASKS:
        return {}
    return {one.k: Label("letter", f"{one.sign}Q", "Q" if one.sign == asker else "A", one.cut) for one in sights}


_DASHED, _ASKED, _ANSWERED = 0.9, 0.6, 0.34  # of the lines; those that ask, of one person's and of the other's


def dash_labels(lines: Sequence[str], filled: Sequence[int]) -> dict[int, Label]:
    """The labels of a document in which a dash begins every turn, of whoever it is, and one of two who take turns asks;
    none elsewhere, for mostly a dash begins questions only.
    """
    cuts = {
        k: x.cut for k in filled if lines[k].lstrip()[:1] in "―—─━–" for x in labels_of(lines[k]) if x.form == "dash"
    }
    places = list(cuts)
    reach = [k for k in filled if places and places[0] <= k <= places[-1]]
    if len(places) < _FEWEST or len(places) < _DASHED * len(reach):
        return {}
    asks = [_asking([lines[k] for k in places[first::2]]) for first in (0, 1)]
    if max(asks) < _ASKED or min(asks) > _ANSWERED:
        return {}
    asker = asks.index(max(asks))
    return {k: Label("letter", "―Q", "Q" if n % 2 == asker else "A", cuts[k]) for n, k in enumerate(places)}


def _may_be_sign(c: str) -> bool:
    return "\u2460" < c < "\u2800" or c > "\U0001f2ff"


def _is_legend(line: str, legends: Mapping[str, str]) -> bool:
    return sum(f"{sign}{mark}" in line for sign in legends for mark in "＝=:：…") > 1


def _take_turns(lines: Sequence[str], filled: Sequence[int], sights: Sequence[_Sight]) -> bool:
    """Whether they alternate, on nearly every line, before sentences and before no names."""
    reach = [k for k in filled if sights[0].k <= k <= sights[-1].k]
    turns = sum(a.sign != b.sign for a, b in pairwise(sights))
    if len(sights) < _FEWEST or len(sights) < _COVER * len(reach) or turns < _ALTERNATE * (len(sights) - 1):
        return False
    names = Counter(x.key for one in sights for x in labels_of(lines[one.k]) if x.form not in ("alone", "blank"))
    said = sum(ends_sentence(lines[one.k]) for one in sights)
    return max(names.values(), default=0) < 2 and said * 2 > len(sights)


def _asking(texts: Sequence[str]) -> float:
    return sum(bool(ASKING.search(text.strip())) for text in texts) / len(texts)
