"""Sentences placed on the programme's clock as they are spoken. Holds one clip at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from toolkit.model.narration import Narration, Utterance
from toolkit.narration.pauses import LONGEST_INSIDE_MS, silence_ms

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
class _Programme:
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

    def beat(self, sentence: Sentence) -> None:
        """Room for something that is shown and not spoken; the pause before the next sentence follows it."""
        at = self.sound_end
        if at or not self.plan.delivery.head_ms:  # the first sound comes when the target asks for it
            self.sound_end += self.silence("beat")
        self.utterances.append(Utterance(sentence, at, at))

    def place(self, sentence: Sentence, clip: Clip) -> None:
        """The clip so that its first sound comes one pause after the last one."""
        if not len(clip.samples):
            self.beat(sentence)
            return
        from toolkit.speech.sound import shortened  # late: it brings numpy, which a plan alone does without

        clip = shortened(clip, round(LONGEST_INSIDE_MS * self.rate / 1000))
        silence = self.silence(sentence.pause if self.sound_end else "head", sentence.speaker)
        begin = max(0, self.sound_end + silence - clip.lead)
        self.sink.place(self.plan.tracks.index(sentence.speaker), begin, clip.samples, clip.profile, clip.scale)
        self.sound_end = begin + len(clip.samples) - clip.tail
        marks = tuple((offset, begin + at) for offset, at in clip.marks)
        pauses = tuple((begin + a, begin + b) for a, b in clip.pauses)
        self.utterances.append(Utterance(sentence, begin + clip.lead, self.sound_end, marks, pauses, clip.exact))


def narrate(
    plan: Plan, clips: Iterator[Clip], sink: Sink, *, rate: int, progress: Callable[[int, int], None] | None = None
) -> Narration:
    """The sound of the plan into ``sink``, and what is heard when.

    ``clips``: one for each of ``plan.requests``, in their order. ``progress``: called with (sentences done, sentences
    in all).
    """
    programme = _Programme(rate, plan, sink)
    for done, sentence in enumerate(plan.sentences, 1):
        if sentence.text:
            programme.place(sentence, next(clips))
        else:
            programme.beat(sentence)
        if progress is not None:
            progress(done, len(plan.sentences))
    length = programme.sound_end + programme.silence("tail")
    return Narration(rate, length, tuple(programme.utterances), plan.tracks)
