"""What runs in a worker process: an engine, and a pipe to whoever asked."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path

from toolkit.errors import JimakuError
from toolkit.model import Clip
from toolkit.signal.grid import sound_of
from toolkit.signal.profile import profile
from toolkit.speech.pitch import raised
from toolkit.speech.protocol import Engine, EngineSpec, Request
from toolkit.speech.registry import engine_named
from toolkit.speech.sound import rounded


def serve(pipe: Connection, spec: EngineSpec, words: str) -> None:
    """Answer requests until the pipe closes: ``None`` once when ready, then for each a clip or our
    error. Every request has its reading.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is our parent's to handle; it ends us
    redirect(Path(words))
    if sys.platform != "win32":  # blocked while we were started
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT, signal.SIGTERM, signal.SIGHUP})
    engine: Engine | None = None
    try:
        with contextlib.suppress(JimakuError):  # said when something is asked of it
            engine = engine_named(spec.name, **spec.options)
            pipe.send(None)
        while True:
            request: Request = pipe.recv()
            try:
                if engine is None:
                    engine = engine_named(spec.name, **spec.options)
                    pipe.send(None)
                pipe.send(spoken(engine, request))
            except JimakuError as error:
                pipe.send(error)
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return


def spoken(engine: Engine, request: Request) -> Clip:
    """The clip of a request that has its reading, rounded and measured as it will be kept and heard."""
    clip = rounded(_spoken(engine, request))
    return replace(clip, profile=profile(sound_of(clip.samples, clip.scale), clip.rate)) if len(clip.samples) else clip


def _spoken(engine: Engine, request: Request) -> Clip:
    if request.reading is None:
        raise ValueError("the request has no reading")
    if not request.pitch:
        return engine.speak(request.reading, request.voice, pace=request.pace)
    if getattr(engine, "pitches", False):
        speak: Callable[..., Clip] = engine.speak
        return speak(request.reading, request.voice, pace=request.pace, pitch=request.pitch)
    return raised(engine.speak(request.reading, request.voice, pace=request.pace), request.pitch)


def redirect(words: Path) -> None:
    """Libraries talk on stdout and stderr; neither is theirs. What they say is kept for the error of a worker
    that dies.
    """
    handle = os.open(words, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for stream in (1, 2):
        os.dup2(handle, stream)
    os.close(handle)
