"""Progress of long work: bars with an ETA on a terminal, a plain line now and then in a pipe."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Self, TextIO

import click

from toolkit.messages import said
from toolkit.system.visible import visible

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from toolkit.batch.order import Outcome, Task

_EVERY_S = 10.0  # seconds between two lines of a pipe
_UNITS = {  # of stages: what their figures count
    "speaking": "sentences",
    "listening": "sentences",
    "reading": "sentences",
    "writing": "seconds",
    "hearing": "seconds",
}
_NAME = 40  # characters of a transcript's name beside its bar


class Stages:
    """Shows the stages of one job on stderr; a context manager."""

    def __init__(self) -> None:
        self._bars: Progress | None = None
        self._tasks: dict[str, TaskID] = {}
        self._began = self._said = time.monotonic()

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
            self._bars = Progress(*columns, console=Console(file=_bare()), transient=True)
            self._bars.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._bars is not None:
            self._bars.stop()

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


class Transcripts:
    """Shows a batch on stderr: a bar for each transcript at work and one for all, or a line for each that is
    finished.
    """

    def __init__(self, whole: int) -> None:
        self._whole, self._done = whole, 0
        self._bars: Progress | None = None
        self._all: TaskID | None = None
        self._at_work: dict[int, TaskID] = {}
        self._began = time.monotonic()

    def __enter__(self) -> Self:
        if sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

            columns = (
                TextColumn("{task.description}", markup=False),
                BarColumn(),
                TaskProgressColumn(),
                TimeRemainingColumn(),
            )
            self._bars = Progress(*columns, console=Console(file=_bare()), transient=True)
            self._all = self._bars.add_task(said(f"0 of {self._whole}"), total=self._whole)
            self._bars.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._bars is not None:
            self._bars.stop()

    def working(self, task: Task, stage: str, done: int, whole: int) -> None:
        """``done`` of ``whole`` units of a stage of one transcript."""
        if self._bars is None:
            return
        if task.index not in self._at_work:
            self._at_work[task.index] = self._bars.add_task("")
        self._bars.update(
            self._at_work[task.index],
            description=f"{_short(visible(task.shown))} {said(stage)}",
            completed=done,
            total=whole,
        )

    def finished(self, outcome: Outcome) -> None:
        """One transcript has come to its end."""
        self._done += 1
        if self._bars is None or self._all is None:
            click.echo(f"{self._done}/{self._whole} {_told(outcome)}{self._left()}", err=True)
            return
        bar = self._at_work.pop(outcome.task.index, None)
        if bar is not None:
            self._bars.remove_task(bar)
        self._bars.update(self._all, completed=self._done, description=said(f"{self._done} of {self._whole}"))
        if outcome.row.failure:
            self._bars.console.print(said(f"failed: {visible(outcome.row.failure)}"), markup=False, highlight=False)

    def _left(self) -> str:
        seconds = (time.monotonic() - self._began) * (self._whole - self._done) / self._done
        return f" (about {seconds:.0f} s left)" if seconds >= 1 else ""


def _bare() -> TextIO:
    """Standard error for bars, which move the cursor; all else said there is made visible."""
    return getattr(sys.stderr, "plain", sys.stderr)


def _short(name: str) -> str:
    return name if len(name) <= _NAME else f"…{name[1 - _NAME :]}"


def _told(outcome: Outcome) -> str:
    row = outcome.row
    if row.failure:
        return f"failed: {row.failure}"
    seconds = row.products[-1].duration_ms // 1000
    words = (
        "unchanged" if outcome.unchanged else f"{row.products[-1].cues} cues, {seconds // 60} min {seconds % 60:02} s"
    )
    return f"{row.input}: {words}"
