"""Phonemes as Open JTalk names them, and katakana, turned into each other."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

_VOWEL_ROWS = (
    ("ア", "アカサタナハマヤラワガザダバパァャヮ"),
    ("イ", "イキシチニヒミリギジヂビピィヰ"),
    ("ウ", "ウクスツヌフムユルグズヅブプヴゥュ"),
    ("エ", "エケセテネヘメレゲゼデベペェヱ"),
    ("オ", "オコソトノホモヨロヲゴゾドボポォョ"),
)
_VOWEL_OF = {char: vowel for vowel, chars in _VOWEL_ROWS for char in chars}
_SMALL = frozenset("ァィゥェォャュョヮ")

_ONE_SOUND = str.maketrans("ヂヅヲ", "ジズオ")

_ROWS = {
    "": "アイウエオ", "k": "カキクケコ", "g": "ガギグゲゴ", "s": "サ*スセソ", "z": "ザ*ズゼゾ", "t": "タ**テト", "d": "ダ**デド",
    "n": "ナニヌネノ", "h": "ハヒ*ヘホ", "b": "バビブベボ", "p": "パピプペポ", "m": "マミムメモ", "r": "ラリルレロ",
    "y": "ヤ*ユ*ヨ", "w": "ワ****",
}  # fmt: skip
_PALATAL = {
    "ky": "キ", "gy": "ギ", "ny": "ニ", "hy": "ヒ", "by": "ビ", "py": "ピ", "my": "ミ", "ry": "リ", "sh": "シ", "j": "ジ", "ch": "チ",
}  # fmt: skip
_FOREIGN = {
    "ti": "ティ", "tu": "トゥ", "di": "ディ", "du": "ドゥ", "si": "スィ", "zi": "ズィ", "hu": "ホゥ", "fu": "フ", "fa": "ファ",
    "fi": "フィ", "fe": "フェ", "fo": "フォ", "fyu": "フュ", "tsu": "ツ", "tsa": "ツァ", "tsi": "ツィ", "tse": "ツェ",
    "tso": "ツォ", "tya": "テャ", "tyu": "テュ", "tyo": "テョ", "dya": "デャ", "dyu": "デュ", "dyo": "デョ", "tyi": "ティ",
    "dyi": "ディ", "wi": "ウィ", "wu": "ウ", "we": "ウェ", "wo": "ウォ", "ye": "イェ", "yi": "イ", "va": "ヴァ", "vi": "ヴィ",
    "vu": "ヴ", "ve": "ヴェ", "vo": "ヴォ", "vyu": "ヴュ", "kwa": "クヮ", "kwi": "クィ", "kwe": "クェ", "kwo": "クォ",
    "gwa": "グヮ",
}  # fmt: skip


@cache
def _morae() -> dict[str, str]:
    table = {c + v: k for c, row in _ROWS.items() for v, k in zip("aiueo", row, strict=True) if k != "*"}
    for consonant, kana in _PALATAL.items():
        small = zip("aiueo", ("ャ", "", "ュ", "ェ", "ョ"), strict=True)
        table.update({consonant + vowel: kana + tail for vowel, tail in small})
    return {**table, **_FOREIGN}


def katakana(phonemes: Iterable[str]) -> str:
    """Katakana as spoken of Open JTalk phonemes: a repeated vowel becomes ー, pauses become nothing.

    >>> katakana("t o o ky o o".split())
    'トーキョー'
    """
    out: list[str] = []
    consonant = last = ""
    for phoneme in phonemes:
        if phoneme in ("pau", "sil", "sp", "unk"):
            consonant = last = ""
        elif phoneme == "N":
            out.append("ン")
            consonant, last = "", "N"
        elif phoneme in ("cl", "q"):
            out.append("ッ")
            consonant, last = "", "q"
        elif phoneme.lower() in ("a", "i", "u", "e", "o"):
            vowel = phoneme.lower()
            long = not consonant and vowel == last
            out.append("ー" if long else _morae().get(consonant + vowel, consonant + vowel))
            consonant, last = "", vowel
        else:
            consonant = phoneme
    return "".join(out)


def to_katakana(text: str) -> str:
    """Hiragana as katakana; everything else stays."""
    return "".join(chr(ord(c) + 0x60) if "ぁ" <= c <= "ゖ" else c for c in text)


def to_hiragana(text: str) -> str:
    """Katakana as hiragana; everything else stays."""
    return "".join(chr(ord(c) - 0x60) if "ァ" <= c <= "ヶ" else c for c in text)


def is_kana(text: str) -> bool:
    """Whether ``text`` is kana and the long mark alone, at least one."""
    return bool(text) and all("ぁ" <= c <= "ゖ" or "ァ" <= c <= "ヺ" or c == "ー" for c in text)


def spoken(kana: str) -> str:
    """Spelling to sound: とうきょう → トーキョー, くうき → クーキ, えいが → エーガ. Katakana is taken as sound already,
    so only hiragana lengthens.
    """
    out: list[str] = []
    for char in kana:
        previous = _VOWEL_OF.get(out[-1], "") if out else ""
        lengthens = (char == "う" and previous in ("オ", "ウ")) or (char == "い" and previous == "エ")
        out.append("ー" if lengthens else to_katakana(char))
    return "".join(out).translate(_ONE_SOUND)


def vowel_of(kana: str) -> str:
    """The vowel a katakana ends in, as ア イ ウ エ オ; '' for ン, ッ, ー and what is none."""
    return _VOWEL_OF.get(kana, "")


def of_spelling(reading: str) -> str:
    """A dictionary's spelling in katakana as sound.

    >>> of_spelling("コウヤサイ")
    'コーヤサイ'
    """
    return spoken(to_hiragana(reading))


def mora_count(kana: str) -> int:
    """Morae of a katakana reading: small kana belong to the one before, ー ッ ン count."""
    return sum(1 for char in kana if char not in _SMALL)
