"""Readings that a document gives beside its text."""

from __future__ import annotations

import re

_KANA = re.compile(r"\s*[ぁ-ゖァ-ヺー・･\s　]{1,60}\s*")


def is_kana(text: str) -> bool:
    """Whether a gloss over the text is a reading; a translation or a note is none."""
    return bool(_KANA.fullmatch(text)) and bool(text.strip())


# The field that older versions of Word write ruby with: EQ \* jc2 \* hps10 \o\ad(\s\up 9(しおだ),潮田)
_EQ_RUBY = re.compile(
    r"\s*EQ\b[^(]{0,80}\\o\s?(?:\\a[dclr])?\s?\(\s?\\s\s?\\up\s?[0-9.]{1,4}\s?\(([^()]{1,60})\)\s?[,;]\s?([^()]{1,60})\)\s*$"
)
_LONGEST_FIELD = 400  # characters


def field_ruby(code: str) -> tuple[str, str] | None:
    """The words and their reading where the code of a Word field sets ruby."""
    match = _EQ_RUBY.match(code[:_LONGEST_FIELD])
    return (match[2], match[1]) if match else None
