"""Where subtitles are written: ``-o`` of every command that makes them of a transcript."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

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
