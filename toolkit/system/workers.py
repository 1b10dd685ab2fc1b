"""Worker processes: hired, handed jobs through a pipe, listened to, ended.

What a job is, how long a worker may be silent and what becomes of the jobs of one that dies is its employer's to say.
Workers end with their employer however it ends: their pipe closes.
"""

from __future__ import annotations

import contextlib
import math
import multiprocessing
import multiprocessing.connection
import os
import shutil
import signal
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import Any, Concatenate, Generic, TypeVar

from toolkit.system.leftovers import sweep, temporary_place, temporary_prefix
from toolkit.system.locks import hold, let_go
from toolkit.system.signals import ENDINGS, signals_wait
from toolkit.system.waiting import told

J = TypeVar("J")

_GRACE_S = 5.0  # to leave nothing half-made, when told to end
_STDERR = "stderr"
# What a worker's pipe raises when its employer is gone: its sign to end
EMPLOYER_GONE = (EOFError, BrokenPipeError, ConnectionResetError)


@dataclass(frozen=True, slots=True)
class Gone:
    """Said instead of an answer: the process ``died (…)``; ``words`` are the last it wrote on stderr, after a colon."""

    why: str
    words: str


@dataclass(slots=True, eq=False)
class Worker(Generic[J]):
    """A process at work. ``jobs``: what it was handed and has not settled, the first first; ``taken``: how many in all.

    ``desk``: its folder for temporary files. ``deadline``: until when (``time.monotonic``) it may be silent.
    ``awaited``: what it is to do, and since when; ``tell_at``: when that is told to whoever waits.
    """

    process: SpawnProcess
    pipe: Connection
    desk: Path
    jobs: deque[J] = field(default_factory=deque)
    taken: int = 0
    deadline: float = 0.0
    awaited: tuple[str, float] = ("", 0.0)
    tell_at: float = math.inf

    def expect(self, what: str, told_after_s: float) -> None:
        """From now on it is waited for ``what``; who waits is told after so many seconds, once."""
        now = time.monotonic()
        self.awaited, self.tell_at = (what, now), now + told_after_s

    @property
    def late(self) -> bool:
        """Whether its time is over and it has said nothing."""
        return time.monotonic() > self.deadline and not self.pipe.poll()

    def hand(self, job: J, message: object) -> None:
        """Give it a job by sending ``message``. One that is dead is found when it is listened to."""
        with contextlib.suppress(OSError):
            self.pipe.send(message)
        self.jobs.append(job)
        self.taken += 1

    def hear(self) -> Any:
        """What it says next; waits for it. ``Gone`` if it has died."""
        try:
            return self.pipe.recv()
        except (EOFError, OSError):
            self.process.join(_GRACE_S)
            return Gone(f"died ({_cause(self.process.exitcode)})", self.last_words())

    def last_words(self) -> str:
        """The end of what it wrote on stderr, after a colon: the last line of a traceback says most. '' if nothing."""
        try:
            lines = (self.desk / _STDERR).read_text("utf-8", "replace").splitlines()
        except OSError:
            return ""
        said = [line.strip() for line in lines if line.strip()]
        return f": {said[-1][:300]}" if said else ""

    def end(self) -> None:
        """End it now, whatever it is at."""
        with contextlib.suppress(ValueError):  # closed already
            self.process.kill()
            self.process.join()
            self.process.close()
        self.pipe.close()
        shutil.rmtree(self.desk, ignore_errors=True)


class Workers(Generic[J]):
    """The processes of one employer: each runs ``serve(pipe, desk, *arguments)``, which begins with ``settle(desk)``.

    ``daemon``: they may start no processes of their own. Nothing of them is left after ``close``.
    """

    def __init__(
        self,
        serve: Callable[Concatenate[Connection, Path, ...], None],
        arguments: tuple[object, ...],
        *,
        name: str,
        daemon: bool = False,
    ) -> None:
        self._serve, self._arguments, self._name, self._daemon = serve, arguments, name, daemon
        self._all: list[Worker[J]] = []
        self._folder: Path | None = None
        self._handle = -1

    def __iter__(self) -> Iterator[Worker[J]]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)

    @property
    def busy(self) -> list[Worker[J]]:
        """Those with a job."""
        return [worker for worker in self._all if worker.jobs]

    def hire(self, start_s: float) -> Worker[J]:
        """Start one more; it may be silent for ``start_s`` seconds."""
        context = multiprocessing.get_context("spawn")  # the only way to start that every system has
        ours, theirs = context.Pipe()
        if self._folder is None:
            sweep(temporary_place())
            self._folder = Path(tempfile.mkdtemp(prefix=temporary_prefix(hidden=False)))
            self._handle = hold(self._folder)
        desk = Path(tempfile.mkdtemp(dir=self._folder))
        process = context.Process(
            target=self._serve, args=(theirs, desk, *self._arguments), daemon=self._daemon, name=self._name
        )
        _start_tracker()
        with signals_wait():  # a worker that is half started when we end would complain on our stderr
            process.start()
            theirs.close()
            worker: Worker[J] = Worker(process, ours, desk, deadline=time.monotonic() + start_s)
            self._all.append(worker)
        return worker

    def listen(self) -> list[Worker[J]]:
        """Wait for those with a job: who has something to say, and who has been silent for too long. Nobody, when it
        was time to tell what is waited for.
        """
        busy = self.busy
        until = min(min(worker.deadline, worker.tell_at) for worker in busy)
        ready = multiprocessing.connection.wait([worker.pipe for worker in busy], max(0.0, until - time.monotonic()))
        heard = [worker for worker in busy if worker.pipe in ready or worker.late]
        if not heard:
            self._tell(busy)
        return heard

    def _tell(self, busy: list[Worker[J]]) -> None:
        """Once, however many are waited for: mostly it is the same that keeps them all."""
        now = time.monotonic()
        slow = [worker for worker in busy if worker.tell_at <= now]
        for worker in slow:
            worker.tell_at = math.inf
        if slow:
            what, since = slow[0].awaited
            told(what, now - since, slow[0].deadline - since)

    def part(self, worker: Worker[J]) -> None:
        """End one now."""
        worker.end()
        self._all.remove(worker)

    def retire(self, worker: Worker[J]) -> None:
        """Let an idle one go: it ends by itself when its pipe closes."""
        worker.pipe.close()
        worker.process.join(_GRACE_S)
        self.part(worker)

    def dismiss(self, workers: Iterable[Worker[J]]) -> None:
        """Tell some to break off and clean up, and end those that take too long."""
        told = list(workers)
        for worker in told:
            worker.process.terminate()
        until = time.monotonic() + _GRACE_S
        for worker in told:
            worker.process.join(max(0.0, until - time.monotonic()))
            self.part(worker)

    def close(self) -> None:
        """End all that are left, now."""
        for worker in list(self._all):
            self.part(worker)
        if self._folder is not None:
            let_go(self._handle)
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None


def _start_tracker() -> None:
    """The process with which ``multiprocessing`` starts every other: starting it lets signals through that we hold
    back.
    """
    if sys.platform != "win32":
        from multiprocessing import resource_tracker

        resource_tracker.ensure_running()


def _cause(code: int | None) -> str:
    if code is None or code >= 0:
        return f"exit code {code}"
    return f"signal {signal.Signals(-code).name}" + (
        ", as when memory runs out" if -code == getattr(signal, "SIGKILL", 9) else ""
    )


# ---------------------------------------------------------------- in the process itself


def settle(desk: Path) -> None:
    """The first act of a worker. Ctrl-C is its employer's to handle. Libraries talk on stdout and stderr, and neither
    is theirs: what they say is kept for the last words.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    handle = os.open(desk / _STDERR, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for stream in (1, 2):
        os.dup2(handle, stream)
    os.close(handle)
    sys.stdout = sys.stdout or os.fdopen(1, "w", encoding="utf-8", closefd=False)  # none: closed where we were started
    sys.stderr = sys.stderr or os.fdopen(2, "w", encoding="utf-8", closefd=False)
    if sys.platform != "win32":
        signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDINGS)  # blocked while we were started
