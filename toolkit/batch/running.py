"""The tasks of a batch carried out: in processes, on a cluster or in this process; and those that may go well the next
moment tried again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from toolkit.batch.order import Order, Outcome, Row, Task
from toolkit.batch.watch import Watcher
from toolkit.system.locations import in_this_process


def carried_out(
    tasks: Sequence[Task],
    order: Order,
    jobs: int,
    scheduler: str | None,
    before: Mapping[str, Row],
    watcher: Watcher,
    *,
    retry: int = 0,
    again: Callable[[int], None] = lambda _: None,
    tls: Mapping[str, str] | None = None,
) -> list[Outcome]:
    """The outcome of every task, in the order of the tasks. What failed for a reason that may be gone is tried again
    after all others, ``retry`` times at most; ``again`` is told of how many before each. ``tls``: as ``cluster.run``
    takes it.
    """

    def carry(some: Sequence[Task]) -> list[Outcome]:
        return _carried(some, order, jobs, scheduler, before, watcher, tls)

    outcomes = {outcome.task.index: outcome for outcome in carry(tasks)}
    for _ in range(retry):
        waiting = [outcome.task for outcome in outcomes.values() if outcome.passing]
        if not waiting:
            break
        again(len(waiting))
        outcomes.update({outcome.task.index: outcome for outcome in carry(waiting)})
    return sorted(outcomes.values(), key=lambda outcome: outcome.task.index)


def _carried(
    tasks: Sequence[Task],
    order: Order,
    jobs: int,
    scheduler: str | None,
    before: Mapping[str, Row],
    watcher: Watcher,
    tls: Mapping[str, str] | None,
) -> list[Outcome]:
    if scheduler is not None:
        from toolkit.batch.cluster import run

        return run(tasks, order, scheduler, before, watcher, tls)
    if any(map(in_this_process, (order.output, *(task.source for task in tasks)))):
        from toolkit.batch.work import perform
        from toolkit.batch.workers import here

        return here(tasks, before, watcher, lambda task, row, tell: perform(task, order, row, tell))
    from toolkit.batch.workers import BatchWorkers

    with BatchWorkers(order, jobs, before, watcher) as workers:
        return workers.run(tasks)
