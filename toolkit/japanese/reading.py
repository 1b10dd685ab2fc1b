"""A sentence as it will be spoken: words with readings, and the full-context labels a voice is driven by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ReadingSource = Literal["dictionary", "rule", "brand", "english", "lexicon", "ruby", "spelled", "silent"]

SilenceName = Literal["breath", "quote"]
ToneName = Literal["question", "question-ka", "item"]


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

    ``silences``: (offset of the word behind it, name) of pauses that are none of an ordinary 、, ``tones``: (first label,
    after the last label, name) of morae whose melody the labels do not say; both by ``japanese.prosody``, which also
    makes the pauses of the labels those of speech.
    """

    text: str
    words: tuple[Word, ...]
    labels: tuple[str, ...] = ()
    starts: tuple[int, ...] = ()
    silences: tuple[tuple[int, SilenceName], ...] = ()
    tones: tuple[tuple[int, int, ToneName], ...] = ()

    @property
    def kana(self) -> str:
        """The whole sentence in katakana, punctuation kept as 、 and 。 so that an engine fed with it pauses."""
        return "".join(word.reading for word in self.words)
