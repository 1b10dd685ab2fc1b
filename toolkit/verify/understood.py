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

from toolkit.audio.decode import opened
from toolkit.speech.sound import resampled
from toolkit.verify.finding import Finding, clock
from toolkit.verify.recogniser import RATE, WINDOW_S
from toolkit.verify.spelling import compared

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from toolkit.verify.edition import Edition, Told
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
    sentences: tuple[Told, ...]

    @property
    def start(self) -> int:
        return self.sentences[0].start

    @property
    def end(self) -> int:
        return self.sentences[-1].end


def kana_findings(edition: Edition, ear: Ear) -> Iterator[Finding]:
    """Windows of up to half a minute of which too much is heard otherwise, and voices. EngineError if nothing can
    listen.
    """
    from toolkit.japanese.readings import Reader

    reader, by_voice = Reader(()), defaultdict[str, list["Comparison"]](list)
    windows = list(_windows(edition))
    for window, sound in zip(windows, _sounds(edition.mix, edition.rate, windows), strict=True):
        due = "".join(reader.read(told.text, ()).kana for told in window.sentences)
        one = compared(reader, due, ear.text(sound))
        by_voice[window.voice].append(one)
        if one.count >= WINDOW_KANA and one.share > WINDOW_SHARE:
            yield Finding(
                "KANA",
                f"{window.sentences[0].place} {clock(window.start / edition.rate)}",
                _told(one.errors, one.count),
            )
    for voice, found in by_voice.items():
        errors, count = sum(one.errors for one in found), sum(one.count for one in found)
        if count >= VOICE_KANA and errors > VOICE_SHARE * count:
            yield Finding("KANA", f"voice {voice}", _told(errors, count))


def _told(errors: int, count: int) -> str:
    return f"a recogniser hears {errors} of {count} kana otherwise ({errors / count:.0%})"


def _windows(edition: Edition) -> Iterator[_Window]:
    held: list[Told] = []
    voices = {told.turn: edition.voices.get(edition.speakers.get(told.turn), "") for told in edition.spoken}
    for told in edition.spoken:
        whole = bool(held) and told.end - held[0].start > (WINDOW_S - 2 * _EDGE_S) * edition.rate
        if held and (whole or voices[told.turn] != voices[held[0].turn]):
            yield _Window(voices[held[0].turn], tuple(held))
            held = []
        held.append(told)
    if held:
        yield _Window(voices[held[0].turn], tuple(held))


def _sounds(path: Path, rate: int, windows: list[_Window]) -> Iterator[Samples]:
    """The sound of every window at ``RATE``; no more than one is held at a time."""
    edge = np.zeros(round(_EDGE_S * RATE), np.float32)
    with opened(path) as sound:
        kept, at = np.zeros(0, np.float32), 0
        for window in windows:
            while at + len(kept) < window.end and (block := next(sound.blocks, None)) is not None:
                skipped = min(len(kept), max(0, window.start - at))
                kept, at = np.concatenate((kept[skipped:], block)), at + skipped
            piece = kept[max(0, window.start - at) : max(0, window.end - at)]
            yield np.concatenate((edge, resampled(piece, rate, RATE), edge)) if len(piece) else edge
