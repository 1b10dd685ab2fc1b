"""The clock of a programme that is being spoken, and what has been heard so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from toolkit.model.narration import Narration, Utterance
from toolkit.narration.pauses import silence_ms

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from toolkit.model import Clip, Profile
    from toolkit.model.narration import PauseName, Sentence
    from toolkit.narration.plan import Plan


class Sink(Protocol):
    """Takes the sound. ``start`` is a sample of the programme; calls come in order of time and never
    overlap.
    """

    def place(
        self, track: int, start: int, samples: NDArray[Any], profile: Profile | None = None, scale: float = 1.0
    ) -> None: ...


@dataclass(slots=True)
class Programme:
    """The clock: ``sound_end`` is the sample after the last sound placed."""

    rate: int
    plan: Plan
    sink: Sink
    sound_end: int = 0
    utterances: list[Utterance] = field(default_factory=list)

    def silence(self, name: PauseName, speaker: str | None = None) -> int:
        """The pause before what somebody says; the first and the last are as long as the target asks for."""
        delivery = self.plan.delivery
        least = {"head": delivery.head_ms, "tail": delivery.tail_ms}.get(name, 0)
        return round(max(silence_ms(name, delivery.pace.of(speaker)), least) * self.rate / 1000)

    def place(self, sentence: Sentence, clip: Clip, silence: int, tempo: float = 1.0) -> None:
        """The clip so that its first sound comes so much after the last one. ``tempo``: by how much it was changed."""
        begin = max(0, self.sound_end + silence - clip.lead)
        self.sink.place(self.plan.tracks.index(sentence.speaker), begin, clip.samples, clip.profile, clip.scale)
        self.sound_end = begin + len(clip.samples) - clip.tail
        marks = tuple((offset, begin + at) for offset, at in clip.marks)
        pauses = tuple((begin + a, begin + b) for a, b in clip.pauses)
        start, end = begin + clip.lead, self.sound_end
        self.utterances.append(Utterance(sentence, start, end, marks, pauses, clip.exact, tempo=tempo))

    def narration(self, length: int) -> Narration:
        """All that was heard, in so many samples."""
        return Narration(self.rate, length, tuple(self.utterances), self.plan.tracks)
