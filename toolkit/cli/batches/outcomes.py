"""What came of a batch, said on the terminal and written into its report."""

from __future__ import annotations

import shlex
import sys
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from toolkit.batch.inputs import Gathered
    from toolkit.batch.order import Order, Outcome
    from toolkit.batch.report import Report
    from toolkit.cli.batches.runs import Wish
    from toolkit.cli.batches.telling import Telling


def typed() -> str:
    """What was typed, so that it can be given again."""
    return shlex.join(["jimaku", *sys.argv[1:]])


def tell_left_out(gathered: Gathered, telling: Telling) -> None:
    """What was found and is not taken; known litter and what was excluded only where details are wanted."""
    names = [one.name for one in gathered.left_out if not one.litter and not one.why.startswith("--")]
    if names:
        more = ", …" if len(names) > 3 else ""
        telling.say(f"left out, no transcripts by their names: {len(names)} ({', '.join(names[:3])}{more})")
    for one in gathered.left_out:
        telling.detail(f"left out: {one.name}: {one.why}")


def reported(
    outcomes: Sequence[Outcome], gathered: Gathered, order: Order, wish: Wish, before: Report, telling: Telling
) -> int:
    """The report, on disk and on the terminal; the exit code. OutputError if it cannot be written, when all is said."""
    from toolkit.batch.report import PAGE, Run, unused_voices
    from toolkit.batch.reporting import put_together, written
    from toolkit.system.locations import joined

    began = time.strftime("%Y-%m-%dT%H:%M:%S%z", time.localtime(wish.began))
    run = Run(began, round(time.time() - wish.began, 1), typed())
    report, pruned = put_together(outcomes, gathered, order, before, run, prunes=wish.prune)
    report, refused = written(report, order, wish.title)
    for name in unused_voices(outcomes):
        telling.warn(f"warning: --voice {name}: nobody of that name speaks in any of these transcripts")
    _tell_gone(report, pruned, telling)
    _summarise(outcomes, report, telling)
    if refused is not None:
        raise refused
    if not wish.quiet:
        click.echo(joined(order.output, PAGE))
    return int(any(outcome.row.failures for outcome in outcomes))


def _tell_gone(report: Report, pruned: Sequence[str], telling: Telling) -> None:
    if pruned:
        telling.say(f"removed, their transcripts are no more: {len(pruned)} files")
    for name in pruned:
        telling.detail(f"removed: {name}")
    places = report.by_place
    for place in report.gone:
        mend = "--prune removes what was made of it" if not pruned else "what was changed since is kept"
        telling.say(f"{places[place].input} is no more: {place} is left — {mend}")


def _summarise(outcomes: Sequence[Outcome], report: Report, telling: Telling) -> None:
    failures = [outcome.row for outcome in outcomes if outcome.row.failures]
    done = [outcome.row for outcome in outcomes if not outcome.row.failure]
    seconds = sum(row.products[-1].duration_ms for row in done) // 1000
    unchanged = sum(outcome.unchanged for outcome in outcomes)
    findings = sum(product.errors + product.warnings for row in done for product in row.products)
    words = f"{len(done)} of {len(outcomes)} done ({unchanged} unchanged), {seconds // 3600} h {seconds // 60 % 60:02} min {seconds % 60:02} s"  # noqa: E501
    telling.say(f"{words}, {sum(row.products[-1].cues for row in done)} cues, {findings} findings")
    if len(report.rows) > len(outcomes):
        telling.say(f"the report tells of {len(report.rows)} transcripts, with those of earlier runs")
    from toolkit.edition.checks import finds

    for row in done:
        for form in row.forms:
            if finds(form.verdict):
                telling.say(f"{form.place}: {form.verdict}")
    for row in failures:
        for failure in row.failures:
            telling.warn(f"failed: {failure}")
