"""Transcripts on a Dask cluster that exists. Scheduling, retries and transport are Dask's; ours is what a task does and
how its outcome is read.

A transcript is one task. Workers of one thread each (``dask worker --nthreads 1 --nworkers N``) speak one transcript a
core; a worker with several threads takes its transcripts one after the other.
"""

from __future__ import annotations

import logging
import threading
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from toolkit.batch.order import Order, Outcome, Row, Task, failed
from toolkit.batch.watch import Watcher
from toolkit.batch.work import perform
from toolkit.edition.freshness import toolkit_version
from toolkit.errors import EngineError
from toolkit.system.locations import EXTRA

RETRIES = 2  # of a task that ended in an error that is not ours; a lost worker's tasks are Dask's to give to another
_ANSWER_S = "30s"
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
        client = Client(address, timeout=_ANSWER_S, set_as_default=False, security=security)  # type: ignore[no-untyped-call]  # Dask is not typed
    except (OSError, ValueError) as error:
        raise EngineError(
            f"no Dask scheduler answers ({error})", where=address, mend="check the address and that it runs"
        ) from error
    with client:
        _refuse_strangers(client, address)
        return _run(client, list(tasks), order, before, watcher)


def _refuse_strangers(client: Any, address: str) -> None:
    """EngineError if a worker there would make something else. (One that joins later is asked again by each task.)"""
    try:
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


def _run(client: Any, tasks: list[Task], order: Order, before: Mapping[str, Row], watcher: Watcher) -> list[Outcome]:
    from distributed import as_completed

    by_index = {task.index: task for task in tasks}
    topic = f"jimaku-{uuid.uuid4().hex}"
    client.subscribe_topic(topic, lambda event: watcher.working(by_index[event[1][0]], *event[1][1:]))
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
    outcomes = []
    try:
        for future in as_completed(list(futures), loop=client.loop):  # type: ignore[no-untyped-call]
            outcome = _outcome(future, futures[future])
            outcomes.append(outcome)
            watcher.finished(outcome)
            future.release()
    finally:
        client.cancel([future for future in futures if not future.done()], force=True)
    return sorted(outcomes, key=lambda outcome: outcome.task.index)


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
