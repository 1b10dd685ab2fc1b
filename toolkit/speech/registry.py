"""Engines by name. Nothing of an engine is imported before it is asked for."""

from __future__ import annotations

import importlib

from toolkit.errors import EngineError, InputError
from toolkit.speech.protocol import Catalogue, Engine

ENGINES = {
    "openjtalk": "toolkit.speech.engines.openjtalk:OpenJTalk",
    "kokoro": "toolkit.speech.engines.kokoro:Kokoro",
    "pyttsx3": "toolkit.speech.engines.pyttsx3:SystemVoices",
    "voicevox": "toolkit.speech.engines.voicevox:Voicevox",
    "silent": "toolkit.speech.engines.silent:Silent",
}
DEFAULT_ENGINE = "openjtalk"
# Engines whose voices are known without what makes them speak: in an instant, and where it is not installed
_CATALOGUES = {"openjtalk": "toolkit.speech.engines.openjtalk_voices:OpenJTalkVoices"}


def catalogue_at_hand(name: str) -> Catalogue | None:
    """The voices of an engine if they are known without loading it, else None."""
    place = _CATALOGUES.get(name)
    if place is None:
        return None
    module, _, maker = place.partition(":")
    catalogue: Catalogue = getattr(importlib.import_module(module), maker)()
    return catalogue


def engine_named(name: str, **options: str) -> Engine:
    """The engine of that name, ready to speak. ``package.module:Class`` names an engine that is not ours.

    InputError if there is none of that name, EngineError (with the mend) if something it needs is missing.
    """
    place = ENGINES.get(name, name)
    module, colon, maker = place.partition(":")
    if not colon:
        raise InputError(f"no engine is called {name!r}", mend=f"choose one of: {', '.join(ENGINES)}")
    try:
        engine: Engine = getattr(importlib.import_module(module), maker)(**options)
    except ImportError as error:
        raise EngineError(
            f"the engine {name!r} needs {error.name or error}", mend=f"pip install {error.name}"
        ) from error
    except TypeError as error:
        raise InputError(f"the engine {name!r} does not take these options ({error})") from error
    return engine
