"""Rules that begin at kana or kanji: days of the week named by one kanji, laughter, a long mark with nothing to lengthen."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from toolkit.japanese.normalise import Piece, Rule, pattern_rule, said

_DAY = "[月火水木金土日]"
_WEEK = "月火水木金土日"
_SOUNDS = dict(zip(_WEEK, ("ゲツ", "カ", "スイ", "モク", "キン", "ド", "ニチ"), strict=True))
# What a day named by one kanji is the day of, with は, が or も behind it.
_FREE = r"(?:定休日?|休み|休日|休業日?|休診日?|出勤日?|出社日?|シフト|講座|授業|診療日?|診察日?|練習日?|営業日?|開催日?|開講日?|回収日?|収集日?|ゴミの日|レッスン|稽古日?|当番|放送日?|曜日)"


def rules() -> list[Rule]:
    """All of this file."""
    inner = [
        pattern_rule(rf"(?<![一-鿿0-9])({_DAY})\s?[~-]\s?({_DAY})(?![一-鿿])", _from_to),
        pattern_rule(rf"(?<![一-鿿0-9・]){_DAY}(?:[・、,/]{_DAY})+(?![一-鿿・])", _listed),
        pattern_rule(rf"(?<![一-鿿0-9]){_DAY}{{3,6}}(?![一-鿿])", _in_a_row),
        pattern_rule(rf"(?<=[はがも]){_DAY}(?=です|だ(?![一-鿿])|、|。|の(?:み|午|朝|夜|夕)|と{_DAY}|だけ)", _free),
        pattern_rule(r"は{3,}", lambda m: said(m, "ハ" * len(m[0]), kana=True)),  # laughter, no particle
        pattern_rule(r"^ー+", lambda m: said(m, "")),
    ]

    def rule(text: str, at: int) -> Sequence[Piece] | None:
        if text[at] not in "月火水木金土日はー":
            return None
        return next((given for one in inner if (given := one(text, at))), None)

    return [rule]


def _from_to(match: re.Match[str]) -> list[Piece]:
    return said(match, f"{_SOUNDS[match[1]]}カラ{_SOUNDS[match[2]]}", kana=True)


def _listed(match: re.Match[str]) -> list[Piece] | None:
    """火・金: days, unless they are told as the five elements (木、火、土、金、水) or some with a comma mean what they say."""
    days = re.findall(_DAY, match[0])
    free = re.search(rf"{_FREE}(?:は|が|も|:|、)?(?:毎週)?$", match.string[: match.start()][-14:])
    if "・" not in match[0] and "/" not in match[0] and not free:
        return None
    return _said(match, days) if len(set(days)) == len(days) and _in_order(days) else None


def _in_a_row(match: re.Match[str]) -> list[Piece] | None:
    """火木金: three days or more, each later in the week than the one before."""
    return _said(match, list(match[0])) if _in_order(list(match[0])) else None


def _free(match: re.Match[str]) -> list[Piece] | None:
    named = re.search(rf"{_FREE}[はがも]$", match.string[: match.start()][-10:])
    return said(match, _SOUNDS[match[0]], kana=True, risk=0.2) if named else None


def _in_order(days: list[str]) -> bool:
    places = [_WEEK.index(day) for day in days]
    return all(a < b for a, b in pairwise(places))


def _said(match: re.Match[str], days: list[str]) -> list[Piece]:
    return said(match, "".join(_SOUNDS[day] for day in days), kana=True, risk=0.1)
