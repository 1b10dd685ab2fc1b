"""Units and money: a number with the sign before or after it, as it is said (km/h → キロ毎時, $3億 → 3億ドル)."""

from __future__ import annotations

import re
from functools import cache

from toolkit.japanese import tables
from toolkit.japanese.normalise import NUMBER, Piece, without_commas

_TIME_UNITS = {
    "h": "毎時", "hr": "毎時", "hour": "毎時", "時": "毎時", "時間": "毎時", "s": "毎秒", "sec": "毎秒", "秒": "毎秒", "min": "毎分",
    "分": "毎分", "d": "マイニチ", "day": "マイニチ", "日": "マイニチ", "週": "毎週", "month": "毎月", "月": "毎月", "year": "毎年",
    "yr": "毎年", "y": "毎年", "年": "毎年",
}  # fmt: skip
_NUMBER = re.compile(NUMBER)
_CAPACITY = re.compile(r"コンデンサ|キャパシタ|静電|容量|電荷")  # 3F is a capacity there, a floor elsewhere
_LOOK_BACK = 16
_BASEMENT = re.compile(r"(?<![A-Za-z0-9])B(\d{1,2})F(?![A-Za-z0-9])")
_KANJI_NUMERALS = "一二三四五六七八九十百千万億数"
_SCALE = re.compile(r"(?<=\d)[万億兆千百]+")


@cache
def _unit_signs() -> tuple[str, ...]:
    return tuple(sorted(tables.mapping("units"), key=len, reverse=True))


def unit_at(text: str, at: int) -> tuple[str, int] | None:
    """The reading of the unit that begins at ``at`` (a space may stand before it) and where it ends."""
    begin = at + 1 if text[at : at + 1] in (" ", "\u3000") else at
    for sign in _unit_signs():
        end = begin + len(sign)
        if text.startswith(sign, begin) and not (sign[-1].isascii() and sign[-1].isalpha() and _goes_on(text, end)):
            return tables.mapping("units")[sign], end
    return None


def _goes_on(text: str, end: int) -> bool:
    return end < len(text) and text[end].isascii() and (text[end].isalnum() or text[end] in "_²³")


def measured(text: str, at: int) -> list[Piece] | None:
    """A number with its unit sign, and with what it is divided by (km/h, 円/kg)."""
    match = _NUMBER.match(text, at)
    unit = unit_at(text, match.end()) if match else None
    if not match or not unit:
        return None
    reading, end = unit
    if reading == "アンペア" and len(match[0]) == 1:
        return None  # 3A is a class or a grade, 30A a current
    if text[end - 1] == "F" and not _CAPACITY.search(text[:at][-_LOOK_BACK:]):
        return _floor(match, end)
    scale = _SCALE.match(text, end)
    per, end = _per(text, end)
    return [Piece(at, end, f"{without_commas(match[0])}{scale[0] if scale else ''}{reading}{per}")]


def _floor(match: re.Match[str], end: int) -> list[Piece] | None:
    """3F is a floor, read as 3階; where it is none, letters and digits say it."""
    return [Piece(match.start(), end, f"{match[0]}階", risk=0.1)] if len(match[0]) <= 3 and match[0].isdigit() else None


def basement(text: str, at: int) -> list[Piece] | None:
    """B1F: the first floor below the ground."""
    match = _BASEMENT.match(text, at)
    return [Piece(at, match.end(), f"地下{match[1]}階")] if match else None


def after_kanji(text: str, at: int) -> list[Piece] | None:
    """A unit's sign behind a number in kanji: 二十kg."""
    if text[at - 1 : at] not in _KANJI_NUMERALS or not at:
        return None
    unit = unit_at(text, at)
    if not unit or text[at].isspace() or text[unit[1] - 1] in "FA":
        return None
    return [Piece(at, unit[1], unit[0])]


def _per(text: str, end: int) -> tuple[str, int]:
    if text[end : end + 1] != "/":
        return "", end
    for sign in sorted(_TIME_UNITS, key=len, reverse=True):
        after = end + 1 + len(sign)
        if text.startswith(sign, end + 1) and not (sign.isascii() and _goes_on(text, after)):
            return _TIME_UNITS[sign], after
    unit = unit_at(text, end + 1)
    return ("パー" + unit[0], unit[1]) if unit else ("", end)


_MONEY_AFTER = re.compile(
    rf"\s?({NUMBER})(?:\s?(?:~|-)\s?(?:[¥$€£]\s?)?({NUMBER}))?\s?([百千]?[万億兆]|[KMBT](?![A-Za-z])|(?:mil|bil|tril)lion)?"
)
_SCALES = {
    "K": "キロ",
    "M": "ミリオン",
    "B": "ビリオン",
    "T": "トリリオン",
    "million": "ミリオン",
    "billion": "ビリオン",
    "trillion": "トリリオン",
}


def money(text: str, at: int) -> list[Piece] | None:
    """A money sign, its number, and the word said after it ($3億 → 3億ドル)."""
    for sign, word in _money_signs():
        if text.startswith(sign, at) and not (
            at and sign[0].isalpha() and text[at - 1].isascii() and text[at - 1].isalpha()
        ):
            match = _MONEY_AFTER.match(text, at + len(sign))
            if match:
                return [Piece(at, match.end(), _amount(match, word))]
    return None


@cache
def _money_signs() -> tuple[tuple[str, str], ...]:
    return tuple(sorted(tables.mapping("money").items(), key=lambda item: -len(item[0])))


def _amount(match: re.Match[str], word: str) -> str:
    upper = f"から{without_commas(match[2])}" if match[2] else ""
    scale = match[3] or ""
    return f"{without_commas(match[1])}{upper}{_SCALES.get(scale, scale)}{word}"
