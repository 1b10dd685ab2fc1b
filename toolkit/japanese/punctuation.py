"""Signs as Japanese writes them, whatever a style asks for: what the break model was fitted on."""

from __future__ import annotations

from toolkit.japanese.writing.edits import applied
from toolkit.japanese.writing.signs import wide_brackets, wide_marks


def wide_signs(text: str) -> str:
    """? ! ( ) beside Japanese as ？ ！ （ ）, as the guides write them; signs among Latin letters stay. The length does
    not change.

    Source: totus, Japanese subtitles (？！ full-width, half-width after Latin); Netflix Japanese SDH as quoted by
    Subtitle Edit (（ ）).

    >>> wide_signs("本当(約3m)ですか? f(x) or not?")
    '本当（約3m）ですか？ f(x) or not?'
    """
    if not any(sign in text for sign in "?!("):
        return text
    text = applied(text, list(wide_brackets(text)))
    return applied(text, list(wide_marks(text)))
