"""The lists of a Word document: how deep an item stands, and the words that Word prints before it (Q1. 問一 第2章).

A number or a bullet alone is no word and stays unsaid; a label with letters is one that a reader of the page sees,
though it stands nowhere in the text. Source: ECMA-376 part 1, 17.9.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from toolkit.inputs.docx.package import Package

_PLACE = re.compile("%([1-9])")
_DEEPEST = 9
_KANJI = "〇一二三四五六七八九"
_ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_ROWS = {
    "upperLetter": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "lowerLetter": "abcdefghijklmnopqrstuvwxyz",
    "aiueoFullWidth": "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン",
    "irohaFullWidth": "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセス",
}
_ROWS |= {"aiueo": _ROWS["aiueoFullWidth"], "iroha": _ROWS["irohaFullWidth"]}


@dataclass(slots=True)
class Level:
    """``text``: what is printed, %1 the number of the outermost level. ``form``: how numbers are written."""

    form: str = "bullet"
    text: str = ""
    start: int = 1


@dataclass(frozen=True, slots=True)
class WordList:
    """``key``: lists of one key count on together. ``starts``: levels at which this list begins anew, and with what."""

    key: str = ""
    levels: Mapping[int, Level] = field(default_factory=dict)
    starts: Mapping[int, int] = field(default_factory=dict)

    def has_sign(self, level: int) -> bool:
        return self.levels.get(level, Level()).form != "none"


class Numbers:
    """The count of every list while a document is read."""

    def __init__(self) -> None:
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()

    def label(self, number: str, of: WordList, level: int) -> str:
        """Count one item, and what is printed before it; '' where it holds no letter."""
        counts = self._counts.setdefault(of.key, {})
        if level in of.starts and (number, level) not in self._begun:
            self._begun.add((number, level))
            counts.pop(level, None)
        here = of.levels.get(level, Level())
        counts[level] = counts.get(level, of.starts.get(level, here.start) - 1) + 1
        for deeper in [one for one in counts if one > level]:
            del counts[deeper]
        if here.form in ("bullet", "none") or not any(map(str.isalpha, _PLACE.sub("", here.text))):
            return ""
        return _PLACE.sub(lambda match: self._number(of, counts, int(match[1]) - 1), here.text)

    def _number(self, of: WordList, counts: Mapping[int, int], level: int) -> str:
        one = of.levels.get(level, Level())
        return written(counts.get(level, one.start), one.form)


def written(number: int, form: str) -> str:
    """``number`` in a form of numbers; digits where the form is not known here.

    >>> written(12, "japaneseCounting")
    '十二'
    """
    if form in _ROWS and 0 < number <= len(_ROWS[form]):
        return _ROWS[form][number - 1]
    if form in ("upperRoman", "lowerRoman") and 0 < number < 400:
        roman = _roman(number)
        return roman.upper() if form == "upperRoman" else roman
    if form in ("japaneseCounting", "japaneseLegal", "ideographDigital", "chineseCounting") and 0 < number < 100:
        tens, ones = divmod(number, 10)
        return (_KANJI[tens] if tens > 1 else "") + "十" * bool(tens) + (_KANJI[ones] if ones else "")
    if form == "decimalFullWidth":
        return str(number).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    return f"{number:02}" if form == "decimalZero" else str(number)


def _roman(number: int) -> str:
    letters = ""
    for value, sign in _ROMAN:
        letters += sign * (number // value)
        number %= value
    return letters


def read_lists(package: Package) -> Mapping[str, WordList]:
    """The lists by the number that paragraphs name them with; empty where the document has none."""
    reader = _ListReader()
    package.parse(package.beside("numbering.xml"), reader)
    return {
        number: WordList(key, reader.abstract.get(key, {}), reader.starts.get(number, {}))
        for number, key in reader.numbers.items()
    }


class _ListReader:
    def __init__(self) -> None:
        self.abstract: dict[str, dict[int, Level]] = {}
        self.numbers: dict[str, str] = {}
        self.starts: dict[str, dict[int, int]] = {}
        self._levels: dict[int, Level] = {}
        self._level = Level()
        self._number = ""
        self._override = 0

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        value = attributes.get("val", "")
        if name == "w:abstractNum":
            self._levels = self.abstract.setdefault(attributes.get("abstractNumId", ""), {})
        elif name == "w:lvl":
            self._level = self._levels.setdefault(_whole(attributes.get("ilvl", ""), 0), Level())
        elif name == "w:numFmt":
            self._level.form = value
        elif name == "w:lvlText":
            self._level.text = value
        elif name == "w:start":
            self._level.start = _whole(value, 1)
        elif name == "w:num":
            self._number, self._levels = attributes.get("numId", ""), {}
        elif name == "w:abstractNumId":
            self.numbers[self._number] = value
        elif name == "w:lvlOverride":
            self._override = _whole(attributes.get("ilvl", ""), 0)
        elif name == "w:startOverride":
            self.starts.setdefault(self._number, {})[self._override] = _whole(value, 1)

    def end(self, name: str) -> None: ...

    def text(self, data: str) -> None: ...


def _whole(text: str, default: int) -> int:
    return int(text) if re.fullmatch("[0-9]{1,6}", text) else default


def depth(level: str | None) -> int:
    """``ilvl`` as a number from 0."""
    return min(_whole(level or "0", 0), _DEEPEST - 1)
