"""Sentences to clips in worker processes, in order, with a bounded window.

Engines are C code that may hang or die: every sentence has a deadline, a worker that fails is replaced, its
sentence is tried once more, and then the sentence is named in an EngineError. Workers end with their parent
however it ends (their pipe closes).
"""

from __future__ import annotations

import contextlib
import multiprocessing
import multiprocessing.connection
import sys
import tempfile
import time
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from toolkit.errors import EngineError, JimakuError
from toolkit.model import Clip
from toolkit.speech.morae import named
from toolkit.speech.protocol import EngineSpec, Request
from toolkit.speech.registry import engine_named
from toolkit.speech.worker import serve, spoken
from toolkit.system.signals import signals_wait

START_S = 120.0  # loading dictionaries and models on a busy machine
# a sentence's deadline: this, and PER_CHAR_S for every character (ten times what the slowest engine takes)
PATIENCE_S = 20.0
PER_CHAR_S = 1.5
TRIES = 2
_AHEAD = 2  # sentences given to a worker at once, so that it never waits for us


@dataclass(slots=True)
class _Job:
    index: int
    request: Request
    tries: int = 0


@dataclass(slots=True)
class _Worker:
    process: Any
    pipe: Connection
    words: Path  # what it wrote to its stderr
    jobs: deque[_Job] = field(default_factory=deque)
    deadline: float = 0.0
    ready: bool = False


@dataclass(slots=True)
class _Line:
    """Requests on their way through the workers: ``given`` to them, ``taken`` by the caller, ``done`` and not taken
    yet.
    """

    requests: Iterator[Request]
    window: int
    todo: deque[_Job] = field(default_factory=deque)
    done: dict[int, Clip] = field(default_factory=dict)
    given: int = 0
    taken: int = 0


class Pool:
    """``jobs`` worker processes that speak with one engine; a context manager. With ``jobs=0`` the engine
    runs in this process.

    Every request comes with its reading: whoever asks makes it while the workers speak, with one dictionary in memory
    for all of them.
    ``patience`` in seconds is the part of the deadline that does not depend on the sentence's length.
    """

    def __init__(self, engine: EngineSpec, jobs: int = 1, *, patience: float = PATIENCE_S) -> None:
        self._spec = engine
        self._jobs = jobs
        self._patience = patience
        self._workers: list[_Worker] = []
        self._folder = tempfile.TemporaryDirectory(prefix="jimaku-speech-", ignore_cleanup_errors=True)

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End every worker now."""
        for worker in self._workers:
            _end(worker)
        self._workers.clear()
        self._folder.cleanup()

    def hire(self, count: int) -> None:
        """Start the workers for so many sentences now, while their readings are made."""
        while len(self._workers) < min(self._jobs, count):
            self._hire()

    def speak_all(self, requests: Iterable[Request]) -> Iterator[Clip]:
        """One clip for each request, in their order. At most a few sentences for each worker are under way
        or waiting to be taken; the first are when this returns.

        EngineError naming the sentence if it cannot be spoken in two tries.
        """
        if self._jobs == 0:
            engine = engine_named(self._spec.name, **self._spec.options)
            return (spoken(engine, request) for request in requests)
        for worker in self._workers:  # what was asked before and broken off must not answer now
            if worker.jobs:
                _end(worker)
        self._workers = [worker for worker in self._workers if not worker.jobs]
        line = _Line(iter(requests), self._jobs * _AHEAD * 2)
        self._fill(line)
        return self._in_order(line)

    def _fill(self, line: _Line) -> None:
        """Take requests and hand them out until enough are under way."""
        while line.given - line.taken < line.window and (request := next(line.requests, None)) is not None:
            line.todo.append(_Job(line.given, request))
            line.given += 1
            self._hand_out(line.todo)

    def _in_order(self, line: _Line) -> Iterator[Clip]:
        while True:
            self._fill(line)
            if line.given == line.taken:
                return
            self._hand_out(line.todo)
            if line.taken not in line.done:
                self._listen(line.todo, line.done)
            while line.taken in line.done:
                yield line.done.pop(line.taken)
                line.taken += 1

    def _hand_out(self, todo: deque[_Job]) -> None:
        while todo:
            worker = min(self._workers, key=lambda w: len(w.jobs), default=None)
            if worker is None or (worker.jobs and len(self._workers) < self._jobs):
                worker = self._hire()
            if len(worker.jobs) >= _AHEAD:
                return
            job = todo.popleft()
            # a dead worker is found, and its jobs given to another, when we listen
            with contextlib.suppress(OSError):
                worker.pipe.send(job.request)
            worker.jobs.append(job)
            if len(worker.jobs) == 1:
                self._set_deadline(worker)

    def _hire(self) -> _Worker:
        context = multiprocessing.get_context("spawn")  # the only way to start that every system has
        ours, theirs = context.Pipe()
        words = Path(self._folder.name, f"{time.monotonic_ns()}.txt")
        process = context.Process(target=serve, args=(theirs, self._spec, str(words)), daemon=True, name="jimaku-voice")
        _start_tracker()
        with signals_wait():  # a worker that is half started when we end would complain on our stderr
            process.start()
            theirs.close()
            worker = _Worker(process, ours, words, deadline=time.monotonic() + START_S)
            self._workers.append(worker)
        return worker

    def _set_deadline(self, worker: _Worker) -> None:
        start = 0.0 if worker.ready else START_S
        length = len(worker.jobs[0].request.text) if worker.jobs else 0
        worker.deadline = time.monotonic() + start + self._patience + PER_CHAR_S * length

    def _listen(self, todo: deque[_Job], done: dict[int, Clip]) -> None:
        """Take what workers have to say, or part with those whose time is over."""
        busy = {worker.pipe: worker for worker in self._workers if worker.jobs}
        wait = min(worker.deadline for worker in busy.values()) - time.monotonic()
        for pipe in multiprocessing.connection.wait(list(busy), max(0.0, wait)):
            self._hear(busy[pipe], todo, done)  # type: ignore[index]
        for worker in busy.values():
            if worker.jobs and time.monotonic() > worker.deadline:
                self._part(worker, todo, "did not answer in time")

    def _hear(self, worker: _Worker, todo: deque[_Job], done: dict[int, Clip]) -> None:
        try:
            answer = worker.pipe.recv()
        except (EOFError, OSError):
            worker.process.join(1)
            self._part(worker, todo, f"died (exit code {worker.process.exitcode})")
            return
        if answer is None:
            worker.ready = True
        else:
            job = worker.jobs.popleft()
            self._settle(job, answer, todo, done)
        if worker.jobs:
            self._set_deadline(worker)

    def _settle(self, job: _Job, answer: Clip | JimakuError, todo: deque[_Job], done: dict[int, Clip]) -> None:
        if isinstance(answer, Clip):
            done[job.index] = answer
            return
        job.tries += 1
        if job.tries >= TRIES or not isinstance(answer, EngineError):
            answer.where = _place(job.request)
            raise answer
        todo.appendleft(job)

    def _part(self, worker: _Worker, todo: deque[_Job], why: str) -> None:
        """End a worker: its first sentence is the one that failed, the others go back untried."""
        _end(worker)
        self._workers.remove(worker)
        blamed = worker.jobs[0]
        blamed.tries += 1
        if blamed.tries >= TRIES or not worker.ready:
            raise EngineError(
                f"the engine {self._spec.name!r} {why}{_last_words(worker)}",
                where=_place(blamed.request),
                mend="shorten the sentence or try another engine",
            )
        todo.extendleft(reversed(worker.jobs))
        worker.jobs.clear()


def _start_tracker() -> None:
    """The process with which ``multiprocessing`` starts every other: starting it lets signals through that we hold
    back.
    """
    if sys.platform != "win32":
        from multiprocessing import resource_tracker

        resource_tracker.ensure_running()


def _place(request: Request) -> str:
    return f"{request.where}: {named(request.text)}" if request.where else named(request.text)


def _last_words(worker: _Worker) -> str:
    """The end of what the worker wrote to stderr: a traceback's last line says most."""
    try:
        lines = worker.words.read_text("utf-8", "replace").split("\n")
    except OSError:
        return ""
    spoken = [line.strip() for line in lines if line.strip()]
    return f": {spoken[-1][:200]}" if spoken else ""


def _end(worker: _Worker) -> None:
    worker.process.kill()
    worker.process.join()
    worker.process.close()
    worker.pipe.close()
