"""How much of a voice an independent recogniser understands."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher

import numpy as np
from numpy.typing import NDArray
from voices_sample import readings

from toolkit.japanese.readings import Reader
from toolkit.speech import Engine, engine_named
from toolkit.speech.sound import resampled
from toolkit.verify.recogniser import RATE, WINDOW_S, Recogniser
from toolkit.verify.spelling import Comparison, compared

Samples = NDArray[np.float32]
GAP_S = 0.4
BOUNDS = {"openjtalk": 0.08, "kokoro": 0.06}


def heard(options: argparse.Namespace) -> None:
    """Kana error of every voice over a minute of the sample, and which kana were heard otherwise."""
    engine, recogniser, reader = engine_named(options.engine), Recogniser(), Reader()
    names = options.voice or [voice.name for voice in engine.voices()]
    slips: Counter[str] = Counter()
    for name in names:
        found = [
            compared(reader, kana, recogniser.text(sound))
            for kana, sound in windows(engine, name, options.sample, options.seconds)
        ]
        count, errors = sum(one.count for one in found), sum(one.errors for one in found)
        bound = BOUNDS.get(options.engine, 1.0)
        print(f"{name:16} {errors / count:6.1%} kana error ({errors} of {count} kana; at most {bound:.0%})", flush=True)
        slips.update(slip for one in found for slip in _slips(one))
        if options.words:
            for one in found:
                print(f"    due   {one.due}\n    heard {one.heard}")
    for slip, times in slips.most_common(30):
        print(f"  {times:3} × {slip}")


def windows(engine: Engine, voice: str, sample: str, seconds: float) -> Iterator[tuple[str, Samples]]:
    """(kana, sound) of as many sentences at a time as the recogniser hears at once, some ``seconds`` in all."""
    gap = np.zeros(round(GAP_S * RATE), np.float32)
    kana, parts, total = "", [gap], 0
    for reading in readings(sample):
        clip = engine.speak(reading, voice)
        sound = resampled(clip.samples, clip.rate, RATE)
        if kana and sum(map(len, parts)) + len(sound) > WINDOW_S * RATE:
            yield kana, np.concatenate(parts)
            kana, parts = "", [gap]
        if total >= seconds * RATE:
            break
        kana, parts, total = kana + reading.kana, [*parts, sound, gap], total + len(sound)
    if kana:
        yield kana, np.concatenate(parts)


def _slips(one: Comparison) -> Iterator[str]:
    """What was heard otherwise, with two kana around it."""
    for tag, a, b, c, d in SequenceMatcher(None, one.due, one.heard, autojunk=False).get_opcodes():
        if tag != "equal":
            yield f"{one.due[max(0, a - 3) : a]}[{one.due[a:b]}→{one.heard[c:d]}]{one.due[b : b + 3]}"
