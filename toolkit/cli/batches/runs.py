"""How a batch is run, as flags: what of it, how often, and what is said."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import click

from toolkit.cli.options import Whole

F = TypeVar("F", bound=Callable[..., Any])

_RUN = (
    click.option("-n", "--dry-run", is_flag=True, help="Only list what would be made, left out and removed."),
    click.option(
        "--exclude",
        multiple=True,
        metavar="GLOB",
        help="Leave out what is called so: 'draft*' anywhere, 'old/' a folder, '2023/*.md' seen from the folder that "
        "is named; may be given several times.",
    ),
    click.option(
        "--root",
        default="",
        metavar="DIR",
        help="The folder whose tree is mirrored in -o. Default: the folder that is named, or that holds what is named "
        "and was named in an earlier run.",
    ),
    click.option(
        "--retry",
        type=Whole(0, 20),
        default=0,
        metavar="N",
        help="Try again at the end, N times at most, what failed and may go well the next moment: an engine, a process "
        "that died, a file that another program holds.",
    ),
    click.option(
        "--prune",
        is_flag=True,
        help="Remove what was made of transcripts that are no more. Without it they are only named. What somebody "
        "changed is never removed.",
    ),
    click.option(
        "--preview/--no-preview", default=True, help="A page to look at beside all subtitles; the report leads to it."
    ),
    click.option("-q", "--quiet", is_flag=True, help="Say only what went wrong."),
    click.option("-v", "--verbose", is_flag=True, help="Say also what is unchanged, and each stage."),
    click.option(
        "--log",
        type=click.Path(path_type=Path, dir_okay=False),
        metavar="FILE",
        help="Write all that --verbose says at the end of FILE, with the time.",
    ),
)
RUN = ("dry_run", "exclude", "root", "retry", "prune", "preview", "quiet", "verbose", "log")


def as_run(function: F) -> F:
    """Click's options for how a batch is run."""
    for option in reversed(_RUN):
        function = option(function)
    return function


@dataclass(frozen=True, slots=True)
class Wish:
    """How a batch is run, as the flags say it."""

    dry_run: bool = False
    exclude: tuple[str, ...] = ()
    root: str = ""
    retry: int = 0
    prune: bool = False
    preview: bool = True
    quiet: bool = False
    verbose: bool = False
    log: Path | None = None
    jobs: int = 1
    scheduler: str | None = None
    title: str = ""
    tls: Mapping[str, str] | None = None
    began: float = field(default_factory=time.time)
