"""What a text sounds like: the phones of its words, from our own readings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.speech.morae import SILENCES, phoneme

if TYPE_CHECKING:
    from toolkit.japanese.reading import Reading
    from toolkit.japanese.readings import Reader
    from toolkit.model.narration import Sentence

SILENCE = "pau"
PHONES: tuple[str, ...] = (
    SILENCE,
    *"a i u e o N cl k ky g gy s sh z j t ts ch d n ny h hy f b by p py m my r ry w y".split(),
)
INDEX = {phone: k for k, phone in enumerate(PHONES)}
# too rare to be told from their neighbours; devoiced vowels are told from the consonants around them at best
_FOLDED = {"kw": "k", "gw": "g", "v": "b", "ty": "ch", "dy": "j", **{v.upper(): v for v in "aiueo"}}


def phone_of(label: str) -> int:
    """The index in ``PHONES`` of the phone that a full-context label is about."""
    name = phoneme(label)
    return INDEX[SILENCE if name in SILENCES else _FOLDED.get(name, name)]


@dataclass(frozen=True, slots=True)
class Word:
    """``at``: where it begins in its sentence's text. ``phones``: indices in ``PHONES``, at least one."""

    at: int
    phones: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Spoken:
    """A sentence and its words; none where nothing of it can be heard."""

    sentence: Sentence
    words: tuple[Word, ...]

    @property
    def phones(self) -> tuple[int, ...]:
        """All of them, in order."""
        return tuple(phone for word in self.words for phone in word.phones)


def words_of(reading: Reading) -> tuple[Word, ...]:
    """The words of a reading that sound, pauses left out: a speaker pauses where they like."""
    found: dict[int, list[int]] = {}
    for label, start in zip(reading.labels, reading.starts, strict=True):
        if start >= 0:
            found.setdefault(start, []).append(phone_of(label))
    return tuple(Word(at, tuple(phones)) for at, phones in sorted(found.items()))


def spoken(
    sentences: Sequence[Sentence], reader: Reader, progress: Callable[[int, int], None] = lambda *_: None
) -> tuple[Spoken, ...]:
    """Every sentence with its words. ``progress``: (done, in all)."""
    found = []
    for done, sentence in enumerate(sentences, 1):
        words = words_of(reader.read(sentence.text, sentence.rubies)) if sentence.text else ()
        found.append(Spoken(sentence, words))
        progress(done, len(sentences))
    return tuple(found)
