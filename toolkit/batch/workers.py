"""Transcripts handed to worker processes of this machine, the longest first. A worker lives as long as the batch, with
its engine and dictionaries; one that dies fails the transcript it had, and another takes its place.
"""

from __future__ import annotations

import tempfile
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from toolkit.batch.deliver import clear
from toolkit.batch.order import Order, Outcome, Row, Task, after_first_try, failed
from toolkit.batch.watch import Watcher
from toolkit.batch.worker import serve
from toolkit.errors import OutputError
from toolkit.system.leftovers import sweep
from toolkit.system.signals import signals_wait
from toolkit.system.workers import Gone, Worker, Workers

# without progress: far more than the longest stage that says nothing takes on 20 hours of speech; and without a sign
# of life (``worker.BEAT_S``): the process is stopped
SILENCE_S, LIFELESS_S = 900.0, 45.0
TRIES = 2  # of a transcript whose process dies or is stopped: it may be the machine's fault, or another program's
TOLD_S = 30.0  # without progress, when that is told
START_S = 120.0  # until a new worker says its first word, on a busy machine
# transcripts of one worker: what libraries keep for good (some 0.1 MB a transcript was measured) stays small in any
# batch
LIFE = 100


class BatchWorkers:
    """``jobs`` processes at most; a context manager: at its end no process of it is left, nor a temporary file.
    ``idle_s``: how long a worker may say nothing.
    """

    def __init__(
        self, order: Order, jobs: int, before: Mapping[str, Row], watcher: Watcher, *, idle_s: float = SILENCE_S
    ) -> None:
        self._order, self._jobs, self._before, self._watcher, self._idle_s = order, jobs, before, watcher, idle_s
        self._tries: Counter[int] = Counter()
        self._early: dict[int, str] = {}  # why the first process of a transcript gave nothing
        self._silent_until: dict[int, float] = {}  # without progress, by index of the task
        self.workers: Workers[Task] = Workers(serve, (order,), name="jimaku-batch")
        sweep(Path(tempfile.gettempdir()))

    def __enter__(self) -> BatchWorkers:
        return self

    def __exit__(self, *_: object) -> None:
        with signals_wait():
            left = [task for worker in self.workers.busy for task in worker.jobs]
            self.workers.dismiss(self.workers.busy)
            self.workers.close()
            for task in left:
                clear(self._order, task)

    def run(self, tasks: Iterable[Task]) -> list[Outcome]:
        """The outcome of every task, in the order of the tasks."""
        waiting = deque(sorted(tasks, key=lambda task: -task.size))
        outcomes: list[Outcome] = []
        while waiting or self.workers.busy:
            ended: list[Outcome | None] = [*self._hand_out(waiting)]
            if self.workers.busy:
                ended += [self._hear(worker, waiting) for worker in self.workers.listen()]
            for outcome in filter(None, ended):
                outcomes.append(outcome)
                self._watcher.finished(outcome)
        for outcome in outcomes:  # a process that was killed before we began may have taken until now to be gone
            clear(self._order, outcome.task)
        return sorted(outcomes, key=lambda outcome: outcome.task.index)

    def _hand_out(self, waiting: deque[Task]) -> list[Outcome]:
        """Give tasks to processes; the outcomes of those for which none can be had."""
        while waiting and len(self.workers.busy) < self._jobs:
            idle = next((worker for worker in self.workers if not worker.jobs), None)
            try:
                worker = idle or self.workers.hire(START_S)
            except OutputError as error:
                if self.workers.busy:  # those that are there do the rest
                    return []
                left = [failed(task, f"{task.shown}: {error}", passing=True) for task in waiting]
                waiting.clear()
                return left
            # fewer transcripts than processes: the others speak its sentences
            share = self._jobs // (len(self.workers.busy) + len(waiting))
            task = waiting.popleft()
            self._silent_until[task.index] = time.monotonic() + (0.0 if idle else START_S) + self._idle_s
            worker.deadline = min(self._silent_until[task.index], time.monotonic() + START_S + LIFELESS_S)
            worker.expect(f"the process at work on {task.shown}", START_S / 2 + TOLD_S)
            worker.hand(task, (task, self._before.get(task.place), share if share > 1 else 0))
        return []

    def _hear(self, worker: Worker[Task], waiting: deque[Task]) -> Outcome | None:
        """The outcome of the worker's task, if it has come to one."""
        if worker.late:
            stuck = time.monotonic() >= self._silent_until[worker.jobs[0].index]
            seconds = self._idle_s if stuck else LIFELESS_S
            return self._part(worker, waiting, f"gave no sign of life for {seconds:.0f} s{worker.last_words()}")
        said = worker.hear()
        if isinstance(said, Gone):
            return self._part(worker, waiting, f"{said.why}{said.words}")
        task = worker.jobs[0]
        if isinstance(said, str):
            self._watcher.waiting(task, said)
        elif said is not None:  # more than that it is alive
            self._silent_until[task.index] = time.monotonic() + self._idle_s
            worker.expect(f"the process at work on {task.shown}", TOLD_S)
        worker.deadline = min(self._silent_until[task.index], time.monotonic() + LIFELESS_S)
        if isinstance(said, tuple):
            self._watcher.working(task, *said)
        if not isinstance(said, Outcome):
            return None
        worker.jobs.clear()
        if worker.taken >= LIFE:
            self.workers.retire(worker)
        return after_first_try(said, self._early.get(said.task.index))

    def _part(self, worker: Worker[Task], waiting: deque[Task], why: str) -> Outcome | None:
        """The outcome of a task whose process is to be ended; None if it is tried once more."""
        self.workers.part(worker)
        task = worker.jobs[0]
        clear(self._order, task)
        self._tries[task.index] += 1
        if self._tries[task.index] < TRIES:
            self._early[task.index] = why
            waiting.append(task)  # behind the others: if it brings the machine down, they are done
            return None
        mend = (
            "run the batch again; if it happens again, give it fewer --jobs or this transcript alone to "
            "`jimaku narrate`"
        )
        return failed(task, f"{task.shown}: the process at work on it {why} — {mend}", passing=True)


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
