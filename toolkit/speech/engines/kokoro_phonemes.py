"""Katakana as spoken in the phoneme alphabet that Kokoro v1.0 was trained on for Japanese.

The alphabet is that of misaki 0.7 (https://github.com/hexgrad/misaki): one to three signs a mora, no accent, a blank
between words. ー is ``ː``, ッ a glottal stop, ン takes the place of what follows.
"""

from __future__ import annotations

_VOWELS = "aiɯeo"
# row: plain consonants before a i u e o, and the palatal one before ャ ュ ョ ェ
_ROWS: dict[str, tuple[str, str]] = {
    "アイウエオ": ("    ", "j"),
    "カキクケコ": ("k kʲ k k k", "kʲ"),
    "ガギグゲゴ": ("ɡ ɡʲ ɡ ɡ ɡ", "ɡʲ"),
    "サシスセソ": ("s ɕ s s s", "ɕ"),
    "ザジズゼゾ": ("ʣ ʥ z ʣ ʣ", "ʥ"),
    "タチツテト": ("t ʨ ʦ t t", "ʨ"),
    "ダヂヅデド": ("d ʥ z d d", "ʥ"),
    "ナニヌネノ": ("n ɲ n n n", "ɲ"),
    "ハヒフヘホ": ("h ç ɸ h h", "ç"),
    "バビブベボ": ("b bʲ b b b", "bʲ"),
    "パピプペポ": ("p pʲ p p p", "pʲ"),
    "マミムメモ": ("m mʲ m m m", "mʲ"),
    "ラリルレロ": ("ɾ ɾʲ ɾ ɾ ɾ", "ɾʲ"),
}
_CENTRAL = frozenset("スズツヅ")  # their u is ɨ; so is that of キュ シュ …
_OTHERS = {
    "ヤ": "ja", "ユ": "jɯ", "ヨ": "jo", "ワ": "βa", "ヰ": "i", "ヱ": "e", "ヲ": "o", "ヴ": "vɯ", "ー": "ː", "ッ": "ʔ",
    "ァ": "a", "ィ": "i", "ゥ": "ɯ", "ェ": "e", "ォ": "o", "ャ": "ja", "ュ": "jɯ", "ョ": "jo", "ヮ": "βa",
    "イェ": "je", "ウィ": "βi", "ウェ": "βe", "ウォ": "βo", "ファ": "ɸa", "フィ": "ɸʲi", "フェ": "ɸe", "フォ": "ɸo",
    "フュ": "ɸʲɨ", "ツァ": "ʦa", "ツィ": "ʦʲi", "ツェ": "ʦe", "ツォ": "ʦo", "ティ": "tʲi", "テュ": "tʲɨ", "ディ": "dʲi",
    "デュ": "dʲɨ", "トゥ": "tɯ", "ドゥ": "dɯ", "クァ": "kᵝa", "クィ": "kᵝi", "クェ": "kᵝe", "クォ": "kᵝo",
    "グァ": "ɡᵝa", "ヴァ": "va", "ヴィ": "vʲi", "ヴェ": "ve", "ヴォ": "vo", "ヴュ": "bʲɨ", "スィ": "si", "ズィ": "zi",
}  # fmt: skip
_GLIDES = {"ャ": "a", "ュ": "ɨ", "ョ": "o", "ェ": "e"}
# the nasal before what it is like; before anything else it is ɴ
_NASALS = {"m": "mpb", "ŋ": "kɡ", "ɲ": "ɲʨʥ", "n": "ntdɾzʣʦ"}


def _table() -> dict[str, str]:
    table = dict(_OTHERS)
    for row, (consonants, palatal) in _ROWS.items():
        for kana, consonant, vowel in zip(row, consonants.split(" "), _VOWELS, strict=True):
            table[kana] = consonant + ("ɨ" if kana in _CENTRAL else vowel)
        for small, vowel in _GLIDES.items() if palatal != "j" else ():
            table.setdefault(row[1] + small, palatal + vowel)
    return table


_TABLE = _table()


def phonemes(kana: str) -> str:
    """The signs of katakana; what is no katakana is left out.

    >>> phonemes("ガッコーデ")
    'ɡaʔkoːde'
    """
    signs: list[str] = []
    at = 0
    while at < len(kana):
        size = 2 if kana[at : at + 2] in _TABLE else 1
        signs.append("ン" if kana[at] == "ン" else _TABLE.get(kana[at : at + size], ""))
        at += size
    following = ""
    for k in reversed(range(len(signs))):
        if signs[k] == "ン":
            signs[k] = next((nasal for nasal, group in _NASALS.items() if following and following in group), "ɴ")
        following = signs[k][:1]
    return "".join(signs)
