"""How a line of subtitle shows 、 and 。: kept, or turned into spaces as Japanese subtitles usually do.

Source of ``spaces``: TED 日本語字幕の表記ガイドライン (読点 → half-width space, 句点 → full-width space); Netflix I.17
as quoted by HappyScribe. Punctuation inside 『』 belongs to a title and is kept (the same guide's exception).
"""

from __future__ import annotations

import re
from typing import Literal

from toolkit.japanese.lazy import lazy

Punctuation = Literal["spaces", "keep"]

_WIDE = {"?": "？", "!": "！", "(": "（", ")": "）"}
_JAPANESE = lazy(r"[ぁ-ヿ一-鿿々〆ｦ-ﾟ「」『』、。…ー！？（）]")
_HALF_MARK = lazy(r"[?!]+")
_HALF_BRACKETS = lazy(r"\(([^()]*)\)")


def wide_signs(text: str) -> str:
    """? ! ( ) beside Japanese as ？ ！ （ ）, as the guides write them; signs among Latin letters stay. The length does
    not change.

    Source: totus, Japanese subtitles (？！ full-width, half-width after Latin); Netflix Japanese SDH as quoted by
    Subtitle Edit (（ ）).

    >>> wide_signs("本当(約3m)ですか? f(x) or not?")
    '本当（約3m）ですか？ f(x) or not?'
    """
    if not any(sign in text for sign in _WIDE):
        return text
    text = _HALF_BRACKETS.sub(_bracket, text)
    return _HALF_MARK.sub(_mark, text)


def _bracket(match: re.Match[str]) -> str:
    if _JAPANESE.search(match[1]) or _beside(match):
        return f"（{match[1]}）"
    return match[0]


def _mark(match: re.Match[str]) -> str:
    return "".join(_WIDE[mark] for mark in match[0]) if _beside(match) else match[0]


def _beside(match: re.Match[str]) -> bool:
    before, after = match.string[: match.start()][-1:], match.string[match.end() :][:1]
    return bool(_JAPANESE.match(before) or _JAPANESE.match(after))


IDEOGRAPHIC_SPACE = "\u3000"
_TITLE = lazy(r"(『[^』]*』)")
_SPACES = {"。": IDEOGRAPHIC_SPACE, "、": " ", "．": IDEOGRAPHIC_SPACE, "，": " "}
_NUMERIC = lazy(r"[。、]|[．，](?![0-9０-９])")  # ３．５ and １，０００ are numbers, not sentences
_FULL_STOP_THEN_SPACE = lazy(r"([。．])[ \u3000]+")
_STOP_BEFORE_CLOSING = lazy(r"(?<![。．、，])[。．、，]++(?=[」）』〕】〉》)\]])")


def shown(line: str, punctuation: Punctuation) -> str:
    """One line of a cue as it is displayed, edges stripped.

    >>> shown("はい。そう、です。", "spaces")
    'はい\\u3000そう です'
    """
    line = line.strip()
    if punctuation == "keep":
        return line
    parts = _TITLE.split(line)
    return "".join(part if part.startswith("『") else _spaced(part) for part in parts).strip()


def _spaced(text: str) -> str:
    text = _STOP_BEFORE_CLOSING.sub("", text)
    text = _FULL_STOP_THEN_SPACE.sub(r"\1", text)
    return _NUMERIC.sub(lambda m: _SPACES[m[0]], text)
