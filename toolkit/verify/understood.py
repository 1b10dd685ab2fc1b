"""Whether an independent ear understands what is said: the sound is written down by a recogniser and compared in
kana.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np

from toolkit.speech.sound import resampled
from toolkit.verify.finding import Finding, clock, place_of
from toolkit.verify.recogniser import RATE, WINDOW_S
from toolkit.verify.spelling import compared
from toolkit.verify.stretches import stretches

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from toolkit.model.edition import Edition
    from toolkit.model.narration import Utterance
    from toolkit.verify.spelling import Comparison

    Samples = NDArray[np.float32]

# Kana heard otherwise, as a share: Whisper base has 4 % in plain sentences of every voice of openjtalk and kokoro, 10 %
# in an article full of invented names, which it spells as words it knows
VOICE_SHARE, VOICE_KANA = 0.15, 200
WINDOW_SHARE, WINDOW_KANA = 0.35, 20
_EDGE_S = 0.2  # of silence on either side


class Ear(Protocol):
    """What ``recogniser.Recogniser`` is."""

    def text(self, samples: NDArray[np.float32]) -> str:
        """What is said in samples at ``RATE``."""
        ...


@dataclass(frozen=True, slots=True)
class _Window:
    """Sentences of one voice that follow each other, as many as are heard at once."""

    voice: str
    sentences: tuple[Utterance, ...]

    @property
    def start(self) -> int:
        return self.sentences[0].start

    @property
    def end(self) -> int:
        return self.sentences[-1].end


def kana_findings(edition: Edition, mix: Path, ear: Ear) -> Iterator[Finding]:
    """Windows of up to half a minute of which too much is heard otherwise, and voices. EngineError if nothing can
    listen.
    """
    from toolkit.japanese.readings import Reader

    rate = edition.narration.rate
    reader, by_voice = Reader(()), defaultdict[str, list["Comparison"]](list)
    windows = list(_windows(edition))
    for window, sound in zip(windows, _sounds(mix, rate, windows), strict=True):
        due = "".join(reader.read(utterance.sentence.text, ()).kana for utterance in window.sentences)
        one = compared(reader, due, ear.text(sound))
        by_voice[window.voice].append(one)
        if one.count >= WINDOW_KANA and one.share > WINDOW_SHARE:
            place = f"{place_of(window.sentences[0])} {clock(window.start / rate)}"
            yield Finding("KANA", place, _message(one.errors, one.count))
    for voice, found in by_voice.items():
        errors, count = sum(one.errors for one in found), sum(one.count for one in found)
        if count >= VOICE_KANA and errors > VOICE_SHARE * count:
            yield Finding("KANA", f"voice {voice}", _message(errors, count))


def _message(errors: int, count: int) -> str:
    return f"a recogniser hears {errors} of {count} kana otherwise ({errors / count:.0%})"


def _windows(edition: Edition) -> Iterator[_Window]:
    longest = (WINDOW_S - 2 * _EDGE_S) * edition.narration.rate
    voices = {role.name: role.voice for role in edition.cast}
    held: list[Utterance] = []
    voice = ""
    for utterance in edition.narration.sentences:
        if not utterance.audible:
            continue
        own = voices.get(utterance.sentence.speaker, "")
        if held and (own != voice or utterance.end - held[0].start > longest):
            yield _Window(voice, tuple(held))
            held = []
        held.append(utterance)
        voice = own
    if held:
        yield _Window(voice, tuple(held))


def _sounds(path: Path, rate: int, windows: list[_Window]) -> Iterator[Samples]:
    """The sound of every window at ``RATE``; no more than one is held at a time."""
    edge = np.zeros(round(_EDGE_S * RATE), np.float32)
    for piece, own in stretches(path, [(window.start, window.end) for window in windows], rate):
        yield np.concatenate((edge, resampled(piece, own, RATE), edge)) if len(piece) else edge
