"""The system's own voices through pyttsx3, fed with kana: espeak-ng on Linux reads every kanji as the words
"Chinese letter".

The library runs in a process of its own for every sentence (``pyttsx3_child``): it can hang, it can crash,
it talks on stdout, and espeak-ng can be started only once in a process.
"""

from __future__ import annotations

import importlib.metadata
import json
import subprocess
import sys
import wave
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from toolkit.errors import EngineError
from toolkit.model import Clip, Voice
from toolkit.speech.estimate import estimated
from toolkit.speech.morae import morae_of, named
from toolkit.speech.protocol import choose
from toolkit.speech.sound import empty_clip, resampled
from toolkit.speech.verify import verify
from toolkit.system.leftovers import temporary_folder

if TYPE_CHECKING:
    from toolkit.japanese.reading import Reading
    from toolkit.speech.sound import Samples

RATE = 22_050  # what espeak-ng and most system voices give; others are brought to it
PATIENCE_S = 30.0
PER_MORA_S = 0.5
_MENDS = {
    "linux": "pip install 'jimaku-toolkit[espeak]', or choose --engine openjtalk",
    "darwin": "add a Japanese voice in System Settings > Accessibility > Spoken Content",
    "win32": "add Japanese speech in Settings > Time & language > Speech",
}
# espeak-ng shapes its one Japanese voice by variants; these are the clearest, in the order of casting
_ESPEAK = "ja+"
# Whisper base over sentences of an interview
ESPEAK = "espeak-ng is hard to understand: 46 % of its kana are heard wrong — --engine openjtalk is heard right"
_VARIANTS = ("m3", "f1", "m7", "f4", "m1", "f5", "m5", "f3")


class SystemVoices:
    """See ``protocol.Engine``."""

    name = "pyttsx3"
    rate = RATE
    tempo = (3.0, 13.0)
    audible = True

    def __init__(self) -> None:
        package = importlib.metadata.version("pyttsx3")
        self.version = f"pyttsx3 {package}, {sys.platform}"
        if not self._found:
            raise _missing("the system has no Japanese voice")

    @property
    def caution(self) -> str:
        """What to know before it speaks: espeak-ng's Japanese voice is measured, those of other systems are not."""
        return ESPEAK if any(name.startswith(_ESPEAK) for name in self._found) else ""

    @cached_property
    def _found(self) -> dict[str, tuple[str, Voice]]:
        """By voice name: the system's id, and the voice."""
        found: dict[str, tuple[str, Voice]] = {}
        for voice in _child({"do": "voices"}, PATIENCE_S)["voices"]:
            if _is_japanese(voice):
                found.update(_with_variants(voice))
        return found

    def voices(self) -> tuple[Voice, ...]:
        return tuple(voice for _, voice in self._found.values())

    def voice(self, name: str) -> Voice:
        return choose(self.voices(), name)

    def speak(self, reading: Reading, voice: str, *, pace: float = 1.0) -> Clip:
        count = morae_of(reading)
        if not count:
            return empty_clip(RATE)
        identity, _ = self._found[self.voice(voice).name]
        request = {"do": "speak", "text": reading.kana, "voice": identity, "pace": pace}
        try:
            samples = np.frombuffer(_child(request, PATIENCE_S + PER_MORA_S * count)["sound"], np.float32)
        except EngineError as error:
            raise error.at(named(reading.text)) from error
        return verify(estimated(samples, RATE, reading), reading, self, pace)


def _is_japanese(voice: dict[str, Any]) -> bool:
    tags = [str(tag).replace("_", "-").lower().strip("\x05 ") for tag in voice["languages"]]
    title = f"{voice['id']} {voice['name']}".lower()
    named_so = any(word in title for word in ("japanese", "ja-jp", "ja_jp"))
    return named_so or any(tag == "ja" or tag.startswith("ja-") for tag in tags)


def _with_variants(voice: dict[str, Any]) -> dict[str, tuple[str, Voice]]:
    if not voice["id"].endswith("jpx/ja"):
        gender = {"male": "male", "female": "female"}.get(str(voice["gender"]).lower(), "neutral")
        made = Voice(voice["name"], "pyttsx3", gender, "a voice of this system", "the system's terms")  # type: ignore[arg-type]
        return {made.name: (voice["id"], made)}
    voices = {}
    for variant in _VARIANTS:
        name = _ESPEAK + variant
        made = Voice(
            name,
            "pyttsx3",
            "male" if variant.startswith("m") else "female",
            "espeak-ng, synthetic",
            "GPL-3.0 program",
            "espeak-ng (https://github.com/espeak-ng/espeak-ng)",
        )
        voices[name] = (name, made)
    return voices


def _child(request: dict[str, Any], patience: float) -> dict[str, Any]:
    """What the child process answers; ``sound`` as float32 bytes at ``RATE``. EngineError for anything that
    goes wrong in it.
    """
    with temporary_folder() as folder:
        Path(folder, "request.json").write_text(json.dumps(request), "utf-8")
        # -P: this folder holds a module called pyttsx3 too
        command = [sys.executable, "-P", str(Path(__file__).with_name("pyttsx3_child.py")), str(folder)]
        try:
            done = subprocess.run(command, capture_output=True, timeout=patience, check=False)
        except subprocess.TimeoutExpired as error:
            raise EngineError("the engine 'pyttsx3' did not answer in time", mend=_mend()) from error
        answer_file = Path(folder, "answer.json")
        if not answer_file.is_file():
            raise _missing(f"the engine 'pyttsx3' died (exit code {done.returncode})")
        answer: dict[str, Any] = json.loads(answer_file.read_text("utf-8"))
        if "error" in answer:
            raise _missing(f"the engine 'pyttsx3' failed: {answer['error']}")
        if request["do"] == "speak":
            answer["sound"] = _sound(Path(folder, "sound")).tobytes()
    return answer


def _sound(path: Path) -> Samples:
    """The file a system voice wrote, WAV (or, on macOS, AIFF), as mono at ``RATE``. EngineError if it is no
    sound.
    """
    if sys.platform == "darwin":  # afconvert is part of every macOS
        wav = path.with_suffix(".wav")
        command = ["afconvert", "-f", "WAVE", "-d", "LEI16", "-c", "1", str(path), str(wav)]
        subprocess.run(command, check=False, capture_output=True)
        path = wav
    try:
        with wave.open(str(path), "rb") as file:
            rate, channels, width = file.getframerate(), file.getnchannels(), file.getsampwidth()
            content = file.readframes(file.getnframes())
    except (OSError, EOFError, wave.Error) as error:
        raise _missing("the engine 'pyttsx3' wrote no sound") from error
    if width != 2 or not content:
        raise _missing("the engine 'pyttsx3' wrote no sound")
    whole = len(content) // (2 * channels) * 2 * channels
    samples = np.frombuffer(content[:whole], "<i2").reshape(-1, channels)
    return resampled(samples.mean(axis=1) / 32_768, rate, RATE)


def _mend() -> str:
    return _MENDS.get(sys.platform, "choose --engine openjtalk")


def _missing(what: str) -> EngineError:
    return EngineError(what, mend=_mend())
