"""The default engine: HTS synthesis of full-context labels by pyopenjtalk, offline, with times exact to a
frame.

Always at the engine's speed 1.0, where the frames of a sentence are the sum of those of its phonemes
(``htsvoice.Durations``); pace and voice are changed in the model's header, where every time scales exactly.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import importlib.util
import os
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.machinery import PathFinder
from itertools import accumulate, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from toolkit.errors import EngineError
from toolkit.model import Clip
from toolkit.speech.engines.htsmelody import Intonation, ranged
from toolkit.speech.engines.htsvoice import Durations, HtsVoice, read_htsvoice
from toolkit.speech.engines.openjtalk_voices import BODIES, Body, OpenJTalkVoices
from toolkit.speech.morae import SILENCES, morae_of, named, phoneme
from toolkit.speech.prosody import CALLING, ending_of
from toolkit.speech.sound import clip_of, empty_clip, loud, resampled
from toolkit.speech.verify import verify
from toolkit.system.leftovers import temporary_folder

if TYPE_CHECKING:
    from toolkit.japanese.reading import Reading
    from toolkit.speech.sound import Samples

RATE = 48_000
LONGEST = 2_000  # labels synthesized at once (about a minute): the engine's memory grows with the sentence
_SCALE = 1 / 65_536  # the engine's samples are on the scale of 16 bits and may exceed it: 6 dB of room
# sound begins and ends at most this far from the phoneme's border (a closure; the decay of a vowel)
_REACH_MS = 80.0


@dataclass(frozen=True, slots=True)
class _Throat:
    """A loaded voice: the C engine, the model, samples a frame and Hz as the engine gives them."""

    hts: Any
    voice: HtsVoice
    intonation: Intonation
    half_tone: float
    rate: int
    period: int

    def saying(self, reading: Reading) -> tuple[_Throat, tuple[str, ...]]:
        """The throat and the labels for a reading: where it has tones, a throat of its own."""
        if not reading.tones:
            return self, reading.labels
        intoned = self.intonation.of(reading)
        return replace(
            self, hts=_engine(intoned.voice.reshaped(self.rate, self.period)), voice=intoned.voice
        ), intoned.labels

    def sound(self, labels: tuple[str, ...]) -> Samples:
        self.hts.set_speed(1.0)
        self.hts.add_half_tone(self.half_tone)
        made: Samples = self.hts.synthesize(list(labels))
        return made

    def time(self, frame: int) -> int:
        """The sample at 48 kHz at which a frame begins."""
        return round(frame * self.period * RATE / self.rate)


class OpenJTalk(OpenJTalkVoices):
    """See ``protocol.Engine``. A path that ends in ``.htsvoice`` is a voice too."""

    rate = RATE
    tempo = (3.5, 12.0)
    audible = True
    pitches = True

    def __init__(self) -> None:
        model = _package() / "htsvoice" / "mei_normal.htsvoice"
        digest = hashlib.sha256(model.read_bytes()).hexdigest()[:12]
        self.version = f"pyopenjtalk-plus {importlib.metadata.version('pyopenjtalk-plus')}, {model.stem} {digest}"
        self._model = model
        self._throat = lru_cache(maxsize=16)(self._load)

    def speak(self, reading: Reading, voice: str, *, pace: float = 1.0, pitch: float = 0.0) -> Clip:
        if not morae_of(reading) or not reading.labels:
            return empty_clip(RATE)
        samples, times = self.uncut(reading, voice, pace=pace, pitch=pitch)
        phrases = _phrases(reading.labels)
        stretches = _stretches(samples, [(times[a], times[b]) for a, b in phrases])
        for (first, _), (begin, _) in zip(phrases, stretches, strict=True):
            # after a silence a word begins with its sound, not with its phoneme's border
            times[first] = begin
        clip = clip_of(samples, RATE, _marks(reading, times, stretches), stretches, exact=True)
        return verify(clip, reading, self, pace)

    def uncut(
        self, reading: Reading, voice: str, *, pace: float = 1.0, pitch: float = 0.0
    ) -> tuple[Samples, list[int]]:
        """All the sound of a reading with labels, and the sample at which each of its labels begins; last its end."""
        calls = ending_of(reading.text) == "!"
        higher = pitch + CALLING.half_tones * calls
        throat, labels = self._throat(self.voice(voice).name, pace, higher).saying(reading)
        borders = list(accumulate((throat.voice.durations.frames(label) for label in labels), initial=0))
        louder = 10 ** (CALLING.db * calls / 20)
        return _whole(throat, labels, reading.text, borders, louder), [throat.time(frame) for frame in borders]

    def _load(self, name: str, pace: float, pitch: float = 0.0) -> _Throat:
        body = BODIES.get(name, Body("female", 0, ""))
        voice = ranged(read_htsvoice(self._model if name in BODIES else Path(name)), body.range)
        rate = voice.rate * body.tract[0] // body.tract[1]
        period = max(1, round(voice.period * rate / voice.rate / (body.tempo * pace)))
        hts = _engine(voice.reshaped(rate, period))
        return _Throat(hts, voice, Intonation(voice), body.half_tone + pitch, rate, period)


def durations() -> Durations:
    """How long each phone lasts in the model of which all voices of ours are made."""
    return read_htsvoice(_package() / "htsvoice" / "mei_normal.htsvoice").durations


def _package() -> Path:
    """The folder of pyopenjtalk. EngineError with the mend if it is not installed."""
    spec = importlib.util.find_spec("pyopenjtalk")
    if spec is None or not spec.submodule_search_locations:
        raise EngineError("the engine 'openjtalk' needs pyopenjtalk", mend="pip install pyopenjtalk-plus")
    return Path(next(iter(spec.submodule_search_locations)))


@lru_cache(maxsize=1)
def _hts() -> Any:
    """pyopenjtalk's synthesis module, loaded without its package: that brings dictionaries and models (70 MB
    in every worker) of which synthesis needs nothing.
    """
    spec = PathFinder.find_spec("pyopenjtalk.htsengine", [str(_package())])
    if spec is None or spec.loader is None:
        raise EngineError("pyopenjtalk has no synthesis", mend="pip install --force-reinstall pyopenjtalk-plus")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _engine(content: bytes) -> Any:
    """The C engine with a voice; it reads files only, and whole."""
    with temporary_folder() as folder:
        path = Path(folder, "voice.htsvoice")
        path.write_bytes(content)
        return _hts().HTSEngine(os.fsencode(path))


def _whole(throat: _Throat, labels: tuple[str, ...], text: str, borders: list[int], gain: float) -> Samples:
    """The sound of all labels at 48 kHz. EngineError if it is not exactly as long as its phonemes."""
    parts = [throat.sound(labels[a:b]) for a, b in _pieces(labels)]
    samples = np.concatenate(parts)
    due = borders[-1] * throat.period
    if len(samples) != due:
        what = f"the engine gave {len(samples)} samples where its model has {due}"
        raise EngineError(what, where=named(text))
    sound = resampled(samples * (_SCALE * gain), throat.rate, RATE)
    return sound / max(1.0, float(np.abs(sound).max()))


def _pieces(labels: tuple[str, ...]) -> list[tuple[int, int]]:
    """Runs of labels to be synthesized at once: all, or cut after pauses where there are too many
    (anywhere, if nothing pauses).
    """
    cuts = [0]
    for index, label in enumerate(labels):
        size = index + 1 - cuts[-1]
        if (size >= LONGEST // 2 and phoneme(label) in SILENCES) or size >= LONGEST:
            cuts.append(index + 1)
    if cuts[-1] != len(labels):
        cuts.append(len(labels))
    return list(pairwise(cuts))


def _phrases(labels: tuple[str, ...]) -> list[tuple[int, int]]:
    """(first, after the last) label of every run between silences."""
    runs: list[tuple[int, int]] = []
    for index, label in enumerate(labels):
        if phoneme(label) in SILENCES:
            continue
        if runs and runs[-1][1] == index:
            runs[-1] = (runs[-1][0], index + 1)
        else:
            runs.append((index, index + 1))
    return runs


def _stretches(samples: Samples, phrases: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Where the sound of every phrase really begins and ends, within reach of its phonemes' borders, never
    beyond half a pause.
    """
    reach = round(_REACH_MS * RATE / 1000)
    middles = [(a[1] + b[0]) // 2 for a, b in pairwise(phrases)]
    heard, hop = loud(samples, RATE)
    found = []
    for (start, end), low, high in zip(phrases, [0, *middles], [*middles, len(samples)], strict=True):
        first, last = max(low, start - reach) // hop, min(high, end + reach) // hop
        where = np.flatnonzero(heard[first:last])
        found.append(
            ((first + int(where[0])) * hop, (first + int(where[-1]) + 1) * hop) if len(where) else (start, end)
        )
    return found


def _marks(reading: Reading, times: list[int], stretches: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """(offset, sample) of every word: its first phoneme's border, or the sound's edge after a pause; a
    silent word has the next one's.
    """
    at_offset: dict[int, int] = {}
    for start, time in zip(reading.starts, times, strict=False):
        if start >= 0:
            at_offset.setdefault(start, time)
    marks: list[tuple[int, int]] = []
    following = stretches[-1][1]
    for word in reversed(reading.words):
        following = _after_pause(at_offset.get(word.start, following), stretches)
        marks.append((word.start, following))
    return marks[::-1]


def _after_pause(time: int, stretches: list[tuple[int, int]]) -> int:
    """The same time, moved to the beginning of the next sound where it lies in a silence."""
    for start, end in stretches:
        if time < end:
            return max(time, start)
    return stretches[-1][1]
