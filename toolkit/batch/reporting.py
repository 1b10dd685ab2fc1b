"""The report of a run put together with what earlier runs found, and what is no more taken out of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from toolkit.batch.deliver import write
from toolkit.batch.forms import write_feed
from toolkit.batch.inputs import Gathered
from toolkit.batch.order import Order, Outcome, Row, failed
from toolkit.batch.prune import gone, prune
from toolkit.batch.report import NAME, PAGE, Merged, Report, Run, as_text, left_out, merged, seen_from
from toolkit.batch.report_page import page
from toolkit.errors import OutputError
from toolkit.system.locations import joined


def put_together(
    outcomes: Sequence[Outcome],
    gathered: Gathered,
    order: Order,
    before: Report,
    run: Run,
    *,
    prunes: bool = False,
) -> tuple[Report, tuple[str, ...]]:
    """The report, and the files that were removed because ``prunes`` and their transcripts are no more."""
    made = merged(outcomes, before, order.output)
    rows, lost = _parted(made, gathered, order)
    removed: tuple[str, ...] = ()
    if prunes:
        pruned = prune(lost, rows, order)
        lost, removed = list(pruned.kept), pruned.removed
    rows = sorted((*rows, *lost), key=lambda row: (row.input, row.output))
    report = Report(
        tuple(rows),
        left_out(gathered, before),
        tuple(seen_from(order.output, root) for root in gathered.roots),
        tuple(row.output for row in lost),
        run,
    )
    return report, removed


def written(report: Report, order: Order, title: str) -> tuple[Report, OutputError | None]:
    """The feed and the report, brought to the disk: the report as it is there, and what the system refused. What was
    there before is whole then.
    """
    refused = None
    try:
        present = [row for row in report.rows if row.output not in report.gone]
        report = replace(report, feed=write_feed(present, order, title))
    except OutputError as error:
        refused = _again(error)
    try:
        pages = {joined(order.output, PAGE): page(report), joined(order.output, NAME): as_text(report)}
        write(pages)
    except OutputError as error:
        refused = _again(error)
    return report, refused


def _again(error: OutputError) -> OutputError:
    mend = f"{error.mend}, then give the same command again: what is done stays, and this is written"
    return OutputError(error.what, where=error.where, mend=mend)


def to_go(gathered: Gathered, order: Order, before: Report) -> tuple[list[Row], list[Row]]:
    """The rows that would stay, and those whose transcripts are no more, before anything is made."""
    made = merged([failed(task, "") for task in gathered.tasks], before, order.output)
    return _parted(made, gathered, order)


def _parted(made: Merged, gathered: Gathered, order: Order) -> tuple[list[Row], list[Row]]:
    """Rows whose transcripts are there, and those of which only what was made of them is left; if that is nothing, they
    are forgotten.
    """
    lost = [*made.moved, *gone(made.rows, gathered, order.output)]
    return [row for row in made.rows if row not in lost], [row for row in lost if row.files]
