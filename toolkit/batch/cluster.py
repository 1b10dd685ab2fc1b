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
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from toolkit.batch.order import Order, Outcome, Row, Task, failed
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
        _refuse_strangers(client, address)
        return _run(client, list(tasks), order, before, watcher, address)


def _refuse_strangers(client: Any, address: str) -> None:
    """EngineError if a worker there would make something else. (One that joins later is asked again by each task.)"""
    try:
        with waiting_for(f"the workers of {address}"):  # Dask parts with one that is stopped after five minutes
            versions = client.run(toolkit_version)
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


def _run(
    client: Any, tasks: list[Task], order: Order, before: Mapping[str, Row], watcher: Watcher, address: str
) -> list[Outcome]:
    by_index = {task.index: task for task in tasks}
    topic = f"jimaku-{uuid.uuid4().hex}"
    done: queue.SimpleQueue[Any] = queue.SimpleQueue()  # futures, and None for a sign of life

    def heard(event: Any) -> None:
        watcher.working(by_index[event[1][0]], *event[1][1:])
        done.put(None)

    client.subscribe_topic(topic, heard)
    futures = {
        client.submit(
            _there,
            task,
            order,
            before.get(task.place),
            topic,
            toolkit_version(),
            key=f"{topic}-{task.index}",
            retries=RETRIES,
        ): task
        for task in sorted(tasks, key=lambda task: -task.size)
    }
    for future in futures:
        future.add_done_callback(done.put)
    outcomes = []
    try:
        for future in _as_they_come(done, len(futures), lambda: _stuck(client, topic), address):
            outcomes.append(_outcome(future, futures.pop(future)))
            watcher.finished(outcomes[-1])
            future.release()
    finally:
        client.cancel(list(futures), force=True)
    for task in futures.values():
        why = f"nothing was heard of it for {SILENCE_S:.0f} s — see that the cluster has workers, then run it again"
        outcomes.append(failed(task, f"{task.shown}: {why}", passing=True))
        watcher.finished(outcomes[-1])
    return sorted(outcomes, key=lambda outcome: outcome.task.index)


def _as_they_come(done: queue.SimpleQueue[Any], count: int, stuck: Callable[[], bool], address: str) -> Iterator[Any]:
    """Futures that come to their end, until there are ``count``, or nothing was heard for too long and the cluster is
    ``stuck``. What is waited for is told.
    """
    since, known = time.monotonic(), False
    while count:
        try:
            future = done.get(timeout=_LOOK_S)
        except queue.Empty:
            silent = time.monotonic() - since
            if silent >= TOLD_S and not known:
                told(f"the cluster at {address}", silent, SILENCE_S)
                known = True
            if silent >= SILENCE_S and stuck():
                return
            continue
        since, known = time.monotonic(), False
        if future is not None:
            count -= 1
            yield future


def _stuck(client: Any, topic: str) -> bool:
    """Whether nothing comes though it is our turn: a cluster may be busy with other people's work."""
    if not client.scheduler_info()["workers"]:
        return True
    return any(str(key).startswith(topic) for keys in client.processing().values() for key in keys)


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
    outcome: Outcome = future.result()
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
