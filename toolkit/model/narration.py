"""What is spoken, and when it is heard: Sentence, Utterance, Narration. A voice gives a narration, and so may the
recording of a real one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

PauseName = Literal[
    "head", "comma", "sentence", "paragraph", "turn", "heading", "section", "announcement", "direction", "beat",
    "aside", "given", "tail",
]  # fmt: skip
SentenceKind = Literal["text", "direction", "announcement", "beat", "credits"]
_UNSEEN = ("announcement", "credits")
Announce = Literal["never", "first", "change"]
Directions = Literal["show", "speak", "skip"]
SpokenCredits = Literal["written", "spoken"]


@dataclass(frozen=True, slots=True)
class Window:
    """The time of a subtitle: ``number`` counts those of the file from 1, ``line`` is the one of its text. It ends
    where the next begins, at the latest; subtitles that begin together share one, called by the first of them.
    """

    number: int
    line: int
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """``text`` as it goes to the reader ('' for a beat: a silence in which a paragraph is shown that holds nothing to
    be said, or, where it covers nothing, a direction that closes one). ``speaker``: who says it; the narrator
    says a ``direction`` and an ``announcement``, the name of whoever speaks next, and ``credits``, the title and whose
    voices are heard; these two are displayed nowhere.

    ``offsets``: for every character of ``text`` its offset in ``Turn.text``, none for a beat or an announcement;
    ``start``/``end``: what of the turn it covers. ``rubies``: (start, end, kana) in ``text``. ``pause``: the silence
    before it. ``line``: 1-based in the source.
    """

    turn: int
    speaker: str | None
    text: str
    start: int
    end: int
    offsets: tuple[int, ...] = ()
    rubies: tuple[tuple[int, int, str], ...] = ()
    pause: PauseName = "sentence"
    line: int = 0
    kind: SentenceKind = "text"


@dataclass(frozen=True, slots=True)
class Print:
    """How an utterance sounds on its track, to be known again: ``levels`` has a sign for every 50 ms, A (−63 dBFS or
    less) to _ (0) in decibels; ``crc32`` is that of its 16-bit samples, '' where the format does not keep them.
    """

    levels: str
    crc32: str = ""


@dataclass(frozen=True, slots=True)
class Utterance:
    """A sentence and where it is heard, in samples of the programme: ``start`` its first sound, ``end`` after its last.

    ``marks``: (offset in ``sentence.text``, sample) for every word in order, ``pauses``: (start, end) of the silences
    inside. A beat has ``start == end``. ``exact`` tells marks taken from an engine's own frames from estimates.
    ``print``: None before the sound is finished, and of what does not sound. ``tempo``: how many times as fast as its
    voice it is said, to keep a given time.
    """

    sentence: Sentence
    start: int
    end: int
    marks: tuple[tuple[int, int], ...] = ()
    pauses: tuple[tuple[int, int], ...] = ()
    exact: bool = True
    print: Print | None = None
    tempo: float = 1.0

    @property
    def audible(self) -> bool:
        """Whether anything of it sounds."""
        return self.end > self.start


def _moved(utterance: Utterance, factor: float, length: int) -> Utterance:
    """Every time of it multiplied; without a print, which is of the old samples."""

    def at(sample: int) -> int:
        return min(round(sample * factor), length)

    marks = tuple((offset, at(sample)) for offset, sample in utterance.marks)
    pauses = tuple((at(start), at(end)) for start, end in utterance.pauses)
    start, end = at(utterance.start), at(utterance.end)
    return Utterance(utterance.sentence, start, end, marks, pauses, utterance.exact)


@dataclass(frozen=True, slots=True)
class Narration:
    """What is heard when. ``length`` in samples at ``rate`` Hz; ``utterances`` in the order of their starts.
    ``tracks``: whose each track is (None: the narrator's).
    """

    rate: int
    length: int
    utterances: tuple[Utterance, ...]
    tracks: tuple[str | None, ...]

    @property
    def sentences(self) -> tuple[Utterance, ...]:
        """All that is displayed somewhere: everything but announcements and credits."""
        return tuple(utterance for utterance in self.utterances if utterance.sentence.kind not in _UNSEEN)

    @property
    def announcements(self) -> tuple[Utterance, ...]:
        """The names and credits that a narrator says, which no subtitle shows."""
        return tuple(utterance for utterance in self.utterances if utterance.sentence.kind in _UNSEEN)

    def at(self, rate: int, length: int) -> Narration:
        """The same on the clock of a programme of ``length`` samples at ``rate``; nothing lies behind its end."""
        return Narration(rate, length, tuple(_moved(u, rate / self.rate, length) for u in self.utterances), self.tracks)

    @property
    def seconds(self) -> float:
        """How long the programme is."""
        return self.length / self.rate

    @property
    def turn_starts(self) -> dict[int, int]:
        """Where every turn begins that is heard or shown, with its announcement if it is announced: for chapters."""
        starts: dict[int, int] = {}
        for utterance in self.utterances:
            starts.setdefault(utterance.sentence.turn, utterance.start)
        return starts
