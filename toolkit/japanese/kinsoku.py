"""Kinsoku: where a line of Japanese may not begin, end or be divided.

Source of the classes: W3C Requirements for Japanese Text Layout (JLReq), §3.1.7, 3.1.8, 3.1.10 and
appendix A, with the half-width and compatibility forms that real files hold. ``strict`` is JLReq's level
4 (nothing allowed), which is the usual care in subtitles; without it only what JLReq forbids at *every*
level holds. Clusters, words and numbers are never divided at either level. (CSS ``line-break: strict``
adds: no break before a postfix like ％, none after a prefix like ￥; so does ``strict`` here.)
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

CLASSES = {
    "cl-01 opening": "‘“（〔［｛〈《「『【｟〘〖«〝",
    "cl-02 closing": "’”）〕］｝〉》」』】｠〙〗»〟",
    "cl-03 hyphens": "‐〜゠–",
    "cl-04 dividing": "！？‼⁇⁈⁉",
    "cl-05 middle dots": "・：；",
    "cl-06 full stops": "。．",
    "cl-07 commas": "、，",
    "cl-08 inseparable": "—―…‥〳〴〵",  # JLReq: U+2015 behaves like U+2014
    "cl-09 iteration": "ヽヾゝゞ々〻",
    "cl-10 prolonged": "ー",
    "cl-11 small kana": "ぁぃぅぇぉァィゥェォっゃゅょゎゕゖッャュョヮヵヶㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿ",
    "cl-12 prefix": "￥¥＄$￡£＃#€№",
    "cl-13 postfix": "°′″℃￠％%‰㏋ℓ㌃㌍㌔㌘㌢㌣㌦㌧㌫㌶㌻㍉㍊㍍㍑㍗㎎㎏㎜㎝㎞㎡㏄",
    "compat closing": ")]}｣",
    "compat stops": ".,｡､",
    "compat start": "!?:;･ｰｧｨｩｪｫｬｭｮｯﾞﾟ～゛゜－",
    "compat opening": "([{｢",
}


def _set(*names: str) -> frozenset[str]:
    return frozenset("".join(CLASSES[name] for name in names))


# KIN-ABS: forbidden at every level of strictness
NEVER_START = _set("cl-02 closing", "cl-06 full stops", "cl-07 commas", "compat closing", "compat stops")
NEVER_END = _set("cl-01 opening", "compat opening")
# KIN-START: all that level 4 forbids
NO_START = NEVER_START | _set(
    "cl-03 hyphens",
    "cl-04 dividing",
    "cl-05 middle dots",
    "cl-09 iteration",
    "cl-10 prolonged",
    "cl-11 small kana",
    "compat start",
)
SMALL = _set("cl-10 prolonged", "cl-11 small kana")
# KIN-INSEP: two of a kind are one sign; the kana repeat mark is written in two halves
_INSEPARABLE = frozenset("—―…‥")
_REPEAT_HALVES = frozenset({"〳〵", "〴〵"})
_PREFIX = _set("cl-12 prefix")
_POSTFIX = _set("cl-13 postfix")
# Product care, not JLReq: an ellipsis trails off what stands before it, unless that has ended
_TRAILING = frozenset("…‥")
_SENTENCE_ENDS = frozenset("。．！？!?｡」』）)")
_SIGNS = frozenset("+-−±＋－")
_NUMBER_JOINTS = frozenset(".,:/．，：／・･")
_LATIN_OPENERS = frozenset("([{")
_LATIN_CLOSERS = frozenset(")]};")
_APOSTROPHES = frozenset("'’")
_GLUE = frozenset("\u00a0\u202f\u2060\ufeff\u2007\u2011")  # their purpose is to forbid a break
_ZWJ = "\u200d"
_LONGEST_FLAG_RUN = 200  # a hundred flags in a row; a bound, so that a long run costs no square

_PLAIN, _SPACE, _WORD, _MARK, _OTHER = range(5)


def may_start(char: str, strict: bool = True) -> bool:
    """Whether a line may begin with ``char``."""
    return char not in (NO_START if strict else NEVER_START)


def may_end(char: str) -> bool:
    """Whether a line may end with ``char``; every level agrees."""
    return char not in NEVER_END


def breakable(text: str, at: int, strict: bool = True) -> bool:
    """Whether ``text`` may be divided before ``text[at]``. False at the ends, and before a space (the line
    would begin with it).

    Holds for characters and numbers only: that 経済 is a word, or 三つ a number with its counter, is not
    known here.
    """
    if not 0 < at < len(text):
        return False
    before, after = text[at - 1], text[at]
    kind_before, kind_after = _kind(before), _kind(after)
    if kind_before == _PLAIN == kind_after:
        return True
    if kind_after in (_SPACE, _MARK) or before == _ZWJ or before in _GLUE or after in _GLUE:
        return False
    if kind_before == _SPACE:
        return _breakable_after_space(text, at, strict)
    if _forbidden(before, after, strict) or _inseparable(before + after):
        return False
    return not (_in_number(text, at) or _in_latin(text, at) or _in_cluster(text, at))


def _forbidden(before: str, after: str, strict: bool) -> bool:
    if before in NEVER_END or after in (NO_START if strict else NEVER_START):
        return True
    if not strict:
        return False
    return after in _POSTFIX or before in _PREFIX or (after in _TRAILING and before not in _SENTENCE_ENDS)


def _breakable_after_space(text: str, at: int, strict: bool) -> bool:
    """The space vanishes at a line's end, so the characters around it meet the rules; words and numbers it
    divides already.
    """
    head = text[max(0, at - 8) : at].rstrip()
    if not head:
        return may_start(text[at], strict)
    before, after = head[-1], text[at]
    if before.isdecimal() and after in _POSTFIX:
        return False
    return may_end(before) and may_start(after, strict)


@lru_cache(maxsize=16384)
def _kind(char: str) -> int:
    """_PLAIN: kana and kanji without any rule. _MARK: never begins a grapheme. _WORD: a letter or digit
    that joins its neighbours.
    """
    if char.isspace():
        return _OTHER if char in _GLUE else _SPACE
    category = unicodedata.category(char)
    if category[0] == "M" or 0x1F3FB <= ord(char) <= 0x1F3FF or (category == "Cf" and char not in _GLUE):
        # a zero-width space is there to allow a break: it ends one line, and the next character begins
        # another
        return _MARK
    if char in NO_START or char in NEVER_END or char in _PREFIX or char in _POSTFIX or char in _INSEPARABLE:
        return _OTHER
    if category == "Nd" or _alphabetic(char, category):
        return _WORD
    if category[0] == "L" and not 0x1100 <= ord(char) <= 0x11FF:
        return _PLAIN
    return _OTHER


def _alphabetic(char: str, category: str) -> bool:
    """Letters of scripts that put spaces between words, full-width forms included (ＢＢＣ)."""
    if category not in ("Lu", "Ll", "Lt", "Lm"):
        return False
    return unicodedata.name(char, "").removeprefix("FULLWIDTH ").startswith(("LATIN", "GREEK", "CYRILLIC"))


def _inseparable(pair: str) -> bool:
    """…… ‥‥ ―― and the two halves of the kana repeat mark."""
    return (pair[0] == pair[1] and pair[0] in _INSEPARABLE) or pair in _REPEAT_HALVES


def _in_number(text: str, at: int) -> bool:
    """Inside European numerals with their points and separators, between ￥ and a numeral, and between a
    numeral and ％.
    """
    before, after = text[at - 1], text[at]
    if after.isdecimal():
        if before.isdecimal() or before in _PREFIX:
            return True
        if before in _NUMBER_JOINTS:
            return at >= 2 and text[at - 2].isdecimal()
        return before in _SIGNS
    if before.isdecimal():
        return after in _POSTFIX or (after in _NUMBER_JOINTS and at + 1 < len(text) and text[at + 1].isdecimal())
    return False


def _in_latin(text: str, at: int) -> bool:
    """Inside a Latin word with its digits (H100), apostrophes (don't), hyphens (real-time) and other
    half-width signs (R&D, a/b).
    """
    before, after = text[at - 1], text[at]
    if _kind(before) == _WORD == _kind(after):
        return True
    if before in _APOSTROPHES and _kind(after) == _WORD:
        return at >= 2 and _kind(text[at - 2]) == _WORD
    if before in _LATIN_CLOSERS or after in _LATIN_OPENERS or (before in "!?" and after.isupper()):
        return False
    return _half_width_sign(before) and _half_width_sign(after)


def _half_width_sign(char: str) -> bool:
    return "!" <= char <= "~" or (_kind(char) == _WORD and not char.isdecimal())


def _in_cluster(text: str, at: int) -> bool:
    """Inside a flag (regional indicators go in pairs) or a Hangul syllable written in letters."""
    before, after = ord(text[at - 1]), ord(text[at])
    if _regional(before) and _regional(after):
        run = 1
        while run < min(at, _LONGEST_FLAG_RUN) and _regional(ord(text[at - 1 - run])):
            run += 1
        return run % 2 == 1
    return 0x1160 <= after <= 0x11FF and (0x1100 <= before <= 0x11FF or 0xAC00 <= before <= 0xD7A3)


def _regional(code: int) -> bool:
    return 0x1F1E6 <= code <= 0x1F1FF
