"""Sentences to clips in worker processes, in order, with a bounded window.

Engines are C code that may hang or die: every sentence has a deadline, a worker that fails is replaced, its
sentence is tried once more, and then the sentence is named in an EngineError. Workers end with their parent
however it ends (their pipe closes).
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from toolkit.errors import EngineError, JimakuError, UnansweredError
from toolkit.model import Clip
from toolkit.speech.morae import named
from toolkit.speech.protocol import EngineSpec, Request
from toolkit.speech.registry import engine_named
from toolkit.speech.worker import serve, spoken
from toolkit.system.waiting import TOLD_AFTER_S
from toolkit.system.workers import Gone, Worker, Workers

START_S = 120.0  # loading dictionaries and models on a busy machine
# A sentence's deadline: this, and PER_CHAR_S for every character (nine times what the slowest engine takes); once
# KNOWN_AFTER sentences have come, no more than FACTOR times the slowest of them a character, and the patience. A worker
# that is stopped is then found out in seconds. A second try of one that was late has the patience alone.
PATIENCE_S = 20.0
PER_CHAR_S = 0.75
KNOWN_AFTER, FACTOR = 4, 10.0
TOLD_START_S = 15.0  # of a worker that gets ready, when that is told
USUAL = 2.0
TRIES = 2
_AHEAD = 2  # sentences given to a worker at once, so that it never waits for us


@dataclass(slots=True)
class _Job:
    index: int
    request: Request
    tries: int = 0
    late: bool = False


@dataclass(slots=True)
class _Tempo:
    """How fast sentences come. ``slowest``: seconds a character of the slowest so far."""

    answered: int = 0
    slowest: float = 0.0
    begun: dict[int, float] = field(default_factory=dict)

    def begin(self, job: _Job) -> None:
        self.begun[job.index] = time.monotonic()

    def learn(self, job: _Job) -> None:
        self.answered += 1
        seconds = time.monotonic() - self.begun.pop(job.index, time.monotonic())
        self.slowest = max(self.slowest, seconds / max(1, len(job.request.text)))

    def usual(self, job: _Job) -> float:
        """Seconds after which it is told that a sentence is waited for: those of a slow engine are no news."""
        return max(TOLD_AFTER_S, USUAL * self.slowest * len(job.request.text))

    def allowed(self, job: _Job, patience: float) -> float:
        """Seconds for a sentence."""
        if job.late:
            return patience
        a_char = min(PER_CHAR_S, FACTOR * self.slowest) if self.answered >= KNOWN_AFTER else PER_CHAR_S
        return patience + a_char * len(job.request.text)


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
        self._workers: Workers[_Job] = Workers(serve, (engine,), name="jimaku-voice", daemon=True)
        self._ready: set[Worker[_Job]] = set()
        self._tempo = _Tempo()

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End every worker now."""
        self._workers.close()
        self._ready.clear()

    def hire(self, count: int) -> None:
        """Start the workers for so many sentences now, while their readings are made."""
        while len(self._workers) < min(self._jobs, count):
            self._workers.hire(START_S)

    def speak_all(self, requests: Iterable[Request]) -> Iterator[Clip]:
        """One clip for each request, in their order. At most a few sentences for each worker are under way
        or waiting to be taken; the first are when this returns.

        EngineError naming the sentence if it cannot be spoken in two tries.
        """
        if self._jobs == 0:
            engine = engine_named(self._spec.name, **self._spec.options)
            return (spoken(engine, request) for request in requests)
        for worker in self._workers.busy:  # what was asked before and broken off must not answer now
            self._workers.part(worker)
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
                worker = self._workers.hire(START_S)
            if len(worker.jobs) >= _AHEAD:
                return
            job = todo.popleft()
            worker.hand(job, job.request)
            if len(worker.jobs) == 1:
                self._set_deadline(worker)

    def _set_deadline(self, worker: Worker[_Job]) -> None:
        ready, job = worker in self._ready, worker.jobs[0]
        start = 0.0 if ready else START_S
        self._tempo.begin(job)
        worker.deadline = time.monotonic() + start + self._tempo.allowed(job, self._patience)
        what = f"the engine {self._spec.name!r} to speak {_place(job.request)}"
        worker.expect(what, self._tempo.usual(job) if ready else TOLD_START_S)

    def _listen(self, todo: deque[_Job], done: dict[int, Clip]) -> None:
        """Take what workers have to say, or part with those whose time is over."""
        for worker in self._workers.listen():
            if worker.late:
                job = worker.jobs[0]
                seconds = self._tempo.allowed(job, self._patience) + (0 if worker in self._ready else START_S)
                job.late = True
                self._part(worker, todo, f"did not answer within {max(0.0, seconds):.0f} s{worker.last_words()}")
            else:
                self._hear(worker, todo, done)

    def _hear(self, worker: Worker[_Job], todo: deque[_Job], done: dict[int, Clip]) -> None:
        answer = worker.hear()
        if isinstance(answer, Gone):
            self._part(worker, todo, f"{answer.why}{answer.words}")
            return
        if answer is None:
            self._ready.add(worker)
        else:
            self._settle(worker.jobs.popleft(), answer, todo, done)
        if worker.jobs:
            self._set_deadline(worker)

    def _settle(self, job: _Job, answer: Clip | JimakuError, todo: deque[_Job], done: dict[int, Clip]) -> None:
        if isinstance(answer, Clip):
            self._tempo.learn(job)
            done[job.index] = answer
            return
        job.tries += 1
        if job.tries >= TRIES or not isinstance(answer, EngineError) or isinstance(answer, UnansweredError):
            answer.where = _place(job.request)
            raise answer
        todo.appendleft(job)

    def _part(self, worker: Worker[_Job], todo: deque[_Job], why: str) -> None:
        """End a worker: its first sentence is the one that failed, the others go back untried."""
        self._workers.part(worker)
        blamed = worker.jobs[0]
        blamed.tries += 1
        ready = worker in self._ready
        self._ready.discard(worker)
        if blamed.tries >= TRIES or not ready:
            raise EngineError(
                f"the engine {self._spec.name!r} {why}",
                where=_place(blamed.request),
                mend="shorten the sentence or try another engine",
            )
        todo.extendleft(reversed(worker.jobs))
        worker.jobs.clear()


def _place(request: Request) -> str:
    return f"{request.where}: {named(request.text)}" if request.where else named(request.text)
