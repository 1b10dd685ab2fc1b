"""Every gap of a text as a place for a break: whether a break may stand there at all, and the features that say how good it would be.

A *gap* ``k`` lies between ``text[k-1]`` and ``text[k]``. White space goes to the line before, so a gap never stands before a space.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise

from toolkit.japanese.kinsoku import breakable
from toolkit.japanese.width import char_width
from toolkit.japanese.words import Token

# Levels of a gap, from never to welcome.
CUT = 0  # inside a word, a number with its counter, a Latin run, a name: only where a line could not be filled otherwise
COMPOUND = 1  # between the nouns of a compound: a phrase to the grammar, one word to many readers
PHRASE = 2  # between words

_LATIN = re.compile(r"[A-Za-z0-9Ａ-Ｚａ-ｚ０-９À-ɏ.,'’&+\-_/:@#%~～〜]+")
# Set phrases that readers take as one word: cut only where a line cannot be filled otherwise
_SET_PHRASES = re.compile(
    r"かもしれ[なまぬん]?|かも知れ|かどうか|に違いな|にちがいな|に決まって|なければな[らりっ]|なくてはな[らりっ]|てはいけな|ざるを得な|"
    r"わけにはいか|とは限ら|見分けがつ|ていただ[けいきく]|でいただ[けいきく]|てくださ|でくださ|"
    r"そういう|こういう|どういう|ああいう|といった|そのもの|それぞれの"
)
_DEGREES = frozenset("もっと ずっと とても かなり すっかり ちっとも あれほど これほど それほど ほとんど およそ おおよそ ようやく まったく 全く 最も もっとも".split())
# Particles that also begin a phrase, so that the model decides: 〜と いう, 〜か も, (文末) で は, (文頭) より
_LOOSE = frozenset({"と", "か", "で", "より"})
_OPENERS = frozenset({"だ", "です", "で"})
_CLOSING = frozenset("」』）)】〕〉》”’")
_COUNTED = ("名詞-普通名詞-助数詞可能", "接尾辞-名詞的-助数詞", "名詞-数詞")


def cumulative_width(text: str) -> list[float]:
    """``w`` with ``w[j] - w[i]`` the width of ``text[i:j]``."""
    return [0.0, *accumulate(map(char_width, text))]


def gap_levels(text: str, words: Sequence[Token], protected: Sequence[tuple[int, int]] = ()) -> dict[int, int]:
    """Every gap where a break may be thought of, with its level; gaps against kinsoku or inside a grapheme are not in it."""
    levels: dict[int, int] = {}
    whole = _inside(text, _LATIN) | _inside(text, _SET_PHRASES)
    for left, right in pairwise(words):
        at = right.start
        if not breakable(text, at):
            continue
        joined = at in whole or _joined(text, left, right) or any(a < at < b for a, b in protected)
        levels[at] = CUT if joined else COMPOUND if _compound(left, right) else PHRASE
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
    if a.fine == "名詞-数詞" and (b.fine.startswith(_COUNTED) or b.coarse == "空白"):
        return True
    if a.coarse == "空白" and b.fine.startswith(_COUNTED[:2]) and text[: left.start].rstrip()[-1:].isdigit():
        return True
    return text[left.end - 1] in "・＝" and _is_katakana(text[right.start])


def _compound(left: Token, right: Token) -> bool:
    """Two nouns that meet without a particle (not where the first is a time, a number or a count, which stand by themselves);
    この, その and their like with what they point at; an adverb of degree with what it measures."""
    a, b = left.tag.fine, right.tag.fine
    if left.tag.coarse == "連体詞" or left.surface in _DEGREES:
        return True
    alone = ("名詞-普通名詞-副詞可能", "名詞-普通名詞-助数詞可能", "名詞-数詞")
    return (
        a.startswith(("名詞", "接尾辞-名詞的-一般")) and not a.startswith(alone)
        and b.startswith(("名詞", "形状詞")) and not b.startswith(("名詞-普通名詞-副詞可能", "形状詞-助動詞語幹"))
    )


def _leans(left: Token, right: Token) -> bool:
    """Whether a particle or an auxiliary belongs to the word before it. Not after a mark, unless that closes a bracket (（GPS）が, 」と)."""
    if left.tag.coarse == "空白":
        return False
    if left.tag.coarse == "補助記号":
        return left.surface[-1] in _CLOSING and right.surface != "で"
    if left.tag.fine == "助動詞:終止形" and right.surface in _OPENERS:
        return False  # です|だから: a sentence that ended without 。
    return right.surface not in _LOOSE


def _is_katakana(char: str) -> bool:
    return "ァ" <= char <= "ー"


# --- features ---------------------------------------------------------------------------------------------------------------

_PAD = "^"
_MARKS = frozenset("、。，．,.？！?!…‥「」『』（）()・")


def comma_use(text: str) -> str:
    """How a whole text uses 、: ``n`` not at all, ``l`` lightly (a lecture's subtitles), ``h`` as running prose does (3–5 in a hundred)."""
    share = text.count("、") / max(1, len(text))
    return "n" if share < 0.0015 else "l" if share < 0.02 else "h"


def features(text: str, words: Sequence[Token], gaps: Sequence[int], comma: str) -> Iterator[list[str]]:
    """The features of each gap in ``gaps`` (ascending token starts), as short strings; the model knows a weight for the useful ones.

    ``comma`` is ``comma_use`` of the whole text that ``text`` is a part of.
    """
    index = {word.start: n for n, word in enumerate(words)}
    padded = _Padded(words)
    widths = cumulative_width(text)
    last, following = _mark_distances(text, widths)
    depth = _bracket_depth(text)
    for gap in gaps:
        yield _features_at(text, gap, padded, index[gap], last, following, depth, comma)


class _Padded:
    """The words' tags with sentinels at both ends, and of each word the phrase (bunsetsu) it stands in: its head and its tail."""

    def __init__(self, words: Sequence[Token]) -> None:
        self.lexical = [_PAD] * 3 + [w.tag.lexical for w in words] + [_PAD] * 4
        self.fine = [_PAD] * 3 + [w.tag.fine for w in words] + [_PAD] * 4
        self.surface = [_PAD] * 3 + [w.surface for w in words] + [_PAD] * 4
        self.phrase, self.heads, self.tails, self.sizes = _phrases(words)


_DEPENDENT = ("助詞", "助動詞", "接尾辞", "補助記号", "空白", "形状詞-助動詞語幹", "動詞-非自立可能", "形容詞-非自立可能")


def _phrases(words: Sequence[Token]) -> tuple[list[int], list[str], list[str], list[str]]:
    """A rough bunsetsu for each word, and of each bunsetsu the head's tag, the last word's tag and the width as a bucket."""
    phrase: list[int] = []
    heads: list[str] = [_PAD, _PAD]
    tails: list[str] = [_PAD, _PAD]
    sizes: list[str] = ["0", "0"]
    wide, previous = 0.0, None
    for word in words:
        fine = word.tag.fine
        follows = previous is not None and (
            fine.startswith(_DEPENDENT) or previous.startswith("接頭辞") or (previous.startswith("名詞") and fine.startswith("名詞"))
        )
        if not follows:
            heads.append(fine)
            tails.append(word.tag.lexical)
            sizes.append("0")
            wide = 0.0
        wide += len(word.surface)
        sizes[-1] = str(min(int(wide), 12))
        if fine.startswith(("補助記号", "空白")):
            tails[-1] = f"{tails[-1]}{word.surface}"
        else:
            tails[-1] = word.tag.lexical
        previous = fine
        phrase.append(len(heads) - 1)
    pads = [_PAD] * 3
    return phrase, heads + pads, tails + pads, sizes + ["0"] * 3


def _mark_distances(text: str, widths: Sequence[float]) -> tuple[list[str], list[str]]:
    """For each offset: the last mark before it with the distance to it, and the next mark at or after it, as bucket names."""
    last: list[str] = ["^0"] * (len(text) + 1)
    mark, where = "^", 0
    for k in range(len(text) + 1):
        if k and text[k - 1] in _MARKS:
            mark, where = text[k - 1], k
        last[k] = f"{mark}{_bucket(widths[k] - widths[where])}"
    following: list[str] = ["$0"] * (len(text) + 1)
    mark, where = "$", len(text)
    for k in range(len(text), -1, -1):
        if k < len(text) and text[k] in _MARKS:
            mark, where = text[k], k
        following[k] = f"{mark}{_bucket(widths[where] - widths[k])}"
    return last, following


def _bucket(distance: float) -> int:
    if distance < 8:
        return int(distance)
    return min(8 + int(distance - 8) // 3, 18)


def _bracket_depth(text: str) -> list[str]:
    depth, out = 0, ["0"]
    for char in text:
        if char in "「『（(":
            depth += 1
        elif char in "」』）)" and depth:
            depth -= 1
        out.append(str(min(depth, 2)))
    return out


def _char_type(char: str) -> str:
    if "ぁ" <= char <= "ゟ":
        return "h"
    if "ァ" <= char <= "ヿ":
        return "k"
    if "一" <= char <= "鿿" or char == "々":
        return "K"
    if char.isdigit():
        return "d"
    if char.isascii() and char.isalpha():
        return "l"
    return "s" if char.isspace() else char


def _features_at(
    text: str, gap: int, padded: _Padded, n: int, last: list[str], following: list[str], depth: list[str], comma: str
) -> list[str]:
    lx, fn, sf = padded.lexical, padded.fine, padded.surface
    i = n + 3  # index of the word right of the gap
    a2, a1, b1, b2 = lx[i - 2], lx[i - 1], lx[i], lx[i + 1]
    f1, g1 = fn[i - 1], fn[i]
    before, after = last[gap], following[gap]
    left, right = text[max(0, gap - 3) : gap], text[gap : gap + 3]
    heads, tails, sizes = padded.heads, padded.tails, padded.sizes
    p, q = padded.phrase[n - 1], padded.phrase[n]
    inner = "-" if p == q else "+"
    return [
        f"b{comma}",
        f"a{a1}",
        f"b{b1}",
        f"c{a1}|{b1}",
        f"d{a2}|{a1}",
        f"e{b1}|{b2}",
        f"f{a2}|{a1}|{b1}",
        f"g{a1}|{b1}|{b2}",
        f"h{f1}|{g1}",
        f"i{sf[i - 1]}",
        f"j{sf[i]}",
        f"k{left[-1:]}|{right[:1]}",
        f"l{left[-2:]}",
        f"m{left}",
        f"n{right[:2]}",
        f"o{right}",
        f"p{_char_type(left[-1])}{_char_type(right[0])}",
        f"q{before}",
        f"r{after}",
        f"s{before}|{f1}",
        f"t{after}|{f1}",
        f"u{depth[gap]}|{f1}",
        f"v{comma}|{a1}",
        f"w{comma}|{a1}|{after}",
        f"x{before}|{after}",
        f"y{lx[i - 3]}|{a2}|{a1}",
        f"z{lx[i + 2]}|{b2}|{b1}",
        f"A{inner}{tails[p]}|{tails[q]}",
        f"B{inner}{tails[p]}|{heads[q]}|{tails[q]}",
        f"C{inner}{tails[p - 1]}|{tails[p]}|{tails[q]}",
        f"D{inner}{tails[p]}|{tails[q]}|{tails[q + 1]}",
        f"E{inner}{heads[p]}|{tails[p]}|{heads[q]}",
        f"F{inner}{tails[p]}|{sizes[q]}",
        f"G{inner}{sizes[p]}|{sizes[q]}",
        f"H{inner}{tails[p]}|{heads[q + 1]}",
        f"I{tails[p - 1]}|{tails[p]}|{tails[q]}|{tails[q + 1]}",
    ]
