"""Where subtitles are written: ``-o`` of every command that makes them of a transcript, and that it may take long."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from toolkit.cli.options import Taken

F = TypeVar("F", bound=Callable[..., Any])


def subtitle_outputs(default: str) -> Callable[[F], F]:
    """Give a command ``-o``, as its parameter ``outputs``. ``default``: what is written where it is not given, for the
    help.
    """
    return click.option(
        "-o",
        "--output",
        "outputs",
        type=click.Path(path_type=Path, allow_dash=True),
        multiple=True,
        metavar="OUT",
        help="Where to write (- for standard output), in the format of the name: .srt, .vtt, .ass, .ttml; may be given "
        f"several times. Default: {default} in the working folder.",
    )


def on_frames(taken: Taken, outputs: tuple[Path, ...]) -> Taken:
    """With frames to count where an output has time codes and nobody says which: a text is to be read in whole ones."""
    from toolkit.formats import writer_of
    from toolkit.formats.frames import DROP

    coded = next((output for output in outputs if writer_of(str(output)).coded), None)
    if coded is None or taken.video.rate is not None:
        return taken
    click.echo(f"{coded}: times on frames of 29.97df; --fps says of which else", err=True)
    return replace(taken, video=replace(taken.video, rate=DROP))


_LONG = 200_000  # characters: some ten hours of speech, ten seconds of work


def tell_long(file: Path, taken: Taken) -> None:
    """That it takes a while; said before, for where a clock's thread runs no core is shared with other processes."""
    size = sum(len(turn.text) for turn in taken.script.turns)
    if size > _LONG:
        click.echo(f"{file}: subtitles of {size} characters take a while", err=True)
