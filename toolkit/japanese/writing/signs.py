"""How signs are written: ？！ and the space after them, brackets, …, ―, ♪, half-width kana."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator

from toolkit.japanese.lazy import lazy
from toolkit.japanese.writing.edits import Edit, Look

_TO_WIDE = {"?": "？", "!": "！", "(": "（", ")": "）", "[": "（", "]": "）"}
_JAPANESE = r"ぁ-ヿ一-鿿㐀-䶿豈-﫿々〆〇ｦ-ﾟ"
_BESIDE = lazy(rf"[{_JAPANESE}「」『』、。…ー！？（）]")
_MARKS = lazy(r"[?!]+")
_BRACKETS = lazy(r"\(([^()]*)\)")
# Who speaks or what is heard: some words of Japanese (NFJS-SPK); an index or a formula is none
_LABEL = lazy(
    rf"\((?=[^()\[\]]{{0,20}}[{_JAPANESE}])[^()\[\]]{{1,41}}\)|\[(?=[^()\[\]]{{0,20}}[{_JAPANESE}])[^()\[\]]{{1,41}}\]"
)
_DOTS = lazy(r"(?<!\.)\.{3,6}(?!\.)|(?<!・)・{3,6}(?!・)|(?<!。)。{3,6}(?!。)")
_DASHES = lazy(r"(?<![A-Za-z0-9\-])--{1,2}(?![A-Za-z0-9\-])|(?<![—─━])[—─━]{2,3}(?![—─━])")
_NOTES = lazy(r"[♩♫♬🎵🎶]")
_HALF_KANA = lazy(r"[｡-ﾝ][｡-ﾟ]*")
_AFTER_MARK = lazy(r"(?<=[？！])([ \u3000]*)(?=[^\s？！?!」』）〕】〉》)\]｣、。，．｡､…‥・―—〜～ー])")


def wide_marks(text: str) -> Iterator[Edit]:
    """? and ! beside Japanese full-width; those among Latin letters stay."""
    for m in _MARKS.finditer(text):
        if _is_beside(m):
            yield _widened(m)


def wide_brackets(text: str) -> Iterator[Edit]:
    """( ) around Japanese or beside it full-width."""
    for m in _BRACKETS.finditer(text):
        if _BESIDE.search(m[1]) or _is_beside(m):
            yield Edit(m.start(), m.end(), f"（{m[1]}）")


def parentheses(text: str) -> Iterator[Edit]:
    """A name or a sound in half-width brackets, round or square, in （ ）."""
    for m in _LABEL.finditer(text):
        yield Edit(m.start(), m.end(), f"（{m[0][1:-1]}）")


def _widened(m: re.Match[str]) -> Edit:
    return Edit(m.start(), m.end(), "".join(_TO_WIDE[sign] for sign in m[0]))


def _is_beside(m: re.Match[str]) -> bool:
    before, after = m.string[max(0, m.start() - 1) : m.start()], m.string[m.end() : m.end() + 1]
    return bool(_BESIDE.match(before) or _BESIDE.match(after))


def always(pattern: re.Pattern[str], new: str) -> Look:
    """What a pattern finds, written so."""
    return lambda text: (Edit(m.start(), m.end(), new) for m in pattern.finditer(text))


one_ellipsis = always(_DOTS, "…")  # "..." ・・・ 。。。; a leader of more dots is none
pair_of_dashes = always(_DASHES, "――")
one_note = always(_NOTES, "♪")


def wide_kana(text: str) -> Iterator[Edit]:
    """No half-width kana."""
    for m in _HALF_KANA.finditer(text):
        yield Edit(m.start(), m.end(), unicodedata.normalize("NFKC", m[0]))


def space_after_marks(space: str) -> Callable[[str], Iterator[Edit]]:
    """Between ？！ and what goes on behind them."""

    def look(text: str) -> Iterator[Edit]:
        for m in _AFTER_MARK.finditer(text):
            if m[1] != space:
                yield Edit(m.start(1), m.end(1), space)

    return look
