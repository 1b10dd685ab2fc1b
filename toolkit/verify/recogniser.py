"""An independent ear: Whisper base, offline, through faster-whisper (extra ``verify``).

The model is spread over two packages and read straight into memory. Decoding is what its authors advise for a language
that is known: greedy search replaced by a beam of 5, no prompt (neither ours nor what it heard before), no timestamps.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
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
_FRAME = RATE // 100  # samples between two columns of its spectrogram
# It was taught on 30 s, silence behind what is shorter; on 8 to 15 s its figures are the same within 1 (measured), and
# the time is a third
_LEAST, _STEP = 1000, 500  # frames
_IMPOSSIBLE = 1e-10  # a probability that is told as 0


@dataclass(frozen=True, slots=True)
class Score:
    """How probable a text is, given a sound: the natural logarithm over all its ``tokens``."""

    log_probability: float
    tokens: int

    @property
    def per_token(self) -> float:
        return self.log_probability / max(1, self.tokens)


class Recogniser:
    """Writes down what it hears, and says how well texts go with it. ``threads``: how many it may use."""

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

    @cached_property
    def _tokenizer(self) -> Any:
        from faster_whisper.tokenizer import Tokenizer

        return Tokenizer(self._model.hf_tokenizer, True, task="transcribe", language="ja")

    def scores(self, samples: NDArray[np.float32], texts: Sequence[str]) -> list[Score]:
        """How probable each of the texts is, if one of them is said in at most ``WINDOW_S`` of sound at ``RATE``: the
        sound is heard once, and every text spelled to it (forced decoding). Errors as ``text``.
        """
        import numpy as np
        from ctranslate2 import StorageView

        features = self._model.feature_extractor(samples)[:, : len(samples) // _FRAME + 1]
        frames = max(_LEAST, -(-features.shape[1] // _STEP) * _STEP)
        padded = np.pad(features, ((0, 0), (0, frames - features.shape[1])), constant_values=features.min())
        heard = np.asarray(self._model.encode(padded))
        tokens = [self._tokenizer.encode(text) for text in texts]
        found = self._model.model.align(
            StorageView.from_array(np.ascontiguousarray(np.repeat(heard, len(tokens), axis=0))),
            self._tokenizer.sot_sequence,
            tokens,
            [features.shape[1]] * len(tokens),
        )
        return [
            Score(float(np.log(np.maximum(one.text_token_probs, _IMPOSSIBLE)).sum()), len(given))
            for one, given in zip(found, tokens, strict=True)
        ]
