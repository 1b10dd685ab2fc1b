"""What stands like the label of a speaker and is none: the beginning of a sentence, a credit, a letter's address."""

from __future__ import annotations

from toolkit.japanese.lazy import lazy
from toolkit.transcript.names import is_generic

# Before a blank, a quotation, a slash the beginning of any sentence may stand: 汐見氏は「…」
_LOOSE = frozenset(("quote", "space", "blank", "slash", "angle"))
_GRAMMAR = lazy(
    "(?:[一-鿿々ァ-ヺー]|さん|くん|ちゃん)(?:は|が|を|に|で|も|へ|と|の|って|という|なら|から|まで|です|ます|した|する)$"
    "|(?:には|では|とは|へは|からは|にも|とも|でも)$"
)
_FRAMED_FORMS = frozenset(("bracket", "paren", "colon", "bold"))
_FRAMES = tuple("【〈＜<［[《〔≪"), tuple("】〉＞>］]》〕≫")
_SIGNS_OF_OTHERS = frozenset("@＠:：—–")
_WORKS = tuple("企画 取材 構成 文 撮影 写真 編集 執筆 制作 翻訳 イラスト デザイン 校正".split())
_WORK = f"(?:{'|'.join(_WORKS)})"
_CREDIT = lazy(  # 取材・文 佐藤; but 編集：はい。
    rf"{_WORK}(?:(?:[・／/＆&、](?:{_WORK}|聞き手|インタビュー))+(?:[\s　].*)?|[\s　].*)",
    begins="企取構文撮写編執制翻イデ校",
)
_ADDRESSED = lazy("(?:さん|さま|様|殿|氏|先生|くん|君)(?:へ|より|宛|宛て)$", needs="へり宛")  # 佐藤さんへ


def _is_framed(name: str) -> bool:
    opens, closes = _FRAMES
    return len(name) > 1 and name.startswith(opens) and name.endswith(closes) and "\n" not in name


def is_refused(form: str, name: str, after: str) -> bool:
    """Whether ``name``, found as a label of the form before the sign ``after``, is none: a heading in brackets, a
    typesetter's note ［＃…］, or a part of the label only: 佐藤 @sato：はい。
    """
    if form in ("space", "blank") and (after in _SIGNS_OF_OTHERS or _is_framed(name)):
        return True
    if form == "colon" and _is_framed(name):
        return True  # [佐藤]: はい。 is a name in brackets
    if form in _LOOSE and _GRAMMAR.search(name) and not is_generic(name):
        return True
    if name == "なお" and form not in _FRAMED_FORMS:
        return True  # なお、朝は五時です。 but 〈なお〉朝は五時です。
    if name.startswith(_WORKS) and _CREDIT.fullmatch(name):
        return True
    return bool(_ADDRESSED.search(name)) or "＃" in name[:2] or "#" in name[:2]
