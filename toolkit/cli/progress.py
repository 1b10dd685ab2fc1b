"""Progress of long work: bars with an ETA on a terminal, a plain line now and then in a pipe."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Self

import click

from toolkit.cli.terminal import bare
from toolkit.messages import said
from toolkit.system.visible import visible
from toolkit.system.waiting import told_by

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

_EVERY_S = 10.0  # seconds between two lines of a pipe
_UNITS = {  # of stages: what their figures count
    "speaking": "sentences",
    "listening": "sentences",
    "reading": "sentences",
    "writing": "seconds",
    "hearing": "seconds",
}


def above(bars: Progress) -> Callable[[str], None]:
    """Say a line above bars that are shown."""
    return lambda text: bars.console.print(visible(said(text)), markup=False, highlight=False)


class Stages:
    """Shows the stages of one job on stderr; a context manager."""

    def __init__(self) -> None:
        self._bars: Progress | None = None
        self._tasks: dict[str, TaskID] = {}
        self._began = self._said = time.monotonic()
        self._held = contextlib.ExitStack()

    def __enter__(self) -> Self:
        if sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

            columns = (
                TextColumn("{task.description}", markup=False),
                BarColumn(),
                MofNCompleteColumn(),
                TimeRemainingColumn(),
            )
            self._bars = Progress(*columns, console=Console(file=bare()), transient=True)
            self._bars.start()
            self._held.callback(self._bars.stop)
            self._held.enter_context(told_by(above(self._bars)))
        return self

    def __exit__(self, *_: object) -> None:
        self._held.close()

    def show(self, stage: str, done: int, whole: int) -> None:
        """``done`` of ``whole`` units of ``stage``."""
        if self._bars is not None:
            if stage not in self._tasks:
                self._began = time.monotonic()
                unit = f" ({said(_UNITS[stage])})" if stage in _UNITS else ""
                self._tasks[stage] = self._bars.add_task(f"{said(stage)}{unit}", total=whole)
            self._bars.update(self._tasks[stage], completed=done, total=whole)
            return
        if stage not in self._tasks:
            self._tasks[stage] = 0  # type: ignore[assignment]  # only the key counts without bars
            self._began = self._said = time.monotonic()
        self._line(stage, done, whole)

    def _line(self, stage: str, done: int, whole: int) -> None:
        now = time.monotonic()
        if now - self._said < _EVERY_S or not done:
            return
        self._said = now
        left = (now - self._began) * (whole - done) / done
        click.echo(f"{stage}: {done * 100 // max(1, whole)} %, about {left:.0f} s left", err=True)
