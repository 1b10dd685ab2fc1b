"""A stand-in for VOICEVOX on the loopback: speaks its protocol, hums the morae it is asked for, and can fail in many
ways.
"""

from __future__ import annotations

import contextlib
import io
import json
import threading
import time
import wave
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import numpy as np

RATE = 24_000
MORA_S, PAUSE_S = 0.13, 0.35
_SMALL = "ァィゥェォャュョヮ"
SPEAKERS = [
    {
        "name": name,
        "speaker_uuid": name,
        "version": "1",
        "styles": [{"name": s, "id": 10 * k + n} for n, s in enumerate(styles)],
    }
    for k, (name, styles) in enumerate(
        {"ひなた": ("ノーマル", "ささやき"), "とおる": ("ノーマル", "元気"), "みお": ("ノーマル", "静か")}.items()
    )
]
SPEAKERS[0]["styles"].append({"name": "歌", "id": 3000, "type": "frame_decode"})  # type: ignore[attr-defined]


@dataclass
class Fake:
    """``faults``: how the next requests for sound go wrong, one each, then well. ``asked``: (path, parameters,
    body).
    """

    url: str
    faults: list[str] = field(default_factory=list)
    asked: list[tuple[str, dict[str, str], Any]] = field(default_factory=list)


def phrases_of(notation: str) -> list[dict[str, Any]]:
    """As the real engine reads the notation; ValueError where that answers 400."""
    found: list[dict[str, Any]] = []
    for group in notation.split("、"):
        for phrase in group.split("/"):
            kana = phrase.removesuffix("？").replace("_", "")
            if kana.count("'") != 1 or kana.startswith("'") or len(kana) < 2:
                raise ValueError(phrase)
            morae = [c for c in kana if c not in _SMALL and c != "'"]
            if not all("ァ" <= c <= "ヴ" for c in morae):
                raise ValueError(phrase)
            found.append({"moras": [{"text": mora} for mora in morae], "accent": kana.index("'"), "pause_mora": None})
        found[-1]["pause_mora"] = {"text": "、"}
    found[-1]["pause_mora"] = None
    return found


def hum(query: dict[str, Any], rate: int) -> np.ndarray:
    """A mora is a swell of a voice-like tone, a pause is silence."""
    speed, parts = query["speedScale"], [np.zeros(round(query["prePhonemeLength"] * rate))]
    for phrase in query["accent_phrases"]:
        for _ in phrase["moras"]:
            at = np.arange(round(MORA_S * rate / speed)) / rate
            tone = sum(np.sin(2 * np.pi * 140 * k * at) / k for k in range(1, 15))
            parts.append(0.2 * tone * (0.4 + 0.6 * np.sin(np.pi * np.arange(len(at)) / len(at))))
        if phrase["pause_mora"]:
            parts.append(np.zeros(round(PAUSE_S * rate / speed)))
    return np.concatenate([*parts, np.zeros(round(query["postPhonemeLength"] * rate))])


def wav(samples: np.ndarray, rate: int) -> bytes:
    with io.BytesIO() as content:
        with wave.open(content, "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(rate)
            file.writeframes((samples * 32_000).astype("<i2").tobytes())
        return content.getvalue()


def _sound(query: dict[str, Any], fault: str) -> bytes:
    rate = 16_000 if fault == "wrong rate" else query["outputSamplingRate"]
    whole = hum(query, rate)
    if fault == "half":
        whole = whole[: len(whole) // 2]
    if fault == "no samples":
        whole = whole[:0]
    if fault == "silence":
        whole = whole * 0
    content = wav(whole, rate)
    return {"empty": b"", "garbage": b"\x00\xff<html>" * 99, "cut": content[: len(content) // 2]}.get(fault, content)


class _Handler(BaseHTTPRequestHandler):
    fake: Fake

    def log_message(self, *_: Any) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        answers = {
            "/version": "0.0.1",
            "/speakers": SPEAKERS,
            "/engine_manifest": {"brand_name": "VOICEVOX", "default_sampling_rate": RATE},
        }
        self._answer(200 if self.path in answers else 404, json.dumps(answers.get(self.path, "")).encode())

    def do_POST(self) -> None:
        parts = urlsplit(self.path)
        parameters = {key: values[0] for key, values in parse_qs(parts.query).items()}
        length = int(self.headers.get("Content-Length") or 0)
        body = json.loads(self.rfile.read(length)) if length else None
        self.fake.asked.append((parts.path, parameters, body))
        if parts.path == "/accent_phrases":
            try:
                self._answer(200, json.dumps(phrases_of(parameters["text"])).encode())
            except ValueError:
                self._answer(400, b'{"detail": "UNKNOWN_TEXT"}')
            return
        self._speak(body, self.fake.faults.pop(0) if self.fake.faults else "")

    def _speak(self, query: dict[str, Any], fault: str) -> None:
        if fault == "500":
            self._answer(500, b"Internal Server Error")
        elif fault == "422":
            self._answer(422, b'{"detail": "no such style"}')
        elif fault == "hang up":
            self.close_connection = True
        elif fault == "slow":
            self._trickle()
        else:
            self._answer(200, _sound(query, fault))

    def _trickle(self) -> None:
        """A byte now and then: no single read ever times out."""
        with contextlib.suppress(OSError):
            self.send_response(200)
            self.end_headers()
            for _ in range(40):
                self.wfile.write(b"R")
                time.sleep(0.05)

    def _answer(self, code: int, content: bytes) -> None:
        self.send_response(code)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


@contextlib.contextmanager
def running() -> Iterator[Fake]:
    """A server on a port of its own until the block ends."""
    handler = type("Handler", (_Handler,), {})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    fake = Fake(f"http://127.0.0.1:{server.server_address[1]}")
    handler.fake = fake  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield fake
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
