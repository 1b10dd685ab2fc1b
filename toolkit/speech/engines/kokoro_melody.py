"""The tones of a sentence in the fundamental that the model predicts: what has to be added to it, so that the model
itself says a mora higher.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from toolkit.speech.engines.kokoro_clock import BIAS_MS
from toolkit.speech.engines.kokoro_model import HZ_STEP, RATE
from toolkit.speech.engines.kokoro_phonemes import phonemes

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from toolkit.japanese.reading import Reading
    from toolkit.speech.engines.kokoro_model import Sung
    from toolkit.speech.prosody import Tone

_MORA = re.compile(r"[ァ-ヴー][ァィゥェォャュョヮ]*")
_SILENT = "ッ"
_VOICED_HZ = 50.0  # where there is no voice the model predicts 2 to 40
_LEAST = 6  # values (75 ms) a mora must have with a voice; one that has not is given one
_LENGTH = 12  # values: 150 ms, a mora
_TAIL = 20  # values: 250 ms
_EARLY = 5  # values: 62 ms
_BEFORE = 24  # values: 300 ms, in which the mora before is heard wherever the clock has it


@dataclass(frozen=True, slots=True)
class Mora:
    """``signs[first:last]`` of a run, of the word at ``offset``."""

    first: int
    last: int
    offset: int


def moras_of(reading: Reading, places: Sequence[tuple[int, int]]) -> list[Mora]:
    """All morae of a run that sound, in order. ``places``: (offset of a word, index of its first sign)."""
    kana = {word.start: word.reading for word in reading.words}
    return [mora for offset, at in places for mora in _of_word(kana[offset], offset, at)]


def _of_word(kana: str, offset: int, at: int) -> Iterator[Mora]:
    for mora in _MORA.findall(kana):
        size = len(phonemes(mora))
        if mora != _SILENT and size:
            yield Mora(at, at + size, offset)
        at += size


def more_hz(sung: Sung, moras: Sequence[Mora], tones: Mapping[int, Tone]) -> NDArray[np.float32] | None:
    """Hz to add to each value of the fundamental; None if nothing is. ``tones``: by offset, of a word's last mora."""
    more = np.zeros(len(sung.hz), np.float32)
    for k, mora in enumerate(moras):
        ends = k + 1 == len(moras) or moras[k + 1].offset != mora.offset
        if ends and mora.offset in tones:
            _bend(more, sung, moras[max(0, k - 1)], mora, tones[mora.offset])
    return more if more.any() else None


def _bend(more: NDArray[np.float32], sung: Sung, before: Mora, mora: Mora, tone: Tone) -> None:
    start, end = _onset(sung.hz, _value(sung, mora.first)), _value(sung, mora.last)
    level = _level(sung.hz[min(_value(sung, before.first), max(0, start - _BEFORE)) : start]) or _level(sung.hz[:end])
    if level is None:
        return
    voiced = start + np.flatnonzero(sung.hz[start:end] > _VOICED_HZ)
    if len(voiced) >= _LEAST:
        first, last = int(voiced[0]), int(voiced[-1])
    else:
        first = min(start, _value(sung, mora.last - 1))
        last = min(first + _LENGTH, max(end, first + 1)) - 1
    # a deep voice goes on after what is predicted to be voice, and falls
    tail = min(last + 1 + _TAIL, max(end, last + 1), len(more))
    places = np.minimum(np.arange(tail - first) / max(1, last - first), 1.0)
    due = [level * 2 ** (tone.at(float(place)) / 12) for place in places]
    more[first:tail] = np.asarray(due, np.float32) - sung.hz[first:tail]


def _value(sung: Sung, sign: int) -> int:
    """The value with which a sign begins to be heard."""
    return max(0, round((int(sung.clock[sign]) - BIAS_MS * RATE / 1000) / HZ_STEP))


def _onset(hz: NDArray[np.float32], start: int) -> int:
    """Where the voice that is there at ``start`` begins, if it is near: some phonemes are heard earlier than most."""
    near = start
    while near > 0 and hz[near - 1] > _VOICED_HZ and start - near < _EARLY:
        near -= 1
    return near if start - near < _EARLY else start


def _level(hz: NDArray[np.float32]) -> float | None:
    """The fundamental of a mora: the median, for its ends glide into what is voiceless."""
    voiced = hz[hz > _VOICED_HZ]
    return float(np.median(voiced)) if len(voiced) else None
