"""What is said in stretches of a recording, written down."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from toolkit.audio.media import sound_of
from toolkit.verify.recogniser import RATE, WINDOW_S, Recogniser

if TYPE_CHECKING:
    from numpy.typing import NDArray


def overheard(media: Path, spans: Sequence[tuple[int, int]], threads: int = 1) -> tuple[str, ...]:
    """What Whisper writes down of each of the spans (ms), of their first 28 s at most. EngineError without the extra
    ``verify``.
    """
    ear = Recogniser(threads)
    most = round(WINDOW_S * RATE)
    edges = [(a * RATE // 1000, min(b * RATE // 1000, a * RATE // 1000 + most)) for a, b in spans]
    parts: list[list[NDArray[np.float32]]] = [[] for _ in spans]
    at = 0
    with sound_of(media, RATE) as sound:
        for block in sound.blocks:
            for (first, after), part in zip(edges, parts, strict=True):
                part.append(block[max(0, first - at) : max(0, after - at)])
            at += len(block)
    return tuple(ear.text(np.concatenate(part)).strip() if part else "" for part in parts)
