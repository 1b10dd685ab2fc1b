"""Transcripts handed to worker processes of this machine, the longest first. A worker lives as long as the batch, with
its engine and dictionaries; one that dies fails the transcript it had, and another takes its place.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import multiprocessing.connection
import shutil
import signal
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from toolkit.batch.order import Order, Outcome, Row, Task, failed
from toolkit.batch.staging import clear
from toolkit.batch.watch import Watcher
from toolkit.batch.worker import serve
from toolkit.system.leftovers import sweep, temporary_prefix
from toolkit.system.signals import signals_wait

SILENCE_S = (
    900.0  # without a word from a worker: far more than the longest stage that says nothing takes on 20 hours of speech
)
START_S = 120.0  # until a new worker says its first word, on a busy machine
# transcripts of one worker: what libraries keep for good (some 0.1 MB a transcript was measured) stays small in any
# batch
LIFE = 100
_GRACE_S = 5.0  # to leave nothing half-made, when told to end


@dataclass(slots=True)
class _Worker:
    process: Any
    pipe: Connection
    desk: Path  # its temporary files, and what it says on stderr
    task: Task | None = None
    heard: float = 0.0
    taken: int = 0


class Crew:
    """``jobs`` processes at most; a context manager: at its end no process of it is left, nor a temporary file.
    ``idle_s``: how long a worker may say nothing.
    """

    def __init__(
        self, order: Order, jobs: int, before: Mapping[str, Row], watcher: Watcher, *, idle_s: float = SILENCE_S
    ) -> None:
        self._order, self._jobs, self._before, self._watcher, self._idle_s = order, jobs, before, watcher, idle_s
        self._workers: list[_Worker] = []
        sweep(Path(tempfile.gettempdir()))
        self._desk = Path(tempfile.mkdtemp(prefix=temporary_prefix(hidden=False)))

    def __enter__(self) -> Crew:
        return self

    def __exit__(self, *_: object) -> None:
        with signals_wait():
            self._end([worker for worker in self._workers if worker.task])
            for worker in self._workers:
                _kill(worker)
            shutil.rmtree(self._desk, ignore_errors=True)

    def run(self, tasks: Iterable[Task]) -> list[Outcome]:
        """The outcome of every task, in the order of the tasks."""
        waiting = deque(sorted(tasks, key=lambda task: -task.size))
        outcomes: list[Outcome] = []
        while waiting or any(worker.task for worker in self._workers):
            self._hand_out(waiting)
            for worker in self._listen():
                outcome = self._hear(worker)
                if outcome is not None:
                    outcomes.append(outcome)
                    self._watcher.finished(outcome)
        for outcome in outcomes:  # a process that was killed before we began may have taken until now to be gone
            clear(self._order, outcome.task)
        return sorted(outcomes, key=lambda outcome: outcome.task.index)

    def _hand_out(self, waiting: deque[Task]) -> None:
        while waiting and sum(worker.task is not None for worker in self._workers) < self._jobs:
            idle = next((worker for worker in self._workers if worker.task is None), None)
            worker = idle or self._hire()
            busy = sum(worker.task is not None for worker in self._workers)
            share = self._jobs // (
                busy + len(waiting)
            )  # fewer transcripts than processes: the others speak its sentences
            worker.task = waiting.popleft()
            worker.taken += 1
            worker.heard = time.monotonic() + (0.0 if idle else START_S)
            with contextlib.suppress(OSError):  # a dead one is found when we listen
                worker.pipe.send((worker.task, self._before.get(worker.task.place), share if share > 1 else 0))

    def _hire(self) -> _Worker:
        context = multiprocessing.get_context("spawn")  # the only way to start that every system has
        ours, theirs = context.Pipe()
        desk = Path(tempfile.mkdtemp(dir=self._desk))
        process = context.Process(target=serve, args=(theirs, self._order, str(desk)), name="jimaku-batch")
        with signals_wait():
            process.start()
            theirs.close()
            worker = _Worker(process, ours, desk)
            self._workers.append(worker)
        return worker

    def _listen(self) -> list[_Worker]:
        """The workers with something to say, and those that have been silent for too long."""
        busy = [worker for worker in self._workers if worker.task]
        limit = min(worker.heard for worker in busy) + self._idle_s
        ready = multiprocessing.connection.wait([worker.pipe for worker in busy], max(0.0, limit - time.monotonic()))
        return [worker for worker in busy if worker.pipe in ready or time.monotonic() > worker.heard + self._idle_s]

    def _hear(self, worker: _Worker) -> Outcome | None:
        """The outcome of the worker's task, if it has come to one."""
        task = worker.task
        if task is None:
            return None
        if time.monotonic() > worker.heard + self._idle_s and not worker.pipe.poll():
            return self._part(worker, task, f"gave no sign of life for {self._idle_s:.0f} s")
        try:
            message = worker.pipe.recv()
        except (EOFError, OSError):
            worker.process.join(_GRACE_S)
            return self._part(worker, task, f"died ({_cause(worker.process.exitcode)})")
        worker.heard = time.monotonic()
        if not isinstance(message, Outcome):
            self._watcher.working(task, *message)
            return None
        worker.task = None
        if worker.taken >= LIFE:
            self._retire(worker)
        return message

    def _retire(self, worker: _Worker) -> None:
        """Let an idle worker go: it ends when its pipe closes."""
        worker.pipe.close()
        worker.process.join(_GRACE_S)
        _kill(worker)
        self._workers.remove(worker)
        shutil.rmtree(worker.desk, ignore_errors=True)

    def _part(self, worker: _Worker, task: Task, why: str) -> Outcome:
        words = _last_words(worker.desk / "stderr")
        _kill(worker)
        self._workers.remove(worker)
        shutil.rmtree(worker.desk, ignore_errors=True)
        clear(self._order, task)
        mend = "run the batch again; if it happens again, give it fewer --jobs or this transcript alone to `jimaku narrate`"  # noqa: E501
        return failed(task, f"{task.shown}: the process at work on it {why}{words} — {mend}")

    def _end(self, workers: list[_Worker]) -> None:
        """Let workers break off and clean up, then clear what those left that could not."""
        for worker in workers:
            worker.process.terminate()
        until = time.monotonic() + _GRACE_S
        for worker in workers:
            worker.process.join(max(0.0, until - time.monotonic()))
            _kill(worker)
        for worker in workers:
            if worker.task:
                clear(self._order, worker.task)
        self._workers = [worker for worker in self._workers if worker not in workers]


def _kill(worker: _Worker) -> None:
    with contextlib.suppress(ValueError):  # closed already
        worker.process.kill()
        worker.process.join()
        worker.process.close()
    worker.pipe.close()


def _cause(code: int | None) -> str:
    if code is None or code >= 0:
        return f"exit code {code}"
    return f"signal {signal.Signals(-code).name}" + (
        ", as when memory runs out" if -code == getattr(signal, "SIGKILL", 9) else ""
    )


def _last_words(stderr: Path) -> str:
    try:
        lines = [line.strip() for line in stderr.read_text("utf-8", "replace").splitlines() if line.strip()]
    except OSError:
        return ""
    return f": {lines[-1][:300]}" if lines else ""


def here(
    tasks: Iterable[Task],
    before: Mapping[str, Row],
    watcher: Watcher,
    perform: Callable[[Task, Row | None, Any], Outcome],
) -> list[Outcome]:
    """One after the other in this process: for places that no other process can see."""
    outcomes = []
    for task in tasks:
        outcomes.append(perform(task, before.get(task.place), lambda *told, task=task: watcher.working(task, *told)))
        watcher.finished(outcomes[-1])
    return outcomes
