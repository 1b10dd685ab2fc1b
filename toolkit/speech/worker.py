"""What runs in a worker process: an engine, and a pipe to whoever asked."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path

from toolkit.errors import JimakuError
from toolkit.model import Clip
from toolkit.signal.grid import sound_of
from toolkit.signal.profile import profile
from toolkit.signal.rumble import without_rumble
from toolkit.speech.pitch import raised
from toolkit.speech.protocol import Engine, EngineSpec, Request
from toolkit.speech.registry import engine_named
from toolkit.speech.sound import rounded
from toolkit.speech.spacing import spaced
from toolkit.system.workers import EMPLOYER_GONE, settle


def serve(pipe: Connection, desk: Path, spec: EngineSpec) -> None:
    """Answer requests until the pipe closes: ``None`` once when ready, then for each a clip or our
    error. Every request has its reading.
    """
    settle(desk)
    engine: Engine | None = None
    with contextlib.suppress(*EMPLOYER_GONE):
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


def spoken(engine: Engine, request: Request) -> Clip:
    """The clip of a request that has its reading, its pauses as long as they are due, without rumble, rounded and
    measured as it will be kept and heard.
    """
    clip = _spoken(engine, request)
    if request.reading is not None and clip.pauses:
        clip = spaced(clip, request.reading, request.pace)
    if engine.audible:
        clip = replace(clip, samples=without_rumble(clip.samples, clip.rate))
    clip = rounded(clip)
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
