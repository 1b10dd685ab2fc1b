"""Two signs or pictures that stand for two people throughout a document: ○ … ● …, 🎤 … 🍞 …"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from toolkit.japanese.lazy import lazy
from toolkit.transcript.features import SPOKEN
from toolkit.transcript.labels import Label, labels_of
from toolkit.transcript.legends import legend
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


_LONE = lazy(r"[\s　]*[―—─━ー]{1,3}[:：]?[\s　]*", begins="―—─━ー")
_FEWEST_LONE = 2


def lone_dash_labels(lines: Sequence[str], filled: Sequence[int]) -> dict[int, Label]:
    """The labels of a document in which whoever asks is a dash alone on a line, right above what is asked, as names
    alone on lines stand above what is answered.
    """
    lone = {k for k in filled if lines[k].strip()[:1] in "―—─━ー" and _LONE.fullmatch(lines[k])}
    above = [k for k in lone if k + 1 < len(lines) and lines[k + 1].strip() and k + 1 not in lone]
    if len(above) < _FEWEST_LONE or len(above) < _DASHED * len(lone):
        return {}
    return {k: Label("known", "known", "聞き手", len(lines[k])) for k in above}


TABBED = "tab"  # how the label of a name is written that a tab parts from what is said
_TABBED = lazy(r"([^\t。、！？!?「」]{1,30})\t+[\s　]*(?=\S)", needs="\t")
_TABBED_SHARE, _FEWEST_TABBED = 0.5, 4  # of the lines


def tab_labels(lines: Sequence[str], filled: Sequence[int]) -> dict[int, Label]:
    """The labels of a document in which a tab parts names from what they say, as the export of a chat has it: whatever
    stands there again and again is a name.
    """
    found = {k: m for k in filled if "\t" in lines[k][:40] and (m := _TABBED.match(lines[k]))}
    found = {k: match for k, match in found.items() if "\t" not in lines[k][match.end() :].strip()}
    names = Counter(match[1].strip() for match in found.values())
    often = sum(count for count in names.values() if count > 1)
    few = len(found) < max(_FEWEST_TABBED, _TABBED_SHARE * len(filled))
    said = sum(_sounds_said(lines[k][match.end() :]) for k, match in found.items())
    plain = often < _DASHED * len(found) or said < _SAID * len(found)
    if few or len(names) < 2 or plain or not all(map(_is_worded, names)):
        return {}
    return {k: Label("known", TABBED, match[1].strip(), match.end()) for k, match in found.items()}


_SAID = 0.25  # of the lines; nobody says a timetable


def _sounds_said(text: str) -> bool:
    return ends_sentence(text) or bool(ASKING.search(text.strip()) or SPOKEN.search(text))


def _is_worded(name: str) -> bool:
    return any(map(str.isalpha, name)) and not name[:1].isdecimal()


_REPLIED = lazy(r"[ 　]{0,3}[>＞][ 　]{0,2}(?=[^\s>＞])", begins=">＞")
QUOTED_ASKED = ">?"  # how a question is written that a reply quotes
REPLIED = "reply"  # how the rest of a question is written that a reply quotes
_FEWEST_REPLIES = 2


def reply_labels(lines: Sequence[str], filled: Sequence[int]) -> dict[int, Label]:
    """The labels of a letter that answers below each question it quotes: > いつからですか。 The lines of one question
    are one.
    """
    cuts = {k: m.end() for k in filled if lines[k].lstrip()[:1] in ">＞" and (m := _REPLIED.match(lines[k]))}
    firsts = {k for k in cuts if k - 1 not in cuts}
    last = max((k for k in filled if k not in cuts), default=-1)
    answered = [k for k in firsts if k < last]
    asks = _asking(["".join(lines[n][cuts[n] :].strip() for n in _block(cuts, k)) for k in firsts]) if firsts else 0
    if len(answered) < _FEWEST_REPLIES or asks < _ASKS or any(labels_of(lines[k][cuts[k] :])[:1] for k in firsts):
        return {}
    return {
        k: Label("letter", QUOTED_ASKED, "Q", cut) if k in firsts else Label("known", REPLIED, "聞き手", cut)
        for k, cut in cuts.items()
    }


def _block(cuts: Mapping[int, int], first: int) -> list[int]:
    found = [first]
    while found[-1] + 1 in cuts:
        found.append(found[-1] + 1)
    return found


_COUNTED = lazy("\\s*([①-⑳])[ 　\\t:：.．]*(?=[^\\s①-⑳])", needs="①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")
_BACK = 0.3  # of the steps from one number to the next: down again, as no list goes


def counted_labels(lines: Sequence[str], filled: Sequence[int]) -> dict[int, Label]:
    """The labels of a document whose speakers are numbers, ① … ③ … ①: they come again, and not in order."""
    found = [_Sight(k, m[1], m.end()) for k in filled if (m := _COUNTED.match(lines[k]))]
    legends = legend(lines[k] for k in filled[:_LEGEND_LINES])
    sights = [one for one in found if not _is_legend(lines[one.k], legends)]
    signs = Counter(one.sign for one in sights)
    back = sum(b.sign <= a.sign for a, b in pairwise(sights))
    recur = sum(count for count in signs.values() if count > 1)
    if len(signs) < 2 or recur < _ALTERNATE * len(sights) or back < _BACK * (len(sights) - 1):
        return {}
    if not _take_turns(lines, filled, sights):
        return {}
    return {one.k: Label("known", "known", legends.get(key(one.sign), one.sign), one.cut) for one in sights}


def indent_labels(lines: Sequence[str], filled: Sequence[int]) -> dict[int, Label]:
    """The labels of a document in which answers are set in and questions are not, and nothing else tells them apart."""
    cuts = {k: len(lines[k]) - len(lines[k].lstrip()) for k in filled}
    inner = [k for k in filled if cuts[k] > 1]
    reach = [k for k in filled if inner and inner[0] - 1 <= k]
    turns = sum(bool(cuts[a]) != bool(cuts[b]) for a, b in pairwise(reach))
    if len(inner) < _FEWEST - 1 or len({cuts[k] for k in inner}) > 1 or turns < _STRICT * (len(reach) - 1):
        return {}
    if any(labels_of(lines[k]) or lines[k].lstrip()[:1] in "「『（(" for k in reach):
        return {}
    asks = {deep: _asking([lines[k] for k in reach if (cuts[k] > 1) == deep]) for deep in (False, True)}
    if max(asks.values()) < _ASKED or min(asks.values()) > _ANSWERED:
        return {}
    asker = max(asks, key=asks.__getitem__)
    return {k: Label("letter", "　Q", "Q" if (cuts[k] > 1) == asker else "A", cuts[k]) for k in reach}


_ARROW = lazy(r"\s*(?:>{2,3}|＞＞|≫)[ 　]{0,3}(?=\S)", begins=">＞≫")
UNKNOWN_TURN = "≫"  # how the label of a turn is written that names nobody
_TWO = ("話者A", "話者B")


def arrow_labels(lines: Sequence[str], filled: Sequence[int]) -> dict[int, Label]:
    """The labels of a document in which >> says that somebody else speaks and not who: as if two took turns."""
    cuts = {k: m.end() for k in filled if lines[k].lstrip()[:1] in ">＞≫" and (m := _ARROW.match(lines[k]))}
    named = Counter(
        x.key for k in cuts for x in labels_of(lines[k]) if x.form not in ("alone", "blank", "space", "number")
    )
    if len(cuts) < _FEWEST - 1 or max(named.values(), default=0) > 1:
        return {}
    return {k: Label("known", UNKNOWN_TURN, _TWO[n % 2], cut) for n, (k, cut) in enumerate(cuts.items())}


_STRICT = 0.9  # of the lines: before one that is set otherwise


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
    found = ((one.sign, x) for one in sights for x in labels_of(lines[one.k]))
    names = Counter(x.key for sign, x in found if x.form not in ("alone", "blank", "number") and x.name != sign)
    said = sum(ends_sentence(lines[one.k]) for one in sights)
    return max(names.values(), default=0) < 2 and said * 2 > len(sights)


def _asking(texts: Sequence[str]) -> float:
    return sum(bool(ASKING.search(text.strip())) for text in texts) / len(texts)
