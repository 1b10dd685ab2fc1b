"""``jimaku watch``: transcripts made as they appear in a folder, by the work of ``jimaku batch``."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path

import click

from toolkit.cli.options import Range
from toolkit.errors import EngineError, InputError, JimakuError

_LOOK_S = 0.5  # seconds between two looks at files that are being written


@click.command(
    "watch",
    context_settings={"ignore_unknown_options": True},
    epilog="""\b
Examples:
  jimaku watch inbox -o done
  jimaku watch inbox -o done --subtitle --style netflix
  jimaku watch inbox -o done --settle 30 --as epub,daisy
  jimaku watch /mnt/share/inbox -o done --poll
  jimaku batch --help                          what else may be said""",
)
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.argument("wishes", metavar="[OPTIONS OF BATCH]...", nargs=-1, type=click.UNPROCESSED)
@click.option("-o", "--output", required=True, metavar="DIR", help="The folder to write, as for `jimaku batch`.")
@click.option(
    "--settle",
    type=Range(0, 3600),
    default=2.0,
    show_default=True,
    metavar="S",
    help="A file is whole when it has not changed for so many seconds.",
)
@click.option("--poll", is_flag=True, help="Look again and again: for network drives, which tell of no changes.")
def command(folder: Path, wishes: tuple[str, ...], output: str, settle: float, poll: bool) -> None:
    """Subtitle and narrate transcripts as they appear in a folder.

    What is there is made first, if it is not made already; then every transcript that comes or changes, as soon as it
    is whole. All options of `jimaku batch` may be given. Ctrl-C ends it, and leaves nothing half-written.
    """
    try:
        from watchfiles import watch
    except ImportError as error:
        mend = "pip install 'jimaku-toolkit[watch]'"
        raise EngineError("to watch a folder, watchfiles is needed", mend=mend) from error
    if not folder.is_dir():
        raise InputError("is no folder", where=str(folder), mend="name the folder to watch")
    inbox = Inbox(folder, output, wishes, settle)
    click.echo(f"watching {folder}: Ctrl-C ends it", err=True)
    inbox.begin()
    polling = True if poll else None  # None: as watchfiles finds right
    for changed in watch(
        folder,
        watch_filter=None,
        force_polling=polling,
        rust_timeout=round(1000 * _LOOK_S),
        yield_on_timeout=True,
        raise_interrupt=True,
    ):
        if changed or inbox.waiting:
            inbox.look()


State = tuple[int, int]  # size in bytes, time of the last change in nanoseconds


@dataclass(slots=True)
class Inbox:
    """A folder, and what was made of it. ``wishes``: options of ``batch``; ``settle``: seconds."""

    folder: Path
    output: str
    wishes: tuple[str, ...]
    settle: float
    done: dict[str, State] = field(default_factory=dict)
    waiting: dict[str, tuple[State, float]] = field(default_factory=dict)  # and since when it is so

    def begin(self) -> None:
        """What is there: whole, if it was not changed for long enough. InputError for wishes that cannot be."""
        now = time.time()
        found = self._found()
        old = [source for source, (_, changed) in found.items() if now - changed / 1e9 >= self.settle]
        self._make({source: found[source] for source in old})
        self.look()

    def look(self) -> None:
        """Make what is new and whole; remember what is still being written."""
        found, now = self._found(), time.monotonic()
        new = {source: state for source, state in found.items() if self.done.get(source) != state}
        before = self.waiting
        self.waiting = {
            source: (state, before[source][1] if before.get(source, (None,))[0] == state else now)
            for source, state in new.items()
        }
        whole = {
            source: state for source, (state, since) in self.waiting.items() if state[0] and now - since >= self.settle
        }
        for source in whole:
            del self.waiting[source]
        try:
            self._make(whole)
        except JimakuError as error:  # one that was taken away meanwhile must not end the watch
            click.echo(f"failed: {error}", err=True)

    def _found(self) -> dict[str, State]:
        """The transcripts of the folder, as ``batch`` finds them."""
        from toolkit.batch.inputs import gather

        try:
            sources = [task.source for task in gather([str(self.folder)], self.output).tasks]
        except InputError:  # none yet
            return {}
        return {source: state for source in sources if (state := _state(Path(source))) is not None}

    def _make(self, sources: dict[str, State]) -> None:
        if not sources:
            return
        from toolkit.cli.batch import command as batch

        self.done |= sources  # also if it fails: once is enough for the same file
        run = [*sources, "--root", str(self.folder), "-o", self.output, *self.wishes]
        batch.main(run, prog_name="jimaku batch", standalone_mode=False)


def _state(path: Path) -> State | None:
    try:
        found = path.stat()
    except OSError:  # gone since it was found
        return None
    return found.st_size, found.st_mtime_ns
