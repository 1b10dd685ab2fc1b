"""Characters that PDF programs write for others: what a reader sees on the page.

Fonts name a glyph once. Where a kanji shares it with a radical, or an upright bracket with the one of vertical text,
many programs write the rarer code: ⾒ for 見, ︵ for （. Source of the pairs: Unicode's compatibility decompositions,
and EquivalentUnifiedIdeograph.txt for the radicals that have none.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_VERTICAL = 0xFE10  # presentation forms from here on
_PAIRS = (
    "⺀冫⺄乙⺌小⺎兀⺓幺⺕彐⺗心⺙攵⺝月⺟母⺠民⺡氵⺢水⺥爪⺦丬⺧牛⺨犭⺩王⺪疋⺫目⺭礻⺮竹⺱罓⺲罒⺹耂"
    "⺻聿⺼月⻁虎⻂衤⻄西⻆角⻉刂⻊足⻌辶⻍辶⻎辶⻏阝⻑長⻖阝⻗雨⻘青⻜飛⻝食⻟飠⻠飠⻢馬⻣骨⻤鬼⻥魚⻦鳥"
    "⻧鹵⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龟⻲亀⻳龟"
)
_RADICALS = dict(zip(_PAIRS[::2], _PAIRS[1::2], strict=True))
_DOTS = {"︙": "…", "︰": "‥"}
_PRESENTATION = ((0xFE10, 0xFE1F), (0xFE30, 0xFE4F), (0xFB00, 0xFB06), (0x2F00, 0x2FDF))


@lru_cache(maxsize=4096)
def written_as(text: str) -> str:
    """What a glyph shows, without what is no character (a control sign, a place for private use)."""
    return "".join(_shown(character) for character in text)


def _shown(character: str) -> str:
    code = ord(character)
    if unicodedata.category(character) in ("Cc", "Cs", "Co", "Cn"):
        return " " if character == "\t" else ""
    if character in _RADICALS or character in _DOTS:
        return _RADICALS.get(character) or _DOTS[character]
    if any(first <= code <= last for first, last in _PRESENTATION):
        return _wide(unicodedata.normalize("NFKC", character), code)
    return character


def _wide(text: str, code: int) -> str:
    """Signs of vertical text are those of Japanese: （ rather than (."""
    if code >= _VERTICAL:
        return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)
    return text
