"""Which neighbouring words hold together: those that are one word to a reader, and those that part badly.

Each kind is a row of a table: a test of the word before a gap and of the one behind it. To add one, add its sentences
to ``tests/quality/breaks.tsv`` too.
"""

from __future__ import annotations

import re

from toolkit.japanese.words import Token

_DEGREES = frozenset(
    "もっと ずっと とても かなり すっかり ちっとも あれほど これほど それほど ほとんど およそ おおよそ ようやく まったく 全く 最も もっとも "
    "ごく わずか もう すぐ より いちばん 一番".split()
)
# Particles that also begin a phrase, so that the model decides: 〜と いう, (文末) で は
_FREE = frozenset({"と", "か", "で"})
_TE = frozenset({"助詞-接続助詞=て", "助詞-接続助詞=で"})
# What follows a verb and makes one verb with it: 待ち|続ける, 書き|直す, 言い|出す
_SECOND_VERBS = tuple(
    "続け 続い 始め 始ま 終え 終わ 過ぎ 直 切 込 合 損ね 尽く 得 出 回 上げ 上が 抜 掛け 付け 返 返し 慣れ 忘れ 落と 渡 分け 替え 換え 変え "
    "つづけ はじめ おわ すぎ なお きれ きっ きる こん こむ あい あう あっ だし だす だせ だそ まわ あげ ぬい ぬく かけ つけ かえ わたっ なさ".split()
)
# What a verb in て makes one predicate with: 選ばれて|しまった, 直して|おく; not 使って|ある単語 (この, その and their like),
# not the heavier 始める, 続ける
_AFTER_TE = frozenset("い居ゆ行く来み見お置も貰しちや遣上下頂欲ほ")
_OPENERS = frozenset({"だ", "です", "で"})
_CLOSING = frozenset("」』）)】〕〉》”’")
_COUNTED = ("名詞-普通名詞-助数詞可能", "接尾辞-名詞的-助数詞", "名詞-数詞")
_SHORT_BRACKET = re.compile(r"[（(][^（）()]{1,6}[）)]")
_ASKED = re.compile("どの[くぐ]らい")  # after a verb どの looks like the 殿 of letters
_LAUGHTER = re.compile(r"[（(](?:笑|一同笑|爆笑|苦笑|拍手)[）)]")  # belongs to what was said before it
_CONTENT = ("名詞", "代名詞", "接尾辞", "形状詞")
# である, where what follows tells it from 駅で|ある日
_IS = re.compile(r"ある(?:こと|の|と|が|から|ため|なら|べ|か|し|け|よう|はず|以上|ほど|もの|わけ|[、。」』）…\s]|$)")
# 「…！」 may be a name's last sign: what only leans on a word cannot begin a sentence
_LEANING = frozenset("が を に の へ は も".split())
_NAME_SIGNS = frozenset("！？!?☆★♪.")
# What modifiers hang on: 走り始めた|頃, 〜する|つもり
_FORMAL = frozenset(
    "こと もの とき 時 頃 ころ つもり はず わけ 訳 ところ 所 方 ほう ため 為 うち まま 際 場合 たび 度 とおり 通り せい おかげ 後 あと 前 まえ 間 "
    "あいだ 以上 限り 代わり かわり 気 もん ふう 感じ 最中 途中 しだい 次第 くせ 者 物 人 側".split()
)
_TAIL = 3
_SUFFIXES = frozenset("用 性 的 化 系 型 式 製 制 法 学 権 力 率 費 料 業 界 器 機 車 船 会 店 部 課 室 省 局".split())


# Kinds of bonds that are one word to a reader, and those that part badly
WHOLE = ("affix", "particle", "verb", "number", "name", "stem")
LOOSE = ("compound", "pointer", "degree", "modifier", "bracket", "predicate")


def bond(text: str, left: Token, right: Token) -> str:
    """What holds two neighbouring words of ``text`` together, one of ``WHOLE`` or ``LOOSE``; nothing where a line may
    end between them. In 走り|始め|た|頃: verb, particle, modifier.
    """
    a, b = left.tag, right.tag
    if a.coarse == "接頭辞" or (b.coarse == "接尾辞" and not _ASKED.match(text, right.start)):
        return "affix"
    if b.coarse in ("助詞", "助動詞"):
        return "particle" if _leans(text, left, right) else ""
    if left.tag.coarse == "連体詞":
        return "pointer"
    if _LAUGHTER.match(text, right.start):
        return "bracket"
    return next((kind for kind, holds in _BONDS if holds(text, left, right)), "")


def _is_verb_chain(text: str, left: Token, right: Token) -> bool:
    a, b = left.tag, right.tag
    # 「選ばれて」|しまった: the verb stands in quotation marks
    te = a.lexical in _TE or (left.surface in _CLOSING and text[left.start - 1 : left.start] in ("て", "で"))
    if te and b.fine.startswith("動詞-非自立可能") and right.surface[0] in _AFTER_TE:
        return True
    chained = a.fine.startswith("動詞") and a.fine.endswith("連用形") and b.coarse == "動詞"
    return chained and right.surface.startswith(_SECOND_VERBS)


def _is_counted(text: str, left: Token, right: Token) -> bool:
    a, b = left.tag, right.tag
    if a.fine == "名詞-数詞" and (b.fine.startswith(_COUNTED) or b.coarse == "空白"):
        return True
    apart = a.coarse == "空白" and b.fine.startswith(_COUNTED[:2])
    return apart and text[: left.start].rstrip()[-1:].isdigit()


def _is_name(text: str, left: Token, right: Token) -> bool:
    return text[left.end - 1] in "・＝" and _is_katakana(text[right.start])


def _is_tail(_: str, left: Token, right: Token) -> bool:
    """エクスプレス|ウェイ: a short word at the end of a foreign one."""
    return len(right.surface) <= _TAIL and all(map(_is_katakana, right.surface)) and _is_katakana(left.surface[-1])


def _is_stem(text: str, left: Token, right: Token) -> bool:
    """なり|そう, 高|そう; 物で|あれ, 物で|あること (not 駅で|ある日)."""
    a, b = left.tag, right.tag
    if b.fine == "形状詞-助動詞語幹" and right.surface == "そう":
        return a.coarse in ("動詞", "形容詞", "助動詞", "形状詞")
    return (
        a.fine == "助動詞:連用形"
        and left.surface == "で"
        and b.fine.startswith("動詞-非自立可能")
        and (right.surface.startswith(("あれ", "あろ", "あり", "あっ")) or bool(_IS.match(text, right.start)))
    )


def _is_degree(_: str, left: Token, __: Token) -> bool:
    return left.surface in _DEGREES


def _is_compound(_: str, left: Token, right: Token) -> bool:
    """Two nouns that meet without a particle: not where the first is a time, a number or a count, which stand by
    themselves.
    """
    a, b = left.tag.fine, right.tag.fine
    alone = ("名詞-普通名詞-副詞可能", "名詞-普通名詞-助数詞可能", "名詞-数詞")
    first = a.startswith(("名詞", "接尾辞-名詞的-一般")) or (
        a.startswith("接尾辞-名詞的") and left.surface in _SUFFIXES
    )
    return (
        first
        and not a.startswith(alone)
        and b.startswith(("名詞", "形状詞"))
        and not b.startswith(("名詞-普通名詞-副詞可能", "形状詞-助動詞語幹"))
    )


def _hangs(text: str, left: Token, right: Token) -> bool:
    a, b = left.tag, right.tag
    if text.endswith("ええ", 0, left.end) and b.coarse == "名詞":
        return True  # the dialect's いい, which the dictionary takes for a yes
    if right.surface in _FORMAL and b.coarse == "名詞":
        return a.fine.endswith("連体形") or (a.coarse in ("助動詞", "動詞", "形容詞") and a.fine.endswith("終止形"))
    return b.fine in ("形状詞-助動詞語幹", "名詞-助動詞語幹") and a.coarse in ("動詞", "形容詞", "助動詞")


def _is_explained(text: str, left: Token, right: Token) -> bool:
    """世界気象機関|（WMO）: not what is longer in brackets than before them."""
    return left.tag.coarse in ("名詞", "接尾辞") and bool(_SHORT_BRACKET.match(text, right.start))


def _is_done(_: str, left: Token, right: Token) -> bool:
    """説明|する, 設計|しろ."""
    return (
        left.tag.fine == "名詞-普通名詞-サ変可能"
        and right.tag.fine.startswith("動詞-非自立可能")
        and right.surface[0] in "しすさせ"
    )


def _leans(text: str, left: Token, right: Token) -> bool:
    """Whether a particle or an auxiliary belongs to the word before it. Not after a mark, unless that closes a bracket
    (（GPS）が, 」と) or is a part of a name (まる！が, M.I.T.に).
    """
    if left.tag.coarse == "空白":  # it may stand for a mark; that between a Latin word and Japanese does not
        before = text[: left.start].rstrip()[-1:]
        return bool(before) and (before.isascii() or before in _CLOSING) and _is_case(right)
    if left.tag.coarse == "補助記号":
        sign = left.surface[-1]
        named = sign in _NAME_SIGNS and _is_case(right)
        return named or (sign in _CLOSING and (right.surface != "で" or sign in "）)"))
    if left.tag.fine == "助動詞:終止形" and right.surface in _OPENERS:
        return False  # です|だから: a sentence that ended without 。
    return right.surface not in _FREE or _is_close(text, left, right)


def _is_case(right: Token) -> bool:
    return right.surface in _LEANING and right.tag.fine.startswith(("助詞-格", "助詞-係"))


def _is_close(text: str, left: Token, right: Token) -> bool:
    """何|か, もの|で, 成功へ|と, 立とう|と."""
    if right.surface == "か":
        return not re.match("かも|かどうか", text[right.start : right.start + 4])
    if right.surface == "と" and (left.surface == "へ" or ":意志" in left.tag.fine):
        return True
    return left.tag.coarse in _CONTENT


def _is_katakana(char: str) -> bool:
    return "ァ" <= char <= "ー"


_BONDS = (
    ("verb", _is_verb_chain),
    ("number", _is_counted),
    ("name", _is_name),
    ("name", _is_tail),
    ("stem", _is_stem),
    ("degree", _is_degree),
    ("compound", _is_compound),
    ("modifier", _hangs),
    ("bracket", _is_explained),
    ("predicate", _is_done),
)
