"""Accents and accent phrases that Open JTalk's rules of joining miss, changed in its own analysis.

``words`` changes entries of the dictionary before they are joined, ``phrases`` the joined words. Sources: the rules of
Sagisaka and Sato (1983) that Open JTalk follows, and the appendix on compounds of NHK's accent dictionary (2016): what makes a
verb passive or causative leaves a flat verb flat, a compound of two verbs falls on the last mora but one, and a prefix that
stands for a word of its own (各, 元, 現) keeps its own phrase. Nothing here changes a phoneme.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

_VOICES = frozenset("れる られる せる させる".split())
# Second halves of compound verbs that the dictionary has as flat.
_SECOND_VERBS = frozenset(
    "続ける つづける 始める はじめる 終える 終わる おわる 損ねる 損なう 忘れる 直す なおす 合う あう 返す かえす".split()
)
_OWN_PHRASE = {
    "各": 1,
    "元": 1,
    "もと": 1,
    "現": 1,
    "某": 1,
    "故": 1,
    "約": 1,
    "翌": 1,
    "超": 1,
}
_SHORTEST = 3  # morae of a noun before which such a prefix parts: 各国, 元彼 are one phrase


def words(features: Sequence[list[str]]) -> None:
    """Change the accents of dictionary entries by the word before them. ``features`` are changed in place."""
    for before, entry in pairwise(features):
        if len(before) < 12 or len(entry) < 12 or before[1] != "動詞" or entry[1] != "動詞":
            continue
        morae = entry[10].partition("/")[2]
        if entry[7] in _VOICES and before[10].startswith("0/"):
            entry[10:12] = [f"0/{morae}", "動詞%F1"]
        elif entry[7] in _SECOND_VERBS and before[6] == "連用形" and entry[2] == "非自立" and morae.isdigit():
            entry[10:12] = [f"{max(1, int(morae) - 1)}/{morae}", "C1"]


def phrases(njd: Sequence[dict[str, Any]]) -> None:
    """Part and join accent phrases by the words that meet. ``njd`` is changed in place."""
    heads: list[int] = []
    for k, word in enumerate(njd):
        if word["chain_flag"] != 1 or k == 0:
            heads.append(k)
        if k and word["chain_flag"] == 1 and heads[-1] == k - 1 and _own_phrase(njd[k - 1], word):
            njd[k - 1]["acc"] = _OWN_PHRASE[njd[k - 1]["string"]]
            word["chain_flag"] = 0
            heads.append(k)
        elif k and word["chain_flag"] == 0 and _joins(njd[k - 1], word):
            _join(njd, heads[-2] if heads[-1] == k else heads[-1], k)
            heads.pop()


def _own_phrase(prefix: dict[str, Any], word: dict[str, Any]) -> bool:
    known = prefix["pos"] == "接頭詞" and prefix["string"] in _OWN_PHRASE
    return known and word["pos"] == "名詞" and word["mora_size"] >= _SHORTEST


def _joins(before: dict[str, Any], word: dict[str, Any]) -> bool:
    """は｜ない, ば｜なら: what is denied or due goes on in the phrase before it."""
    if before["pos"] != "助詞":
        return False
    if before["string"] == "は":
        return bool(word["orig"] == "ない" and word["pos"] in ("形容詞", "助動詞"))
    return bool(before["string"] == "ば" and word["orig"] in ("なる", "いける"))


def _join(njd: Sequence[dict[str, Any]], head: int, k: int) -> None:
    """Make the phrase that begins at ``k`` go on with that of ``head``: a flat phrase takes its fall."""
    if not njd[head]["acc"] and njd[k]["acc"]:
        njd[head]["acc"] = sum(word["mora_size"] for word in njd[head:k]) + njd[k]["acc"]
    njd[k]["chain_flag"] = 1
