"""How numbers are written: the width of digits, decimal points, thousands, and acronyms, which go with them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal

from toolkit.japanese.lazy import lazy
from toolkit.japanese.writing.edits import Edit

TO_WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
_FORMULA = r"0-9A-Za-z.,:/+\-−_'%&@=~*^|\\０-９"
_ONE_DIGIT = lazy(rf"(?<![{_FORMULA}#$])[0-9](?![{_FORMULA}])")
_WIDE_DIGITS = lazy(r"(?<![0-9０-９])(?=[0-9]*[０-９])[0-9０-９]{2,}")
_ANY_WIDE = lazy(r"[０-９]+")
_WIDE_POINT = lazy(r"(?<![0-9０-９.．])(?=[0-9.]*[０-９．])[0-9０-９]+(?:[.．][0-9０-９]+)+(?![0-9０-９.．])")
_SEPARATED = (
    r"(?<![0-9０-９.．,，])[0-9０-９]{1,3}(?:[,，][0-9０-９]{3})+(?![0-9０-９]|[,，][0-9０-９])(?:[.．][0-9０-９]+)?"
)
# Without separators five to seven digits are a quantity unless what is around them says that they are a name
_NAMED = "".join(f"(?<!{word})" for word in ("番号", "番号は", "コード", "コードは", "ＩＤ", "〒", "№", "品番", "型番"))
_UNSEPARATED = (
    rf"(?<![0-9A-Za-z.,:/#+\-−_&@=０-９]){_NAMED}[1-9１-９][0-9０-９]{{4,6}}(?![0-9A-Za-z,:/\-−_&@=番号０-９]|\.[0-9])"
)
_LARGE = lazy(rf"(?:{_SEPARATED}|{_UNSEPARATED})([万億兆]?)")
_UNITS = (("", 1), ("万", 10**4), ("億", 10**8), ("兆", 10**12), ("京", 10**16))
_POWERS = dict(_UNITS)
_LARGEST = 10**20
_MYRIADS = lazy(r"([0-9.]+)([万億兆京]?)")
_ACRONYM = lazy(
    r"(?<![A-Za-z0-9+\-/.&_@#])(?<![A-Za-z] )[A-Z]{2,5}(?![A-Za-z0-9+\-/.&_@]| [A-Za-z])"
    r"|(?<![A-Za-z0-9+\-/.&_@#])(?<![A-Za-z] )(?:[A-Z]\.){2,5}(?![A-Za-z0-9+\-/&_@]| ?[A-Za-z])"
)


def one_wide(text: str) -> Iterator[Edit]:
    """One digit full-width, more half-width: 犬が３匹 and 犬が12匹. 3.5, 10-0, 4K and H1 are no single digits."""
    found = [Edit(m.start(), m.end(), m[0].translate(TO_WIDE)) for m in _ONE_DIGIT.finditer(text)]
    return iter(sorted([*found, *_narrowed(_WIDE_DIGITS, text)]))


def all_half(text: str) -> Iterator[Edit]:
    """Every digit half-width."""
    return _narrowed(_ANY_WIDE, text)


def half_point(text: str) -> Iterator[Edit]:
    """A number with a decimal point in half-width: ３．５ as 3.5."""
    return _narrowed(_WIDE_POINT, text)


def _narrowed(pattern: re.Pattern[str], text: str) -> Iterator[Edit]:
    for m in pattern.finditer(text):
        yield Edit(m.start(), m.end(), unicodedata.normalize("NFKC", m[0]))


def myriads(text: str) -> Iterator[Edit]:
    """No separators, 万 above four digits: 1,500 as 1500, 86,400 as 8万6400, 12,000万 as 1億2000万."""
    for m in _LARGE.finditer(text):
        written = _with_myriads(m[0][: len(m[0]) - len(m[1])], m[1])
        if written not in (None, m[0]):
            yield Edit(m.start(), m.end(), str(written))


def _with_myriads(digits: str, unit: str) -> str | None:
    """None for what has no such form: a fraction of a large unit."""
    whole, _, fraction = unicodedata.normalize("NFKC", digits).replace(",", "").partition(".")
    value = int(whole)
    if fraction:
        if unit:
            return f"{whole}.{fraction}{unit}" if value < 10**4 else None
        return f"{_in_units(value)}.{fraction}" if value % 10**4 or value < 10**4 else None
    value *= _POWERS[unit]
    return _in_units(value) if value < _LARGEST else None


def _in_units(value: int) -> str:
    parts = []
    for unit, power in reversed(_UNITS):
        if part := value // power % 10**4:
            parts.append(f"{part}{unit}")
    return "".join(parts) or "0"


def amount(text: str) -> Decimal:
    """What a number says, with separators or with 万."""
    plain = unicodedata.normalize("NFKC", text).replace(",", "")
    return sum((Decimal(digits) * _POWERS[unit] for digits, unit in _MYRIADS.findall(plain)), Decimal(0))


def wide_acronyms(text: str) -> Iterator[Edit]:
    """Two to five capitals full-width, without periods: ＢＢＣ, ＭＩＴ. Those in Latin phrases, names and formulas stay
    (real time OS, R&D, TCP/IP, H100).
    """
    for m in _ACRONYM.finditer(text):
        yield Edit(m.start(), m.end(), m[0].replace(".", "").translate(TO_WIDE))
