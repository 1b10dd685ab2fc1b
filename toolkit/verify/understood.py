"""Whether an independent ear understands what is said, sentence by sentence: a recogniser tells how well each text goes
with its sound, writes down what goes badly, and weighs the readings of the words that are in doubt.

A recogniser writes 市場 whether it hears イチバ or シジョウ: what it writes down tells nothing of such a word. How
probable the sentence is with the word in kana does (forced decoding).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np

from toolkit.japanese.readings.kana import to_hiragana
from toolkit.japanese.readings.rivals import rivals
from toolkit.speech.sound import resampled
from toolkit.verify.finding import Finding, clock, place_of
from toolkit.verify.recogniser import RATE, WINDOW_S
from toolkit.verify.spelling import compared, plain
from toolkit.verify.stretches import stretches

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from toolkit.japanese.reading import Reading, Word
    from toolkit.japanese.readings import Reader
    from toolkit.model.edition import Edition
    from toolkit.model.narration import Utterance
    from toolkit.verify.recogniser import Score

    Samples = NDArray[np.float32]

# natural logarithm a token; what lies below is written down. Of 59 sentences as they should be 58 had more;
# under the sound of another sentence 16 of 16 had −3.5 or less
UNLIKELY = -2.2
KANA_SHARE = 0.35  # of the kana heard otherwise: Whisper base has 4 % in plain sentences, 10 % where names are invented
FEW_KANA = 4  # はい is heard as anything
# by how much (logarithm) a sentence must be more probable with a rival in it: of 59 words read as they should be
# none had more (2.1 at the most), of the same words read wrong 55
LEAD = 3.0
VOICE_SHARE, VOICE_SENTENCES = 0.5, 6  # of a voice's sentences: then it is the voice
_EDGE_S = 0.2  # of silence on either side


class Ear(Protocol):
    """What ``recogniser.Recogniser`` is."""

    def text(self, samples: NDArray[np.float32]) -> str:
        """What is said in samples at ``RATE``."""
        ...

    def scores(self, samples: NDArray[np.float32], texts: Sequence[str]) -> list[Score]:
        """How probable each of the texts is, given the samples."""
        ...


@dataclass(frozen=True, slots=True)
class _Piece:
    """A sentence, or as much of it as is heard at once."""

    utterance: Utterance
    reading: Reading
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.reading.text


@dataclass(frozen=True, slots=True)
class _Doubt:
    word: Word
    rivals: tuple[str, ...]


def kana_findings(
    edition: Edition, mix: Path, ear: Ear, reader: Reader, progress: Callable[[int, int], None] = lambda *_: None
) -> Iterator[Finding]:
    """Sentences that are heard otherwise, words that are read otherwise than ``reader`` would, and voices that are not
    understood. ``progress``: sentences done, in all. EngineError if nothing can listen.
    """
    rate = edition.narration.rate
    voices = {role.name: role.voice for role in edition.cast}
    pieces = list(_pieces(edition, reader))
    asked, strange = Counter[str](), list[tuple[str, Finding]]()
    for done, (piece, sound) in enumerate(zip(pieces, _sounds(mix, rate, pieces), strict=True), 1):
        place = f"{place_of(piece.utterance)} {clock(piece.start / rate)}"
        doubts = list(_doubts(piece.reading))
        texts = [piece.text, *(text for doubt in doubts for text in _spelled(piece.text, doubt))]
        whole, *others = ear.scores(sound, texts)
        voice = voices.get(piece.utterance.sentence.speaker, "")
        asked[voice] += 1
        if whole.per_token < UNLIKELY and (message := _otherwise(reader, piece, ear.text(sound))):
            strange.append((voice, Finding("KANA", place, message)))
        else:
            yield from _misread(doubts, others, place)
        progress(done, len(pieces))
    yield from _told(strange, asked)


def _told(strange: Sequence[tuple[str, Finding]], asked: Counter[str]) -> Iterator[Finding]:
    """A finding a sentence; one for a voice of which most are not understood."""
    found = Counter(voice for voice, _ in strange)
    lost = {v for v, n in found.items() if n > VOICE_SHARE * asked[v] and asked[v] >= VOICE_SENTENCES}
    yield from (finding for voice, finding in strange if voice not in lost)
    for voice in sorted(lost):
        message = f"a recogniser hears {found[voice]} of {asked[voice]} sentences otherwise"
        yield Finding("KANA", f"voice {voice}", message)


def _otherwise(reader: Reader, piece: _Piece, heard: str) -> str:
    """What is heard, if it is not the sentence; ''."""
    one = compared(reader, piece.reading.kana, heard)
    if one.count < FEW_KANA or one.share <= KANA_SHARE:
        return ""
    return f"a recogniser hears {one.errors} of {one.count} kana otherwise ({one.share:.0%}): 「{heard.strip()}」"


def _doubts(reading: Reading) -> Iterator[_Doubt]:
    for word in reading.words:
        others = tuple(rival for rival in rivals(word) if plain(rival) != plain(word.reading))
        if others:
            yield _Doubt(word, others)


def _spelled(text: str, doubt: _Doubt) -> Iterator[str]:
    """The sentence with the word in hiragana, as it should be said, then by each of its rivals."""
    for reading in (doubt.word.reading, *doubt.rivals):
        yield text[: doubt.word.start] + to_hiragana(reading) + text[doubt.word.end :]


def _misread(doubts: Sequence[_Doubt], scores: Sequence[Score], place: str) -> Iterator[Finding]:
    """``scores``: one for each text of each doubt, in their order."""
    following = iter(scores)
    for doubt in doubts:
        due = next(following)
        best, rival = max((next(following).log_probability, rival) for rival in doubt.rivals)
        if best > due.log_probability + LEAD:
            word = doubt.word
            yield Finding("READING", place, f"{word.surface} sounds like {rival}, not like {word.reading}")


def _pieces(edition: Edition, reader: Reader) -> Iterator[_Piece]:
    """Every sentence that sounds; a long one in parts that begin behind its pauses."""
    longest = round((WINDOW_S - 2 * _EDGE_S) * edition.narration.rate)
    for utterance in edition.narration.utterances:
        if not utterance.audible:
            continue
        sentence = utterance.sentence
        for first, after, start, end in _parts(utterance, longest):
            rubies = tuple((a - first, b - first, kana) for a, b, kana in sentence.rubies if first <= a and b <= after)
            yield _Piece(utterance, reader.read(sentence.text[first:after], rubies), start, end)


def _parts(utterance: Utterance, longest: int) -> Iterator[tuple[int, int, int, int]]:
    """(first character, after the last, first sample, after the last), each at most ``longest`` samples where there are
    pauses enough, or words.
    """
    text, first, start = utterance.sentence.text, 0, utterance.start
    borders = [(offset, at) for offset, at in utterance.marks if at > start]
    behind = {end for _, end in utterance.pauses}
    while utterance.end - start > longest:
        near = [
            (at in behind, at, offset) for offset, at in borders if start < at <= start + longest and offset > first
        ]
        if not near:
            break
        _, at, offset = max(near)
        yield first, offset, start, at
        first, start = offset, at
    yield first, len(text), start, utterance.end


def _sounds(path: Path, rate: int, pieces: Sequence[_Piece]) -> Iterator[Samples]:
    """The sound of every piece at ``RATE``; no more than one is held at a time."""
    edge = np.zeros(round(_EDGE_S * RATE), np.float32)
    for sound, own in stretches(path, [(piece.start, piece.end) for piece in pieces], rate):
        yield np.concatenate((edge, resampled(sound, own, RATE), edge)) if len(sound) else edge
