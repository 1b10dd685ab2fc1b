"""Readings that a document gives beside its text."""

from __future__ import annotations

import re

_KANA = re.compile(r"\s*[ぁ-ゖァ-ヺー・･\s　]{1,60}\s*")


def is_kana(text: str) -> bool:
    """Whether a gloss over the text is a reading; a translation or a note is none."""
    return bool(_KANA.fullmatch(text)) and bool(text.strip())
