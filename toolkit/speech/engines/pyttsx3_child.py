"""Runs pyttsx3 once: ``python -P pyttsx3_child.py FOLDER`` reads FOLDER/request.json and leaves
FOLDER/answer.json and FOLDER/sound.

Stands alone, so that it imports nothing but the library it shields us from.
"""

from __future__ import annotations

import ctypes
import json
import os
import sys
import wave
from pathlib import Path
from typing import Any

# what pyttsx3's drivers raise for a missing library, driver or voice
_FAULTS = (ImportError, OSError, RuntimeError, ValueError, KeyError, AttributeError, ReferenceError)
ESPEAK_RATE = 22_050
ESPEAK_WORDS_A_MINUTE = 165  # about 7 morae a second in Japanese, as the default engine speaks


def _load_espeak() -> None:
    """Load the espeak-ng of the PyPI package, if it is there: loaded first, its soname is the one pyttsx3
    then finds.
    """
    if not sys.platform.startswith("linux"):
        return
    try:
        import espeakng_loader
    except ImportError:
        return
    os.environ.setdefault("ESPEAK_DATA_PATH", espeakng_loader.get_data_path())
    ctypes.CDLL(espeakng_loader.get_library_path(), mode=ctypes.RTLD_GLOBAL)


def _synchronously() -> None:
    """Make espeak-ng speak before it returns. In a thread of its own, as pyttsx3 has it, a second of sound is
    lost now and then on a busy machine (1 of 12 measured).
    """
    if sys.platform.startswith("linux"):
        from pyttsx3.drivers import _espeak

        _espeak.AUDIO_OUTPUT_RETRIEVAL = _espeak.AUDIO_OUTPUT_SYNCHRONOUS


def _voices(engine: Any) -> list[dict[str, Any]]:
    return [
        {
            "id": voice.id,
            "name": voice.name,
            "gender": str(voice.gender or ""),
            "languages": [
                tag.decode("utf-8", "replace") if isinstance(tag, bytes) else str(tag) for tag in voice.languages or ()
            ],
        }
        for voice in engine.getProperty("voices")
    ]


def _speak(engine: Any, request: dict[str, Any], sound: Path) -> str:
    """Write the sound; what the library reported as an error, '' if nothing."""
    faults: list[str] = []
    engine.connect("error", lambda name, exception: faults.append(str(exception)))  # noqa: ARG005 -- pyttsx3 names them
    engine.setProperty("voice", request["voice"])
    usual = ESPEAK_WORDS_A_MINUTE if sys.platform.startswith("linux") else engine.getProperty("rate")
    engine.setProperty("rate", round(usual * request["pace"]))
    engine.save_to_file(request["text"], str(sound))
    engine.runAndWait()
    if sys.platform.startswith("linux"):
        _write(sound, engine.proxy._driver._data_buffer)  # the driver writes it only at the end of a thread
    return "; ".join(faults)


def _write(path: Path, samples: bytes) -> None:
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, ESPEAK_RATE, 0, "NONE", ""))
        file.writeframes(samples)


def _answer(folder: Path) -> dict[str, Any]:
    request = json.loads((folder / "request.json").read_text("utf-8"))
    try:
        _load_espeak()
        import pyttsx3

        _synchronously()
        engine = pyttsx3.init()
        if request["do"] == "voices":
            return {"voices": _voices(engine)}
        fault = _speak(engine, request, folder / "sound")
    except _FAULTS as error:
        # what its drivers raise for a missing library or voice
        return {"error": " ".join(str(error).split())[:300]}
    return {"error": fault} if fault else {}


if __name__ == "__main__":
    place = Path(sys.argv[1])
    answer = _answer(place)
    partial = place / "answer.part"
    partial.write_text(json.dumps(answer), "utf-8")
    partial.rename(place / "answer.json")
