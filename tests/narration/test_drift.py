"""After four hours manifest, subtitles and sound still tell the same sample."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from toolkit.audio.studio import Studio
from toolkit.audio.targets import target_named
from toolkit.formats import format_of
from toolkit.model import Clip, Cue, Paragraph, Profile, Source, Turn
from toolkit.narration import PAUSES, plan_of
from toolkit.narration.narrate import narrate
from toolkit.speech.engines.silent import Silent
from toolkit.speech.protocol import Request
from toolkit.styles import STYLES
from toolkit.timing.narration import by_narration, cue_sounds

HOURS_S = 4 * 3600
EDGE = 441
SENTENCE = "潮が引くと、浜に細い道が現れます。"


def length_of(number: int) -> int:
    """Samples of the n-th sentence: 3 to 4 s, mostly no whole milliseconds."""
    return 132_300 + number * 7919 % 44_101


class Ledger:
    def __init__(self) -> None:
        self.placed: list[int] = []

    def place(
        self, track: int, start: int, samples: NDArray[np.float32], profile: Profile | None = None, scale: float = 1.0
    ) -> None:
        self.placed.append(start)


@pytest.mark.parametrize("rate", [44_100, 48_000, 24_000])
def test_no_sample_is_lost_in_four_hours(rate: int) -> None:
    count = HOURS_S * rate // (150_000 + 35_000)
    turns = [Turn("甲乙"[k % 2], (Paragraph(SENTENCE * 2, k + 1),), k + 1) for k in range(count // 2)]
    cues = [
        Cue(t.speaker, (SENTENCE,), Source(k, at, at + len(SENTENCE)))
        for k, t in enumerate(turns)
        for at in (0, len(SENTENCE))
    ]

    def speak(requests: Iterable[Request]) -> Iterator[Clip]:
        for number, _ in enumerate(requests):
            samples = np.broadcast_to(np.float32(0), (length_of(number) + 2 * EDGE,))
            yield Clip(samples, rate, ((0, EDGE),), (), EDGE, EDGE)

    ledger, voice, plan = Ledger(), Silent().voices()[0], plan_of(turns)
    narration = narrate(plan, speak(plan.requests({"甲": voice, "乙": voice})), ledger, rate=rate)
    assert narration.length / rate > HOURS_S * 0.95

    at, expected = 0, []
    for number in range(len(cues)):  # the same sum, in whole samples, made here
        name = "head" if not number else "sentence" if number % 2 else "turn"
        at += round(PAUSES[name].ms * rate / 1000)  # type: ignore[index]
        expected.append((at, at + length_of(number)))
        at += length_of(number)
    assert [(s.start, s.end) for s in narration.utterances] == expected
    assert [start + EDGE for start in ledger.placed] == [start for start, _ in expected]
    assert cue_sounds(cues, narration) == tuple(expected)

    timeline = by_narration(cues, narration, STYLES["sdh"])
    back = format_of("a.srt").read(format_of("a.srt").write(timeline)).cues
    assert [cue.start_ms for cue in back] == [start * 1000 // rate for start, _ in expected]
    assert all(cue.end_ms >= end * 1000 // rate for cue, (_, end) in zip(back, expected, strict=True))
    assert all(one.end_ms <= other.start_ms for one, other in pairwise(back))


def test_a_clip_after_four_hours_sounds_at_its_sample(tmp_path: Path) -> None:
    rate = 48_000
    wave = np.where(np.arange(rate) // 60 % 2, 0.2, -0.2).astype(np.float32)
    wave[:480] = wave[-480:] = 0.0
    places = (0, HOURS_S * rate // 2 + 12_345, HOURS_S * rate + 1)
    with Studio(tmp_path, rate, ("甲",), target_named("speech")) as studio:
        for place in places:
            studio.place(0, place, wave)
        recording = studio.finish(places[-1] + 2 * rate)
        heard = [block.start + np.flatnonzero(block.mix) for block in recording.blocks() if block.mix is not None]
    loud = np.concatenate(heard)
    firsts = loud[np.append(True, np.diff(loud) > rate // 2)]
    assert firsts.tolist() == [place + 480 for place in places]
