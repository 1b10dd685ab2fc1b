"""Letters and digits said one by one."""

from __future__ import annotations

import unicodedata

_LETTERS = dict(
    zip(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        (
            "エー ビー シー ディー イー エフ ジー エイチ アイ ジェー ケー エル エム エヌ オー ピー キュー アール エス ティー "
            "ユー ブイ ダブリュー エックス ワイ ゼット"
        ).split(),
        strict=True,
    )
)
_DIGITS = dict(zip("0123456789", "ゼロ イチ ニ サン ヨン ゴ ロク ナナ ハチ キュー".split(), strict=True))
_ENGLISH = (
    "ゼロ ワン ツー スリー フォー ファイブ シックス セブン エイト ナイン テン イレブン トゥエルブ サーティーン フォーティーン "
    "フィフティーン シックスティーン セブンティーン エイティーン ナインティーン トゥエンティー"
).split()


def spelled(text: str) -> str:
    """Katakana of letters and digits one by one; anything else is silent.

    >>> spelled("GB2")
    'ジービーニ'
    """
    return "".join(_LETTERS.get(c.upper(), _DIGITS.get(c, "")) for c in plain(text))


def accent(text: str) -> int | None:
    """Where a spelled word falls: on the first mora of its last letter, as ジーピー＼ー does not but エーア＼イ
    does.
    """
    letters = [c for c in plain(text) if c.upper() in _LETTERS or c in _DIGITS]
    if len(letters) < 2:
        return None
    small = sum(c in "ァィゥェォャュョ" for c in spelled("".join(letters[:-1])))
    return len(spelled("".join(letters[:-1]))) - small + 1


def english_number(number: int) -> str:
    """0…20 as they are said in product names (ゼロ ワン ツー …), '' above."""
    return _ENGLISH[number] if 0 <= number < len(_ENGLISH) else ""


def plain(text: str) -> str:
    """Letters without their accents (é → e)."""
    return "".join(c for c in unicodedata.normalize("NFD", text) if unicodedata.category(c) != "Mn")
