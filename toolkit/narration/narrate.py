"""Sentences spoken, placed on the programme's clock, and the times at which every cue is heard. Holds one
clip at a time.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from toolkit.model import Cue, Source, Turn
from toolkit.narration.delivery import USUAL, Manner
from toolkit.narration.pauses import LONGEST_INSIDE_MS, PauseName, silence_ms
from toolkit.narration.plan import Sentence, plan
from toolkit.speech.protocol import Request
from toolkit.speech.sound import shortened

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from toolkit.model import Clip, Profile, Voice

Speak = Callable[[Iterable[Request]], Iterator["Clip"]]


class Sink(Protocol):
    """Takes the sound. ``start`` is a sample of the programme; calls come in order of time and never
    overlap.
    """

    def place(
        self, track: int, start: int, samples: NDArray[Any], profile: Profile | None = None, scale: float = 1.0
    ) -> None: ...


@dataclass(frozen=True, slots=True)
class Spoken:
    """A sentence and where it is heard, in samples of the programme: ``start`` its first sound, ``end``
    after its last.

    ``marks``: (offset in ``sentence.text``, sample), ``pauses``: (start, end) of the silences inside. A
    beat has ``start == end``.
    """

    sentence: Sentence
    start: int
    end: int
    marks: tuple[tuple[int, int], ...] = ()
    pauses: tuple[tuple[int, int], ...] = ()
    exact: bool = True


@dataclass(frozen=True, slots=True)
class Narration:
    """What was spoken when. ``length`` in samples at ``rate`` Hz. ``cues[k]``: (first sound, after the
    last) of the k-th cue in samples, equal where nothing of it is spoken. ``tracks``: whose each track is.
    """

    rate: int
    length: int
    spoken: tuple[Spoken, ...]
    cues: tuple[tuple[int, int], ...]
    tracks: tuple[str | None, ...]

    @property
    def cues_ms(self) -> tuple[tuple[float, float], ...]:
        """The cues in milliseconds, not rounded."""
        return tuple((a * 1000 / self.rate, b * 1000 / self.rate) for a, b in self.cues)

    @property
    def turn_starts(self) -> dict[int, int]:
        """The first sound of every turn that has one, its announcement's if it is announced: for chapters."""
        starts: dict[int, int] = {}
        for spoken in self.spoken:
            starts.setdefault(spoken.sentence.turn, spoken.start)
        return starts


@dataclass(slots=True)
class _Programme:
    """The clock: ``sound_end`` is the sample after the last sound placed."""

    rate: int
    manner: Manner
    sink: Sink
    tracks: tuple[str | None, ...]
    sound_end: int = 0
    spoken: list[Spoken] = field(default_factory=list)

    def silence(self, name: PauseName, speaker: str | None = None) -> int:
        """The pause before what somebody says; the first and the last are as long as the target asks for."""
        least = {"head": self.manner.head_ms, "tail": self.manner.tail_ms}.get(name, 0)
        return round(max(silence_ms(name, self.manner.pace_of(speaker)), least) * self.rate / 1000)

    def beat(self, sentence: Sentence) -> None:
        """Room for something that is shown and not spoken; the pause before the next sentence follows it."""
        at = self.sound_end
        room = self.silence("beat")
        if not at and self.manner.head_ms:  # the first sound comes when the target asks for it
            room = self.silence("head") - self.silence("comma")
        self.sound_end += room
        self.spoken.append(Spoken(sentence, at, at))

    def place(self, sentence: Sentence, clip: Clip) -> None:
        """The clip so that its first sound comes one pause after the last one."""
        if not len(clip.samples):
            self.beat(sentence)
            return
        clip = shortened(clip, round(LONGEST_INSIDE_MS * self.rate / 1000))
        begin = max(0, self.sound_end + self.silence(sentence.pause, sentence.speaker) - clip.lead)
        self.sink.place(self.tracks.index(sentence.speaker), begin, clip.samples, clip.profile, clip.scale)
        self.sound_end = begin + len(clip.samples) - clip.tail
        marks = tuple((offset, begin + at) for offset, at in clip.marks)
        pauses = tuple((begin + a, begin + b) for a, b in clip.pauses)
        self.spoken.append(Spoken(sentence, begin + clip.lead, self.sound_end, marks, pauses, clip.exact))


def tracks_of(turns: Sequence[Turn], manner: Manner = USUAL) -> tuple[str | None, ...]:
    """Whose each track is: the speakers in the order in which they first speak; last a narrator who only announces or
    says directions.
    """
    speakers = dict.fromkeys(turn.speaker for turn in turns)
    aside = None not in speakers and any(sentence.speaker is None for sentence in plan(turns, manner=manner))
    return (*speakers, None) if aside else tuple(speakers)


def narrate(
    turns: Sequence[Turn],
    cues: Sequence[Cue],
    voices: Mapping[str | None, Voice],
    speak: Speak,
    sink: Sink,
    *,
    rate: int,
    section_starts: Collection[int] = (),
    manner: Manner = USUAL,
    progress: Callable[[int, int], None] | None = None,
) -> Narration:
    """Speak the turns into ``sink``, one track a speaker, and say when every cue is heard.

    ``speak``: ``speech.Pool.speak_all`` or anything of its shape. ``section_starts``: indices of the turns
    that begin a section. ``progress``: called with (sentences done, sentences in all). EngineError names
    the sentence that failed.
    """
    sentences = plan(turns, cues, section_starts, manner)
    programme = _Programme(rate, manner, sink, tracks_of(turns, manner))
    clips = speak(requests(sentences, voices, manner))
    for done, sentence in enumerate(sentences, 1):
        if sentence.text:
            programme.place(sentence, next(clips))
        else:
            programme.beat(sentence)
        if progress is not None:
            progress(done, len(sentences))
    length = programme.sound_end + programme.silence("tail")
    spoken = tuple(programme.spoken)
    return Narration(rate, length, spoken, cue_sounds(cues, spoken), programme.tracks)


def requests(sentences: Iterable[Sentence], voices: Mapping[str | None, Voice], manner: Manner) -> Iterator[Request]:
    """What is asked of the engine, sentence for sentence; nothing for a beat."""
    for sentence in sentences:
        if sentence.text:
            who = sentence.speaker
            where = f"line {sentence.line}" if sentence.line else ""
            yield Request(
                sentence.text,
                voices[who].name,
                sentence.rubies,
                manner.pace_of(who),
                where=where,
                pitch=manner.pitch_of(who),
            )


def cue_sounds(cues: Sequence[Cue], spoken: Sequence[Spoken]) -> tuple[tuple[int, int], ...]:
    """(first sound, after the last) of every cue, in samples; for one that is not spoken, twice the end of
    the sound before it.

    Raises ValueError for a cue without a source: a cue read from a file has no sentence.
    """
    spoken = [s for s in spoken if s.sentence.kind != "announcement"]  # shown nowhere, so in no cue
    starts = [(s.sentence.turn, s.sentence.start) for s in spoken]
    return tuple(_cue_sound(_source(cue), spoken, starts) for cue in cues)


def _source(cue: Cue) -> Source:
    if cue.source is None:
        raise ValueError(f"the cue {cue.text!r} does not say where it comes from")
    return cue.source


def _cue_sound(source: Source, spoken: Sequence[Spoken], starts: Sequence[tuple[int, int]]) -> tuple[int, int]:
    first = max(0, bisect_right(starts, (source.turn, source.start)) - 1)
    after = bisect_left(starts, (source.turn, source.end))
    heard = [s for s in map(_heard, [source] * (after - first), spoken[first:after]) if s is not None]
    if heard:
        return heard[0][0], heard[-1][1]
    at = spoken[first].end if spoken else 0
    return at, at


def _heard(source: Source, spoken: Spoken) -> tuple[int, int] | None:
    """What of a sentence is heard of the source's characters, None if nothing."""
    sentence = spoken.sentence
    first, after = bisect_left(sentence.offsets, source.start), bisect_left(sentence.offsets, source.end)
    if sentence.turn != source.turn or first >= after or spoken.start == spoken.end:
        return None
    begin, end = heard_at(spoken, first)[1], heard_at(spoken, after)[0]
    return (begin, end) if begin < end else None


def heard_at(spoken: Spoken, at: int) -> tuple[int, int]:
    """Where the sound before the character ``text[at]`` ends, and where its own begins: one sample, or both
    edges of a pause.
    """
    time = _border(spoken, at)
    for start, end in spoken.pauses:
        if start <= time <= end:
            return start, end
    return time, time


def _border(spoken: Spoken, at: int) -> int:
    """The sample at which ``text[at]`` begins; inside a word in proportion to its spoken characters."""
    if at >= len(spoken.sentence.text):
        return spoken.end
    offsets = [offset for offset, _ in spoken.marks]
    k = bisect_right(offsets, at) - 1
    if k < 0:
        return spoken.start
    offset, begin = spoken.marks[k]
    if offset == at:
        return begin
    following, end = spoken.marks[k + 1] if k + 1 < len(spoken.marks) else (len(spoken.sentence.text), spoken.end)
    word = spoken.sentence.text[offset:following]
    letters = len(word.rstrip("、。，．！？!?,.…‥・「」『』（）()【】〈〉《》“”\"' 　"))
    if at - offset >= letters:
        return end
    pause = next((start for start, stop in spoken.pauses if begin < stop <= end), end)
    return begin + (pause - begin) * (at - offset) // letters
