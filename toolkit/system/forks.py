"""Work shared with the machine's other cores, where it comes in parts that know nothing of each other."""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Generic, NoReturn, TypeVar

from toolkit.system.signals import ENDINGS

T = TypeVar("T")
R = TypeVar("R")
H = TypeVar("H")

_WORTH = 4_000  # characters a process: below it, starting one costs more than it saves
_MOST = 8


def shared(jobs: Sequence[T], sizes: Sequence[int], do: Callable[[T], R]) -> list[R]:
    """``do`` of every job, in order. ``sizes``: how much work each is, in characters.

    Where the system can fork and nothing speaks against it, several processes do a stretch each. What another process
    could not do is done in this one, so that whatever is wrong is raised here.
    """
    stretches = _stretches(sizes, min(_cores(), _MOST, sum(sizes) // _WORTH))
    if len(stretches) < 2:
        return [do(job) for job in jobs]
    others: list[_Other[R]] = []
    try:
        for a, b in stretches[1:]:
            others.append(_Other())  # before it starts: whatever stops us, it is ended
            others[-1].start(jobs[a:b], do)
        done = [do(job) for job in jobs[slice(*stretches[0])]]
        for (a, b), other in zip(stretches[1:], others, strict=True):
            found = other.result()
            done.extend(found if found is not None else [do(job) for job in jobs[a:b]])
        return done
    finally:
        for other in others:
            other.end()


def beside(do: Callable[[], R], meanwhile: Callable[[], H]) -> tuple[R, H]:
    """What ``do`` gives, done in another process where that can be, and what ``meanwhile`` gives, done in this one.

    What the other process could not do is done in this one, so that whatever is wrong is raised here: of ``meanwhile``
    first.
    """
    if _cores() < 2:
        here = meanwhile()
        return do(), here
    other: _Other[R] = _Other()
    try:
        other.start([do], lambda job: job())
        here = meanwhile()
        found = other.result()
    finally:
        other.end()
    return (found[0] if found is not None else do()), here


def _cores() -> int:
    """Cores to share with: one where a fork is not safe (threads), not to be had, or where somebody else shares them
    out already.
    """
    if not sys.platform.startswith("linux") or threading.active_count() > 1:
        return 1
    process = sys.modules.get("multiprocessing.process")
    if process is not None and process.parent_process() is not None:
        return 1
    return len(os.sched_getaffinity(0))


def _stretches(sizes: Sequence[int], parts: int) -> list[tuple[int, int]]:
    """(start, end) of at most ``parts`` stretches of about the same size."""
    whole, done, part, edges = sum(sizes), 0, 0, [0]
    for n, size in enumerate(sizes, 1):
        done += size
        if parts > 1 and done * parts // whole > part:
            part = done * parts // whole
            edges.append(n)
    return list(pairwise(sorted({*edges, len(sizes)})))


class _Other(Generic[R]):
    """A process forked to do some jobs; it sends what came of them through a pipe."""

    def __init__(self) -> None:
        self._pid = 0
        self._pipe = -1

    def start(self, jobs: Sequence[T], do: Callable[[T], R]) -> None:
        """Begin. Signals that end us wait until it is clear which process hears them."""
        told = signal.pthread_sigmask(signal.SIG_BLOCK, ENDINGS)
        try:
            self._pipe, write = os.pipe()
            self._pid = os.fork()
            if not self._pid:
                os.close(self._pipe)  # with a reader of its own it would wait for ever when we are gone
                _answer(write, jobs, do)
            os.close(write)
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, told)

    def result(self) -> list[R] | None:
        """What came of the jobs, None if the process could not do them."""
        with open(self._pipe, "rb", closefd=False) as pipe:
            sent = pipe.read()
        try:
            found: list[R] = pickle.loads(sent)
        except (EOFError, pickle.UnpicklingError):
            return None
        return found

    def end(self) -> None:
        """End the process, whatever it is at, and let go of the pipe."""
        if self._pid:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._pid, signal.SIGKILL)
            os.waitpid(self._pid, 0)
        if self._pipe >= 0:
            os.close(self._pipe)


def _answer(pipe: int, jobs: Sequence[T], do: Callable[[T], R]) -> NoReturn:
    try:
        for number in ENDINGS:
            signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDINGS)
        with open(pipe, "wb") as out:
            pickle.dump([do(job) for job in jobs], out)
    finally:
        os._exit(0)  # whoever started us cleans up; what we failed at is done again there
