"""What shapes the sound of a sentence, as one hash: the name under which it is kept."""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import os
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from toolkit.japanese.lexicon import Entry
from toolkit.japanese.normalise import fold
from toolkit.speech.protocol import EngineSpec, Request

_PACKAGE = Path(__file__).parents[1]
# what decides how a text is read and said and how its sound is changed; a change of any file is a change of the sound
_ROOMS = ("japanese", "signal", "speech")
_LIBRARIES = ("pyopenjtalk-plus", "onnxruntime", "kanalizer", "numpy", "scipy")
_SETTINGS = ("OPEN_JTALK_DICT_DIR",)  # the environment's say in the dictionary


@cache
def reading_version() -> str:
    """A hash of the toolkit's own part in a sentence's sound, and of the libraries it reads with."""
    digest = hashlib.sha256()
    for room in _ROOMS:
        for path in sorted((_PACKAGE / room).rglob("*")):
            if path.suffix in (".py", ".tsv", ".json"):
                digest.update(f"{path.relative_to(_PACKAGE).as_posix()}\0".encode())
                digest.update(path.read_bytes())
    for name in _LIBRARIES:
        digest.update(f"{name} {_version(name)}\0".encode())
    for name in _SETTINGS:
        digest.update(f"{name}={os.environ.get(name, '')}\0".encode())
    return digest.hexdigest()


def _version(library: str) -> str:
    try:
        return importlib.metadata.version(library)
    except importlib.metadata.PackageNotFoundError:
        return "none"


@cache
def voice_version(voice: str) -> str:
    """The hash of a voice that is a file of the user's; '' for an engine's own voice, which its version covers."""
    path = Path(voice)
    if not path.suffix or not path.is_file():
        return ""
    return hashlib.sha256(path.read_bytes()).hexdigest()


class Keys:
    """Makes the keys of one engine's sentences. ``version`` is the engine's own."""

    def __init__(self, engine: EngineSpec, version: str, lexicon: Sequence[Entry] = ()) -> None:
        self._engine = [engine.name, sorted(engine.options.items()), version, reading_version()]
        self._entries = [
            (fold(entry.surface), [entry.surface, entry.reading, entry.accent, entry.pos]) for entry in lexicon
        ]

    def of(self, request: Request) -> str:
        """64 hexadecimal digits. Only lexicon entries that stand in the sentence count: another name in the lexicon
        changes nothing.
        """
        folded = fold(request.text)
        hits = [row for surface, row in self._entries if surface in folded]
        shape = [
            *self._engine,
            request.voice,
            voice_version(request.voice),
            request.pace,
            request.pitch,
            request.text,
            request.rubies,
            hits,
        ]
        return hashlib.sha256(json.dumps(shape, ensure_ascii=True).encode()).hexdigest()
