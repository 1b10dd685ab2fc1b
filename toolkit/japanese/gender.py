"""What names, titles and a person's own words tell of who is a woman and who a man: a hint with its reason, or nothing.

Tables: ``data/given_names.tsv``, ``data/gendered.tsv``. What both bear or say tells nothing; neither do signs that
contradict one another.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from toolkit.japanese.tables import mapping, rows

Gender = Literal["female", "male"]
_NOUNS: dict[str, str] = {"female": "a woman", "male": "a man"}
_HONORIFICS = re.compile(r"(?:さん|さま|様|氏|先生|君|くん|ちゃん|博士)$")
_INSIDE = re.compile(r"「[^「」]*」|『[^『』]*』|“[^“”]*”|（[^（）]*）|\([^()]*\)")
# 僕 and 俺 stand anywhere but in 公僕 下僕 従僕; in kana only where a word begins and a particle follows: カフェオレ
# ボクシング まあたしかに しおれ are none
_KANJI = r"(?<![公下従家忠老])({})(?![婢])"
_KANA = r"(?<![\w])({})(?=[はがもをにとのら、，]|たち|達|って|なんか|だって|自身|$)"


@dataclass(frozen=True, slots=True)
class Hint:
    """What somebody probably is, and why in words: 花子 is mostly a woman's name."""

    gender: Gender
    why: str


def hint_of(names: Iterable[str], role: str = "", speech: Iterable[str] = ()) -> Hint | None:
    """What a person's written names, role and own speech tell; the first reason, None if nothing or not the same.

    >>> hint_of(["佐藤花子"]).why, hint_of(["佐藤薫"])
    ("花子 is mostly a woman's name", None)
    """
    written = [unicodedata.normalize("NFKC", name).strip() for name in names]
    hints = [*_titles([*written, role]), *_given(written), *_selves(speech)]
    genders = {hint.gender for hint in hints}
    return hints[0] if len(genders) == 1 else None


def _titles(words: Iterable[str]) -> Iterator[Hint]:
    titles, kin = _words("title"), _words("kin")
    for word in words:
        said = next((title for title in titles if word.endswith(title)), "") or next(
            (one for one in kin if word == one or word.endswith(f"の{one}")), ""
        )
        if said:
            gender = (titles | kin)[said]
            yield Hint(gender, f"{said} is said of {_NOUNS[gender]}")


def _given(names: Iterable[str]) -> Iterator[Hint]:
    table = mapping("given_names")
    for name in names:
        given = next((one for one in _candidates(_HONORIFICS.sub("", name)) if one in table), "")
        if given:
            gender: Gender = "female" if table[given] == "female" else "male"
            yield Hint(gender, f"{given} is mostly {_NOUNS[gender]}'s name")


def _candidates(name: str) -> Iterator[str]:
    """What of a name may be the given one, the likeliest first: of マリア・ロペス the first part, of 佐藤 花子 the last,
    of 佐藤花子 the longest end; a single character only behind a family name of two.
    """
    first, *others = re.split(r"[・=＝]", name)
    if others:
        yield first
        return
    *before, last = name.split() or [""]
    yield last
    if not before:
        yield from (last[k:] for k in range(1, len(last) - 1) if not _splits_kana(last, k))
        if len(last) >= 3 and not _splits_kana(last, len(last) - 1):
            yield last[-1]


def _splits_kana(name: str, at: int) -> bool:
    """Whether two kana would be parted: a family name in kana tells not where it ends."""
    return all("ぁ" <= char <= "ヿ" for char in name[at - 1 : at + 1])


def _selves(speech: Iterable[str]) -> Iterator[Hint]:
    """What somebody calls themselves, quotations and remarks in brackets left out."""
    for text in speech:
        own = _own(text)
        for gender, pattern in _patterns():
            if found := pattern.search(own):
                word = next(filter(None, found.groups()))
                yield Hint(gender, f"{word} is mostly said by {_NOUNS[gender]}")


def _own(text: str) -> str:
    """A text without what is in quotation marks or brackets, those in others too."""
    less = _INSIDE.sub("、", text)
    return text if less == text else _own(less)


@cache
def _patterns() -> tuple[tuple[Gender, re.Pattern[str]], ...]:
    words = _words("self")
    made: list[tuple[Gender, re.Pattern[str]]] = []
    for gender in ("female", "male"):
        own = [word for word, its in words.items() if its == gender]
        kanji = "|".join(word for word in own if word[0] > "ヿ") or "(?!)"
        kana = "|".join(word for word in own if word[0] <= "ヿ")
        made.append((gender, re.compile(f"{_KANJI.format(kanji)}|{_KANA.format(kana)}")))
    return tuple(made)


@cache
def _words(kind: str) -> dict[str, Gender]:
    """The words of a kind, the longest first."""
    found = sorted((row for row in rows("gendered") if row[2] == kind), key=lambda row: -len(row[0]))
    return {row[0]: "female" if row[1] == "female" else "male" for row in found}
