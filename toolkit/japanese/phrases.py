"""Every gap of a text as a place for a break: whether a break may stand there at all.

A *gap* ``k`` lies between ``text[k-1]`` and ``text[k]``. White space goes to the line before, so a gap never stands
before a space.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate, pairwise

from toolkit.japanese.kinsoku import breakable
from toolkit.japanese.width import char_width
from toolkit.japanese.words import Token

# Levels of a gap, from never to welcome.
CUT = (
    0  # inside a word, a number with its counter, a Latin run, a name: only where a line could not be filled otherwise
)
COMPOUND = 1  # between the nouns of a compound: a phrase to the grammar, one word to many readers
PHRASE = 2  # between words

_LATIN = re.compile(r"[A-Za-z0-9Ａ-Ｚａ-ｚ０-９À-ɏ.,'’&+\-_/:@#%~～〜]+")
# Set phrases that readers take as one word: cut only where a line cannot be filled otherwise
_SET_PHRASES = re.compile(
    r"かもしれ[なまぬん]?|かも知れ|かどうか|に違いな|にちがいな|に決まって|なければな[らりっ]|なくてはな[らりっ]|てはいけな|ざるを得な|"
    r"わけにはいか|とは限ら|見分けがつ|ていただ[けいきく]|でいただ[けいきく]|てくださ|でくださ|"
    r"そういう|こういう|どういう|ああいう|といった|そのもの|それぞれの"
)
_DEGREES = frozenset(
    "もっと ずっと とても かなり すっかり ちっとも あれほど これほど それほど ほとんど およそ おおよそ ようやく まったく 全く 最も もっとも".split()
)
# Particles that also begin a phrase, so that the model decides: 〜と いう, 〜か も, (文末) で は, (文頭) より
_LOOSE = frozenset({"と", "か", "で", "より"})
_TE = frozenset({"助詞-接続助詞=て", "助詞-接続助詞=で"})
# What follows a verb and makes one verb with it: 待ち|続ける, 書き|直す
_SECOND_VERBS = tuple("続け 続い 始め 始ま 終え 終わ 過ぎ すぎ 直 切 込 合 損ね 尽く 得".split())
_OPENERS = frozenset({"だ", "です", "で"})
_CLOSING = frozenset("」』）)】〕〉》”’")
_COUNTED = ("名詞-普通名詞-助数詞可能", "接尾辞-名詞的-助数詞", "名詞-数詞")


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
        levels[at] = (
            CUT if at in whole or _joined(text, left, right) else COMPOUND if _compound(left, right) else PHRASE
        )
    return levels


def _inside(text: str, pattern: re.Pattern[str]) -> set[int]:
    return {at for match in pattern.finditer(text) for at in range(match.start() + 1, match.end())}


def _joined(text: str, left: Token, right: Token) -> bool:
    """Two words that are one to a reader: a prefix and its noun, a number and its counter, the parts of a name."""
    a, b = left.tag, right.tag
    if a.coarse == "接頭辞" or b.coarse == "接尾辞":
        return True
    if b.coarse in ("助詞", "助動詞"):
        return _leans(left, right)
    if a.lexical in _TE and b.fine.startswith("動詞-非自立可能") and right.surface[0] not in "始続あ":
        return True  # 直して|おく: not 使って|ある単語 (この, その and their like), not the heavier 始める, 続ける
    if (
        a.fine.startswith("動詞")
        and a.fine.endswith("連用形")
        and b.coarse == "動詞"
        and right.surface.startswith(_SECOND_VERBS)
    ):
        return True
    if a.fine == "名詞-数詞" and (b.fine.startswith(_COUNTED) or b.coarse == "空白"):
        return True
    if a.coarse == "空白" and b.fine.startswith(_COUNTED[:2]) and text[: left.start].rstrip()[-1:].isdigit():
        return True
    return text[left.end - 1] in "・＝" and _is_katakana(text[right.start])


def _compound(left: Token, right: Token) -> bool:
    """Two nouns that meet without a particle (not where the first is a time, a number or a count, which stand by
    themselves); この, その and their like with what they point at; an adverb of degree with what it measures."""
    a, b = left.tag.fine, right.tag.fine
    if left.tag.coarse == "連体詞" or left.surface in _DEGREES:
        return True
    alone = ("名詞-普通名詞-副詞可能", "名詞-普通名詞-助数詞可能", "名詞-数詞")
    return (
        a.startswith(("名詞", "接尾辞-名詞的-一般"))
        and not a.startswith(alone)
        and b.startswith(("名詞", "形状詞"))
        and not b.startswith(("名詞-普通名詞-副詞可能", "形状詞-助動詞語幹"))
    )


def _leans(left: Token, right: Token) -> bool:
    """Whether a particle or an auxiliary belongs to the word before it. Not after a mark, unless that closes a bracket
    (（GPS）が, 」と).
    """
    if left.tag.coarse == "空白":
        return False
    if left.tag.coarse == "補助記号":
        return left.surface[-1] in _CLOSING and right.surface != "で"
    if left.tag.fine == "助動詞:終止形" and right.surface in _OPENERS:
        return False  # です|だから: a sentence that ended without 。
    return right.surface not in _LOOSE


def _is_katakana(char: str) -> bool:
    return "ァ" <= char <= "ー"
