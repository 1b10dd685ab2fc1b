"""Speech fitted to given times: each subtitle is said from its start on, as fast as its time asks for.

First the pauses between its sentences give way, then the tempo changes, in the samples (``speech.tempo``); what is
still too long is said to its end, and told.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from toolkit.model.narration import Utterance
from toolkit.narration.pauses import LONGEST_INSIDE_MS
from toolkit.speech.sound import shortened
from toolkit.speech.tempo import at_tempo

if TYPE_CHECKING:
    from toolkit.model import Clip
    from toolkit.model.narration import Narration, Sentence, Window
    from toolkit.narration.programme import Programme

# Speech at 1.4 times its pace is still followed at once (NHK's fast talk is 1.2–1.3 times its news); slower than 0.9 it
# drags. Product defaults
SLOWEST, FASTEST = 0.9, 1.4
BETWEEN_MS = 250  # the shortest pause between two sentences of a subtitle; product default
APART_MS = 100  # from what was said too long to what follows: two sounds never run into each other


@dataclass(frozen=True, slots=True)
class Paced:
    """How one window is said: its pauses, in samples, and its tempo."""

    pauses: tuple[int, ...]
    tempo: float


def paced(sounds: Sequence[int], pauses: Sequence[int], room: int, least: int) -> Paced:
    """The tempo within ``SLOWEST`` … ``FASTEST`` at which sounds with pauses between them last as long as ``room``, or
    as near to it as may be; all in samples. Before speech is hurried, pauses shrink to ``least``.
    """
    speech, silence = sum(sounds), sum(pauses)
    if speech + silence <= room:
        tempo = max(SLOWEST, _rounded((speech + silence) / room))
        return Paced(tuple(round(pause / tempo) for pause in pauses), tempo)
    floors = [min(pause, least) for pause in pauses]
    short = sum(floors)
    if speech + short <= room:
        share = (room - speech - short) / (silence - short)
        return Paced(tuple(int(low + (p - low) * share) for p, low in zip(pauses, floors, strict=True)), 1.0)
    return Paced(tuple(floors), min(FASTEST, _rounded(speech / (room - short))) if room > short else FASTEST)


def _rounded(tempo: float) -> float:
    """Up to the next thousandth, as the manifest tells it: a second is then a millisecond short at most."""
    return math.ceil(tempo * 1000) / 1000


def fitted(programme: Programme, clips: Iterator[Clip], progress: Callable[[int, int], None]) -> Narration:
    """The sound of a plan that has windows, and what is heard when. Holds the clips of one window."""
    plan, done = programme.plan, 0
    rows = zip(plan.sentences, plan.windows, strict=True)
    for window, group in groupby(rows, key=lambda row: row[1]):
        sentences = [sentence for sentence, _ in group]
        _say(programme, window, [(s, next(clips) if s.text else None) for s in sentences])
        done += len(sentences)
        progress(done, len(plan.sentences))
    last = max((window.end_ms for window in plan.windows), default=0)
    return programme.narration(max(programme.sound_end + programme.silence("tail"), _samples(programme, last)))


def _samples(programme: Programme, ms: float) -> int:
    return round(ms * programme.rate / 1000)


def _say(programme: Programme, window: Window, said: Sequence[tuple[Sentence, Clip | None]]) -> None:
    """All sentences of a window; those that are only shown stand where the next is said."""
    longest = _samples(programme, LONGEST_INSIDE_MS)
    clips = [shortened(clip, longest) if clip and len(clip.samples) else None for _, clip in said]
    start, end = _samples(programme, window.start_ms), _samples(programme, window.end_ms)
    if programme.sound_end:
        start = max(start, programme.sound_end + _samples(programme, APART_MS))
    sounding = [(sentence, clip) for (sentence, _), clip in zip(said, clips, strict=True) if clip]
    pauses = [programme.silence(s.pause if s.pause != "given" else "turn", s.speaker) for s, _ in sounding[1:]]
    lengths = [len(clip.samples) - clip.lead - clip.tail for _, clip in sounding]
    how = paced(lengths, pauses, max(1, end - start), _samples(programme, BETWEEN_MS))
    at, before = start, iter(how.pauses)
    for (sentence, _), clip in zip(said, clips, strict=True):
        if clip is None:
            programme.utterances.append(Utterance(sentence, at, at))
            continue
        programme.place(sentence, at_tempo(clip, how.tempo), at - programme.sound_end, how.tempo)
        at = programme.sound_end + next(before, 0)
