"""Lists in running text: りんご、みかん、ぶどう. A list is three items and more, nouns (with と, や, とか … behind them) that only
、 or ・ parts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from toolkit.japanese.words import Token, tokens

_COMMA = re.compile(r"[、，,・]")
_LINKS = frozenset("と や とか も だの やら なり".split())  # behind an item: AとかBとか
_NOUNS = ("名詞", "接尾辞-名詞的", "代名詞", "記号")
# a time by itself is no item: 昨日、朝、… ; nor what only begins a sentence
_TIMES = "名詞-普通名詞-副詞可能"
_INSIDE = frozenset("名詞 接尾辞 接頭辞 代名詞 形状詞 連体詞 形容詞 記号 補助記号".split())
_LONGEST_ITEM = 14  # characters: what is longer is a clause


def item_ends(text: str) -> list[int]:
    """The offsets of the 、 and ・ behind the items of lists, but for the last item of each.

    >>> item_ends("りんご、みかん、ぶどうを買った。")
    [3, 7]
    """
    commas = [match.start() for match in _COMMA.finditer(text)]
    if len(commas) < 2:
        return []
    words = tokens(text)
    ends: set[int] = set()
    for first, second in pairwise(commas):
        item = [word for word in words if first < word.start < second]
        if _is_item(item) and _ends_item([word for word in words if word.end <= first]):
            ends |= {first, second}
    return sorted(ends)


def _is_item(words: Sequence[Token]) -> bool:
    """Whether all of the words are one noun and what belongs to it."""
    core = _without_link(words)
    if not core or core[-1].end - core[0].start > _LONGEST_ITEM:
        return False
    inside = all(word.tag.coarse in _INSIDE or word.surface in ("の", "な") for word in core)
    return inside and _is_noun(core[-1])


def _ends_item(words: Sequence[Token]) -> bool:
    """Whether the words before a 、 end with an item: a noun, and no time."""
    core = _without_link(words)
    return bool(core) and _is_noun(core[-1])


def _is_noun(word: Token) -> bool:
    return word.tag.fine.startswith(_NOUNS) and not word.tag.fine.startswith(_TIMES)


def _without_link(words: Sequence[Token]) -> Sequence[Token]:
    """The words without と, とか … at their end; とか may come as two."""
    for count in (2, 1):
        last = words[-count:]
        if "".join(word.surface for word in last) in _LINKS and all(word.tag.coarse == "助詞" for word in last):
            return words[:-count]
    return words
