"""A sentence as it will be spoken: words with readings, and the full-context labels a voice is driven by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ReadingSource = Literal["dictionary", "rule", "brand", "english", "lexicon", "ruby", "spelled", "silent"]


@dataclass(frozen=True, slots=True)
class Word:
    """``text[start:end]`` of the sentence and what is said for it.

    ``reading``: katakana as spoken (は→ワ, long vowels ー), '' where silent. ``risk``: 0 (sure) … 1 (probably wrong).
    """

    start: int
    end: int
    surface: str
    reading: str
    source: ReadingSource = "dictionary"
    risk: float = 0.0


@dataclass(frozen=True, slots=True)
class Reading:
    """How ``text`` (a sentence as displayed) is spoken.

    ``words`` are in order and cover every character that is spoken. ``labels``: full-context labels with ``sil`` at
    both ends, empty when there is nothing to say. ``starts``: for each label the offset in ``text`` of the word it
    belongs to, −1 for sil and pau.
    """

    text: str
    words: tuple[Word, ...]
    labels: tuple[str, ...] = ()
    starts: tuple[int, ...] = ()

    @property
    def kana(self) -> str:
        """The whole sentence in katakana, punctuation kept as 、 and 。 so that an engine fed with it pauses."""
        return "".join(word.reading for word in self.words)
