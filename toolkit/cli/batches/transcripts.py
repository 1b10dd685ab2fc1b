"""Progress of a batch: a bar for each transcript at work and one for all on a terminal, else a line for each that is
finished.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Self

from toolkit.cli.batches.pace import Pace
from toolkit.cli.progress import above
from toolkit.cli.terminal import bare
from toolkit.messages import said
from toolkit.system.visible import visible
from toolkit.system.waiting import tell_by

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from toolkit.batch.order import Outcome, Task
    from toolkit.cli.batches.telling import Telling

_NAME = 40  # characters of a transcript's name beside its bar


def in_words(seconds: float) -> str:
    """A duration as people say it: seconds below a minute and a half, minutes below an hour and a half."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    if seconds < 5400:
        return f"{seconds / 60:.0f} min"
    return f"{seconds // 3600:.0f} h {seconds % 3600 // 60:02.0f} min"


class Transcripts:
    """Shows a batch of transcripts. What is unchanged is counted, not told: after a night of 200, one
    wants to see the seven that are new.
    """

    def __init__(self, tasks: Sequence[Task], telling: Telling, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._count, self._telling, self._clock = len(tasks), telling, clock
        self._pace = Pace(tasks, clock())
        self._done = 0
        self._bars: Progress | None = None
        self._all: TaskID | None = None
        self._at_work: dict[int, TaskID] = {}
        self._stages: dict[int, str] = {}

    def __enter__(self) -> Self:
        if sys.stderr.isatty() and not self._telling.quiet:
            from rich.console import Console
            from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

            columns = (
                TextColumn("{task.description}", markup=False),
                BarColumn(),
                TaskProgressColumn(),
                TimeRemainingColumn(),
            )
            self._bars = Progress(*columns, console=Console(file=bare()), transient=True)
            self._all = self._bars.add_task(said(f"0 of {self._count}"), total=1.0)
            self._bars.start()
            self._shown, self._telling.show = self._telling.show, above(self._bars)
        self._told_before = tell_by(self._telling.say)
        return self

    def __exit__(self, *_: object) -> None:
        tell_by(self._told_before)
        if self._bars is not None:
            self._bars.stop()
            self._telling.show = self._shown

    def again(self, count: int) -> None:
        """So many of those that are finished begin once more."""
        self._telling.say(f"trying {count} again that may go well now")
        self._count += count

    def working(self, task: Task, stage: str, done: int, whole: int) -> None:
        """``done`` of ``whole`` units of a stage of one transcript."""
        self._pace.begin(task, self._clock())
        if self._stages.get(task.index) != stage:
            self._stages[task.index] = stage
            self._telling.detail(f"{task.shown}: {stage}")
        if self._bars is None:
            return
        if task.index not in self._at_work:
            self._at_work[task.index] = self._bars.add_task("")
        words = f"{_short(visible(task.shown))} {said(stage)}"
        self._bars.update(self._at_work[task.index], description=words, completed=done, total=whole)

    def waiting(self, task: Task, words: str) -> None:
        """What one transcript waits for."""
        self._telling.say(f"{task.shown}: {words}")

    def finished(self, outcome: Outcome) -> None:
        """One transcript has come to its end."""
        self._done += 1
        now = self._clock()
        self._pace.end(outcome, now)
        self._tell(outcome, now)
        if self._bars is None or self._all is None:
            return
        bar = self._at_work.pop(outcome.task.index, None)
        if bar is not None:
            self._bars.remove_task(bar)
        words = said(f"{self._done} of {self._count}")
        self._bars.update(self._all, completed=self._pace.share(now), description=words)

    def _tell(self, outcome: Outcome, now: float) -> None:
        failures = outcome.row.failures
        telling = self._telling.detail if outcome.unchanged and not failures else self._telling.say
        told = "failed: " + "; ".join(failures) if failures else _told(outcome)
        telling(f"{self._done}/{self._count} {told}{self._left(now)}")

    def _left(self, now: float) -> str:
        seconds = self._pace.left_s(now)
        left = "" if seconds is None else f"about {in_words(seconds)} left"
        return f" ({left})" if left else ""


def _short(name: str) -> str:
    return name if len(name) <= _NAME else f"…{name[1 - _NAME :]}"


def _told(outcome: Outcome) -> str:
    row = outcome.row
    product = row.products[-1]
    seconds = product.duration_ms // 1000
    words = "unchanged" if outcome.unchanged else f"{product.cues} cues, {seconds // 60} min {seconds % 60:02} s"
    return f"{row.input}: {words}"
