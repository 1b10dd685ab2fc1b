"""``jimaku batch``: many transcripts at once, resumable, on this machine or on a cluster."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from toolkit.cli import values
from toolkit.cli.batches.outcomes import reported, tell_left_out, typed
from toolkit.cli.batches.runs import RUN, Wish, as_run
from toolkit.cli.batches.telling import Telling
from toolkit.cli.forms import AS_READ, address, as_read, forms_of, in_forms
from toolkit.cli.options import Whole, flags, settings_of
from toolkit.cli.parents import parents
from toolkit.cli.recordings import refuse_voices
from toolkit.errors import InputError

if TYPE_CHECKING:
    from toolkit.batch.inputs import Gathered
    from toolkit.batch.order import Order, Outcome
    from toolkit.batch.report import Report
    from toolkit.edition.forms import Wanted

_EPILOG = """\b
Examples:
  jimaku batch talks -o done
  jimaku batch talks extra/*.docx -o done --subtitle --style netflix
  jimaku batch talks -o done --subtitle --also vtt --also ass
  jimaku batch talks -o done --subtitle --keep        keeps what was corrected in done
  jimaku batch talks -o done --subtitle --narrate --format m4b --jobs 4
  jimaku batch talks -o done --media videos
  jimaku batch talks -o done --recording videos --as epub,podcast
  jimaku batch talks -o done --as epub,daisy
  jimaku batch talks -o done --as podcast --url https://example.org/talks/ --title '港の声'
  jimaku batch talks -o done --exclude 'draft*' --exclude old/ --dry-run
  jimaku batch talks -o done --quiet --log batch.log --retry 2 --prune
  jimaku batch talks/2024/talk.txt -o done
  jimaku batch s3://talks/2024 -o s3://done/2024 --scheduler tcp://10.0.0.1:8786
  jimaku batch s3://talks -o s3://done --scheduler tls://10.0.0.1:8786 --scheduler-tls certificates

\b
What is left in DIR for talks/a/talk.txt, with talks named as the folder:
  a/talk/…       as `jimaku narrate` leaves it (--narrate, the default)
  a/talk.srt     as `jimaku subtitle` leaves it (--subtitle)
  a/talk/talk-…  books, pages, episodes as `jimaku edition` makes them (--as)
  a/talk.subtitle.html, a/talk.narrate.html   pages as `jimaku preview` makes them
  feed.xml       a feed of all episodes (--as podcast)
  report.html    what came of every transcript, and what to look at
  report.json    the same for programs
The same command again goes on where it was ended, and does nothing for what is done. Of a
part of the transcripts (talks/2024/talk.txt) the outputs go where they went before, and the
report tells of all.
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
@click.option(
    "--recording",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Audio editions whose sound is recordings in DIR that are called as their transcripts (see `jimaku narrate "
    "--recording`). Implies --narrate.",
)
@click.option("--narrate", is_flag=True, help="Audio editions with subtitles in step. The default if neither is named.")
@in_forms(
    "Hand editions over in these forms too, beside their sound: epub, daisy, html, podcast, stems (see "
    "`jimaku edition`). Implies --narrate."
)
@click.option("--url", default="", help="Podcast: the address of -o on the web, for the feed's links.")
@click.option("--title", default="", help="Podcast: what the feed is called; as the folder if not given.")
@as_read
@flags("batch", "reading", "cutting", "video", "coding", "speaking", "overwriting", "keeping")
@click.option(
    "--jobs", type=Whole(1, 64), help="Transcripts at once, each in a process of its own. Default: the cores."
)
@click.option(
    "--scheduler",
    metavar="ADDRESS",
    help="Work on the Dask cluster of this scheduler (tcp://host:8786) instead of here.",
)
@click.option(
    "--scheduler-tls",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Speak TLS with the scheduler (tls://host:8786): ca.pem, cert.pem and key.pem in DIR. Without it whoever "
    "answers there is trusted (docs/cluster.md).",
)
@as_run
@click.pass_context
@parents
def command(
    ctx: click.Context,
    /,
    inputs: tuple[str, ...],
    output: str,
    subtitle: bool,
    media: Path | None,
    recording: Path | None,
    narrate: bool,
    also: tuple[str, ...],
    forms: tuple[str, ...],
    url: str,
    title: str,
    jobs: int | None,
    scheduler: str | None,
    scheduler_tls: Path | None,
    **options: Any,
) -> None:
    """Subtitle and narrate many transcripts, going on where it was ended.

    Files, folders, patterns and URLs, in any mix. One that fails is named and stops no other.
    """
    from toolkit.batch.order import Order
    from toolkit.system.locations import plain

    if recording is not None:
        refuse_voices(options, {})
    wish = _wish(jobs, scheduler, scheduler_tls, title, options)
    own_cache = scheduler is not None and not options["no_cache"] and options["cache"] is None
    subtitle = subtitle or media is not None
    wanted = _wanted(url, options)
    forms, home = tuple(form.name for form in forms_of(forms)), str(Path.cwd())
    narrates = narrate or bool(forms) or recording is not None or not subtitle
    wished, besides = settings_of(**options, jobs=0), _suffixes(also)
    order = Order(
        plain(output),
        wished,
        subtitle,
        narrates,
        home,
        own_cache,
        besides,
        str(media or ""),
        forms,
        wanted,
        wish.preview,
        str(recording or ""),
    )
    _refuse_impossible(order, inputs, scheduler)
    with Telling(quiet=wish.quiet, verbose=wish.verbose, log=wish.log) as telling:
        code = _begun(inputs, order, wish, telling)
    ctx.exit(code)


def _wish(jobs: int | None, scheduler: str | None, tls: Path | None, title: str, options: dict[str, Any]) -> Wish:
    """How the batch is run, taken out of the options."""
    from toolkit.batch.tls import certificates

    known = certificates(tls, scheduler) if tls else None
    run = {name: options.pop(name) for name in RUN}
    wish = Wish(**run, jobs=jobs or os.cpu_count() or 1, scheduler=scheduler, title=title, tls=known)
    if wish.quiet and wish.verbose:
        raise InputError("--quiet and --verbose cannot go together", mend="leave one of them out")
    return wish


def _begun(inputs: Sequence[str], order: Order, wish: Wish, telling: Telling) -> int:
    """The exit code of a batch, or of its rehearsal."""
    from toolkit.batch.clashes import keep_apart, set_clashes_aside
    from toolkit.batch.deliver import prepare, room_for_report
    from toolkit.batch.forms import FEED, refuse_foreign_feed
    from toolkit.batch.inputs import gather
    from toolkit.batch.report import NAME, PAGE, earlier, refuse_foreign, roots_of

    telling.note(f"began: {typed()}")
    refuse_foreign_feed(order)
    refuse_foreign(order)
    before = earlier(order.output)
    known = roots_of(before, order.output)
    gathered = gather(inputs, order.output, exclude=wish.exclude, root=wish.root, known=known)
    for told in keep_apart(gathered, before, order.output):
        telling.say(told)
    set_clashes_aside(gathered, order)
    tell_left_out(gathered, telling)
    if wish.dry_run:
        from toolkit.cli.batches.rehearsal import rehearsed

        return rehearsed(gathered, order, before, telling, prune=wish.prune)
    prepare(order)
    with room_for_report(order, len(gathered.tasks), (NAME, PAGE, FEED)) as give_back:
        outcomes = [*_carried_out(gathered, order, wish, before, telling), *gathered.failed]
        give_back()
        return reported(outcomes, gathered, order, wish, before, telling)


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
    from toolkit.formats import writer_of
    from toolkit.system.locations import in_this_process

    order.settings.cutting(None)
    order.settings.video(None)
    coding = order.settings.options(None).coding
    for suffix in order.also:
        writer_of(suffix_name := f"talk{suffix}").fits(coding, suffix_name)
    if order.media and order.settings.wish("offset"):
        raise InputError("--offset and --media cannot go together", mend="the recordings tell all times: leave one out")
    if order.settings.wish("keep_changes") and (order.media or not order.subtitle):
        raise InputError(
            "--keep keeps what was changed in subtitles of --subtitle", mend="name --subtitle, or leave --keep out"
        )
    for place in filter(None, (order.media, order.recordings)):
        if not Path(place).is_dir():
            raise InputError("is no folder", where=place, mend="name the folder of the recordings")
    if scheduler is not None and any(map(in_this_process, (order.output, *inputs))):
        raise InputError(
            "memory:// is seen by this process alone, not by a cluster", mend="name a place that the workers can reach"
        )
    if order.narrate and not order.recordings:
        speaking = order.settings.speaking(None)
        if scheduler is None:
            from toolkit.speech.registry import engine_named

            engine = engine_named(speaking.engine.name, **speaking.engine.options)
            for voice in speaking.voices.values():
                engine.voice(voice)


def _carried_out(gathered: Gathered, order: Order, wish: Wish, before: Report, telling: Telling) -> Sequence[Outcome]:
    from toolkit.batch.running import carried_out
    from toolkit.cli.batches.transcripts import Transcripts

    tasks = gathered.tasks
    with Transcripts(tasks, telling) as watcher:
        return carried_out(
            tasks,
            order,
            wish.jobs,
            wish.scheduler,
            before.by_place,
            watcher,
            retry=wish.retry,
            again=watcher.again,
            tls=wish.tls,
        )
