"""Kokoro-82M: natural voices, offline, from our readings alone (its own front end reads 5月28日 as
ゴツキニジューヨーカ).

Times come from the model's own duration predictor (``kokoro_model``), in frames of 25 ms; where a pause can be heard
they are moved to the edges of the sound.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from toolkit.errors import EngineError, InputError
from toolkit.model import Clip, Voice
from toolkit.speech.engines import kokoro_model
from toolkit.speech.engines.kokoro_clock import Part, fitted, joined
from toolkit.speech.engines.kokoro_melody import moras_of, more_hz
from toolkit.speech.engines.kokoro_model import LONGEST, RATE
from toolkit.speech.engines.kokoro_phonemes import phonemes
from toolkit.speech.engines.kokoro_voices import BLENDS, LICENCE
from toolkit.speech.morae import morae_of, named, pauses_before
from toolkit.speech.prosody import TONES, ending_of
from toolkit.speech.protocol import choose
from toolkit.speech.sound import clip_of, empty_clip
from toolkit.speech.verify import verify

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from toolkit.japanese.reading import Reading
    from toolkit.speech.engines.kokoro_model import Model, Sung

_BREAK = ", "
_ROOM = LONGEST - len(_BREAK)  # for the words of one run
Spelled = list[tuple[int, str]]  # (offset of a word in the sentence, its phonemes)


class Kokoro:
    """See ``protocol.Engine``. ``threads``: how many the model may use; the pool has a process for every core."""

    name = "kokoro"
    rate = RATE
    tempo = (3.0, 13.0)
    audible = True

    def __init__(self, threads: str = "1") -> None:
        if not threads.isdecimal() or not 1 <= int(threads) <= 64:
            raise InputError(f"the engine 'kokoro' cannot use {threads!r} threads", mend="give a number from 1 to 64")
        self.version = kokoro_model.version()
        self._threads = int(threads)
        self._styles = lru_cache(maxsize=16)(self._blended)

    @cached_property
    def _model(self) -> Model:
        return kokoro_model.load(self._threads)

    def _blended(self, name: str) -> NDArray[np.float32]:
        return BLENDS[name].styles(self._model.voices)

    def voices(self) -> tuple[Voice, ...]:
        return tuple(
            Voice(name, self.name, blend.gender, blend.description, LICENCE, blend.credit, blend.hz)
            for name, blend in BLENDS.items()
        )

    def voice(self, name: str) -> Voice:
        return choose(self.voices(), name)

    def speak(self, reading: Reading, voice: str, *, pace: float = 1.0) -> Clip:
        name = self.voice(voice).name
        phrases = _phrases(reading)
        if not phrases or not morae_of(reading):
            return empty_clip(RATE)
        styles = self._styles(name)
        runs = list(_runs(phrases))
        ending = ending_of(reading.text)
        try:
            parts = [
                part
                for run in runs
                for part in self._parts(run, reading, styles, pace, ending if run is runs[-1] else ",")
            ]
        except EngineError as error:
            raise error.at(named(reading.text)) from error
        samples, times, stretches = joined(parts, RATE)
        clip = clip_of(samples, RATE, _marks(reading, times, stretches[-1][1]), stretches, exact=False)
        return verify(clip, reading, self, pace)

    def _parts(
        self, phrases: Sequence[Spelled], reading: Reading, styles: NDArray[np.float32], pace: float, ending: str
    ) -> list[Part]:
        """Phrases in one run of the model; where it makes no pause at a 、 (some do not at one of ten), in two."""
        part = self._part(phrases, reading, styles, pace, ending)
        heard = {offset for offset, at in part.times.items() if any(at == start for start, _ in part.stretches[1:])}
        unheard = next((k for k, phrase in enumerate(phrases) if k and phrase[0][0] not in heard), 0)
        if not unheard:
            return [part]
        return [
            *self._parts(phrases[:unheard], reading, styles, pace, ","),
            *self._parts(phrases[unheard:], reading, styles, pace, ending),
        ]

    def _part(
        self, phrases: Sequence[Spelled], reading: Reading, styles: NDArray[np.float32], pace: float, ending: str
    ) -> Part:
        """One run of the model."""
        signs = ""
        places: list[tuple[int, int]] = []  # (offset, index of the word's first sign)
        breaks: list[int] = []
        for phrase in phrases:
            signs += _BREAK if signs else ""
            breaks.append(phrase[0][0])
            for offset, spelled in phrase:
                signs += "" if not signs or signs.endswith(" ") else " "
                places.append((offset, len(signs)))
                signs += spelled
        sung = self._sung(signs + ending, reading, places, styles, pace)
        return fitted(sung.sound, RATE, [(offset, int(sung.clock[at])) for offset, at in places], breaks[1:])

    def _sung(
        self, signs: str, reading: Reading, places: Sequence[tuple[int, int]], styles: NDArray[np.float32], pace: float
    ) -> Sung:
        """The sound of signs; a second time where a mora's tone is another than the model's."""
        sung = self._model.speak(signs, styles, pace)
        tones = {reading.starts[first]: TONES[name] for first, _, name in reading.tones}
        more = more_hz(sung, moras_of(reading, places), tones) if tones else None
        return sung if more is None else self._model.speak(signs, styles, pace, more)


def _phrases(reading: Reading) -> list[Spelled]:
    """The words that sound, parted where the sentence pauses, and where a phrase alone would be too long."""
    breaks = set(pauses_before(reading))
    phrases: list[Spelled] = [[]]
    size = 0
    for word in reading.words:
        spelled = phonemes(word.reading)
        if phrases[-1] and (word.start in breaks or size + len(spelled) > _ROOM):
            phrases.append([])
            size = 0
        if spelled:
            phrases[-1].append((word.start, spelled[:_ROOM]))
            size += len(spelled) + 1
    return [phrase for phrase in phrases if phrase]


def _runs(phrases: Sequence[Spelled]) -> Iterator[list[Spelled]]:
    """As many phrases at a time as the model takes, runs of about the same size."""
    sizes = [sum(len(spelled) + 1 for _, spelled in phrase) + len(_BREAK) for phrase in phrases]
    count = -(-sum(sizes) // _ROOM)
    fair = sum(sizes) / count
    run: list[Spelled] = []
    used = 0
    for phrase, size in zip(phrases, sizes, strict=True):
        if run and (used + size > _ROOM or used + size / 2 > fair):
            yield run
            run, used = [], 0
        run.append(phrase)
        used += size
    yield run


def _marks(reading: Reading, times: dict[int, int], end: int) -> list[tuple[int, int]]:
    """(offset, sample) of every word; a silent one has the next one's."""
    marks: list[tuple[int, int]] = []
    for word in reversed(reading.words):
        end = times.get(word.start, end)
        marks.append((word.start, end))
    return marks[::-1]
