"""Transcripts on a Dask cluster that exists. Scheduling, retries and transport are Dask's; ours is what a task does and
how its outcome is read.

A transcript is one task. Workers of one thread each (``dask worker --nthreads 1 --nworkers N``) speak one transcript a
core; a worker with several threads takes its transcripts one after the other.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from toolkit.batch.lifeless import Pulse
from toolkit.batch.order import Order, Outcome, Row, Task, after_first_try, failed
from toolkit.batch.watch import Watcher
from toolkit.batch.work import perform
from toolkit.edition.freshness import toolkit_version
from toolkit.errors import EngineError
from toolkit.system.locations import EXTRA
from toolkit.system.waiting import told, waiting_for

RETRIES = 2  # of a task that ended in an error that is not ours; a lost worker's tasks are Dask's to give to another
_ANSWER_S = 30.0
SILENCE_S, TOLD_S = 900.0, 15.0  # without progress, until it is given up; until it is told
_LOOK_S = 1.0
_one_at_a_time = threading.Lock()  # engines and dictionaries are not made for threads


def run(
    tasks: Iterable[Task],
    order: Order,
    address: str,
    before: Mapping[str, Row],
    watcher: Watcher,
    tls: Mapping[str, str] | None = None,
) -> list[Outcome]:
    """The outcome of every task, in the order of the tasks.

    ``tls``: the files of certificates by Dask's names (``tls.certificates``); without them whoever answers is trusted.
    EngineError if Dask is missing, nobody answers at ``address``, or a worker has another version of the toolkit.
    """
    try:
        from distributed import Client, Security
    except ImportError:
        raise EngineError("--scheduler needs Dask, which is not installed", mend=EXTRA) from None
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what it has to say of the network, we say in one line
    try:
        security = Security(require_encryption=True, **tls) if tls else None  # type: ignore[no-untyped-call]
        with waiting_for(f"the Dask scheduler at {address}", _ANSWER_S):
            client = Client(address, timeout=_ANSWER_S, set_as_default=False, security=security)  # type: ignore[no-untyped-call]  # Dask is not typed
    except (OSError, ValueError) as error:
        raise EngineError(
            f"no Dask scheduler answers ({error})", where=address, mend="check the address and that it runs"
        ) from error
    with client:
        pulse = Pulse(client, address)
        pulse.look()
        _refuse_strangers(client, address)
        return _Run(client, order, before, watcher, address, pulse).run(list(tasks))


def _refuse_strangers(client: Any, address: str) -> None:
    """EngineError if a worker there would make something else. One that joins later is asked again by each task, and
    so is one that gives no answer now.
    """
    try:
        with waiting_for(f"the workers of {address}", _ANSWER_S):
            versions = client.run(toolkit_version, callback_timeout=_ANSWER_S)
    except TimeoutError:
        return
    except (ImportError, AttributeError) as error:
        raise EngineError(
            f"a worker cannot load this toolkit ({error})", where=address, mend="install it where the workers run"
        ) from error
    strangers = [worker for worker, version in versions.items() if version != toolkit_version()]
    if strangers:
        raise _stranger(strangers[0])


def _stranger(where: str) -> EngineError:
    return EngineError(
        "has another version of this toolkit or of what it reads with",
        where=where,
        mend="install the same on every machine",
    )


class _Run:
    """The tasks of one batch on a cluster, until each has its outcome."""

    def __init__(
        self, client: Any, order: Order, before: Mapping[str, Row], watcher: Watcher, address: str, pulse: Pulse
    ) -> None:
        self._client, self._order, self._before, self._watcher = client, order, before, watcher
        self._address, self._pulse, self._topic = address, pulse, f"jimaku-{uuid.uuid4().hex}"
        self._done: queue.SimpleQueue[Any] = queue.SimpleQueue()  # futures, and None for a sign of life
        self._futures: dict[Any, Task] = {}
        self._lost: dict[int, str] = {}  # the first worker of a task, that gave nothing
        self._outcomes: list[Outcome] = []

    def run(self, tasks: list[Task]) -> list[Outcome]:
        by_index = {task.index: task for task in tasks}

        def heard(event: Any) -> None:
            self._watcher.working(by_index[event[1][0]], *event[1][1:])
            self._done.put(None)

        self._client.subscribe_topic(self._topic, heard)
        for task in sorted(tasks, key=lambda task: -task.size):
            self._submit(task)
        try:
            self._wait()
        finally:
            self._client.cancel(list(self._futures), force=True)
        for task in self._futures.values():
            why = f"nothing was heard of it for {SILENCE_S:.0f} s — see that the cluster has workers, then run it again"
            self._end(failed(task, f"{task.shown}: {why}", passing=True))
        return sorted(self._outcomes, key=lambda outcome: outcome.task.index)

    def _submit(self, task: Task, workers: list[str] | None = None) -> None:
        future = self._client.submit(
            _there,
            task,
            self._order,
            self._before.get(task.place),
            self._topic,
            toolkit_version(),
            key=f"{self._topic}-{task.index}-{task.index in self._lost:d}",
            retries=RETRIES,
            workers=workers,
        )
        self._futures[future] = task
        future.add_done_callback(self._done.put)

    def _wait(self) -> None:
        """Until all came to their end, or nothing was heard for too long and the cluster is stuck. What is waited for
        is told.
        """
        since, known = time.monotonic(), False
        while self._futures:
            self._part_with_lifeless()
            try:
                future = self._done.get(timeout=_LOOK_S)
            except queue.Empty:
                silent = time.monotonic() - since
                if silent >= TOLD_S and not known:
                    told(f"the cluster at {self._address}", silent, SILENCE_S)
                    known = True
                if silent >= SILENCE_S and self._stuck():
                    return
                continue
            since, known = time.monotonic(), False
            if future in self._futures:  # and not taken from a worker that gave no sign of life
                self._end(_outcome(future, self._futures.pop(future)))
                future.release()

    def _end(self, outcome: Outcome) -> None:
        if worker := self._lost.get(outcome.task.index):
            outcome = self._after(worker, outcome)
        self._outcomes.append(outcome)
        self._watcher.finished(outcome)

    def _after(self, worker: str, outcome: Outcome) -> Outcome:
        """What came of a second try. One that is only stopped may hold the folder still."""
        why = f"gave no sign of life for {self._pulse.allowed:.0f} s"
        if not outcome.row.failure:
            return after_first_try(outcome, why)
        failure = f"{outcome.row.failure.replace(' — ', ': ')}; a first process at work on it {why}"
        return failed(outcome.task, f"{failure} — {self._mend(worker)}", passing=True)

    @staticmethod
    def _mend(worker: str) -> str:
        return f"see that the worker {worker} runs, then run the batch again"

    def _part_with_lifeless(self) -> None:
        """Take from workers that are stopped, or not to be reached, what they hold, sooner than Dask would."""
        for worker, keys in self._pulse.holding():
            for future in [future for future in self._futures if future.key in keys]:
                task = self._futures.pop(future)
                self._client.cancel([future], force=True)
                self._once_more(task, worker)

    def _once_more(self, task: Task, worker: str) -> None:
        others = self._pulse.living()
        if others and task.index not in self._lost:
            self._lost[task.index] = worker
            self._submit(task, others)
            return
        self._lost.pop(task.index, None)
        why = f"the process at work on it gave no sign of life for {self._pulse.allowed:.0f} s"
        self._end(failed(task, f"{task.shown}: {why} — {self._mend(worker)}", passing=True))

    def _stuck(self) -> bool:
        """Whether nothing comes though it is our turn: a cluster may be busy with other people's work."""
        if not self._pulse.living():
            return True
        return any(str(key).startswith(self._topic) for keys in self._client.processing().values() for key in keys)


def _outcome(future: Any, task: Task) -> Outcome:
    if future.cancelled():
        why = f"{task.shown}: the cluster gave it up — check the scheduler, then run the batch again"
        return failed(task, why, passing=True)
    error = future.exception()
    if error is not None:
        return failed(
            task,
            f"{task.shown}: failed on the cluster ({type(error).__name__}: {str(error)[:300]}) — see the workers' logs",
            passing=True,
        )
    try:
        outcome: Outcome = future.result(timeout=_ANSWER_S)
    except TimeoutError:  # its worker was stopped after the work
        why = f"the process at work on it gave no sign of life for {_ANSWER_S:.0f} s"
        return failed(task, f"{task.shown}: {why} — check the scheduler, then run the batch again", passing=True)
    return outcome


def _there(task: Task, order: Order, before: Row | None, topic: str, version: str) -> Outcome:
    """The task, on a worker."""
    from distributed import get_worker

    worker = get_worker()
    if toolkit_version() != version:
        return failed(task, str(_stranger(worker.address)))
    with _one_at_a_time:
        order = replace(order, settings=order.settings.but(jobs=0))
        return perform(task, order, before, lambda *told: worker.log_event(topic, (task.index, *told)))
