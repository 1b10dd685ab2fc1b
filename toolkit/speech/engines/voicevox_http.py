"""Talking to an engine over HTTP: with a deadline for the whole answer, one more try where that can help, and errors
that say what to do.
"""

from __future__ import annotations

import http.client
import io
import json
import time
import urllib.error
import urllib.parse
import urllib.request
import wave
from typing import TYPE_CHECKING, Any

import numpy as np

from toolkit.errors import EngineError, InputError, UnansweredError
from toolkit.system.waiting import waiting_for

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from toolkit.speech.sound import Samples

TRIES = 2
REST_S = 0.5  # before the second try
LARGEST = 1 << 26  # bytes of an answer: ten minutes of sound at 48 kHz
_BLOCK = 1 << 16
_MEND = "start VOICEVOX or AivisSpeech, or name its address with --engine-url"


class Server:
    """An engine at an address. ``patience`` of a call is seconds for the whole answer."""

    def __init__(self, url: str) -> None:
        parts = urllib.parse.urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
            raise InputError(
                f"{url!r} is no address of an engine", mend="write for example --engine-url http://127.0.0.1:50021"
            )
        self.url = url.rstrip("/")
        # a proxy knows nothing of our own machine, and an engine has no reason to send us elsewhere
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _Stay())

    def get(self, path: str, patience: float) -> Any:
        """The JSON that is there."""
        with waiting_for(f"the engine at {self.url}", patience):
            return self._json(self._ask("GET", path, {}, None, patience))

    def post(self, path: str, parameters: dict[str, str], patience: float, body: Any = None) -> Any:
        """The JSON that a request is answered with."""
        return self._json(self.sound(path, parameters, patience, body))

    def sound(self, path: str, parameters: dict[str, str], patience: float, body: Any = None) -> bytes:
        """The bytes that a request is answered with."""
        content = None if body is None else json.dumps(body, ensure_ascii=False).encode()
        return self._ask("POST", path, parameters, content, patience)

    def _json(self, content: bytes) -> Any:
        try:
            return json.loads(content)
        except (ValueError, RecursionError) as error:
            raise EngineError(f"what answers at {self.url} is no VOICEVOX engine", mend=_MEND) from error

    def _ask(self, method: str, path: str, parameters: dict[str, str], content: bytes | None, patience: float) -> bytes:
        query = f"?{urllib.parse.urlencode(parameters)}" if parameters else ""
        headers = {"Content-Type": "application/json"} if content is not None else {}
        request = urllib.request.Request(f"{self.url}{path}{query}", content, headers, method=method)
        deadline = time.monotonic() + patience  # of all tries together
        for left in reversed(range(TRIES)):
            try:
                return self._once(request, deadline, patience)
            except _Fault as fault:
                if not left or time.monotonic() + REST_S >= deadline:
                    kind = UnansweredError if time.monotonic() >= deadline else EngineError
                    raise kind(f"the engine at {self.url} {fault}", mend="restart it, or try another engine") from fault
            time.sleep(REST_S)
        raise AssertionError("the last try returns or raises")

    def _once(self, request: urllib.request.Request, deadline: float, patience: float) -> bytes:
        """EngineError for what a second try does not change, ``_Fault`` for the rest. ``patience`` is told."""
        try:
            with self._opener.open(request, timeout=max(0.001, deadline - time.monotonic())) as answer:
                return _whole(answer, deadline, patience)
        except urllib.error.HTTPError as error:
            with error:
                raise self._refusal(error) from error
        except TimeoutError as error:
            raise _Fault(f"did not answer within {max(0.0, patience):.0f} s") from error
        except urllib.error.URLError as error:
            if isinstance(error.reason, TimeoutError):
                raise _Fault(f"did not answer within {max(0.0, patience):.0f} s") from error
            if isinstance(error.reason, ConnectionResetError):
                raise _Fault("broke off") from error
            # that nobody listens is no news beside it
            why = "" if isinstance(error.reason, ConnectionRefusedError) else f" ({error.reason})"
            raise EngineError(f"nothing answers at {self.url}{why}", mend=_MEND) from error
        except (http.client.HTTPException, OSError) as error:
            raise _Fault(f"broke off ({type(error).__name__})") from error

    def _refusal(self, error: urllib.error.HTTPError) -> Exception:
        if error.code >= 500:
            return _Fault(f"failed with HTTP {error.code}{_detail(error)}")
        if error.code == 404:
            return EngineError(f"what answers at {self.url} is no VOICEVOX engine", mend=_MEND)
        return EngineError(
            f"the engine at {self.url} refused (HTTP {error.code}{_detail(error)})", mend="try another voice or engine"
        )


class _Fault(Exception):
    """What may be better at the next try."""


class _Stay(urllib.request.HTTPRedirectHandler):
    """Follows no redirection: it becomes an HTTPError."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


def _whole(answer: Any, deadline: float, patience: float) -> bytes:
    """The answer's body. A server that trickles never times out by itself: the deadline is ours."""
    parts, size = [], 0
    while block := answer.read1(_BLOCK):
        parts.append(block)
        size += len(block)
        if time.monotonic() > deadline:
            raise _Fault(f"did not answer within {max(0.0, patience):.0f} s")
        if size > LARGEST:
            raise EngineError("the engine answered with more than a sentence can be", mend="try another engine")
    due = answer.headers.get("Content-Length")
    if due is not None and due.isdecimal() and size < int(due):
        raise _Fault("broke off")
    return b"".join(parts)


def _detail(error: urllib.error.HTTPError) -> str:
    """What the engine says of its refusal, in short."""
    try:
        said = error.read(_BLOCK).decode("utf-8", "replace")
    except (OSError, http.client.HTTPException):
        return ""
    line = " ".join(said.split())[:160]
    return f": {line}" if line else ""


def samples_of(content: bytes, rate: int) -> Samples:
    """The sound of a WAV, mono. EngineError if it is no WAV, is cut, is empty or has another rate."""
    fault = ""
    try:
        with wave.open(io.BytesIO(content)) as file:
            channels, width, given, frames = (
                file.getnchannels(),
                file.getsampwidth(),
                file.getframerate(),
                file.getnframes(),
            )
            data = file.readframes(frames)
    except (wave.Error, EOFError) as error:
        raise EngineError(
            "the engine gave no WAV" if content else "the engine gave no sound", mend="restart it"
        ) from error
    if width != 2:
        fault = f"gave a WAV of {8 * width} bits"
    elif given != rate:
        fault = f"gave {given} Hz instead of {rate}"
    elif len(data) != frames * channels * width:
        fault = "gave a WAV that breaks off"
    elif not frames:
        fault = "gave no sound"
    if fault:
        raise EngineError(f"the engine {fault}", mend="restart it, or try another engine")
    mono: NDArray[np.float32] = (np.frombuffer(data, "<i2").reshape(-1, channels).mean(axis=1) / 32_768).astype(
        np.float32
    )
    return mono
