"""VOICEVOX and what speaks its protocol (AivisSpeech, SHAREVOX …), running on the user's machine.

Readings and accents are ours (``voicevox_kana``); times are measured in the sound, never taken from the query
(AivisSpeech answers 0.0 there).
"""

from __future__ import annotations

import hashlib
import json
import time
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from toolkit.errors import EngineError
from toolkit.model import Clip, Voice
from toolkit.speech.engines.voicevox_http import Server, samples_of
from toolkit.speech.engines.voicevox_kana import Run, runs
from toolkit.speech.estimate import estimated
from toolkit.speech.morae import morae_of, named
from toolkit.speech.protocol import choose
from toolkit.speech.sound import empty_clip, loud
from toolkit.speech.verify import verify
from toolkit.system.visible import visible
from toolkit.system.waiting import waiting_for

if TYPE_CHECKING:
    from toolkit.japanese.reading import Reading
    from toolkit.speech.sound import Samples

URL = "http://127.0.0.1:50021"
GREETING_S = 10.0  # for what needs no synthesis
# DAISY Pipeline's deadline: 5 s + 10 times what is expected; once sentences have come, 3 times the slowest of them a
# mora. Before, nobody waits for more than LONGEST_S, but where twice what is expected takes longer
PATIENCE_S, EXPECTED_FACTOR, SLOWEST_FACTOR, LONGEST_S = 5.0, 10.0, 3.0, 50.0
_MORAE_A_SECOND = 7.5
_LOUD_DB = -25.0  # below the loud parts: no sentence ends in this
_EDGE_S = 0.2  # silence at either end of a run: two of them make a pause
_TERMS = {"VOICEVOX": "the character's terms (https://voicevox.hiroshiba.jp/)"}


@dataclass(slots=True)
class Patience:
    """How long a sentence may take. ``slowest``: seconds a mora of the slowest so far, 0 before the first."""

    slowest: float = 0.0

    def seconds(self, morae: int) -> float:
        if self.slowest:
            return max(PATIENCE_S, SLOWEST_FACTOR * self.slowest * morae)
        expected = morae / _MORAE_A_SECOND
        return min(PATIENCE_S + EXPECTED_FACTOR * expected, max(LONGEST_S, 2 * expected))

    def usual(self, morae: int) -> float:
        """Seconds after which it is told that a sentence is waited for: a slow engine is no news each time."""
        return 2 * self.slowest * morae

    def learn(self, morae: int, seconds: float) -> None:
        self.slowest = max(self.slowest, seconds / max(1, morae))


class Voicevox:
    """See ``protocol.Engine``. ``url``: where the engine listens."""

    name = "voicevox"
    tempo = (3.0, 13.0)
    audible = True

    def __init__(self, url: str = URL) -> None:
        self._server = Server(url)
        self._patience = Patience()
        manifest = self._server.get("/engine_manifest", GREETING_S)
        try:
            self._brand = str(manifest.get("brand_name") or manifest["name"])
            self.rate = int(manifest["default_sampling_rate"])
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise self._stranger() from error
        digest = hashlib.sha256(json.dumps(self._speakers, sort_keys=True).encode()).hexdigest()[:12]
        self.version = f"{self._brand} {self._server.get('/version', GREETING_S)}, voices {digest}"

    @cached_property
    def _speakers(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self._server.get("/speakers", GREETING_S)
        return found

    @cached_property
    def _styles(self) -> dict[str, tuple[str, Voice]]:
        """By voice name: the engine's number, and the voice; the first style of every character before all others."""
        found: list[tuple[int, str, Voice]] = []
        try:
            for speaker in self._speakers:
                talking = [style for style in speaker["styles"] if style.get("type", "talk") == "talk"]
                for k, style in enumerate(talking):
                    found.append(
                        (
                            k,
                            str(int(style["id"])),
                            self._voice(visible(str(speaker["name"])), visible(str(style["name"]))),
                        )
                    )
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise self._stranger() from error
        if not found:
            raise EngineError(
                f"the engine at {self._server.url} has no voices", mend="install one in it, or name another engine"
            )
        return {voice.name: (number, voice) for _, number, voice in sorted(found, key=lambda row: row[0])}

    def _voice(self, character: str, style: str) -> Voice:
        licence = _TERMS.get(self._brand, "the voice model's own terms")
        credit = f"{self._brand}:{character}"
        return Voice(f"{character}/{style}", self.name, "neutral", f"{self._brand}, {style}", licence, credit)

    def _stranger(self) -> EngineError:
        return EngineError(
            f"what answers at {self._server.url} is no VOICEVOX engine", mend="name another with --engine-url"
        )

    def voices(self) -> tuple[Voice, ...]:
        return tuple(voice for _, voice in self._styles.values())

    def voice(self, name: str) -> Voice:
        """By ``character/style``, or by the character alone: its first style."""
        first = next((full for full in self._styles if full.partition("/")[0] == name), name)
        return choose(self.voices(), first)

    def speak(self, reading: Reading, voice: str, *, pace: float = 1.0) -> Clip:
        number, _ = self._styles[self.voice(voice).name]
        pieces = list(runs(reading)) if morae_of(reading) else []
        if not pieces:
            return empty_clip(self.rate)
        morae = sum(piece.morae for piece in pieces)
        patience = self._patience.seconds(morae)
        until = time.monotonic() + patience  # of the whole sentence, whatever it takes to ask for it
        what = f"the engine at {self._server.url} to speak {named(reading.text)}"
        try:
            with waiting_for(what, patience, usual=self._patience.usual(morae)):
                samples = np.concatenate([self._spoken(piece, reading.text, number, pace, until) for piece in pieces])
        except EngineError as error:
            raise error.at(named(reading.text)) from error
        return verify(estimated(samples, self.rate, reading), reading, self, pace)

    def _spoken(self, run: Run, text: str, number: str, pace: float, until: float) -> Samples:
        began = time.monotonic()
        speaker = {"speaker": number}
        phrases = self._server.post(
            "/accent_phrases", {"text": run.notation, "is_kana": "true", **speaker}, until - time.monotonic()
        )
        query = self._query(phrases, text[run.start : run.end], pace)
        content = self._server.sound("/synthesis", speaker, until - time.monotonic(), query)
        samples = samples_of(content, self.rate)
        if _breaks_off(samples, self.rate):
            raise EngineError("the engine gave a sound that breaks off", mend="try again, or another voice or engine")
        self._patience.learn(run.morae, time.monotonic() - began)
        return samples

    def _query(self, phrases: Any, text: str, pace: float) -> dict[str, Any]:
        """AivisSpeech takes the mood of a sentence from its text in ``kana``; VOICEVOX does not read it."""
        return {
            "accent_phrases": phrases,
            "speedScale": pace,
            "pitchScale": 0.0,
            "intonationScale": 1.0,
            "volumeScale": 1.0,
            "prePhonemeLength": _EDGE_S,
            "postPhonemeLength": _EDGE_S,
            "outputSamplingRate": self.rate,
            "outputStereo": False,
            "kana": text,
        }


def _breaks_off(samples: Samples, rate: int) -> bool:
    """Whether the sound is loud to its very end, where silence was asked for: some of it is missing."""
    heard, _ = loud(samples, rate, _LOUD_DB)
    return bool(heard[-2:].any())
