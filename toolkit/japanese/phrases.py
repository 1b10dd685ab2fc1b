"""Every gap of a text as a place for a break: whether a break may stand there at all.

A *gap* ``k`` lies between ``text[k-1]`` and ``text[k]``. White space goes to the line before, so a gap never stands
before a space.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate, pairwise

from toolkit.japanese.bonds import LOOSE, WHOLE, bond
from toolkit.japanese.kinsoku import breakable
from toolkit.japanese.width import char_width
from toolkit.japanese.words import Token

# Levels of a gap, from never to welcome.
CUT = (
    0  # inside a word, a number with its counter, a Latin run, a name: only where a line could not be filled otherwise
)
BOUND = 1  # between words that part badly (``bonds.LOOSE``): the nouns of a compound, a modifier and its formal noun
PHRASE = 2  # between words
_LEVELS = {"": PHRASE} | dict.fromkeys(WHOLE, CUT) | dict.fromkeys(LOOSE, BOUND)

_LATIN = re.compile(r"[A-Za-z0-9Ａ-Ｚａ-ｚ０-９À-ɏ.,'’&+\-_/:@#%~～〜]+")
# Set phrases that readers take as one word: cut only where a line cannot be filled otherwise
_SET_PHRASES = re.compile(
    r"かもしれ[なまぬん]?|かも知れ|かどうか|に違いな|にちがいな|に決まって|なければな[らりっ]|なくてはな[らりっ]|てはいけな|ざるを得な|"
    r"わけにはいか|とは限ら|見分けがつ|ていただ[けいきく]|でいただ[けいきく]|てくださ|でくださ|"
    r"(?<![あいうえお])ええ(?!え)|そういう|こういう|どういう|ああいう|といった|そのもの|それぞれの|ある程度|[こそあど]の[くぐ]らい|可能性[がはも](?:高|低|大き|あ[りるっ]|な[いかく])|"
    r"役に立[たちつてっと]|腑に落ち|手に入[らりるれっ]|身に[付着]|目に[付見]|気に(?:な[らりるれっ]|入)|気が[付す]|分の[0-9０-９一二三四五六七八九]"
)


def cumulative_width(text: str) -> list[float]:
    """``w`` with ``w[j] - w[i]`` the width of ``text[i:j]``."""
    return [0.0, *accumulate(map(char_width, text))]


def gap_levels(text: str, words: Sequence[Token], protected: Sequence[tuple[int, int]] = ()) -> dict[int, int]:
    """Every gap where a break may be thought of, with its level; gaps against kinsoku or inside a grapheme are not in
    it.
    """
    levels: dict[int, int] = {}
    whole = _inside(text, _LATIN) | _inside(text, _SET_PHRASES) | {at for a, b in protected for at in range(a + 1, b)}
    for left, right in pairwise(words):
        at = right.start
        if not breakable(text, at):
            continue
        levels[at] = CUT if at in whole else _LEVELS[bond(text, left, right)]
    return levels


def _inside(text: str, pattern: re.Pattern[str]) -> set[int]:
    return {at for match in pattern.finditer(text) for at in range(match.start() + 1, match.end())}
