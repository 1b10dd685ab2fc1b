"""A second dictionary's opinion of how words are read, beside Open JTalk's morphemes.

Where one word of Sudachi covers several morphemes, Open JTalk had no such word and read it in pieces (逃|亡者 ニゲモージャ):
there the second dictionary is right far more often than not. Where both have the word and differ, neither is right by
rule (Sudachi 141 times of 585 on 10,893 sentences of public corpora): such a morpheme keeps its reading and is told as
disputed. A particle that was taken for the head of a word in kana (私|はくち, て|はいら) is a particle.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from toolkit.japanese import words
from toolkit.japanese.readings import kana as kanas

_KANJI = re.compile(r"[㐀-鿿豈-﫿々]")
_LONG = re.compile(r"[㐀-鿿豈-﫿々].*[㐀-鿿豈-﫿々]|[㐀-鿿豈-﫿々][ぁ-ゖ]+$")  # two kanji, or one with its okurigana
_NUMERAL = re.compile(r"[0-9０-９〇一二三四五六七八九十百千万億兆]")
# ニホン and ニッポン: Open JTalk's is the usual one. 何: it has a model of its own for what is counted.
_OURS = ("日本", "何")
# Read alike well either way: no doubt, whichever a dictionary has.
_EITHER = frozenset(
    frozenset(pair.split("/"))
    for pair in (
        "ワタシ/ワタクシ アス/アシタ イク/ユク イッ/ユッ ヨク/イク ミナ/ミンナ ホオ/ホホ ニホン/ニッポン イゾン/イソン "
        "サクジツ/キノー イウ/ユー イー/ヨイ イエ/ウチ タ/ホカ コンニチ/キョー サビシー/サミシー"
    ).split()
)
# Nouns of one kanji that Sudachi reads better by their neighbours than Open JTalk; pyopenjtalk-plus trusts it with them, too.
_CHOSEN = frozenset(
    "風観方出時上君手嫌対色人後角頭筆水間棚床入来塗怒包被開弾捻潜支抱行降種訳糞空性体等生止堪捩家縁労中高低気退面主術直片小大"
)
_VERB_BEFORE = re.compile(r"[ぁ-ゖ][㐀-鿿]")
_PARTICLES = {"ハ": "ワ", "ヘ": "エ", "ヲ": "オ"}
_VOICELESS = str.maketrans(
    "ガギグゲゴザジズゼゾダデドバビブベボチツ", "カキクケコサシスセソタテトハヒフヘホシス"
)  # ヂ ヅ are said ジ ズ


@dataclass(frozen=True, slots=True)
class Opinion:
    """``morphs[first:last]`` are read ``reading`` (katakana as sound) by the second dictionary, otherwise than by the
    first. ``decides``: it is to be believed.
    """

    first: int
    last: int
    reading: str
    decides: bool


def opinions(text: str, morphs: Sequence[Any], fixed: frozenset[int], told: frozenset[int]) -> list[Opinion]:
    """Where the second dictionary reads ``text`` otherwise. ``fixed``: offsets of morphemes whose reading was given;
    ``told``: of those a table read, which it overrules only inside a longer word.
    """
    found: list[Opinion] = []
    for first, last, covering in _groups(morphs, words.heard(text)):
        surface = text[morphs[first]["char_span"][0] : morphs[last - 1]["char_span"][1]]
        if any(m["char_span"][0] in fixed for m in morphs[first:last]):
            continue
        swallowed = covering[0].particle and morphs[first]["char_span"][1] > covering[0].end
        if not _KANJI.search(surface) and not swallowed:
            continue
        theirs, spelled = "".join(map(_said, covering)), "".join(map(_reading, morphs[first:last]))
        if theirs == spelled:
            continue
        reading, ours = kanas.of_spelling(theirs), kanas.of_spelling(spelled)
        if reading == ours or not kanas.is_kana(reading) or frozenset((reading, ours)) in _EITHER:
            continue
        whole, ours_told = len(covering) == 1, last - first == 1 and morphs[first]["char_span"][0] in told
        decides = not ours_told and (
            (swallowed and kanas.is_kana(surface))
            or (whole and last - first == 1 and _chosen(surface, morphs[first]))
            or (_in_pieces(text, morphs[first:last], covering) and _decides(surface, morphs[first:last], reading, ours))
        )
        if decides or not _slight(surface, reading, ours):
            found.append(Opinion(first, last, reading, decides))
    return found


def _slight(surface: str, reading: str, ours: str) -> bool:
    """Whether the difference tells nothing: ours is only voiced (使いガッテ), or counts as Open JTalk has rules for and
    the second dictionary has none (九月 クガツ); but not 一声, which may be ヒトコエ.
    """
    counted = bool(_NUMERAL.search(surface)) and "ヒト" not in (reading[:2], ours[:2])
    return surface.startswith("何") or counted or _voiced_by_us(reading, ours)


def _chosen(surface: str, morph: Any) -> bool:
    """Whether it is a noun of one kanji with several readings, of which the second dictionary chooses better."""
    return surface in _CHOSEN and morph["features"][2] != "接尾"


def _in_pieces(text: str, morphs: Sequence[Any], covering: Sequence[words.Heard]) -> bool:
    """Whether one word was cut: 逃|亡者, or 録|って, whose okurigana went to the particle behind it."""
    if len(covering) == 1:
        return len(morphs) > 1
    begun, rest = covering[0], text[covering[0].end : covering[-1].end]
    cut = morphs[0]["char_span"][1] < begun.end and morphs[0]["features"][2] != "接尾"
    return cut and kanas.is_kana(rest) and not set("はへ") & set(rest)


def _decides(surface: str, morphs: Sequence[Any], reading: str, ours: str) -> bool:
    """Whether the first dictionary read a word of two kanji or more in pieces that it knows; a part that it voices
    behind a noun (動機付け ヅケ, but 盛り付け ツケ) is no piece.
    """
    voiced_by_us = not _VERB_BEFORE.search(surface) and _voiced_by_us(reading, ours)
    return (
        bool(_LONG.search(surface))
        and not _NUMERAL.search(surface)
        and not surface.startswith(_OURS)
        and not any(m["is_unknown"] for m in morphs)
        and not voiced_by_us
    )


def _said(word: words.Heard) -> str:
    return _PARTICLES[word.reading] if word.particle else word.reading


def _voiced_by_us(reading: str, ours: str) -> bool:
    return ours.translate(_VOICELESS) == reading.translate(_VOICELESS) and _voiced(ours) > _voiced(reading)


def _voiced(reading: str) -> int:
    return sum(char in "ガギグゲゴザジズゼゾダデドバビブベボ" for char in reading)


def _reading(morph: Any) -> str:
    features = morph["features"]
    return features[8] if len(features) > 8 else ""


def _groups(morphs: Sequence[Any], heard: Sequence[words.Heard]) -> Iterator[tuple[int, int, list[words.Heard]]]:
    """The smallest stretches that begin and end together in both: (first, last) of the morphemes, and the words."""
    first, at = 0, 0
    while first < len(morphs) and at < len(heard):
        last, upto = first + 1, at + 1
        while True:
            end, other = morphs[last - 1]["char_span"][1], heard[upto - 1].end
            if end == other:
                break
            if end < other and last < len(morphs):
                last += 1
            elif other < end and upto < len(heard):
                upto += 1
            else:
                return
        yield first, last, list(heard[at:upto])
        first, at = last, upto
