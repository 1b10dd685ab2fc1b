"""``jimaku batch``: many transcripts at once, resumable, on this machine or on a cluster."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from toolkit.cli import values
from toolkit.cli.edition import AS_READ, address, as_read, forms_of
from toolkit.cli.options import Whole, flags, settings_of
from toolkit.errors import InputError

if TYPE_CHECKING:
    from toolkit.batch.forms import FeedMade
    from toolkit.batch.inputs import Gathered
    from toolkit.batch.order import Order, Outcome, Row
    from toolkit.batch.watch import Watcher
    from toolkit.edition.forms import Wanted

_EPILOG = """\b
Examples:
  jimaku batch talks -o done
  jimaku batch talks extra/*.docx -o done --subtitle --style netflix
  jimaku batch talks -o done --subtitle --also vtt --also ass
  jimaku batch talks -o done --subtitle --narrate --format m4b --jobs 4
  jimaku batch talks -o done --media videos
  jimaku batch talks -o done --as epub,daisy
  jimaku batch talks -o done --as podcast --url https://example.org/talks/ --title '港の声'
  jimaku batch s3://talks/2024 -o s3://done/2024 --scheduler tcp://10.0.0.1:8786

\b
What is left in DIR for talks/a/talk.txt, with talks named as the folder:
  a/talk/…       as `jimaku narrate` leaves it (--narrate, the default)
  a/talk.srt     as `jimaku subtitle` leaves it (--subtitle)
  a/talk/talk-…  books, pages, episodes as `jimaku edition` makes them (--as)
  feed.xml       a feed of all episodes (--as podcast)
  report.html    what came of every transcript, and what to look at
  report.json    the same for programs
The same command again goes on where it was ended, and does nothing for what is done.
Exit code: 0 all done, 1 some failed, 2 nothing could be begun."""


@click.command(name="batch", epilog=_EPILOG)
@click.argument("inputs", nargs=-1, required=True, metavar="FILE|DIR|GLOB|URL...")
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="DIR",
    help="The folder (or URL) to write; folders of transcripts are mirrored in it.",
)
@click.option("--subtitle", is_flag=True, help="Subtitles timed by reading speed.")
@click.option(
    "--also",
    multiple=True,
    shell_complete=values.words(values.formats),
    metavar="FORMAT",
    help="Write subtitles in this format too, beside .srt: vtt, ass, ttml, cap, docx …; may be given several times.",
)
@click.option(
    "--media",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Subtitles timed by recordings in DIR that are called as their transcripts (see `jimaku align`).",
)
@click.option("--narrate", is_flag=True, help="Audio editions with subtitles in step. The default if neither is named.")
@click.option(
    "--as",
    "forms",
    metavar="FORM,…",
    multiple=True,
    shell_complete=values.words(values.forms, listed=True),
    help="Hand editions over in these forms too, beside their sound: epub, daisy, html, podcast, stems (see "
    "`jimaku edition`). Implies --narrate.",
)
@click.option("--url", default="", help="Podcast: the address of -o on the web, for the feed's links.")
@click.option("--title", default="", help="Podcast: what the feed is called; as the folder if not given.")
@as_read
@flags("batch", "reading", "cutting", "video", "speaking", "overwriting", "keeping")
@click.option(
    "--jobs", type=Whole(1, 64), help="Transcripts at once, each in a process of its own. Default: the cores."
)
@click.option(
    "--scheduler",
    metavar="ADDRESS",
    help="Work on the Dask cluster of this scheduler (tcp://host:8786) instead of here.",
)
@click.pass_context
def command(
    ctx: click.Context,
    /,
    inputs: tuple[str, ...],
    output: str,
    subtitle: bool,
    media: Path | None,
    narrate: bool,
    also: tuple[str, ...],
    forms: tuple[str, ...],
    url: str,
    title: str,
    jobs: int | None,
    scheduler: str | None,
    **options: Any,
) -> None:
    """Subtitle and narrate many transcripts, going on where it was ended.

    Files, folders, patterns and URLs, in any mix. One that fails is named and stops no other.
    """
    from toolkit.batch.deliver import prepare
    from toolkit.batch.forms import refuse_foreign_feed, write_feed
    from toolkit.batch.inputs import gather, keep_apart, refuse_clashes
    from toolkit.batch.order import Order
    from toolkit.batch.report import earlier
    from toolkit.system.locations import plain

    own_cache = scheduler is not None and not options["no_cache"] and options["cache"] is None
    subtitle = subtitle or media is not None
    wanted = _wanted(url, options)
    forms, home = tuple(form.name for form in forms_of(forms)), str(Path.cwd())
    narrates = narrate or bool(forms) or not subtitle
    wished, besides = settings_of(**options, jobs=0), _suffixes(also)
    order = Order(plain(output), wished, subtitle, narrates, home, own_cache, besides, str(media or ""), forms, wanted)
    _refuse_impossible(order, inputs, scheduler)
    refuse_foreign_feed(order)
    gathered = gather(inputs, order.output)
    for told in keep_apart(gathered):
        click.echo(told, err=True)
    refuse_clashes(gathered, order)
    _tell_left_out(gathered)
    prepare(order)
    before = earlier(order.output)
    outcomes = _carried_out(gathered, order, jobs or os.cpu_count() or 1, scheduler, before)
    ctx.exit(_reported(outcomes, order, write_feed(outcomes, order, before, title)))


def _wanted(url: str, options: dict[str, Any]) -> Wanted:
    """How forms are wanted, taken out of the options."""
    from toolkit.edition.forms import Wanted

    return Wanted(url=address(url), **{name: options.pop(name) for name in AS_READ})


def _suffixes(also: tuple[str, ...]) -> tuple[str, ...]:
    """The suffixes of formats, as they are called or spelled. InputError for what cannot be written."""
    from toolkit.formats import DEFAULT, writer_of

    suffixes = (writer_of(f"talk.{name.lower().removeprefix('.')}").suffix for name in also)
    return tuple(dict.fromkeys(suffix for suffix in suffixes if suffix != DEFAULT.suffix))


def _refuse_impossible(order: Order, inputs: Sequence[str], scheduler: str | None) -> None:
    """What would fail for every transcript fails now."""
    from toolkit.system.locations import in_this_process

    order.settings.cutting(None)
    order.settings.video(None)
    if order.media and order.settings.wish("offset"):
        raise InputError("--offset and --media cannot go together", mend="the recordings tell all times: leave one out")
    if order.media and not Path(order.media).is_dir():
        raise InputError("is no folder", where=order.media, mend="name the folder of the recordings")
    if scheduler is not None and any(map(in_this_process, (order.output, *inputs))):
        raise InputError(
            "memory:// is seen by this process alone, not by a cluster", mend="name a place that the workers can reach"
        )
    if order.narrate:
        speaking = order.settings.speaking(None)
        if scheduler is None:
            from toolkit.speech.registry import engine_named

            engine = engine_named(speaking.engine.name, **speaking.engine.options)
            for voice in speaking.voices.values():
                engine.voice(voice)


def _tell_left_out(gathered: Gathered) -> None:
    names = gathered.left_out
    if names:
        more = ", …" if len(names) > 3 else ""
        click.echo(f"left out, no transcripts by their names: {len(names)} ({', '.join(names[:3])}{more})", err=True)


def _carried_out(
    gathered: Gathered, order: Order, jobs: int, scheduler: str | None, before: Mapping[str, Row]
) -> list[Outcome]:
    from toolkit.cli.progress import Transcripts
    from toolkit.system.locations import in_this_process

    tasks = gathered.tasks
    with Transcripts(len(tasks)) as watcher:
        if scheduler is not None:
            from toolkit.batch.cluster import run

            return run(tasks, order, scheduler, before, watcher)
        if any(map(in_this_process, (order.output, *(task.source for task in tasks)))):
            return _in_this_process(gathered, order, before, watcher)
        from toolkit.batch.workers import BatchWorkers

        with BatchWorkers(order, jobs, before, watcher) as workers:
            return workers.run(tasks)


def _in_this_process(gathered: Gathered, order: Order, before: Mapping[str, Row], watcher: Watcher) -> list[Outcome]:
    from toolkit.batch.work import perform
    from toolkit.batch.workers import here

    return here(gathered.tasks, before, watcher, lambda task, row, tell: perform(task, order, row, tell))


def _reported(outcomes: Sequence[Outcome], order: Order, feed: FeedMade | None = None) -> int:
    """The report, on disk and on the terminal; the exit code."""
    from toolkit.batch.deliver import write
    from toolkit.batch.page import page
    from toolkit.batch.report import NAME, PAGE, as_data, unused_voices
    from toolkit.system.locations import joined

    rows = [outcome.row for outcome in outcomes]
    write(joined(order.output, PAGE), page(rows, feed))
    write(joined(order.output, NAME), json.dumps(as_data(rows, feed), ensure_ascii=False, indent=1) + "\n")
    for name in unused_voices(outcomes):
        click.echo(f"warning: --voice {name}: nobody of that name speaks in any of these transcripts", err=True)
    _summarise(outcomes)
    click.echo(joined(order.output, PAGE))
    return int(any(row.failure for row in rows))


def _summarise(outcomes: Sequence[Outcome]) -> None:
    failures = [outcome.row for outcome in outcomes if outcome.row.failure]
    done = [outcome.row for outcome in outcomes if not outcome.row.failure]
    seconds = sum(row.products[-1].duration_ms for row in done) // 1000
    unchanged = sum(outcome.unchanged for outcome in outcomes)
    findings = sum(product.errors + product.warnings for row in done for product in row.products)
    words = f"{len(done)} of {len(outcomes)} done ({unchanged} unchanged), {seconds // 3600} h {seconds // 60 % 60:02} min {seconds % 60:02} s"  # noqa: E501
    click.echo(f"{words}, {sum(row.products[-1].cues for row in done)} cues, {findings} findings", err=True)
    for row in done:
        for form in row.forms:
            if not form.verdict.endswith("nothing found"):
                click.echo(f"{form.place}: {form.verdict or 'made, with no check of ours'}", err=True)
    for row in failures:
        click.echo(f"failed: {row.failure}", err=True)
