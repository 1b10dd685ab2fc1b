"""Speech engines: a reading and a voice in, samples and time marks out. One file per engine.

To add an engine, write a class with the attributes and methods of ``protocol.Engine``, and name it in
``ENGINES`` as ``module:Class``. ``tests/speech/test_contract.py`` holds it to what every engine promises.
"""

from __future__ import annotations

from toolkit.speech.protocol import Engine, EngineSpec, Request
from toolkit.speech.registry import DEFAULT_ENGINE, ENGINES, engine_named

__all__ = ["DEFAULT_ENGINE", "ENGINES", "Engine", "EngineSpec", "Request", "engine_named"]
