"""``jimaku batch --dry-run``: what would be done, and nothing of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from toolkit.messages import said

if TYPE_CHECKING:
    from toolkit.batch.inputs import Gathered
    from toolkit.batch.order import Order
    from toolkit.batch.report import Report
    from toolkit.cli.batches.telling import Telling


def rehearsed(gathered: Gathered, order: Order, before: Report, telling: Telling, *, prune: bool) -> int:
    """A line on standard output for every transcript that would be made or fail, and for every file that would be
    removed; the exit code that is foreseen.
    """
    from toolkit.batch.prune import prune as pruned
    from toolkit.batch.reporting import to_go
    from toolkit.batch.work import foreseen

    unchanged, failures = 0, list(gathered.failed)
    for task in gathered.tasks:
        outcome = foreseen(task, order, before.by_place.get(task.place))
        if outcome is None:
            click.echo(said(f"make {task.shown} → {task.place}"))
        elif outcome.row.failure:
            failures.append(outcome)
        else:
            unchanged += 1
            telling.detail(f"{task.shown}: unchanged")
    for outcome in failures:
        click.echo(said(f"fail {outcome.row.failure}"))
    for one in gathered.left_out:
        click.echo(said(f"leave out {one.name}: {one.why}"))
    rows, lost = to_go(gathered, order, before)
    for name in pruned(lost, rows, order, rehearse=True).removed if prune else ():
        click.echo(said(f"remove {name}"))
    for row in lost if not prune else ():
        click.echo(said(f"keep {row.output}, though {row.input} is no more: --prune removes it"))
    made = len(gathered.tasks) + len(gathered.failed) - unchanged - len(failures)
    telling.say(f"{made} would be made, {unchanged} unchanged, {len(failures)} would fail; nothing is written")
    return int(bool(failures))
