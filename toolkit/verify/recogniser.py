"""An independent ear: Whisper base, offline, through faster-whisper (extra ``verify``).

The model is spread over two packages and read straight into memory. Decoding is what its authors advise for a language
that is known: greedy search replaced by a beam of 5, no prompt (neither ours nor what it heard before), no timestamps.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from toolkit.align.weights import model_files
from toolkit.errors import EngineError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RATE = 16_000  # Hz of what it hears
WINDOW_S = 28.0  # it hears 30 s at a time: what is longer would be cut inside a word
_MEND = "pip install 'jimaku-toolkit[verify]'"


class Recogniser:
    """Writes down what it hears. ``threads``: how many it may use."""

    def __init__(self, threads: int = 2) -> None:
        self._threads = threads

    @cached_property
    def _model(self) -> Any:
        try:
            from faster_whisper import WhisperModel
        except ImportError as error:
            raise EngineError("to listen, faster-whisper is needed", mend=_MEND) from error
        return WhisperModel(
            "base", device="cpu", compute_type="float32", cpu_threads=self._threads, files=model_files(_MEND)
        )

    def text(self, samples: NDArray[np.float32]) -> str:
        """What is said in at most ``WINDOW_S`` of sound at ``RATE``. EngineError if a package is missing or damaged."""
        segments, _ = self._model.transcribe(
            samples,
            language="ja",
            beam_size=5,
            temperature=0.0,
            without_timestamps=True,
            condition_on_previous_text=False,
        )
        return "".join(segment.text for segment in segments)
