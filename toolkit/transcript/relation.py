"""How names stand to each other: which is short for which, and which are perhaps one."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Literal

from toolkit.japanese.lazy import lazy
from toolkit.transcript.names import is_generic, is_role, key, parse_name
from toolkit.transcript.words import surnames

_ONE_OF_TWO = lazy("[一-鿿々]{1,4}[（(][一-鿿々ぁ-ゖァ-ヺ]{1,2}[）)]", needs="（(")
_SPLIT = lazy(r"[・=＝･\s]+")

Relation = Literal["same", "part", "variant", "perhaps", ""]


@lru_cache(maxsize=8192)
def parts_of(label: str) -> tuple[str, ...]:
    """The shorter forms that a label's name may also be written in, as keys.

    >>> parts_of("カイ・ヴェルナー"), parts_of("佐藤太郎")
    (('カイ', 'ヴェルナー'), ('佐', '佐藤', '佐藤太'))
    """
    bare = parse_name(label).bare
    pieces = [key(p) for p in _SPLIT.split(unicodedata.normalize("NFKC", bare)) if p]
    whole = key(bare)
    if len(pieces) > 1:
        found = [pieces[0], pieces[-1]]
    elif 3 <= len(whole) <= 7 and _is_kanji(whole[:2]):
        found = [whole[:n] for n in (1, 2, 3) if n < len(whole) and _is_kanji(whole[:n])]
    else:
        found = []
    return tuple(dict.fromkeys([*found, *([whole] if whole != key(label) else [])]))


def relation(a: str, b: str) -> Relation:
    """How two bare names stand to each other: the same writing, one part of the other, a variant, perhaps one person,
    or nothing.

    >>> relation("カイ・ヴェルナー", "ヴェルナー"), relation("佐藤太郎", "佐藤"), relation("佐藤太郎", "太郎")
    ('part', 'part', 'perhaps')
    """
    if key(a) == key(b):
        plain = [re.sub(r"\s+", "", unicodedata.normalize("NFKC", n)).casefold() for n in (a, b)]
        return "same" if plain[0] == plain[1] else "variant"
    long, short = (a, b) if len(key(a)) > len(key(b)) else (b, a)
    if is_generic(long) or is_generic(short):
        return "perhaps" if key(long).rstrip("ー") == key(short).rstrip("ー") else ""  # インタビュア, インタビュアー
    return _relation_of_parts(long, short)


def _relation_of_parts(long: str, short: str) -> Relation:
    parts = [key(p) for p in _SPLIT.split(unicodedata.normalize("NFKC", long)) if p]
    if len(parts) > 1 and key(short) in (parts[0], parts[-1]):
        return "part"
    k, s = key(long), key(short)
    if _ONE_OF_TWO.fullmatch(k):
        return "perhaps" if k.startswith(s) else ""  # 田中（晃）: there is another 田中
    if len(parts) == 1 and _is_kanji(s) and _is_kanji(k[: len(s)]) and 3 <= len(k) <= 6:
        if k.startswith(s) and (len(s) >= 2 or s in surnames()) and len(k) - len(s) <= 3:
            return "part"
        if k.endswith(s) and len(s) >= 2 and not is_role(key(short)):  # 副会長, 会長
            return "perhaps"
    return "perhaps" if _one_slip(k, s) else ""


def _is_kanji(text: str) -> bool:
    return bool(text) and all("一" <= c <= "鿿" or c in "々ヶ" for c in text)


def _one_slip(a: str, b: str) -> bool:
    """One character exchanged, missing or too many, in names long enough for that to be a slip."""
    if min(len(a), len(b)) < 4 or abs(len(a) - len(b)) > 1 or (_ONE_OF_TWO.fullmatch(a) and _ONE_OF_TWO.fullmatch(b)):
        return False
    if a.rstrip("0123456789") == b.rstrip("0123456789") or (
        a[:-1] == b[:-1] and (a[-1] + b[-1]).isascii() and a[-2] > "~"
    ):
        return False  # spk_0, spk_1; 高校生A, 高校生B
    head = next((k for k, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    return a[head + 1 :] in (b[head:], b[head + 1 :]) or a[head:] == b[head + 1 :]
