"""Sentences placed on the programme's clock as they are spoken. Holds one clip at a time, or those of a given one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from toolkit.model.narration import Utterance
from toolkit.narration.pauses import LONGEST_INSIDE_MS
from toolkit.narration.programme import Programme, Sink

if TYPE_CHECKING:
    from toolkit.model import Clip
    from toolkit.model.narration import Narration, Sentence
    from toolkit.narration.plan import Plan


def narrate(
    plan: Plan, clips: Iterator[Clip], sink: Sink, *, rate: int, progress: Callable[[int, int], None] | None = None
) -> Narration:
    """The sound of the plan into ``sink``, and what is heard when.

    ``clips``: one for each of ``plan.requests``, in their order. ``progress``: called with (sentences done, sentences
    in all).
    """
    programme = Programme(rate, plan, sink)
    told = progress or (lambda *_: None)
    if plan.windows:
        from toolkit.narration.fit import fitted  # late: it brings numpy, which a plan alone does without

        return fitted(programme, clips, told)
    for done, sentence in enumerate(plan.sentences, 1):
        if sentence.text:
            _place(programme, sentence, next(clips))
        else:
            _beat(programme, sentence)
        told(done, len(plan.sentences))
    return programme.narration(programme.sound_end + programme.silence("tail"))


def _beat(programme: Programme, sentence: Sentence) -> None:
    """Room for something that is shown and not spoken; the pause before the next sentence follows it."""
    at = programme.sound_end
    if at or not programme.plan.delivery.head_ms:  # the first sound comes when the target asks for it
        programme.sound_end += programme.silence("beat" if sentence.end > sentence.start else "aside")
    programme.utterances.append(Utterance(sentence, at, at))


def _place(programme: Programme, sentence: Sentence, clip: Clip) -> None:
    """The clip so that its first sound comes one pause after the last one."""
    if not len(clip.samples):
        _beat(programme, sentence)
        return
    from toolkit.speech.sound import shortened

    name = sentence.pause if programme.sound_end else "head"
    clip = shortened(clip, round(LONGEST_INSIDE_MS * programme.rate / 1000))
    programme.place(sentence, clip, programme.silence(name, sentence.speaker))
