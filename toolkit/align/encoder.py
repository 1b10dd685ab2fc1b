"""Whisper's encoder: 16 kHz sound in, 50 frames a second of 512 figures out. Its decoder is never asked."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from toolkit.align.mel import RATE, log_mel
from toolkit.align.weights import NoModel, model_files

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

FRAME = 320  # samples at 16 kHz: 20 ms
WIDTH = 512
# Product default: the encoder sees 30 s at once, and its frames near the edges know less; 3 s on either side are heard
# twice and kept once.
CORE, CONTEXT = 24 * RATE, 3 * RATE
MEND = "pip install 'jimaku-toolkit[align]'"


class Encoder:
    """Loads the model when the first window comes. ``threads``: how many it may use."""

    def __init__(self, threads: int = 1) -> None:
        self._threads = threads

    @cached_property
    def _model(self) -> Any:
        try:
            from ctranslate2.models import Whisper
        except ImportError as error:
            raise NoModel("to align a recording, ctranslate2 is needed", mend=MEND) from error
        return Whisper("base", device="cpu", compute_type="int8", intra_threads=self._threads, files=model_files(MEND))

    def frames(self, window: Floats) -> Floats:
        """(1200, 512) of the middle 24 s of a window of 30 s."""
        model = self._model  # first: it tells what is missing
        from ctranslate2 import StorageView

        picture = StorageView.from_array(np.ascontiguousarray(log_mel(window)[None]))
        seen = np.array(model.encode(picture, to_cpu=True))[0]
        return np.asarray(seen[CONTEXT // FRAME : (CONTEXT + CORE) // FRAME], np.float32)
